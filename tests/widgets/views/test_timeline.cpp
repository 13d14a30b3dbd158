#include "tests/support/catch.h"
#include "widgets/state/time_scale.h"
#include "widgets/state/view_state.h"
#include "widgets/timeline/timeline_view.h"

#include <QSignalSpy>
#include <QtTest>

using namespace tvlt;

namespace {

struct Shown {
    Shown() {
        state.reset(20.0);
        view.setSegment({4.0, 8.0});
        view.resize(1000, 90);
        view.show();
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view, (from + to) / 2);
        QTest::mouseMove(&view, to);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
    [[nodiscard]] QPoint at(double time, int y = 40) const { return {int(std::lround(view.scale().x(time))), y}; }

    ViewState state;
    TimelineView view{state};
};

} // namespace

TEST_CASE("dragging a handle resizes the segment and tells so once, at the end") {
    Shown shown;
    QSignalSpy edited(&shown.view, &TimelineView::segmentEdited);
    shown.drag(shown.at(12.0), shown.at(15.0));
    CHECK(shown.view.segment().start == Approx(4.0));
    CHECK(shown.view.segment().end() == Approx(15.0).margin(0.05));
    CHECK(edited.count() == 1);
    shown.drag(shown.at(4.0), shown.at(6.0));
    CHECK(shown.view.segment().start == Approx(6.0).margin(0.05));
    CHECK(shown.view.segment().end() == Approx(15.0).margin(0.05));
}

TEST_CASE("dragging the bar moves the segment and keeps its length, within the clip") {
    Shown shown;
    const int y = int(shown.view.segmentBar().center().y());
    shown.drag(shown.at(8.0, y), shown.at(10.0, y));
    CHECK(shown.view.segment().duration == Approx(8.0));
    CHECK(shown.view.segment().start == Approx(6.0).margin(0.05));
    shown.drag(shown.at(8.0, y), shown.at(60.0, y));
    CHECK(shown.view.segment().end() == Approx(20.0));
}

TEST_CASE("a result that arrives during a drag does not take the segment out of a person's hand") {
    Shown shown;
    QTest::mousePress(&shown.view, Qt::LeftButton, {}, shown.at(12.0));
    QTest::mouseMove(&shown.view, shown.at(15.0));
    shown.view.setSegment({0.0, 5.0});
    CHECK(shown.view.segment().end() == Approx(15.0).margin(0.05));
    QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, shown.at(15.0));
    shown.view.setSegment({0.0, 5.0});
    CHECK(shown.view.segment() == Segment{0.0, 5.0});
}

TEST_CASE("a segment grows no longer than the model takes") {
    Shown shown;
    shown.view.setLongestSegment(9.0);
    shown.drag(shown.at(12.0), shown.at(19.0));
    CHECK(shown.view.segment().duration == Approx(9.0));
}

TEST_CASE("a click beside the handles scrubs and leaves the segment alone") {
    Shown shown;
    QSignalSpy edited(&shown.view, &TimelineView::segmentEdited);
    QSignalSpy sought(&shown.view, &TimelineView::seekRequested);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.at(17.0));
    CHECK(shown.state.time() == Approx(17.0).margin(0.05));
    CHECK(sought.count() == 1);
    CHECK(edited.count() == 0);
}

TEST_CASE("the waveform is drawn where the clip is loud") {
    Shown shown;
    std::vector<float> peaks(2000, 0.0F);
    for (std::size_t i = 1000; i < 2000; i += 2) {
        peaks[i] = -0.9F;
        peaks[i + 1] = 0.9F;
    }
    const QImage before = shown.view.grab().toImage();
    shown.view.setPeaks(peaks);
    const QImage after = shown.view.grab().toImage();
    const int nearTop = 22;
    CHECK(before.pixelColor(shown.at(11.5, nearTop)) != after.pixelColor(shown.at(11.5, nearTop)));
    CHECK(before.pixelColor(shown.at(5.0, nearTop)) == after.pixelColor(shown.at(5.0, nearTop)));
}
