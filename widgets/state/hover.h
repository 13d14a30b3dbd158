#pragma once

#include "core/features/patch_layout.h"

#include <QString>

#include <optional>

namespace tvlt {

/// What lies under the pointer.
struct Hover {
    double time = 0.0; ///< clip time, seconds
    QString row;       ///< "Original", "Error" …; empty where there are no rows
    std::optional<TokenRef> token;
    QString place;            ///< "frame 3, patch row 2, column 5" or "step 12, band 3"
    std::optional<double> hz; ///< centre of the mel band
    QString value;            ///< with its unit; empty where there is none
    enum class State { Unknown, Visible, Hidden, Padding } state = State::Unknown;
    bool pinned = false; ///< hidden or shown by hand
};

/// One line for a status bar: time, place, frequency, value, masked or visible.
[[nodiscard]] QString hoverText(const Hover& hover);
/// "0:12.480": minutes, seconds and milliseconds, for clocks and readouts.
[[nodiscard]] QString clockText(double seconds);

} // namespace tvlt
