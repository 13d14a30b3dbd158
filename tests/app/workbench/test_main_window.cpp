#include "app/workbench/main_window.h"
#include "app/workbench/remedies.h"
#include "app/workbench/workbench.h"
#include "tests/app/workbench/fake_engine.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "widgets/chrome/empty_state.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/inspect/frame_rows.h"
#include "widgets/style/view_colors.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolButton>

#include <fstream>
#include <new>
#include <stdexcept>

using namespace tvlt;

namespace {

struct Shown {
    Shown() {
        window.resize(1366, 768);
        window.show();
    }

    /// Answers the newest request.
    void answer() { engine.answer(engine.requests.size(), features); }

    /// A still picture, so that a clip is open without a long decode.
    void openPicture() {
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(Qt::darkCyan);
        const QString path = QString::fromStdString((folder / "picture.png").string());
        REQUIRE(image.save(path));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        // Qt hands a drop to the widget that the drag has entered.
        QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        REQUIRE(enter.isAccepted());
        QDropEvent drop({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &drop);
        REQUIRE(QTest::qWaitFor([&] { return window.workbench().clips().clip().has_value(); }));
        window.workbench().analyses().setCheckpoint(sampleCheckpoint());
        REQUIRE(QTest::qWaitFor([&] { return !engine.requests.empty(); }));
        answer();
    }

    template <class Widget> Widget& find(const char* name) {
        auto* widget = window.findChild<Widget*>(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }

    TempFolder folder;
    FakeEngine engine;
    std::shared_ptr<const ClipFeatures> features = sampleFeatures();
    MainWindow window{Preferences{}, engine.factory()};
};

QPoint handleOf(QSlider& slider) {
    QStyleOptionSlider option;
    option.initFrom(&slider);
    option.minimum = slider.minimum();
    option.maximum = slider.maximum();
    option.sliderPosition = option.sliderValue = slider.value();
    option.orientation = Qt::Horizontal;
    return slider.style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider).center();
}

} // namespace

TEST_CASE("an empty window says what to do") {
    Shown shown;
    CHECK(shown.find<EmptyState>("emptyState").isVisible());
    CHECK_FALSE(shown.find<QAction>("play").isEnabled());
    CHECK_FALSE(shown.find<QAction>("exportFigure").isEnabled());
}

TEST_CASE("no key stands for two commands") {
    Shown shown;
    QMap<QKeySequence, QString> commands;
    for (const QAction* action : shown.window.findChildren<QAction*>())
        for (const QKeySequence& key : action->shortcuts()) {
            INFO(key.toString().toStdString() << " of " << action->objectName().toStdString());
            CHECK(commands.value(key, action->objectName()) == action->objectName());
            commands[key] = action->objectName();
        }
    CHECK(commands.size() > 20);
}

TEST_CASE("a dropped file opens and its analysis is shown") {
    Shown shown;
    shown.openPicture();
    CHECK(shown.find<FrameRows>("frameRows").isVisible());
    CHECK(shown.find<QAction>("exportFigure").isEnabled());
    CHECK_THAT(shown.find<QLabel>("viewHeader").text().toStdString(), ContainsSubstring("picture.png"));
    CHECK_THAT(shown.find<QLabel>("viewHeader").text().toStdString(), ContainsSubstring("recipe hf"));
}

TEST_CASE("dragging the ratio slider changes the mask at once, before the model has answered") {
    Shown shown;
    shown.openPicture();
    auto& rows = shown.find<FrameRows>("frameRows");
    auto& slider = shown.find<QSlider>("pixelSlider");
    const auto before = rows.grab().toImage();
    const auto requests = shown.engine.requests.size();
    const QPoint from = handleOf(slider);
    QTest::mousePress(&slider, Qt::LeftButton, {}, from);
    QTest::mouseMove(&slider, QPoint(slider.width() - 2, from.y()));
    const auto during = rows.grab().toImage();
    const QRect masked = rows.rowRect(RowsView::Masked).toRect();
    CHECK(before.copy(masked) != during.copy(masked));
    CHECK(shown.window.workbench().data().stale.size() > 0);
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(slider.width() - 2, from.y()));
    REQUIRE(QTest::qWaitFor([&] { return shown.engine.requests.size() > requests; }));
    CHECK(shown.engine.requests.back().mask.pixelRatio == Approx(1.0));
    CHECK_FALSE(shown.find<QAction>("exportFigure").isEnabled());
    shown.answer();
    CHECK(shown.window.workbench().data().stale.isEmpty());
    CHECK(shown.find<QAction>("exportFigure").isEnabled());
}

