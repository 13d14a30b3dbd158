#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/predictions.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/media/probe.h"
#include "core/prediction/folder_states.h"
#include "core/prediction/matching.h"
#include "core/prediction/sync.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace tvlt;

namespace {

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    Request request;

    explicit Bench(TinyKind kind = TinyKind::PreTraining, ModelMode mode = ModelMode::HuggingFace) {
        request.clip = clip.info;
        request.checkpoint = tinyCheckpoint(kind, mode);
    }

    [[nodiscard]] std::shared_ptr<const ClipFeatures> features(std::optional<Segment> segment = {}) const {
        Request asked = request;
        asked.segment = segment;
        return makeFeatures(asked);
    }

    [[nodiscard]] std::vector<SyncPoint> sync(const ClipFeatures& of, const std::vector<double>& shifts,
                                              const Job& job = {}) const {
        std::vector<SyncPoint> points;
        runSync(*request.checkpoint, of, shifts, job, [&](const SyncPoint& point) { points.push_back(point); });
        return points;
    }
};

/// Clips as files, each a picture with a tone of its own.
std::vector<std::filesystem::path> someImages(const TempFolder& folder, int count) {
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < count; ++i) {
        files.push_back(folder.path() / ("still" + std::to_string(i) + ".ppm"));
        writePpm(files.back(), drawnFrame(i, 48, 40));
    }
    return files;
}

std::vector<FolderClip> ask(const FolderQuestion& question, const std::vector<std::filesystem::path>& files) {
    std::vector<FolderClip> clips;
    runFolder(question, files, {}, [&](const FolderClip& clip) { clips.push_back(clip); });
    return clips;
}

FolderClip ranked(std::optional<double> sound) {
    FolderClip clip;
    clip.soundLogit = sound;
    return clip;
}

} // namespace

TEST_CASE("a clip's picture with its own sound is the clip itself") {
    for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        const Bench bench(TinyKind::PreTraining, mode);
        const auto whole = bench.features(Segment{0.0, 1.3});
        const auto said = runHeads(*bench.request.checkpoint, *whole, {});
        REQUIRE(said.matchingLogit);
        CHECK(matchingLogit(*bench.request.checkpoint, *whole, *whole->audio) == *said.matchingLogit);
    }
}

TEST_CASE("two clips are matched crosswise") {
    const Bench bench;
    const Checkpoint& checkpoint = *bench.request.checkpoint;
    const auto first = bench.features(Segment{0.0, 2.0});
    const auto second = bench.features(Segment{2.0, 1.0}); // less sound: another number of time steps
    REQUIRE(first->layout.timeSteps != second->layout.timeSteps);
    const SwapMatch match = matchSwapped(checkpoint, *first, *second);
    CHECK(match.own == matchingLogit(checkpoint, *first, *first->audio));
    CHECK(match.otherSound == matchingLogit(checkpoint, *first, *second->audio));
    CHECK(match.otherPicture == matchingLogit(checkpoint, *second, *first->audio));
    CHECK(match.other == matchingLogit(checkpoint, *second, *second->audio));
    CHECK(match.own != match.otherSound);
    CHECK(match.otherSound != match.otherPicture);
    CHECK(logistic(0.0) == 0.5);
    CHECK(logistic(2.0) + logistic(-2.0) == Approx(1.0));
}

TEST_CASE("matching is refused where it cannot be asked") {
    const Bench classifier(TinyKind::Classification);
    const auto features = classifier.features();
    const auto refusal =
        guard([&] { return matchingLogit(*classifier.request.checkpoint, *features, *features->audio); });
    REQUIRE_FALSE(refusal);
    CHECK(refusal.error().what.find("matching head") != std::string::npos);
    Bench silent;
    silent.request.clip.audio.reset();
    const auto mute = silent.features();
    REQUIRE_FALSE(mute->audio);
    const auto alone = guard([&] { return matchSwapped(*silent.request.checkpoint, *mute, *mute); });
    REQUIRE_FALSE(alone);
    CHECK(alone.error().what.find("no sound") != std::string::npos);
    CHECK_THROWS_AS(silent.sync(*mute, {0.0}), Exception);
}

