#include "app/workbench/heard_controller.h"
#include "app/workbench/playback_controller.h"
#include "app/workbench/segment_sound_feed.h"
#include "core/media/probe.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"

#include <QSignalSpy>
#include <QtTest>

#include <cmath>

using namespace tvlt;

namespace {

std::shared_ptr<const SegmentSound> ramp() {
    auto sound = std::make_shared<SegmentSound>();
    sound->start = 2.0;
    sound->sampleRate = 100;
    for (int i = 0; i < 100; ++i)
        sound->samples.push_back(float(i));
    return sound;
}

std::shared_ptr<Analysis> analysisAt44k() {
    SampleOptions options;
    options.mels = 128;
    return sampleAnalysis(options);
}

} // namespace

TEST_CASE("a made sound stands at its time, at any player's rate, and is silent outside") {
    SegmentSoundFeed same(ramp(), 2.5, 100);
    std::vector<float> block(4);
    same.read(block);
    CHECK(block == std::vector<float>{50, 51, 52, 53});
    SegmentSoundFeed twice(ramp(), 2.5, 200);
    twice.read(block);
    CHECK(block == std::vector<float>{50, 50.5, 51, 51.5});
    SegmentSoundFeed early(ramp(), 1.98, 100);
    early.read(block);
    CHECK(block[0] == Approx(0.0F));
    CHECK(block[3] == Approx(1.0F).margin(1e-4));
    SegmentSoundFeed late(ramp(), 3.5, 100);
    late.read(block);
    CHECK(block == std::vector<float>{0, 0, 0, 0});
}

TEST_CASE("playback loops over the segment, and without a loop ends with the clip") {
    PlaybackController playback;
    ClipInfo clip;
    clip.duration = 0.4;
    playback.setClip(clip);
    playback.setSegment({0.1, 0.15});
    playback.setLoop(true);
    std::vector<double> positions;
    QObject::connect(&playback, &PlaybackController::positionChanged, [&](double at) { positions.push_back(at); });
    playback.play();
    const auto wrapped = [&] {
        for (std::size_t i = 1; i < positions.size(); ++i)
            if (positions[i] < positions[i - 1])
                return true;
        return false;
    };
    REQUIRE(QTest::qWaitFor(wrapped, 5000));
    CHECK(playback.playing());
    CHECK(positions.front() >= 0.1);
    playback.setLoop(false);
    REQUIRE(QTest::qWaitFor([&] { return !playback.playing(); }, 5000));
    CHECK(positions.back() == Approx(0.4));
}

TEST_CASE("a chosen spectrogram is made heard, anew for another analysis, and saved") {
    const TempFolder folder;
    HeardController heard;
    const auto analysis = analysisAt44k();
    heard.setAnalysis(analysis);
    CHECK(heard.sound() == nullptr); // the clip's own
    heard.choose(HeardSound::Pasted);
    REQUIRE(QTest::qWaitFor([&] { return heard.sound() != nullptr; }, 20000));
    const auto first = heard.sound();
    CHECK(first->samples.size() == std::size_t(64 * 512));
    CHECK(first->start == analysis->features->segment.start);
    SampleOptions other;
    other.mels = 128;
    other.mask.audioRatio = 1.0;
    heard.setAnalysis(sampleAnalysis(other, analysis->features));
    CHECK(heard.sound() == first); // heard until the new one is there
    REQUIRE(QTest::qWaitFor([&] { return heard.sound() != first; }, 20000));

    QSignalSpy saved(&heard, &HeardController::saved);
    heard.save(QString::fromStdString((folder / "heard.wav").string()));
    REQUIRE(QTest::qWaitFor([&] { return saved.count() == 1; }, 20000));
    CHECK(probe({{folder / "heard.wav"}, {}, 1.0}).duration == Approx(64 * 512 / 44100.0).margin(0.01));
    QSignalSpy failed(&heard, &HeardController::failed);
    heard.save(QString::fromStdString((folder / "none" / "heard.wav").string()));
    REQUIRE(QTest::qWaitFor([&] { return failed.count() == 1; }, 20000));

    heard.choose(std::nullopt);
    CHECK(heard.sound() == nullptr);
    heard.choose(HeardSound::Masked);
    heard.setAnalysis(nullptr);
    CHECK(heard.sound() == nullptr);
}
