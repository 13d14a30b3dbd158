#pragma once

#include <string>

namespace tvlt {

/// "0:12.480", "1:02:03.000": a clip time as messages write it.
[[nodiscard]] std::string clockText(double seconds);

} // namespace tvlt
