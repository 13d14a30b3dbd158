#include "app/workbench/folder_page.h"
#include "app/workbench/occlusion_page.h"
#include "app/workbench/predict_workspace.h"
#include "app/workbench/scores_page.h"
#include "core/analysis/analysis.h"
#include "tests/app/workbench/shown_page.h"
#include "widgets/attention/token_map_view.h"
#include "widgets/panels/score_bars.h"
#include "widgets/prediction/clip_scatter.h"
#include "widgets/prediction/ranking_table.h"
#include "widgets/prediction/sync_plot.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QTabWidget>
#include <qcustomplot.h>

#include <cmath>

using namespace tvlt;

namespace {

using Shown = ShownPage<PredictWorkspace>;

} // namespace

TEST_CASE("the prediction page says what to do while nothing is open") {
    Workbench workbench(engineFactory());
    PredictWorkspace page(workbench);
    page.resize(1000, 600);
    page.show();
    QTest::qWait(1);
    CHECK_FALSE(page.busy());
    CHECK_FALSE(page.figure().has_value());
    CHECK_FALSE(page.findChild<QPushButton*>("runSync")->isEnabled());
    CHECK(page.findChild<QLabel*>("syncEmpty")->text().contains("Open a clip"));
    REQUIRE(page.showPart("folder"));
    CHECK_FALSE(page.findChild<QPushButton*>("runFolder")->isEnabled());
    CHECK_FALSE(page.showPart("nothing"));
}

