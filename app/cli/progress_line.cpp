#include "app/cli/progress_line.h"

#include <cstdio>
#include <unistd.h>

namespace tvlt {

namespace {
constexpr const char* kWipe = "\r\033[K";
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (shown_)
        std::fputs(kWipe, stderr);
}

Job ProgressLine::job(std::stop_token stop) {
    if (!terminal_)
        return {std::move(stop), {}};
    return {std::move(stop), [this](double fraction, std::string_view stage) { show(fraction, stage); }};
}

void ProgressLine::show(double fraction, std::string_view stage) {
    shown_ = true;
    std::fprintf(stderr, "%s%3.0f %%  %.*s", kWipe, fraction * 100.0, static_cast<int>(stage.size()), stage.data());
    std::fflush(stderr);
}

} // namespace tvlt
