#include "core/analysis/engine.h"
#include "core/base/error.h"
#include "core/media/probe.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace tvlt;

namespace {

Request requestFor(const ClipInfo& clip, ModelMode mode = ModelMode::HuggingFace) {
    Request request;
    request.clip = clip;
    request.checkpoint = tinyCheckpoint(TinyKind::PreTraining, mode);
    return request;
}

bool says(const std::vector<std::string>& notes, const std::string& words) {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("a segment lasts as long as the spectrogram holds, or as the clip goes on") {
    TempFolder folder;
    const Request request = requestFor(makeSmallClip(folder.path()).info); // 4 s; 256 rows of 160 at 16 kHz: 2.56 s
    CHECK(defaultDuration(request) == Approx(2.56));
    CHECK(defaultDuration(request, 3.0) == Approx(1.0));
    CHECK(planFeatures(request).segment.duration == Approx(2.56));
}

TEST_CASE("frame i of n stands at start + i · duration / n") {
    TempFolder folder;
    Request request = requestFor(makeSmallClip(folder.path()).info);
    request.segment = Segment{0.5, 2.0};
    request.frames = 4;
    const auto features = makeFeatures(request);
    CHECK(features->frameTimes == std::vector<double>{0.5, 1.0, 1.5, 2.0});
    REQUIRE(features->frames.size() == 4);
    // A second an image: 0.5 s shows the first, 1.0 and 1.5 s the second, 2.0 s the third.
    CHECK(features->framePts[1] == features->framePts[2]);
    CHECK(features->framePts[0] < features->framePts[1]);
    CHECK(features->framePts[2] < features->framePts[3]);
    CHECK(features->frames[1].rgb == features->frames[2].rgb);
    CHECK(features->frames[0].rgb != features->frames[1].rgb);
}

TEST_CASE("features fit the model and each other") {
    TempFolder folder;
    const Request request = requestFor(makeSmallClip(folder.path()).info);
    const auto f = makeFeatures(request);
    REQUIRE(f->pixels);
    REQUIRE(f->audio);
    CHECK(f->layout.pixelTokens() == 4 * 16);
    CHECK(f->layout.audioTokens() == 16 * 4);
    CHECK(f->pixels->values.size() == std::size_t(4 * 3 * 32 * 32));
    CHECK(f->columnTimes.size() == static_cast<std::size_t>(f->audio->rows));
    CHECK(f->columnTimes[100] == Approx(1.0)); // 100 hops of 160 at 16 kHz
    CHECK(f->spectrogram.rows == f->audio->realRows);
    CHECK(f->spectrogram.at(3, 5) == Approx(valueToDb(f->audio->values[3 * 64 + 5])));
    CHECK(std::is_sorted(f->melHz.begin(), f->melHz.end()));
    CHECK(f->melHz.size() == 64);
    CHECK(f->melHz.back() < 22050.0);
}

TEST_CASE("the tone is seen at its pitch") {
    TempFolder folder;
    const auto f = makeFeatures(requestFor(makeSmallClip(folder.path()).info));
    const auto column = f->spectrogram.row(150); // 1.5 s: 300 + 400 · 1.5 = 900 Hz
    const auto loudest = std::max_element(column.begin(), column.end()) - column.begin();
    CHECK(std::abs(f->melHz[static_cast<std::size_t>(loudest)] - 900.0) < 120.0);
}

TEST_CASE("pictures are the model's view: pixel values turned back to levels") {
    TempFolder folder;
    const auto f = makeFeatures(requestFor(makeSmallClip(folder.path()).info));
    const Image& image = f->frames[2];
    for (const auto& [x, y] : {std::pair(0, 0), std::pair(31, 5), std::pair(12, 30)})
        for (int c = 0; c < 3; ++c) {
            const float value = f->pixels->values[static_cast<std::size_t>(((2 * 3 + c) * 32 + y) * 32 + x)];
            CHECK(image.pixel(x, y)[c] == std::lround((value * 0.5F + 0.5F) * 255.0F));
        }
}

TEST_CASE("features are reused when only the mask changes, and made anew for anything they depend on") {
    TempFolder folder;
    Request request = requestFor(makeSmallClip(folder.path()).info);
    const auto first = makeFeatures(request);
    request.mask.seed = 99;
    request.mask.pixelRatio = 0.1;
    CHECK(makeFeatures(request, {}, first) == first);
    Request other = request;
    other.segment = Segment{1.0, 1.0};
    CHECK(makeFeatures(other, {}, first) != first);
    other = request;
    other.frames = 2;
    CHECK(makeFeatures(other, {}, first) != first);
    other = request;
    other.recipe = Recipe::Original;
    CHECK(makeFeatures(other, {}, first) != first);
}

TEST_CASE("a clip without sound, without picture or with hardly any sound works with what is there, and says so") {
    TempFolder folder;
    const SmallClip clip = makeSmallClip(folder.path());
    const auto silent = makeFeatures(requestFor(probe({clip.images, {}, 1.0})));
    CHECK(silent->pixels);
    CHECK_FALSE(silent->audio);
    CHECK(silent->layout.audioTokens() == 0);
    CHECK(says(silent->notes, "picture alone"));

    const auto blind = makeFeatures(requestFor(probe({{clip.sound}, {}, 1.0})));
    CHECK_FALSE(blind->pixels);
    CHECK(blind->audio);
    CHECK(blind->layout.pixelTokens() == 0);
    CHECK(says(blind->notes, "sound alone"));

    const auto blip = folder / "blip.wav";
    writeTone(blip, 0.005, 16000); // 80 samples, half a hop
    const auto short_ = makeFeatures(requestFor(probe({clip.images, blip, 1.0})));
    CHECK_FALSE(short_->audio);
    CHECK(says(short_->notes, "too short"));
    CHECK_THROWS_WITH(makeFeatures(requestFor(probe({{blip}, {}, 1.0}))), ContainsSubstring("neither"));
}

TEST_CASE("a patch that is sound in part is real, one that is wholly added is padding") {
    TempFolder folder;
    const SmallClip clip = makeSmallClip(folder.path(), 1, 0.2);
    Request request = requestFor(clip.info);
    const auto hf = makeFeatures(request); // 3,200 samples: 20 rows in 2 patches
    CHECK(hf->audio->realRows == 20);
    CHECK(hf->layout.timeSteps == 2);
    CHECK(hf->paddedAudio.empty());
    // 8,191 samples at 44.1 kHz: 1 + 15 rows fit one patch, so the authors' recipe adds a whole one.
    writeTone(clip.sound, 8191.0 / 44100.0, 44100);
    request = requestFor(probe({clip.images, clip.sound, 1.0}));
    request.recipe = Recipe::Original;
    const auto original = makeFeatures(request);
    CHECK(original->audio->realRows == 16);
    REQUIRE(original->layout.timeSteps == 2);
    CHECK(original->paddedAudio == std::vector<std::uint8_t>{0, 0, 0, 0, 1, 1, 1, 1});
}

TEST_CASE("in mode original, black and silent patches are named as invisible") {
    TempFolder folder;
    const SmallClip clip = makeSmallClip(folder.path(), 1, 1.0);
    Image half = drawnFrame(0, 32, 32);
    std::fill(half.rgb.begin(), half.rgb.begin() + half.rgb.size() / 2, std::uint8_t{0});
    writePpm(clip.images[0], half);
    writeSilence(clip.sound, 1.0, 16000);
    Request request = requestFor(probe({clip.images, clip.sound, 1.0}), ModelMode::Original);
    request.recipe = Recipe::Hf; // keeps the black border, which the authors' recipe would cut off
    const auto f = makeFeatures(request);
    CHECK(std::count(f->paddedPixel.begin(), f->paddedPixel.end(), 1) == 8);
    CHECK(f->paddedPixel.front() == 1);
    CHECK(f->paddedPixel.back() == 0);
    CHECK(says(f->notes, "hides CLS"));
    CHECK(says(f->notes, "50.0 % of the picture's patches"));
}

TEST_CASE("the authors' recipe takes frames by their index in the segment") {
    TempFolder folder;
    Request request = requestFor(makeSmallClip(folder.path()).info, ModelMode::Original);
    CHECK(effectiveRecipe(request) == Recipe::Original);
    CHECK(planFeatures(request).frames == 1); // an MAE of the authors
    request.frames = 3;
    request.segment = Segment{0.0, 4.0};
    const auto f = makeFeatures(request); // trunc(i · 4/3) = 0, 1, 2
    CHECK(f->frameTimes == std::vector<double>{0.0, 1.0, 2.0});
}

TEST_CASE("segments and frames that make no sense are refused by name") {
    TempFolder folder;
    Request request = requestFor(makeSmallClip(folder.path()).info);
    const auto refused = [&](const char* words) { CHECK_THROWS_WITH(planFeatures(request), ContainsSubstring(words)); };
    request.segment = Segment{4.0, 1.0};
    refused("past the end");
    request.segment = Segment{-1.0, 1.0};
    refused("start");
    request.segment = Segment{0.0, 0.0};
    refused("duration");
    request.segment = Segment{0.0, std::numeric_limits<double>::quiet_NaN()};
    refused("duration");
    request.segment.reset();
    request.frames = 5;
    refused("1 to 4");
    request.frames = 4;
    request.segment = Segment{3.0, 100.0};
    CHECK(planFeatures(request).segment.end() == Approx(4.0));
    CHECK(says(planFeatures(request).notes, "cut there"));
}

TEST_CASE("features stop when they are cancelled") {
    TempFolder folder;
    const Request request = requestFor(makeSmallClip(folder.path()).info);
    std::stop_source source;
    source.request_stop();
    CHECK(guard([&] {
              return makeFeatures(request, {source.get_token(), {}});
          })
              .error()
              .kind == Error::Kind::Cancelled);
}

TEST_CASE("a sound that can no longer be read leaves the picture, and that is said") {
    TempFolder folder;
    const SmallClip clip = makeSmallClip(folder.path());
    std::filesystem::remove(clip.sound);
    const auto features = makeFeatures(requestFor(clip.info));
    CHECK(features->pixels);
    CHECK_FALSE(features->audio);
    CHECK(says(features->notes, "The sound is left out"));
    CHECK(says(features->notes, "sound.wav"));

    Request alone = requestFor(clip.info);
    alone.clip.video.reset();
    CHECK_THROWS_AS(makeFeatures(alone), Exception);
}

TEST_CASE("features are reused for the same files, and made anew for a file that was written anew") {
    TempFolder folder;
    const SmallClip clip = makeSmallClip(folder.path());
    const Request request = requestFor(clip.info);
    const auto first = makeFeatures(request);
    CHECK(makeFeatures(request, {}, first) == first);
    writeSilence(clip.sound, 3.0, 16000);
    const auto second = makeFeatures(request, {}, first);
    REQUIRE(second != first);
    CHECK(second->audio->values != first->audio->values);
}
