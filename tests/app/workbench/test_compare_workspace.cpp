#include "app/workbench/compare_workspace.h"
#include "app/workbench/workbench.h"
#include "core/checkpoint/checkpoint.h"
#include "core/sweep/sweep_summary.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "widgets/columns/columns_view.h"
#include "widgets/sweep/sweep_curves.h"

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QtTest>
#include <qcustomplot.h>

using namespace tvlt;

namespace {

/// A small clip and a small model, through the real engine.
struct Shown {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    Workbench workbench{engineFactory()};
    CompareWorkspace page{workbench};

    Shown() {
        saveCheckpoint(*tinyCheckpoint(), folder / "model");
        page.resize(1000, 600);
        page.show();
        workbench.checkpoints().load(QString::fromStdString((folder / "model").string()));
        QStringList images;
        for (const auto& image : clip.images)
            images << QString::fromStdString(image.string());
        workbench.open(images, QString::fromStdString(clip.sound.string()));
        REQUIRE(settled());
        REQUIRE(workbench.analysis());
    }
    [[nodiscard]] bool settled() {
        return QTest::qWaitFor([&] { return !workbench.busy() && !page.busy(); }, 60'000);
    }
    template <class Widget> Widget& find(const char* name) {
        auto* widget = page.findChild<Widget*>(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
    void choose(int tab) { find<QTabBar>("comparePages").setCurrentIndex(tab); }
};

} // namespace

TEST_CASE("each column is the clip under its own ratio, with one noise field") {
    Shown shown;
    REQUIRE(shown.settled());
    const auto columns = shown.page.columns().columns();
    REQUIRE(columns.size() == 4);
    for (const ColumnData& column : columns) {
        REQUIRE(column.shown.analysis);
        CHECK(column.shown.analysis->maskSettings.pixelRatio == *column.ratio);
        CHECK(column.shown.stale.isEmpty());
    }
    const auto& few = columns[0].shown.analysis->mask.pixel.hidden;
    const auto& many = columns[2].shown.analysis->mask.pixel.hidden;
    for (std::size_t i = 0; i < few.size(); ++i)
        CHECK(many[i] >= few[i]); // masks nest
}

TEST_CASE("another number asks that column alone again") {
    Shown shown;
    REQUIRE(shown.settled());
    const auto before = shown.page.columns().columns();
    QDoubleSpinBox* last = nullptr;
    for (auto* spin : shown.page.findChildren<QDoubleSpinBox*>("columnRatio"))
        if (spin->isVisible() && spin->value() == 0.9)
            last = spin;
    REQUIRE(last != nullptr);
    last->setFocus();
    QTest::keyClick(last, Qt::Key_Down);
    REQUIRE(QTest::qWaitFor([&] { return shown.page.busy(); }));
    REQUIRE(shown.settled());
    const auto after = shown.page.columns().columns();
    CHECK(after[3].shown.analysis->maskSettings.pixelRatio == Approx(0.85));
    CHECK(after[0].shown.analysis == before[0].shown.analysis);
}

TEST_CASE("a hidden page computes nothing, and shows what is true when it comes back") {
    Shown shown;
    REQUIRE(shown.settled());
    shown.page.hide();
    MaskSettings mask = shown.workbench.masks().settings();
    mask.seed = 99;
    shown.workbench.masks().set(mask);
    REQUIRE(QTest::qWaitFor([&] { return !shown.workbench.busy(); }, 60'000));
    CHECK_FALSE(shown.page.busy());
    shown.page.show();
    REQUIRE(shown.settled());
    CHECK(shown.page.columns().columns()[0].shown.analysis->maskSettings.seed == 99);
}

TEST_CASE("two checkpoints answer the same mask") {
    Shown shown;
    TvltConfig config = tinyConfig();
    config.num_hidden_layers = 1;
    saveCheckpoint(*tinyCheckpoint(config, TinyKind::PreTraining), shown.folder / "other");
    shown.choose(1);
    CHECK(shown.page.columns().columns()[1].shown.placeholder.contains("other checkpoint"));
    shown.page.columns().openOtherCheckpoint(QString::fromStdString((shown.folder / "other").string()));
    REQUIRE(shown.settled());
    const auto columns = shown.page.columns().columns();
    REQUIRE(columns.size() == 2);
    REQUIRE(columns[0].shown.analysis);
    REQUIRE(columns[1].shown.analysis);
    CHECK(columns[0].shown.analysis->mask.pixel.hidden == columns[1].shown.analysis->mask.pixel.hidden);
    CHECK(columns[0].shown.analysis->pixel->logits != columns[1].shown.analysis->pixel->logits);
    CHECK(columns[1].title == "other");
    REQUIRE(shown.page.figure().has_value());
    writePageFigure(*shown.page.figure(), {}, {}, shown.folder / "two.png", {});
    CHECK(std::filesystem::file_size(shown.folder / "two.png") > 1000);
}

TEST_CASE("two clips answer the same mask, and one that cannot be opened is an error") {
    Shown shown;
    shown.choose(2);
    int errors = 0;
    QObject::connect(&shown.page, &Workspace::errorRaised, &shown.page, [&] { ++errors; });
    shown.page.columns().openOtherClip("nowhere.mp4");
    REQUIRE(QTest::qWaitFor([&] { return errors == 1; }, 20'000));
    shown.page.columns().openOtherClip(QString::fromStdString(shown.clip.images[1].string()));
    REQUIRE(shown.settled());
    const auto columns = shown.page.columns().columns();
    REQUIRE(columns[1].shown.analysis);
    CHECK(columns[1].shown.features->clip.path != columns[0].shown.features->clip.path);
}

TEST_CASE("a sweep is run, a point of it is clicked and its mask is set") {
    Shown shown;
    shown.choose(3);
    shown.find<QSpinBox>("sweepRatios").setValue(5);
    shown.find<QSpinBox>("sweepSeeds").setValue(2);
    QTest::mouseClick(&shown.find<QPushButton>("runSweep"), Qt::LeftButton);
    CHECK(shown.page.busy());
    REQUIRE(shown.settled());
    QTest::qWait(20);
    const auto& sweep = shown.page.sweeps().sweep();
    REQUIRE(sweep);
    CHECK(sweep->samples.size() >= 16);
    auto& curves = shown.find<SweepCurves>("sweepCurves");
    CHECK(curves.isVisible());
    const auto curve = sweepCurve(sweep->samples, Modality::Pixel, sweep->base.audioRatio, SweepMeasure::PixelLoss);
    REQUIRE(curve.size() == 4);
    curves.plot()->replot();
    QCPAxisRect* rect = curves.plot()->axisRect(0);
    const QPointF at(rect->axis(QCPAxis::atBottom)->coordToPixel(curve[1].ratio),
                     rect->axis(QCPAxis::atLeft)->coordToPixel(curve[1].mean));
    QTest::mouseClick(curves.plot(), Qt::LeftButton, {}, at.toPoint());
    CHECK(shown.workbench.masks().settings().pixelRatio == curve[1].ratio);
    shown.workbench.masks().history().undo();
    CHECK(shown.workbench.masks().settings().pixelRatio == sweep->base.pixelRatio);
    REQUIRE(shown.page.figure().has_value());
    writePageFigure(*shown.page.figure(), {}, {}, shown.folder / "sweep.pdf", {});
    CHECK(std::filesystem::file_size(shown.folder / "sweep.pdf") > 1000);
}

TEST_CASE("a sweep is stopped and keeps what it has") {
    Shown shown;
    shown.choose(3);
    shown.find<QSpinBox>("sweepRatios").setValue(101);
    shown.find<QSpinBox>("sweepSeeds").setValue(50);
    auto& run = shown.find<QPushButton>("runSweep");
    QTest::mouseClick(&run, Qt::LeftButton);
    REQUIRE(QTest::qWaitFor(
        [&] { return shown.page.sweeps().sweep() && shown.page.sweeps().sweep()->samples.size() > 3; }, 60'000));
    CHECK(run.text() == "Stop");
    QTest::mouseClick(&run, Qt::LeftButton);
    REQUIRE(shown.settled());
    CHECK(run.text() == "Run");
    CHECK(shown.page.sweeps().sweep()->samples.size() < shown.page.sweeps().sweep()->planned);
}
