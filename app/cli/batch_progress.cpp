#include "app/cli/batch_progress.h"

#include "app/cli/time_text.h"

#include <cstdio>
#include <string>
#include <unistd.h>

namespace tvlt {

namespace {

constexpr const char* kWipe = "\r\033[K";
constexpr auto kLogEvery = std::chrono::seconds(15);

std::string line(const BatchProgress& p, double seconds) {
    // Of what this program has done: what it found done tells nothing of its speed.
    const double rate = static_cast<double>(p.done - p.before) / seconds;
    char text[96];
    std::snprintf(text, sizeof text, "  %.2f clips/s  %s left", rate,
                  timeText(static_cast<double>(p.planned - p.done) / rate).c_str());
    std::string said = std::to_string(p.done) + "/" + std::to_string(p.planned) + " clips";
    if (p.failed > 0)
        said += ", " + std::to_string(p.failed) + " with errors";
    return said + text;
}

} // namespace

BatchProgressLine::BatchProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

BatchProgressLine::~BatchProgressLine() {
    if (shown_)
        std::fputs(kWipe, stderr);
}

void BatchProgressLine::show(const BatchProgress& progress) {
    const auto now = Clock::now();
    const double seconds = std::max(1e-3, std::chrono::duration<double>(now - began_).count());
    if (terminal_) {
        std::fprintf(stderr, "%s%s", kWipe, line(progress, seconds).c_str());
        std::fflush(stderr);
        shown_ = true;
    } else if (now - said_ >= kLogEvery || progress.done == progress.planned) {
        std::fprintf(stderr, "%s\n", line(progress, seconds).c_str());
        said_ = now;
    }
}

} // namespace tvlt