TEST_CASE("shifts run both ways from 0") {
    CHECK(syncShifts(0.5, 0.25) == std::vector<double>{-0.5, -0.25, 0.0, 0.25, 0.5});
    CHECK(syncShifts(0.6, 0.25).size() == 5); // the reach is not exceeded
    CHECK_THROWS_AS(syncShifts(1.0, 0.0), Exception);
    CHECK_THROWS_AS(syncShifts(0.1, 0.2), Exception);
    CHECK_THROWS_AS(syncShifts(1e9, 1e-3), Exception);
    CHECK_THROWS_AS(syncShifts(std::nan(""), 0.1), Exception);
}

TEST_CASE("a sync curve asks about the sound of another time") {
    for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        const Bench bench(TinyKind::PreTraining, mode);
        const Checkpoint& checkpoint = *bench.request.checkpoint;
        const auto features = bench.features(Segment{1.0, 1.28});
        const auto points = bench.sync(*features, {-0.5, 0.0, 0.5});
        REQUIRE(points.size() == 3);
        CHECK(points[1].logit == Approx(matchingLogit(checkpoint, *features, *features->audio)).margin(1e-5));
        const auto later = bench.features(Segment{1.5, 1.28});
        CHECK(points[2].logit == Approx(matchingLogit(checkpoint, *features, *later->audio)).margin(1e-5));
        CHECK(points[0].logit != Approx(points[2].logit).margin(1e-5));
        for (const SyncPoint& point : points)
            CHECK(point.heard == 1.0);
    }
}

TEST_CASE("beyond the clip's sound there is silence, and the curve says so") {
    const Bench bench; // 4 s
    const auto features = bench.features(Segment{0.0, 1.28});
    const auto points = bench.sync(*features, {-1.28, -0.64, 0.0, 3.36});
    CHECK(points[0].heard == Approx(0.0).margin(0.01));
    CHECK(points[1].heard == Approx(0.5).margin(0.01));
    CHECK(points[2].heard == 1.0);
    CHECK(points[3].heard == Approx(0.5).margin(0.01));
    // Silence in front moves the sound: the first half is silent, the second is the clip's beginning.
    const auto best = bestSync(points);
    REQUIRE(best);
    CHECK(best->shift == 0.0); // the only one that is heard whole
    CHECK_FALSE(bestSync({}));
    CHECK(bestSync({{-0.5, 1.0, 1.0}, {0.25, 1.0, 1.0}, {1.0, 3.0, 0.5}})->shift == 0.25);
    CHECK(bestSync({{-0.5, 1.0, 0.4}, {1.0, 3.0, 0.5}})->shift == 1.0);
    CHECK(isFlat({{-0.5, 1.0, 1.0}, {0.0, 1.05, 1.0}}));
    CHECK_FALSE(isFlat({{-0.5, 1.0, 1.0}, {0.0, 1.5, 1.0}}));
}

TEST_CASE("a sync curve stops when it is told to") {
    const Bench bench;
    const auto features = bench.features(Segment{1.0, 1.28});
    std::stop_source stop;
    int points = 0;
    CHECK_THROWS_AS(runSync(*bench.request.checkpoint, *features, {-0.5, 0.0, 0.5}, Job{stop.get_token(), {}},
                            [&](const SyncPoint&) {
                                ++points;
                                stop.request_stop();
                            }),
                    Exception);
    CHECK(points == 1);
}

