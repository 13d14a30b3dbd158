#include "core/analysis/analysis.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/columns/column_canvas.h"
#include "widgets/columns/columns_view.h"
#include "widgets/state/view_state.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest>

using namespace tvlt;

namespace {

ColumnData columnAt(double ratio, const std::shared_ptr<const ClipFeatures>& features) {
    SampleOptions options;
    options.mask.pixelRatio = options.mask.audioRatio = ratio;
    const auto analysis = sampleAnalysis(options, features);
    ColumnData column;
    column.title = "picture";
    column.ratio = ratio;
    column.shown.features = features;
    column.shown.analysis = analysis;
    column.shown.mask = analysis->mask;
    return column;
}

struct Shown {
    std::shared_ptr<const ClipFeatures> features = sampleFeatures();
    ViewState state;
    ColumnsView view{state};

    Shown() {
        state.reset(0.75);
        state.setBounds(features->segment);
        ColumnData original;
        original.title = "Original";
        original.shown.features = features;
        view.setColumns(original, {columnAt(0.25, features), columnAt(0.75, features)});
        view.resize(900, 560);
        view.show();
        QTest::qWait(1);
    }
    [[nodiscard]] QList<ColumnCanvas*> canvases() const {
        auto all = view.findChildren<ColumnCanvas*>();
        std::sort(all.begin(), all.end(),
                  [this](auto* a, auto* b) { return a->mapTo(&view, QPoint()).x() < b->mapTo(&view, QPoint()).x(); });
        return all;
    }
    static QImage slot(ColumnCanvas& canvas, const QRectF& rect) { return canvas.grab(rect.toAlignedRect()).toImage(); }
};

void wheel(QWidget& widget, const QPointF& at, int steps) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

TEST_CASE("columns line up, and each shows its own ratio") {
    Shown shown;
    const auto canvases = shown.canvases();
    REQUIRE(canvases.size() == 3);
    for (int row = 0; row < 3; ++row) {
        CHECK(canvases[1]->frameSlot(row).top() == canvases[2]->frameSlot(row).top());
        CHECK(canvases[0]->soundSlot(row).height() == canvases[2]->soundSlot(row).height());
    }
    CHECK(canvases[0]->mapTo(&shown.view, QPoint()).y() == canvases[1]->mapTo(&shown.view, QPoint()).y());
    CHECK(shown.slot(*canvases[1], canvases[1]->frameSlot(0)) != shown.slot(*canvases[2], canvases[2]->frameSlot(0)));
}

TEST_CASE("zooming into a frame zooms into all frames, and a double click shows all again") {
    Shown shown;
    const auto canvases = shown.canvases();
    const auto frame = [&](int i) { return shown.slot(*canvases[i], canvases[i]->frameSlot(1)); };
    const QImage first = frame(1), second = frame(2);
    wheel(*canvases[1], canvases[1]->framePlace(1).center(), 4);
    CHECK(frame(1) != first);
    CHECK(frame(2) != second);
    CHECK(canvases[2]->framePlace(1).width() > canvases[2]->frameSlot(1).height() * 2.0);
    QTest::mouseDClick(canvases[2], Qt::LeftButton, {}, canvases[2]->frameSlot(1).center().toPoint());
    CHECK(frame(1) == first);
}

TEST_CASE("zooming into a spectrogram narrows the shared time range") {
    Shown shown;
    const auto canvases = shown.canvases();
    const double before = shown.state.range().duration;
    wheel(*canvases[1], canvases[1]->soundSlot(1).center(), 2);
    CHECK(shown.state.range().duration < before);
}

TEST_CASE("a click chooses the patch under it in all columns") {
    Shown shown;
    const auto canvases = shown.canvases();
    const QImage other = shown.slot(*canvases[2], canvases[2]->frameSlot(2));
    const QRectF place = canvases[1]->framePlace(0);
    QTest::mouseClick(canvases[1], Qt::LeftButton, {}, (place.topLeft() + QPointF(3, 3)).toPoint());
    REQUIRE(shown.state.token());
    CHECK(*shown.state.token() == TokenRef{Modality::Pixel, 0});
    CHECK(shown.slot(*canvases[2], canvases[2]->frameSlot(2)) != other);
    // The lowest band of sound lies at the foot of the row.
    const QRectF sound = canvases[1]->soundSlot(0);
    QTest::mouseClick(canvases[1], Qt::LeftButton, {}, (sound.bottomLeft() + QPointF(4, -3)).toPoint());
    CHECK(*shown.state.token() == TokenRef{Modality::Audio, 0});
}

TEST_CASE("a header's number asks for another ratio and its cross takes the column away") {
    Shown shown;
    int column = -1;
    double ratio = -1.0;
    QObject::connect(&shown.view, &ColumnsView::ratioChanged, &shown.view, [&](int i, double r) {
        column = i;
        ratio = r;
    });
    auto spins = shown.view.findChildren<QDoubleSpinBox*>("columnRatio");
    QDoubleSpinBox* second = nullptr;
    for (auto* spin : spins)
        if (spin->isVisible() && spin->value() == 0.75)
            second = spin;
    REQUIRE(second != nullptr);
    second->setFocus();
    QTest::keyClick(second, Qt::Key_Up);
    CHECK(column == 1);
    CHECK(ratio == Approx(0.8));
    int removed = -1;
    QObject::connect(&shown.view, &ColumnsView::removeRequested, &shown.view, [&](int i) { removed = i; });
    for (auto* button : shown.view.findChildren<QToolButton*>("removeColumn"))
        if (button->isVisible()) {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    CHECK(removed >= 0);
}

TEST_CASE("a column that waits says why") {
    Shown shown;
    ColumnData waiting;
    waiting.title = "other";
    waiting.shown.placeholder = "Choose the other clip above.";
    const auto before = shown.canvases()[2]->grab().toImage();
    shown.view.setColumns(std::nullopt, {columnAt(0.5, shown.features), waiting});
    QTest::qWait(1);
    CHECK(shown.canvases().back()->grab().toImage() != before);
    CHECK(shown.view.count() == 2);
}
