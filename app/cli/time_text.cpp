#include "app/cli/time_text.h"

#include <cstdio>

namespace tvlt {

std::string timeText(double seconds) {
    const auto whole = static_cast<long>(seconds);
    char text[64];
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    return text;
}

} // namespace tvlt
