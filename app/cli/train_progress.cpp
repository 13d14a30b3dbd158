#include "app/cli/train_progress.h"

#include "app/cli/time_text.h"

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace tvlt {

namespace {

std::string part(const char* name, double value) {
    char text[64];
    std::snprintf(text, sizeof text, "  %s %.4f", name, value);
    return std::isnan(value) ? std::string() : text;
}

std::string parts(const Losses& l) {
    return part("loss", l.loss) + part("pixel", l.pixel) + part("audio", l.audio) + part("matching", l.matching) +
           part("task", l.task) + part("accuracy", l.accuracy);
}

std::string line(const TrainingEvents::Step& at) {
    char text[128];
    std::snprintf(text, sizeof text, "  lr %.2g  |g| %.2g  %.1f clips/s  %s left", at.row.learningRate,
                  at.row.gradientNorm, at.clipsPerSecond, timeText(at.secondsLeft).c_str());
    return "step " + std::to_string(at.row.step) + "/" + std::to_string(at.steps) + parts(at.row.training) + text;
}

} // namespace

TrainProgress::TrainProgress(std::int64_t every) : every_(every), terminal_(isatty(STDERR_FILENO) == 1) {}

TrainProgress::~TrainProgress() {
    wipe();
}

void TrainProgress::wipe() {
    if (shown_)
        std::fputs("\r\033[K", stderr);
    shown_ = false;
}

void TrainProgress::show(const TrainingEvents::Step& at) {
    if (at.row.step % every_ == 0 || at.row.step == at.steps)
        say(line(at));
    if (at.row.validated)
        say("validation" + parts(at.row.validation));
    if (!terminal_)
        return;
    wipe();
    std::fputs(line(at).c_str(), stderr);
    std::fflush(stderr);
    shown_ = true;
}

void TrainProgress::say(const std::string& sentence) {
    wipe();
    std::fprintf(stderr, "%s\n", sentence.c_str());
}

} // namespace tvlt
