// What a page exports, and what it copies as a command line, are one and the same figure.
#include "app/workbench/attention_workspace.h"
#include "app/workbench/compare_workspace.h"
#include "app/workbench/figure_preview.h"
#include "app/workbench/folder_page.h"
#include "app/workbench/page_export_dialog.h"
#include "app/workbench/predict_workspace.h"
#include "app/workbench/scores_page.h"
#include "core/base/file.h"
#include "tests/app/workbench/shown_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QImage>
#include <QLineEdit>
#include <QProcess>
#include <QSpinBox>
#include <QTabBar>

using namespace tvlt;

namespace {

template <class Page> struct Shown : ShownPage<Page> {
    using ShownPage<Page>::folder;
    using ShownPage<Page>::page;
    using ShownPage<Page>::text;

    /// Exports the page's figure, runs its command line, and compares.
    void checkAgainstProgram() {
        const auto figure = page.figure();
        REQUIRE(figure);
        const FigureLook look{120.0, 6.0, 150};
        writePageFigure(*figure, look, {true, true, true}, folder / "window.png", {});
        QStringList arguments;
        for (const std::string& argument : figure->arguments(RecipePaths::Full))
            arguments << QString::fromStdString(argument);
        arguments << "--figure-width"
                  << "120"
                  << "--figure-font"
                  << "6"
                  << "--dpi"
                  << "150";
        arguments << "-o" << text("tvlt.png") << "--npz" << text("tvlt.npz") << "--csv" << text("tvlt.csv");
        QProcess program;
        program.start(TVLT_PROGRAM, arguments);
        REQUIRE(program.waitForFinished(120'000));
        CAPTURE(arguments.join(' ').toStdString(), program.readAllStandardError().toStdString());
        REQUIRE(program.exitCode() == 0);
        const QImage ours(text("window.png")), its(text("tvlt.png"));
        REQUIRE_FALSE(ours.isNull());
        CHECK_FALSE(ours.text("Recipe").isEmpty());
        CHECK(ours == its);
        CHECK(ours.text("Recipe").toStdString() == its.text("Recipe").toStdString());
        CHECK(readTextFile(folder / "window.csv") == readTextFile(folder / "tvlt.csv"));
        CHECK(std::filesystem::file_size(folder / "window.npz") == std::filesystem::file_size(folder / "tvlt.npz"));
    }
};

} // namespace

TEST_CASE("columns of ratios are the same figure in the window and by tvlt") {
    Shown<CompareWorkspace> shown;
    shown.checkAgainstProgram();
}

TEST_CASE("a sweep is the same figure in the window and by tvlt") {
    Shown<CompareWorkspace> shown;
    shown.find<QTabBar>("comparePages").setCurrentIndex(3);
    CHECK_FALSE(shown.page.figure().has_value());
    shown.find<QSpinBox>("sweepRatios").setValue(3);
    shown.find<QSpinBox>("sweepSeeds").setValue(2);
    shown.press("runSweep");
    shown.settle();
    shown.checkAgainstProgram();
}

TEST_CASE("maps of attention, states and relevance are the same figure in the window and by tvlt") {
    Shown<AttentionWorkspace> shown;
    shown.workbench.view().setToken(TokenRef{Modality::Pixel, 7});
    auto& quantity = shown.find<QComboBox>("mapQuantity");
    for (const int shownQuantity : {0, 1, 2, 3, 5}) {
        quantity.setCurrentIndex(shownQuantity);
        shown.settle();
        shown.checkAgainstProgram();
    }
    quantity.setCurrentIndex(0);
    shown.find<QComboBox>("mapStack").setCurrentIndex(2); // of the masked pass: the mask is in the line
    shown.settle();
    shown.checkAgainstProgram();
}

TEST_CASE("predictions are the same figures in the window and by tvlt") {
    Shown<PredictWorkspace> shown;
    shown.page.findChild<ScoresPage*>()->setGlance(0.0);
    shown.workbench.setSegment({1.0, 1.0}); // which no curve is of
    shown.settle();
    shown.checkAgainstProgram(); // classes, which the classifier answers
    shown.press("runSync");
    shown.settle();
    shown.checkAgainstProgram(); // and the curve
    REQUIRE(shown.page.showPart("occlusion"));
    shown.find<QSpinBox>("occlusionWindow").setValue(2);
    shown.find<QSpinBox>("occlusionStride").setValue(2);
    shown.press("runOcclusion");
    shown.settle();
    shown.checkAgainstProgram();
    REQUIRE(shown.page.showPart("folder"));
    const auto clips = shown.folder / "clips";
    std::filesystem::create_directory(clips);
    for (int i = 1; i < 4; ++i)
        writeTone(clips / ("tone" + std::to_string(i) + ".wav"), i, 16000);
    shown.page.findChild<FolderPage*>()->openFolder(QString::fromStdString(clips.string()));
    shown.settle();
    shown.checkAgainstProgram(); // the ranking
    shown.find<QComboBox>("folderFigure").setCurrentIndex(1);
    shown.checkAgainstProgram();
}

TEST_CASE("the dialog of a page's figure previews it, and its choices are kept") {
    Shown<AttentionWorkspace> shown;
    const auto figure = shown.page.figure();
    REQUIRE(figure);
    PageExportChoice choice;
    choice.folder = QString::fromStdString(shown.folder.path().string());
    PageExportDialog dialog(*figure, choice, "map");
    dialog.show();
    REQUIRE(QTest::qWaitFor([&] { return !dialog.preview().busy() && !dialog.preview().image().isNull(); }, 20'000));
    const QImage wide = dialog.preview().image();
    dialog.findChild<QComboBox*>("figureWidthKind")->setCurrentIndex(0);
    CHECK(dialog.findChild<QDoubleSpinBox*>("figureWidth")->value() == 85.0);
    REQUIRE(QTest::qWaitFor([&] { return !dialog.preview().busy() && dialog.preview().image() != wide; }, 20'000));
    dialog.findChild<QComboBox*>("figureFormat")->setCurrentText("svg");
    CHECK(dialog.path().endsWith("map.svg"));
    dialog.findChild<QCheckBox*>("figureTable")->setChecked(true);
    dialog.findChild<QCheckBox*>("figureRecipe")->setChecked(false);
    CHECK(dialog.choice().look.widthMm == 85.0);
    CHECK(dialog.choice().extras.table);
    CHECK_FALSE(dialog.choice().extras.recipe);
    const auto path = shown.folder / "map.svg";
    writePageFigure(dialog.figure(), dialog.choice().look, dialog.choice().extras, path, {});
    CHECK(readTextFile(path).find("sha256") == std::string::npos);
    CHECK(std::filesystem::exists(shown.folder / "map.csv"));
    writePageFigure(dialog.figure(), dialog.choice().look, {}, path, {});
    const std::string withRecipe = readTextFile(path);
    CHECK(withRecipe.find("sha256") != std::string::npos);
    CHECK(withRecipe.find(shown.folder.path().string()) == std::string::npos); // never a folder
}
