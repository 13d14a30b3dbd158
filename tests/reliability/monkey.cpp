// A monkey at the real window: for some minutes it opens and switches clips and checkpoints (whole and damaged ones),
// presses keys and buttons, drags, paints masks, cancels, exports and changes pages, all at random, and closes whatever
// dialog opens. Then it lets the window settle and closes it while work runs.
//
//   monkey --minutes 10 [--seed S] [--analyses 300] CLIP|CHECKPOINT...
//
// What it did is one line a minute. The exit status is 1 where fewer analyses than asked were completed, where the
// window did not settle or close in time, and where it lost its clip; a crash or a sanitizer ends it otherwise.
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/base/random.h"
#include "core/model/device.h"
#include "widgets/style/theme.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMenu>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <cstdio>

using namespace tvlt;

namespace {

/// Picks at random, the same way for the same seed.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : key_(mix64(seed)) {}
    int below(int count) { return static_cast<int>(uniformAt(key_, next_++) * count); }
    double share() { return uniformAt(key_, next_++); }
    template <class Values> auto& of(Values& values) {
        return values[static_cast<decltype(values.size())>(below(static_cast<int>(values.size())))];
    }

  private:
    std::uint64_t key_;
    std::uint64_t next_ = 0;
};

class Monkey : public QObject {
  public:
    Monkey(MainWindow& window, QStringList clips, QStringList checkpoints, std::uint64_t seed)
        : window_(window), clips_(std::move(clips)), checkpoints_(std::move(checkpoints)), dice_(seed) {
        connect(&window.workbench(), &Workbench::dataChanged, this, [this] {
            const auto analysis = window_.workbench().analysis().get();
            if (analysis && analysis != last_)
                ++analyses_;
            last_ = analysis;
        });
        connect(&window.workbench(), &Workbench::errorRaised, this, [this] { ++errors_; });
        // A dialog that runs a loop of its own is closed from inside it.
        dialogs_.setInterval(150);
        connect(&dialogs_, &QTimer::timeout, this, &Monkey::closeDialogs);
        dialogs_.start();
    }

    void act() {
        ++acts_;
        switch (dice_.below(12)) {
        case 0:
            return rarely(4, [&] { window_.workbench().open({dice_.of(clips_)}); });
        case 1:
            return rarely(8, [&] { window_.workbench().checkpoints().load(dice_.of(checkpoints_)); });
        case 2:
            return rarely(4,
                          [&] { window_.workbench().exportTo(folder_.filePath(QString::number(acts_ % 7) + ".png")); });
        case 3:
            return rarely(3, [&] { window_.workbench().cancelAll(); });
        case 4:
            return moveSegment();
        case 5:
            return trigger();
        case 6:
            return turnPage();
        case 7:
            return press();
        default:
            return play();
        }
    }

    [[nodiscard]] int acts() const { return acts_; }
    [[nodiscard]] int analyses() const { return analyses_; }
    [[nodiscard]] int errors() const { return errors_; }
    [[nodiscard]] int dialogs() const { return closed_; }

  private:
    template <class Act> void rarely(int times, Act act) {
        if (dice_.below(times) == 0)
            act();
    }

    void moveSegment() {
        const double duration = window_.workbench().view().clipDuration();
        window_.workbench().setSegment({dice_.share() * duration, 0.1 + dice_.share() * 4.0});
        window_.workbench().seek(dice_.share() * duration);
    }

    /// Any command of the menus but those that end the program.
    void trigger() {
        QList<QAction*> actions;
        for (QAction* action : window_.findChildren<QAction*>())
            if (action->isEnabled() && !action->menu() && action->objectName() != "quit" &&
                action->menuRole() != QAction::QuitRole)
                actions.push_back(action);
        if (!actions.isEmpty())
            dice_.of(actions)->trigger();
    }

    void turnPage() {
        for (QTabWidget* tabs : window_.findChildren<QTabWidget*>())
            if (tabs->isVisible() && tabs->count() > 1)
                tabs->setCurrentIndex(dice_.below(tabs->count()));
    }

