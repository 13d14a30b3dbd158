#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/compare/compare_canvas.h"
#include "widgets/compare/compare_view.h"
#include "widgets/inspect/inspect_view.h"
#include "widgets/state/view_state.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace tvlt;

namespace {

QImage plain(const QColor& color) {
    QImage image(8, 4, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

struct Canvas {
    Canvas() {
        canvas.resize(400, 300);
        canvas.setSides({"a", plain(Qt::red), {}, 1.0}, {"b", plain(Qt::blue), {}, 1.0}, {});
        canvas.show();
    }
    QColor at(int x, int y) { return canvas.grab().toImage().pixelColor(x, y); }
    CompareCanvas canvas;
};

struct Large {
    Large() {
        state.reset(analysis->features->segment.duration);
        state.setBounds(analysis->features->segment);
        InspectData data;
        data.features = analysis->features;
        data.analysis = analysis;
        data.mask = makeMask(analysis->features->layout, analysis->maskSettings);
        view.resize(900, 600);
        view.show();
        view.setData(data);
        view.setLarge(true);
    }
    template <class Widget> Widget& find(const char* name) { return *view.findChild<Widget*>(name); }
    CompareCanvas& canvas() { return find<CompareCanvas>("compareCanvas"); }

    std::shared_ptr<Analysis> analysis = sampleAnalysis();
    ViewState state;
    InspectView view{state};
};

} // namespace

TEST_CASE("a line parts two pictures and follows the pointer") {
    Canvas shown;
    CHECK(shown.canvas.target() == QRectF(0, 50, 400, 200)); // as large as the room, its shape kept
    CHECK(shown.at(100, 150) == Qt::red);
    CHECK(shown.at(300, 150) == Qt::blue);
    QTest::mousePress(&shown.canvas, Qt::LeftButton, {}, {350, 150});
    QTest::mouseRelease(&shown.canvas, Qt::LeftButton, {}, {350, 150});
    CHECK(shown.canvas.share() == Approx(0.875));
    CHECK(shown.at(300, 150) == Qt::red);
}

TEST_CASE("blending mixes, and flickering shows one after the other") {
    Canvas shown;
    shown.canvas.setMode(CompareMode::Blend);
    shown.canvas.setShare(0.25);
    const QColor mixed = shown.at(200, 150);
    CHECK(mixed.red() == Approx(191).margin(2));
    CHECK(mixed.blue() == Approx(64).margin(2));
    shown.canvas.setMode(CompareMode::Flicker);
    REQUIRE(QTest::qWaitFor([&] { return shown.at(200, 150) == Qt::blue; }, 5000));
    REQUIRE(QTest::qWaitFor([&] { return shown.at(200, 150) == Qt::red; }, 5000));
}

TEST_CASE("the wheel zooms around the pointer down to single pixels, and never past the picture's edge") {
    Canvas shown;
    QSignalSpy pixels(&shown.canvas, &CompareCanvas::pixelHovered);
    const QPointF anchor(150, 120);
    const auto under = [&] {
        const QRectF where = shown.canvas.target();
        return (anchor.x() - where.left()) / where.width();
    };
    const double before = under();
    shown.canvas.zoomBy(1.3, anchor);
    CHECK(under() == Approx(before));
    for (int i = 0; i < 50; ++i)
        shown.canvas.zoomBy(2.0, anchor);
    CHECK(shown.canvas.target().width() / 8 >= 48.0);
    for (int i = 0; i < 50; ++i)
        shown.canvas.zoomBy(0.5, {399, 299});
    CHECK(shown.canvas.zoom() == 1.0);
    CHECK(shown.canvas.target() == QRectF(0, 50, 400, 200));
}

TEST_CASE("large, the frame at the cursor stands beside its reconstruction") {
    Large large;
    CHECK_FALSE(large.find<QWidget>("frameRows").isVisible());
    const QRectF where = large.canvas().target();
    const auto color = [&](double share) {
        const QPoint at(int(where.left() + share * where.width()), int(where.top() + 0.9 * where.height()));
        return large.canvas().grab().toImage().pixelColor(at);
    };
    const auto& features = *large.analysis->features;
    const auto level = [&](const Image& image, double share) {
        return image.pixel(int(share * image.width), int(0.9 * image.height))[0];
    };
    CHECK(color(0.2).red() == Approx(level(features.frames[0], 0.2)).margin(3));
    CHECK(color(0.8).red() == Approx(level(large.analysis->reconstructedFrames[0], 0.8)).margin(3));
    const QImage first = large.canvas().grab().toImage();
    large.state.setTime(features.frameTimes[2] + 0.01);
    CHECK(large.canvas().grab().toImage() != first);
    large.view.setLarge(false);
    CHECK(large.find<QWidget>("frameRows").isVisible());
}

TEST_CASE("the pixel under the pointer is told with both values") {
    Large large;
    QTest::mouseMove(&large.canvas(), large.canvas().target().center().toPoint() + QPoint(3, 3));
    QTest::mouseMove(&large.canvas(), large.canvas().target().center().toPoint());
    REQUIRE(large.state.hover().has_value());
    CHECK_THAT(large.state.hover()->value.toStdString(), ContainsSubstring("reconstruction RGB"));
    CHECK_THAT(large.state.hover()->place.toStdString(), ContainsSubstring("pixel 16, 16"));
    large.find<QComboBox>("compareWhat").setCurrentIndex(1);
    large.find<QComboBox>("compareAgainst").setCurrentIndex(CompareView::Error);
    QTest::mouseMove(&large.canvas(), large.canvas().rect().center() + QPoint(5, 5));
    QTest::mouseMove(&large.canvas(), large.canvas().rect().center());
    CHECK_THAT(large.state.hover()->value.toStdString(), ContainsSubstring("error 6.0 dB"));
    CHECK(large.state.hover()->hz.has_value());
}

TEST_CASE("without a reconstruction the large view shows the original and says what is missing") {
    Large large;
    InspectData data;
    data.features = large.analysis->features;
    data.placeholder = "waiting for the model…";
    large.view.setData(data);
    const QImage waiting = large.canvas().grab().toImage();
    CHECK(waiting.pixelColor(int(large.canvas().target().left()) + 3, 200) !=
          large.view.palette().color(QPalette::AlternateBase));
    SampleOptions silent;
    silent.columns = 0;
    data.features = sampleFeatures(silent);
    large.find<QComboBox>("compareWhat").setCurrentIndex(1);
    large.view.setData(data);
    CHECK(large.canvas().target().isEmpty());
}
