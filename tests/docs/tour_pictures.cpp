// The pictures of docs/tour.md and README.md: the window is driven from page to page, as a person would, and its
// picture is saved on each. packaging/tour calls it, with clips and a batch that it has made.
//
//   tour_pictures FOLDER CLIP CLIPS BATCH
//
// The exit status is 1 where a page does not settle or a picture cannot be written.
#include "app/workbench/batch_workspace.h"
#include "app/workbench/folder_page.h"
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/model/device.h"
#include "widgets/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

#include <cstdio>
#include <stdexcept>

using namespace tvlt;

namespace {

constexpr int kLongest = 120'000; // milliseconds
constexpr int kQuiet = 500;       // results still travel through the event queue after the work has ended

/// Finds parts of the window by their names, and saves pictures.
class Tour {
  public:
    Tour(MainWindow& window, QDir folder) : window_(window), folder_(std::move(folder)) {}

    void settle() {
        QTest::qWait(kQuiet);
        if (!QTest::qWaitFor([&] { return !window_.busy(); }, kLongest))
            throw std::runtime_error("the window did not settle");
        QTest::qWait(kQuiet);
    }
    template <class Widget> Widget& find(const char* name) {
        auto* found = window_.findChild<Widget*>(name);
        if (!found)
            throw std::runtime_error(std::string("there is no ") + name);
        return *found;
    }
    void show(const char* page) {
        if (!window_.showWorkspace(page))
            throw std::runtime_error(std::string("there is no page ") + page);
    }
    void save(QWidget& widget, const char* name) {
        settle();
        const QString path = folder_.filePath(QString("%1.png").arg(name));
        if (!widget.grab().save(path))
            throw std::runtime_error("could not write " + path.toStdString());
        std::puts(qPrintable(path));
    }
    void save(const char* name) { save(window_, name); }

  private:
    MainWindow& window_;
    QDir folder_;
};

/// Pins a sound that begins in the middle, and what lies under the brush in two frames.
void paintMask(Workbench& workbench) {
    MaskController& masks = workbench.masks();
    MaskSettings settings = masks.settings();
    settings.pixelRatio = 0.0;
    settings.audioRatio = 0.0;
    masks.set(settings);
    const PatchLayout& layout = workbench.features()->layout;
    const auto pixel = [&](int frame, int row, int column) {
        return TokenRef{Modality::Pixel, (frame * layout.patchRows + row) * layout.patchCols + column};
    };
    std::vector<TokenRef> around;
    for (int row = 2; row < 6; ++row)
        for (int column = 1; column < 6; ++column)
            around.push_back(pixel(1, row, column));
    masks.paint(around, PinTo::Hidden, BrushShape::Patch);
    masks.paint({pixel(3, 0, 0)}, PinTo::Hidden, BrushShape::Moment);
    std::vector<TokenRef> later;
    for (int step = layout.timeSteps / 2; step < layout.timeSteps * 3 / 4; ++step)
        later.push_back({Modality::Audio, step * layout.bands});
    masks.paint(later, PinTo::Hidden, BrushShape::Moment);
    workbench.view().setBrush({PinTo::Hidden, BrushShape::Patch});
}

void run(MainWindow& window, const QStringList& paths) {
    Tour tour(window, QDir(paths[0]));
    Workbench& workbench = window.workbench();
    workbench.checkpoints().load({});
    workbench.open({paths[1]});
    tour.save("inspect");

    workbench.seek(0.55);
    tour.find<QAction>("showLarge").trigger();
    tour.save("large");
    tour.find<QAction>("showLarge").trigger();
    workbench.seek(0.0);

    paintMask(workbench);
    tour.find<QDockWidget>("maskingDock").raise();
    tour.save("masking");
    tour.find<QAction>("random").trigger();
    tour.find<QAction>("clearPins").trigger();
    workbench.view().setBrush({});
    tour.find<QDockWidget>("metricsDock").raise();

    tour.show("compare");
    tour.save("compare");
    tour.show("compare/sweep");
    tour.find<QPushButton>("runSweep").click();
    tour.save("sweep");

    tour.show("attention");
    const PatchLayout& layout = workbench.features()->layout;
    workbench.view().setToken(TokenRef{Modality::Pixel, (layout.patchRows * 2 - 3) * layout.patchCols + 2});
    tour.save("attention");
    workbench.view().setToken({});

    tour.show("predict/scores");
    tour.save("scores");
    tour.show("predict/occlusion");
    tour.find<QPushButton>("runOcclusion").click();
    tour.save("occlusion");

    tour.show("inspect");
    tour.find<QAction>("exportFigure").trigger();
    auto& dialog = tour.find<QDialog>("exportDialog");
    tour.find<QLineEdit>("figurePath").setText("figure3.pdf");
    tour.save(dialog, "export");
    dialog.reject();

    const QDir clips(paths[2]);
    workbench.open({clips.filePath(clips.entryList({"*.mp4"}).value(4))});
    tour.settle();
    tour.show("predict/folder");
    tour.find<FolderPage>("folder").openFolder(paths[2]);
    tour.save("folder");
    tour.show("batch");
    tour.find<BatchWorkspace>("batch").openFolder(paths[3]);
    tour.save("batch");
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList paths = QApplication::arguments().mid(1);
    if (paths.size() != 4) {
        std::fputs("tour_pictures FOLDER CLIP CLIPS BATCH\n", stderr);
        return 2;
    }
    applyTheme(application, Theme::Light);
    prepareRuntime(0);
    MainWindow window{Preferences{}, engineFactory()};
    window.resize(1366, 768);
    window.show();
    try {
        run(window, paths);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tour_pictures: %s\n", error.what());
        return 1;
    }
    return 0;
}
