#include "app/workbench/batch_workspace.h"
#include "app/workbench/main_window.h"
#include "app/workbench/workbench.h"
#include "core/batch/batch_folder.h"
#include "core/batch/run_batch.h"
#include "core/synth/drawn_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "widgets/batch/batch_table_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace tvlt;

namespace {

namespace fs = std::filesystem;

/// A batch of two drawn clips and a damaged one.
struct Run {
    TempFolder folder;
    fs::path out = folder / "out";
    BatchSettings settings;
    std::vector<fs::path> files;

    Run() {
        saveCheckpoint(*tinyCheckpoint(), folder / "model");
        files = writeDrawnClips({folder / "clips", "clip", 2, 1, {}, {1.5, 32, {8, 1}, 16000, true}, true});
        std::ofstream(folder / "clips/torn.mp4") << "no clip";
        files.push_back(folder / "clips/torn.mp4");
        settings.request.checkpoint = loadCheckpoint((folder / "model").string());
        settings.questions = {BatchQuestion::Reconstruct, BatchQuestion::Match};
        settings.mask.seed = 11;
        settings.mask.pixelRatio = 0.5;
        settings.start = 0.25;
        settings.reach = settings.step = 0.5;
        LedgerRun run{batchSetup(settings).dump(), nlohmann::json{{"checkpoint", folder / "model"}}.dump(), {}, {}};
        for (const fs::path& file : files)
            run.clips.push_back({file.filename().string(), file});
        (void)runBatch(settings, *openRun(out, run, Begin::Anew), files, {}, {}, {});
    }
    [[nodiscard]] QString path() const { return QString::fromStdString(out.string()); }
};

} // namespace

TEST_CASE("the page says what to do while no batch is open, and what is wrong with a folder") {
    BatchWorkspace page;
    page.show();
    CHECK(page.findChild<QLabel*>("batchEmpty")->text().contains("tvlt batch"));
    CHECK_FALSE(page.findChild<QPushButton*>("reloadBatch")->isEnabled());
    const TempFolder folder;
    QSignalSpy failed(&page, &Workspace::errorRaised);
    page.openFolder(QString::fromStdString(folder.path().string()));
    REQUIRE(QTest::qWaitFor([&] { return !page.busy(); }, 10'000));
    REQUIRE(failed.count() == 1);
    CHECK(failed[0][0].value<Error>().what == "holds no batch");
}

TEST_CASE("a batch is shown as a table and plots, and read again") {
    Run run;
    BatchWorkspace page;
    page.resize(1200, 700);
    page.show();
    page.openFolder(run.path());
    REQUIRE(QTest::qWaitFor([&] { return !page.busy(); }, 10'000));
    auto& table = *page.findChild<BatchTableView*>("batchTable");
    CHECK(table.model()->rowCount() == 3);
    const QString state = page.findChild<QLabel*>("batchState")->text();
    CHECK(state.contains("3 of 3 clips"));
    CHECK(state.contains("with errors: 1"));
    auto& across = *page.findChild<QComboBox*>("batchAcross");
    CHECK(across.currentText() == "reconstruct: pixel loss");
    CHECK(page.findChild<QComboBox*>("batchUp")->currentText() == "reconstruct: audio loss");
    across.setCurrentIndex(across.findText("match: matching probability"));
    QTest::mouseClick(page.findChild<QPushButton*>("reloadBatch"), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return !page.busy(); }, 10'000));
    CHECK(across.currentText() == "match: matching probability");
    CHECK(table.model()->rowCount() == 3);
}

TEST_CASE("a line opens its clip in the window with checkpoint, segment and mask of the batch") {
    Run run;
    MainWindow window({}, engineFactory());
    window.show();
    const auto settled = [&] { return !window.busy(); };
    window.workbench().open({run.path()}); // dropped, or named on the command line
    REQUIRE(QTest::qWaitFor(settled, 30'000));
    auto& tabs = *window.findChild<QTabWidget*>("workspaces");
    CHECK(tabs.currentWidget()->objectName() == "batch");
    CHECK(tabs.isVisible()); // although no clip is open
    auto& table = *window.findChild<BatchTableView*>("batchTable");
    REQUIRE(table.model()->rowCount() == 3);
    emit table.clipActivated(1);
    REQUIRE(QTest::qWaitFor([&] { return window.workbench().analysis() != nullptr; }, 60'000));
    REQUIRE(QTest::qWaitFor(settled, 60'000));
    CHECK(tabs.currentWidget()->objectName() == "inspect");
    const auto& analysis = *window.workbench().analysis();
    CHECK(analysis.features->clip.path == run.files[1]);
    CHECK(analysis.checkpointName == "model");
    CHECK(analysis.features->segment == Segment{0.25, 1.25});
    CHECK(analysis.maskSettings.seed == 11);
    CHECK(analysis.maskSettings.pixelRatio == 0.5);
    // The very numbers of the table.
    const auto& shown = window.findChild<BatchWorkspace*>("batch")->table();
    CHECK(analysis.pixel->loss == Approx(*shown->columns[0].values[1]).epsilon(1e-5));
}