TEST_CASE("patches are hidden with the brush, undone and redone, and the model is asked again") {
    Shown shown;
    shown.openPicture();
    auto& rows = shown.find<FrameRows>("frameRows");
    auto& masks = shown.window.workbench().masks();
    const PatchLayout& layout = shown.features->layout;
    MaskSettings none = masks.settings();
    none.pixelRatio = 0.0;
    masks.set(none);
    const auto row = [&] { return rows.grab(rows.rowRect(RowsView::Masked).toRect()).toImage(); };
    const QImage before = row();
    const auto requests = shown.engine.requests.size();
    QTest::keyClick(&rows, Qt::Key_H);
    REQUIRE(shown.find<QAction>("brushHide").isChecked());
    const auto centre = [&](int col) {
        return rows.patchArea(RowsView::Masked, layout.pixelToken({1, 1, col})).center().toPoint();
    };
    QTest::mousePress(&rows, Qt::LeftButton, {}, centre(0));
    QTest::mouseMove(&rows, centre(1));
    QTest::mouseRelease(&rows, Qt::LeftButton, {}, centre(1));
    QTest::keyClick(&rows, Qt::Key_Escape);
    CHECK(shown.find<QAction>("brushSelect").isChecked());
    shown.window.workbench().view().setHover(std::nullopt);
    const QImage painted = row();
    CHECK(painted != before);
    CHECK(masks.settings().pixelPins.hidden ==
          std::vector<int>{layout.pixelToken({1, 1, 0}), layout.pixelToken({1, 1, 1})});
    REQUIRE(QTest::qWaitFor([&] { return shown.engine.requests.size() > requests; }));
    CHECK(shown.engine.requests.back().mask.pixelPins == masks.settings().pixelPins);
    QTest::keyClick(&rows, Qt::Key_Z, Qt::ControlModifier);
    CHECK(row() == before);
    QTest::keyClick(&rows, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(row() == painted);
}

TEST_CASE("patches are reached and hidden without a mouse") {
    Shown shown;
    shown.openPicture();
    auto& rows = shown.find<FrameRows>("frameRows");
    rows.setFocus();
    auto& masks = shown.window.workbench().masks();
    masks.apply(MaskPreset::SoundFromPicture);
    QTest::keyClick(&rows, Qt::Key_Right, Qt::AltModifier); // the first patch
    QTest::keyClick(&rows, Qt::Key_Right, Qt::AltModifier);
    QTest::keyClick(&rows, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&rows, Qt::Key_Return);
    const int token = shown.features->layout.pixelToken({0, 1, 1});
    CHECK(masks.settings().pixelPins.hidden == std::vector<int>{token});
    CHECK_THAT(shown.find<QLabel>("selectedPatch").text().toStdString(), ContainsSubstring("masked, by hand"));
    QTest::keyClick(&rows, Qt::Key_Return);
    CHECK(masks.settings().pixelPins.shown == std::vector<int>{token});
    QTest::keyClick(&rows, Qt::Key_U, Qt::ShiftModifier);
    CHECK_FALSE(masks.pinned());
    CHECK_FALSE(shown.find<QAction>("clearPins").isEnabled());
}

TEST_CASE("a file that is no clip is told in the message bar, and what was open stays") {
    Shown shown;
    shown.openPicture();
    std::ofstream(shown.folder / "text.mp4") << "no video";
    shown.window.workbench().open({QString::fromStdString((shown.folder / "text.mp4").string())});
    auto& bar = shown.find<MessageBar>("messageBar");
    REQUIRE(QTest::qWaitFor([&] { return bar.findChild<QLabel*>("messageTitle")->text().contains("text.mp4"); }));
    CHECK(bar.isVisible());
    CHECK(shown.find<FrameRows>("frameRows").isVisible());
}

TEST_CASE("where memory runs out the window keeps what is open, and the job can be run again or smaller") {
    Shown shown;
    shown.openPicture();
    const auto& bar = shown.find<MessageBar>("messageBar");
    const auto before = shown.window.workbench().analysis();
    const auto press = [&](const char* name) {
        QToolButton* found = nullptr;
        const auto seen = [&] {
            for (auto* button : bar.findChildren<QToolButton*>())
                if (button->isVisible() && button->defaultAction() && button->defaultAction()->objectName() == name)
                    found = button;
            return found != nullptr;
        };
        if (QTest::qWaitFor(seen))
            QTest::mouseClick(found, Qt::LeftButton);
        return found != nullptr;
    };
    const auto asked = [&] { return shown.engine.requests.size(); };
    const auto outOfMemory = [] { throw std::bad_alloc(); };

    shown.window.workbench().analyses().rerun();
    REQUIRE(QTest::qWaitFor([&] { return asked() == 2; }));
    shown.engine.fail(2, outOfMemory);
    CHECK(bar.showsError());
    CHECK(shown.window.workbench().clips().clip());
    CHECK(shown.window.workbench().analysis() == before);
    CHECK_FALSE(shown.window.busy());

    REQUIRE(press("remedyHalfSegment"));
    CHECK_FALSE(bar.isVisible());
    REQUIRE(QTest::qWaitFor([&] { return asked() == 3; }));
    const Segment whole = shown.features->segment;
    CHECK(shown.engine.requests[2].segment == Segment{whole.start, whole.duration / 2});
    shown.engine.fail(3, [] { throw std::runtime_error("CUDA out of memory. Tried to allocate 2.00 GiB\n#0 frame"); });
    CHECK(bar.showsError());

    REQUIRE(press("remedyRunAgain"));
    REQUIRE(QTest::qWaitFor([&] { return asked() == 4; }));
    CHECK(shown.engine.requests[3].segment == shown.engine.requests[2].segment);
    shown.answer();
    CHECK_FALSE(bar.isVisible()); // what it told is mended
    CHECK(shown.window.workbench().analysis() != before);
}

TEST_CASE("remedies fit what failed, where it ran and why") {
    const Error memory{Error::Kind::OutOfMemory, "not enough memory", {}, {}};
    const Error broken{Error::Kind::BadInput, "cannot be decoded", {}, {}};
    using Fit = std::vector<Remedy>;
    CHECK(remediesFor(memory, Workbench::kAnalysisJob, "cpu, f32") == Fit{Remedy::RunAgain, Remedy::HalfSegment});
    CHECK(remediesFor(memory, Workbench::kAnalysisJob, "cuda:0, bf16") ==
          Fit{Remedy::RunAgain, Remedy::HalfSegment, Remedy::RunOnCpu});
    CHECK(remediesFor(memory, Workbench::kCheckpointJob, "cuda:0, f32") == Fit{Remedy::RunOnCpu});
    CHECK(remediesFor(broken, Workbench::kAnalysisJob, "cuda:0, f32") == Fit{Remedy::RunAgain});
    CHECK(remediesFor(broken, Workbench::kClipJob, "cuda:0, f32").empty());
    CHECK(remediesFor({Error::Kind::Cancelled, "cancelled", {}, {}}, Workbench::kAnalysisJob, "cpu, f32").empty());
}

TEST_CASE("with the demo model, the header says of a clip of one's own that it will look poor, and covers nothing") {
    Shown shown;
    auto& checkpoints = shown.window.workbench().checkpoints();
    checkpoints.load({});
    REQUIRE(QTest::qWaitFor([&] { return checkpoints.checkpoint() != nullptr; }, 60000));
    auto& bar = shown.find<MessageBar>("messageBar");
    shown.openPicture();
    shown.window.workbench().analyses().setCheckpoint(checkpoints.checkpoint());
    bar.clear(); // what was noted about the clip
    const auto asked = shown.engine.requests.size();
    shown.find<QAction>("rerun").trigger();
    REQUIRE(QTest::qWaitFor([&] { return shown.engine.requests.size() > asked; }));
    shown.answer();
    const auto& label = shown.find<QLabel>("viewWarning");
    CHECK_THAT(label.text().toStdString(),
               ContainsSubstring("drawn shapes") && ContainsSubstring("poor on a real clip"));
    CHECK_THAT(label.toolTip().toStdString(), ContainsSubstring("Open checkpoint"));
    CHECK_FALSE(bar.isVisible());
}

TEST_CASE("the demo model brings its classifier, which the menu takes away") {
    Shown shown;
    auto& checkpoints = shown.window.workbench().checkpoints();
    CHECK_FALSE(shown.find<QAction>("noClassifier").isEnabled());
    checkpoints.load({});
    REQUIRE(QTest::qWaitFor([&] { return checkpoints.checkpoint() != nullptr; }, 60000));
    REQUIRE(checkpoints.classifier() != nullptr);
    CHECK(shown.find<QAction>("noClassifier").isEnabled());
    shown.find<QAction>("noClassifier").trigger();
    CHECK(checkpoints.classifier() == nullptr);
    CHECK_FALSE(shown.find<QAction>("noClassifier").isEnabled());

    // One that a person chose stays when the demo comes back.
    const std::string chosen = findDemoClassifier()->string();
    checkpoints.loadClassifier(QString::fromStdString(chosen));
    checkpoints.load({});
    REQUIRE(QTest::qWaitFor([&] { return !checkpoints.busy(); }, 60000));
    const auto mine = checkpoints.classifier();
    REQUIRE(mine != nullptr);
    checkpoints.load({});
    REQUIRE(QTest::qWaitFor([&] { return !checkpoints.busy(); }, 60000));
    CHECK(checkpoints.classifier() == mine);
}

TEST_CASE("a dock has a title of its own only where no tab names it") {
    Shown shown;
    auto& metrics = shown.find<QDockWidget>("metricsDock");
    CHECK(metrics.titleBarWidget() != nullptr);
    shown.find<QDockWidget>("maskingDock").close();
    shown.find<QDockWidget>("modelDock").close();
    CHECK(QTest::qWaitFor([&] { return metrics.titleBarWidget() == nullptr; }));
    shown.find<QAction>("resetLayout").trigger();
    CHECK(QTest::qWaitFor([&] { return metrics.titleBarWidget() != nullptr; }));
}

TEST_CASE("no control of the tool bars is cut off, however narrow the window") {
    Shown shown;
    for (const int width : {900, 1366, 1000, 1100}) {
        shown.window.resize(width, 600);
        QCoreApplication::processEvents();
        CAPTURE(width, shown.window.width());
        for (const char* name : {"hearButton", "maskType", "maskSeed", "reroll", "exportButton"}) {
            const auto& control = shown.find<QWidget>(name);
            const QRect place(control.mapTo(&shown.window, QPoint()), control.size());
            CAPTURE(name, place.right());
            CHECK(control.isVisible());
            CHECK(place.right() < shown.window.width());
            CHECK(control.width() >= std::max(control.minimumWidth(), 1));
        }
    }
}

TEST_CASE("keys move the cursor, and Home returns to the start") {
    Shown shown;
    shown.openPicture();
    ViewState& view = shown.window.workbench().view();
    view.setTime(view.clipDuration());
    shown.find<QAction>("toStart").trigger();
    CHECK(view.time() == Approx(0.0));
    shown.find<QAction>("toEnd").trigger();
    CHECK(view.time() == Approx(view.clipDuration()));
}

TEST_CASE("a clip that opens takes the keyboard, so that arrows move in it and leave the ratios alone") {
    Shown shown;
    shown.window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&shown.window));
    auto& slider = shown.find<QSlider>("pixelSlider");
    slider.setFocus();
    shown.openPicture();
    CHECK_FALSE(slider.hasFocus());
    CHECK(shown.find<FrameRows>("frameRows").hasFocus());
}
