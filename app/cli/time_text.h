#pragma once

#include <string>

namespace tvlt {

/// "1:02:03": how long work takes, in whole seconds.
[[nodiscard]] std::string timeText(double seconds);

} // namespace tvlt
