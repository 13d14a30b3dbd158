#include "core/evaluation/clip_trial.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace tvlt;

namespace {

PatchLayout someLayout(int frames) {
    PatchLayout layout;
    layout.frames = frames;
    layout.patchRows = layout.patchCols = 3;
    layout.timeSteps = 5;
    layout.bands = 2;
    return layout;
}

} // namespace

TEST_CASE("a trial hides whole frames, half of them rounded down, and no sound") {
    for (const int frames : {1, 2, 5, 8}) {
        const PatchLayout layout = someLayout(frames);
        std::set<std::vector<std::uint8_t>> choices;
        for (std::int64_t clip = 0; clip < 40; ++clip) {
            const Mask mask = clipTrial(layout, {}, clip).hiddenFrames;
            CHECK(mask.audio.keep == 10);
            CHECK(mask.pixel.keep == (frames - frames / 2) * 9);
            for (int frame = 0; frame < frames; ++frame) {
                const auto first = mask.pixel.hidden.begin() + frame * 9;
                CHECK(std::all_of(first, first + 9, [&](auto hidden) { return hidden == *first; }));
            }
            choices.insert(mask.pixel.hidden);
        }
        CHECK((frames == 1 || choices.size() > 1));
    }
}

TEST_CASE("shifts lie half a second to one and a half away, both ways") {
    int later = 0;
    double sum = 0.0;
    for (std::int64_t clip = 0; clip < 400; ++clip) {
        const double shift = clipShift(7, clip);
        CHECK(std::abs(shift) >= 0.5);
        CHECK(std::abs(shift) < 1.5);
        later += shift > 0 ? 1 : 0;
        sum += std::abs(shift);
    }
    CHECK(later > 150);
    CHECK(later < 250);
    CHECK(sum / 400 == Approx(1.0).margin(0.06));
}

TEST_CASE("trials depend on seed and clip, and on nothing else") {
    const PatchLayout layout = someLayout(4);
    MaskSettings settings;
    settings.seed = 3;
    const auto hidden = [&](std::int64_t clip) { return clipTrial(layout, settings, clip).mask.pixel.hidden; };
    const auto first = hidden(0);
    CHECK(first == hidden(0));
    CHECK(first != hidden(1));
    CHECK(clipTrial(layout, settings, 9).shift == clipShift(3, 9));
    settings.seed = 4;
    CHECK(first != hidden(0));
    CHECK(clipShift(3, 9) != clipShift(4, 9));
}
