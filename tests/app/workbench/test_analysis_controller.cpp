#include "tests/app/workbench/fake_engine.h"
#include "tests/support/catch.h"

using namespace tvlt;

namespace {

struct Running {
    Running() {
        QObject::connect(&controller, &AnalysisController::analysed,
                         [this](const std::shared_ptr<const Analysis>& analysis) { shown.push_back(analysis); });
        QObject::connect(&controller, &AnalysisController::failed,
                         [this](const Error& error) { errors.push_back(error); });
        controller.setClip(sampleClip());
        controller.setCheckpoint(sampleCheckpoint());
        QTest::qWait(1);
    }
    void setRatio(double ratio) {
        MaskSettings mask;
        mask.pixelRatio = ratio;
        controller.setMask(mask);
        QTest::qWait(1);
    }

    FakeEngine engine;
    AnalysisController controller{engine.factory()};
    std::vector<std::shared_ptr<const Analysis>> shown;
    std::vector<Error> errors;
    std::shared_ptr<const ClipFeatures> features = sampleFeatures();
};

} // namespace

TEST_CASE("a clip and a checkpoint set at once make one request") {
    Running running;
    CHECK(running.engine.requests.size() == 1);
    CHECK(running.controller.busy());
    running.engine.answer(1, running.features);
    CHECK(running.shown.size() == 1);
    CHECK_FALSE(running.controller.busy());
}

TEST_CASE("during a drag older masks' results are shown as they come, but never after a newer one") {
    Running running;
    running.setRatio(0.3);
    running.setRatio(0.6);
    REQUIRE(running.engine.requests.size() == 3);
    running.engine.answer(2, running.features);
    CHECK(running.shown.size() == 1);
    CHECK(running.controller.busy());
    running.engine.answer(3, running.features);
    CHECK(running.shown.size() == 2);
    running.engine.answer(1, running.features);
    CHECK(running.shown.size() == 2);
    CHECK_FALSE(running.controller.busy());
}

TEST_CASE("a clip of no length is asked about too, so that it is said what is wrong with it") {
    Running running;
    ClipInfo empty = sampleClip("empty.wav");
    empty.duration = 0.0;
    running.controller.setClip(empty);
    QTest::qWait(1);
    REQUIRE(running.engine.requests.size() == 2);
    running.engine.fail(2, [] { throwBadInput("holds no sound", "empty.wav"); });
    CHECK(running.errors.size() == 1);
    CHECK_FALSE(running.controller.busy());
}

TEST_CASE("results of another clip or segment are dropped") {
    Running running;
    running.controller.setSegment(Segment{0.1, 0.3});
    running.engine.answer(1, running.features);
    CHECK(running.shown.empty());
    QTest::qWait(1);
    REQUIRE(running.engine.requests.size() == 2);
    running.controller.setClip(sampleClip("other.mp4"));
    QTest::qWait(1);
    running.engine.answer(2, running.features);
    CHECK(running.shown.empty());
    running.engine.answer(3, running.features);
    CHECK(running.shown.size() == 1);
}

TEST_CASE("an error is told, a cancelled request is not") {
    Running running;
    running.engine.callbacks.finished(1, Error{Error::Kind::Cancelled, "cancelled", "", ""});
    QTest::qWait(1);
    CHECK(running.errors.empty());
    CHECK_FALSE(running.controller.busy());
    running.setRatio(0.2);
    running.engine.callbacks.finished(2, Error{Error::Kind::BadInput, "damaged", "clip.mp4", ""});
    QTest::qWait(1);
    REQUIRE(running.errors.size() == 1);
    CHECK(running.errors[0].what == "damaged");
}