    void press() {
        static constexpr Qt::Key kKeys[] = {Qt::Key_Space, Qt::Key_Left,  Qt::Key_Right, Qt::Key_Up, Qt::Key_Down,
                                            Qt::Key_Tab,   Qt::Key_Plus,  Qt::Key_Minus, Qt::Key_0,  Qt::Key_I,
                                            Qt::Key_O,     Qt::Key_Enter, Qt::Key_Escape};
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window_, kKeys[dice_.below(std::size(kKeys))]);
    }

    /// Clicks, drags and turns the wheel on any widget that is seen.
    void play() {
        QList<QWidget*> widgets;
        for (QWidget* widget : window_.findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && widget->width() > 4 && widget->height() > 4 &&
                !widget->inherits("QMenuBar") && !widget->inherits("QMenu"))
                widgets.push_back(widget);
        if (widgets.isEmpty())
            return;
        const QPointer<QWidget> widget = dice_.of(widgets);
        const auto place = [&] { return QPoint(dice_.below(widget->width()), dice_.below(widget->height())); };
        const auto button = dice_.below(6) == 0 ? Qt::RightButton : Qt::LeftButton;
        const Qt::KeyboardModifiers keys = dice_.below(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
        QTest::mousePress(widget, button, keys, place());
        for (int i = dice_.below(6); i > 0 && widget; --i)
            QTest::mouseMove(widget, place());
        if (widget)
            QTest::mouseRelease(widget, button, keys, place());
    }

    void closeDialogs() {
        for (QWidget* top : QApplication::topLevelWidgets())
            if (top != &window_ && top->isVisible() && (qobject_cast<QDialog*>(top) || qobject_cast<QMenu*>(top))) {
                ++closed_;
                if (auto* dialog = qobject_cast<QDialog*>(top))
                    dialog->reject();
                else
                    top->close();
            }
    }

    MainWindow& window_;
    QStringList clips_, checkpoints_;
    Dice dice_;
    QTemporaryDir folder_;
    QTimer dialogs_;
    const Analysis* last_ = nullptr;
    int acts_ = 0, analyses_ = 0, errors_ = 0, closed_ = 0;
};

int fail(const char* why) {
    std::printf("FAILED: %s\n", why);
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument("FILES", "Clips, and folders or files of checkpoints");
    parser.addOption({"minutes", "How long", "M", "10"});
    parser.addOption({"seed", "Of what it does", "S", "1"});
    parser.addOption({"analyses", "How many have to be completed", "N", "300"});
    parser.addHelpOption();
    parser.process(application);
    QStringList clips, checkpoints{QString()}; // the demo model
    for (const QString& path : parser.positionalArguments())
        (QFileInfo(path).isDir() || path.endsWith(".safetensors") || path.endsWith(".ckpt") ? checkpoints : clips)
            << path;
    if (clips.isEmpty())
        parser.showHelp(2);
    applyTheme(application, Theme::Light);
    prepareRuntime(0);

    auto window = std::make_unique<MainWindow>(Preferences{}, engineFactory());
    window->resize(1366, 768);
    window->show();
    window->workbench().checkpoints().load({});
    window->workbench().open({clips.first()});
    Monkey monkey(*window, clips, checkpoints, parser.value("seed").toULongLong());
    QElapsedTimer clock;
    clock.start();
    const double minutes = parser.value("minutes").toDouble();
    for (int told = 0; double(clock.elapsed()) < minutes * 60e3;) {
        monkey.act();
        QTest::qWait(20);
        if (clock.elapsed() >= (told + 1) * 60'000) {
            std::printf("minute %d: %d acts, %d analyses, %d errors shown, %d dialogs closed\n", ++told, monkey.acts(),
                        monkey.analyses(), monkey.errors(), monkey.dialogs());
            std::fflush(stdout);
        }
    }
    window->workbench().cancelAll();
    if (!QTest::qWaitFor([&] { return !window->busy(); }, 120'000))
        return fail("the window did not settle within two minutes");
    // As a person would after all that: the clip opens, is analysed, and the window closes while work runs.
    window->workbench().checkpoints().load({});
    window->workbench().open({clips.first()});
    const int before = monkey.analyses();
    if (!QTest::qWaitFor([&] { return monkey.analyses() > before && !window->busy(); }, 120'000))
        return fail("the window no longer analyses a clip");
    MaskSettings other = window->workbench().masks().settings();
    ++other.seed;
    window->workbench().masks().set(other);
    window->close();
    clock.restart();
    window.reset();
    if (clock.elapsed() > 20'000)
        return fail("closing took over 20 s");
    std::printf("%d acts, %d analyses, %d errors shown, %d dialogs closed\n", monkey.acts(), monkey.analyses(),
                monkey.errors(), monkey.dialogs());
    if (monkey.analyses() < parser.value("analyses").toInt())
        return fail("too few analyses were completed");
    return 0;
}
