#pragma once

namespace tvlt {

/// The program's version, "major.minor.patch".
[[nodiscard]] const char* version();

} // namespace tvlt
