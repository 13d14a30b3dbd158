#pragma once

namespace tvlt {

/// The one spacing unit; everything is a multiple or a half of it. Device-independent pixels.
inline constexpr int kUnit = 8;
/// Left of every plot: row names and the frequency axis. Right: colour bars. Equal in all views on the time axis.
inline constexpr int kLeftGutter = 17 * kUnit;
inline constexpr int kRightGutter = 8 * kUnit;

} // namespace tvlt