TEST_CASE("a folder is asked clip by clip, and a damaged one does not end it") {
    Bench bench;
    auto files = someImages(bench.folder, 3);
    files.push_back(bench.folder.path() / "broken.mp4");
    std::ofstream(files.back()) << "no clip";
    files.push_back(bench.clip.sound);
    FolderQuestion question{bench.request, bench.features(Segment{0.0, 2.0}), true};
    const auto clips = ask(question, files);
    REQUIRE(clips.size() == 5);
    for (int i = 0; i < 3; ++i) { // stills: a picture, no sound
        const FolderClip& clip = clips[std::size_t(i)];
        INFO(clip.error);
        CHECK(clip.error.empty());
        CHECK_FALSE(clip.soundLogit);
        REQUIRE(clip.pictureLogit);
        CHECK(clip.thumbnail);
        CHECK(clip.state.size() == std::size_t(bench.request.checkpoint->config.hidden_size));
    }
    CHECK(clips[0].pictureLogit != clips[1].pictureLogit);
    CHECK(clips[3].error.find("broken.mp4") != std::string::npos);
    CHECK_FALSE(clips[3].soundLogit);
    CHECK(clips[4].soundLogit); // a sound file: no picture
    CHECK_FALSE(clips[4].pictureLogit);
    CHECK_FALSE(clips[4].thumbnail);

    Request alone = bench.request;
    alone.clip = bench.clip.info;
    const auto own = clsState(*alone.checkpoint, *bench.features(), {});
    CHECK(own.size() == clips[0].state.size());
    const FolderPlane plane = folderPlane(clips);
    CHECK(plane.clips == std::vector<std::size_t>{0, 1, 2, 4});
    CHECK(plane.projection.points.size() == 4);
}

TEST_CASE("a folder's answers are those of its clips alone") {
    const Bench bench;
    const auto query = bench.features(Segment{0.0, 2.0});
    const auto files = someImages(bench.folder, 1);
    const auto clips = ask({bench.request, query, false}, files);
    REQUIRE(clips.size() == 1);
    Request alone = bench.request;
    alone.clip = probe({files, {}, 1.0});
    const auto features = makeFeatures(alone);
    CHECK(clips[0].pictureLogit == matchingLogit(*bench.request.checkpoint, *features, *query->audio));
    CHECK(clips[0].state.empty());
    CHECK_FALSE(clips[0].isQuery);
    CHECK_THROWS_AS(ask({bench.request, query, false}, {}), Exception);
}

TEST_CASE("ranks go from the best match down, and leave out what has no answer") {
    const std::vector<FolderClip> clips{ranked(0.5), ranked(std::nullopt), ranked(2.0), ranked(0.5), ranked(-1.0)};
    CHECK(ranking(clips, RankBy::Sound) == std::vector<std::size_t>{2, 0, 3, 4});
    CHECK(ranking(clips, RankBy::Picture).empty());
}

TEST_CASE("states are laid out by their principal components") {
    // On a line in three dimensions, with a little beside it.
    std::vector<std::vector<float>> states;
    for (int i = 0; i < 6; ++i) {
        const auto t = static_cast<float>(i);
        states.push_back({2.0F * t, 1.0F * t, (i % 2 == 0 ? 0.1F : -0.1F)});
    }
    const Projection plane = projectStates(states);
    REQUIRE(plane.points.size() == 6);
    CHECK(plane.explained[0] > 0.99);
    CHECK(plane.explained[0] + plane.explained[1] == Approx(1.0).margin(1e-6));
    for (int i = 1; i < 6; ++i) // steps of √5 along the line, upwards since its greatest weight is positive
        CHECK(plane.points[std::size_t(i)][0] - plane.points[std::size_t(i - 1)][0] ==
              Approx(std::sqrt(5.0)).margin(0.02));
    double sum = 0.0;
    for (const auto& point : plane.points)
        sum += point[0];
    CHECK(sum == Approx(0.0).margin(1e-6));

    CHECK(projectStates({}).points.empty());
    CHECK(projectStates({{1.0F, 2.0F}}).points == std::vector<std::array<double, 2>>{{0.0, 0.0}});
    const Projection equal = projectStates({{1.0F, 2.0F}, {1.0F, 2.0F}});
    CHECK(equal.points[1] == std::array<double, 2>{0.0, 0.0});
    CHECK(equal.explained == std::array<double, 2>{0.0, 0.0});
    CHECK_THROWS_AS(projectStates({{1.0F, 2.0F}, {1.0F}}), Exception);
}
