#include "tests/support/catch.h"
#include "widgets/inspect/ticks.h"
#include "widgets/state/hover.h"
#include "widgets/state/time_scale.h"
#include "widgets/state/view_state.h"

#include <QSignalSpy>

using namespace tvlt;

TEST_CASE("a time scale maps seconds to pixels and back") {
    const TimeScale scale{{2.0, 4.0}, 100.0, 800.0};
    CHECK(scale.x(2.0) == Approx(100.0));
    CHECK(scale.x(6.0) == Approx(900.0));
    for (const double time : {2.0, 3.3, 5.9})
        CHECK(scale.time(scale.x(time)) == Approx(time));
}

TEST_CASE("zooming keeps the anchor where it is and stays within the bounds") {
    ViewState state;
    state.reset(20.0);
    state.setBounds({4.0, 8.0});
    state.zoom(0.5, 6.0);
    CHECK(state.range().duration == Approx(4.0));
    CHECK((6.0 - state.range().start) / state.range().duration == Approx(0.25));
    state.zoom(100.0, 6.0);
    CHECK(state.range() == Segment{4.0, 8.0});
    state.zoom(1e-9, 12.0);
    CHECK(state.range().duration > 0.0);
    CHECK(state.range().end() <= 12.0 + 1e-9);
}

TEST_CASE("bounds whose end less their duration is rounded below their start can be shown") {
    const Segment bounds{0.3, 2.2};
    REQUIRE(bounds.end() - bounds.duration < bounds.start);
    ViewState state;
    state.reset(10.0);
    state.setBounds(bounds);
    CHECK(state.range() == bounds);
}

TEST_CASE("panning stops at the bounds") {
    ViewState state;
    state.reset(10.0);
    state.setRange({2.0, 3.0});
    state.pan(100.0);
    CHECK(state.range().start == Approx(7.0));
    state.pan(-100.0);
    CHECK(state.range().start == Approx(0.0));
}

TEST_CASE("the cursor stays within the clip and tells of changes only") {
    ViewState state;
    state.reset(5.0);
    QSignalSpy spy(&state, &ViewState::timeChanged);
    state.setTime(99.0);
    CHECK(state.time() == Approx(5.0));
    state.setTime(5.0);
    CHECK(spy.count() == 1);
}

TEST_CASE("ticks are round, apart, and inside the range") {
    const Segment range{0.37, 7.3};
    for (const double width : {300.0, 1000.0, 5000.0}) {
        const TimeTicks ticks = timeTicks(range, width / range.duration, 70.0);
        CHECK(ticks.times.size() >= 2);
        CHECK(ticks.step * width / range.duration >= 70.0 - 1e-6);
        for (const double time : ticks.times) {
            CHECK(time >= range.start - 1e-6);
            CHECK(time <= range.end() + 1e-6);
        }
    }
    CHECK(tickText(2.5, 0.5) == "2.5");
    CHECK(tickText(75.0, 5.0) == "1:15");
}

TEST_CASE("the hover text tells time, place, frequency, value and whether the model sees it") {
    Hover hover;
    hover.time = 12.48;
    hover.row = "Error";
    hover.place = "step 3, band 2";
    hover.hz = 440.0;
    hover.value = "3.5 dB";
    hover.state = Hover::State::Hidden;
    const std::string text = hoverText(hover).toStdString();
    for (const char* part : {"0:12.480", "Error", "step 3, band 2", "440 Hz", "3.5 dB", "masked"})
        CHECK_THAT(text, ContainsSubstring(part));
    CHECK(clockText(3725.5) == "1:02:05.500");
}
