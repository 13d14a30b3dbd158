#include "core/media/clock_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace tvlt {

std::string clockText(double seconds) {
    const double magnitude = std::isfinite(seconds) ? std::min(std::fabs(seconds), 1e12) : 0.0;
    const long long ms = std::llround(magnitude * 1000.0);
    const long long hours = ms / 3'600'000, minutes = ms / 60'000 % 60;
    const double rest = static_cast<double>(ms % 60'000) / 1000.0;
    std::array<char, 64> text{};
    const char* sign = seconds < 0 && ms > 0 ? "-" : "";
    if (hours > 0)
        std::snprintf(text.data(), text.size(), "%s%lld:%02lld:%06.3f", sign, hours, minutes, rest);
    else
        std::snprintf(text.data(), text.size(), "%s%lld:%06.3f", sign, minutes, rest);
    return text.data();
}

} // namespace tvlt