TEST_CASE("scores are there at once, and a cheap sync curve draws itself") {
    Shown shown;
    shown.page.findChild<ScoresPage*>()->setGlance(600.0); // cheap on any machine
    shown.workbench.analyses().rerun();
    shown.settle();
    CHECK(shown.find<QLabel>("predictedClassesNote").text().contains("classifier"));
    CHECK(shown.find<ScoreBars>("predictedClasses").isVisible());
    CHECK(shown.find<QLabel>("predictedMatching").text().contains("probability"));
    auto& plot = *shown.find<SyncPlot>("syncPlot").plot();
    REQUIRE(QTest::qWaitFor([&] { return plot.graphCount() > 0 && plot.graph(0)->dataCount() == 17; }, 60'000));
    const double own = *shown.workbench.analysis()->matchingLogit;
    double atZero = NAN;
    for (const auto& point : *plot.graph(0)->data())
        if (point.key == 0.0)
            atZero = point.value;
    CHECK(atZero == Approx(own).margin(1e-4));
    CHECK(shown.page.figure().has_value());
    const auto figure = shown.folder / "scores.png";
    writePageFigure(*shown.page.figure(), {}, {}, figure, {});
    CHECK(std::filesystem::file_size(figure) > 1000);
}

TEST_CASE("a sync curve follows its spin boxes, can be stopped, and is forgotten with its segment") {
    Shown shown;
    shown.settle();
    shown.find<QDoubleSpinBox>("syncReach").setValue(0.5);
    shown.find<QDoubleSpinBox>("syncStep").setValue(0.25);
    shown.press("runSync");
    shown.settle();
    auto& plot = *shown.find<SyncPlot>("syncPlot").plot();
    REQUIRE(plot.graphCount() > 0);
    CHECK(plot.graph(0)->dataCount() == 5);
    shown.find<QDoubleSpinBox>("syncReach").setValue(20.0);
    shown.find<QDoubleSpinBox>("syncStep").setValue(0.05);
    shown.press("runSync");
    REQUIRE(shown.page.busy());
    shown.page.cancel(ScoresPage::kJob);
    CHECK_FALSE(shown.page.busy());
    CHECK(shown.find<QPushButton>("runSync").text() == "Run");
    shown.workbench.setSegment({1.0, 1.0});
    shown.settle();
    CHECK((plot.graphCount() == 0 || plot.graph(0)->dataCount() != 5));
}

TEST_CASE("an occlusion map is computed on demand for the chosen output") {
    Shown shown;
    REQUIRE(shown.page.showPart("occlusion"));
    auto& map = shown.find<TokenMapView>("tokenMap");
    QTest::qWait(1);
    CHECK_FALSE(shown.page.figure().has_value());
    auto& output = shown.find<QComboBox>("occludedOutput");
    CHECK(output.findText("matching", Qt::MatchStartsWith) >= 0);
    const QImage before = map.grab().toImage();
    shown.find<QSpinBox>("occlusionWindow").setValue(2);
    shown.find<QSpinBox>("occlusionStride").setValue(2);
    output.setCurrentIndex(output.findText("matching", Qt::MatchStartsWith));
    shown.press("runOcclusion");
    shown.settle();
    CHECK(map.grab().toImage() != before);
    CHECK(shown.find<QLabel>("occlusionWords").text().contains("belong together"));
    CHECK(shown.page.figure().has_value());
    const ClipFeatures& features = *shown.workbench.features();
    const auto expected =
        askOutput(shown.workbench.analyses().request().checkpoint, shown.workbench.features(),
                  {MapQuantity::Occlusion, 0, {}, {}, {}, {}, {}, {OcclusionOver::Both, 2, 2, false}});
    // The most telling patch has a colour of the scale's end, a patch without any change the middle one.
    const auto top = topTokens(expected, 1).front();
    REQUIRE(top.token);
    const QImage shownMap = map.grab().toImage();
    CHECK(features.layout.tokens(top.token->modality) > 0);
    const QColor strongest = shownMap.pixelColor(map.patchRect(*top.token).center().toPoint());
    CHECK(std::abs(strongest.red() - strongest.blue()) > 40);
    shown.workbench.setSegment({1.0, 1.0});
    shown.settle();
    CHECK_FALSE(shown.page.figure().has_value()); // of another segment
}

TEST_CASE("a folder is ranked against the open clip, and a line opens its clip") {
    Shown shown;
    const auto clips = shown.folder / "clips";
    std::filesystem::create_directory(clips);
    for (int i = 0; i < 3; ++i)
        writeTone(clips / ("tone" + std::to_string(i) + ".wav"), 1.0 + i, 16000);
    std::filesystem::copy_file(shown.clip.sound, clips / "whole.wav");
    REQUIRE(shown.page.showPart("folder"));
    auto* page = shown.page.findChild<FolderPage*>();
    REQUIRE(page != nullptr);
    page->openFolder(QString::fromStdString(clips.string()));
    shown.settle();
    REQUIRE(QTest::qWaitFor([&] { return shown.find<RankingTable>("rankingTable").rowCount() == 4; }, 5000));
    auto& table = shown.find<RankingTable>("rankingTable");
    double last = INFINITY;
    for (int line = 0; line < 4; ++line) {
        const double logit = table.item(line, 2)->text().toDouble();
        CHECK(logit <= last);
        last = logit;
    }
    CHECK(shown.find<QLabel>("folderState").text().contains("clips: 4"));
    auto& scatter = shown.find<ClipScatter>("clipScatter");
    table.setCurrentCell(2, 1);
    CHECK(scatter.chosen() == table.clipOn(2));
    shown.find<QComboBox>("rankBy").setCurrentIndex(1); // sound files have no pictures
    CHECK(table.item(0, 0)->text() == "–");
    shown.find<QComboBox>("rankBy").setCurrentIndex(0);
    CHECK(shown.page.figureName() == "ranking");
    const auto figure = shown.folder / "ranking.svg";
    writePageFigure(*shown.page.figure(), {}, {}, figure, {});
    CHECK(std::filesystem::file_size(figure) > 1000);
    shown.find<QComboBox>("folderFigure").setCurrentIndex(1);
    writePageFigure(*shown.page.figure(), {}, {}, shown.folder / "scatter.svg", {});
    CHECK(std::filesystem::file_size(shown.folder / "scatter.svg") > 1000);
    const auto chosen = page->folder()->clips[std::size_t(table.clipOn(1))].path.filename().string();
    emit table.clipActivated(table.clipOn(1));
    shown.settle();
    REQUIRE(shown.workbench.clips().clip());
    CHECK(shown.workbench.clips().clip()->path.filename().string() == chosen);
    CHECK(table.rowCount() == 4); // the answers stay, and say whose they are
    CHECK(shown.find<QLabel>("folderState").text().contains("asks again"));
}
