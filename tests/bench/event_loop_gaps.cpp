// How long the window lets a person wait: it is driven through what people do, while a timer that is due every
// millisecond records the gaps between its calls. What is longer than a frame of the screen is felt.
//
//   bench_event_loop CLIP [--checkpoint X]
//
// Then a mouse moves on the slider of the mask ratio, and what is measured is how long it takes until the
// reconstruction under each new ratio is painted.
//
// Prints one line a phase: how long it took, the longest gap, the 99th percentile of time by gap (the gap that 99 % of
// the phase's time lies in or below), how many gaps were longer than 50 ms, and which event took longest.
#include "app/workbench/first_paint.h"
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/model/device.h"
#include "widgets/style/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QMetaEnum>
#include <QMouseEvent>
#include <QSlider>
#include <QStyle>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

using namespace tvlt;

namespace {

constexpr double kFelt = 50.0; // milliseconds

/// Knows which event of those that the loop delivers takes longest.
class WatchedApplication : public QApplication {
  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_ > 0)
            return QApplication::notify(receiver, event);
        const QEvent::Type type = event->type();
        const QString name = QString("%1 %2").arg(receiver->metaObject()->className(), receiver->objectName());
        QElapsedTimer clock;
        clock.start();
        ++depth_;
        const bool taken = QApplication::notify(receiver, event);
        --depth_;
        if (type == QEvent::UpdateRequest && qobject_cast<MainWindow*>(receiver))
            ++updates_;
        const double spent = double(clock.nsecsElapsed()) / 1e6;
        if (spent > longest_) {
            longest_ = spent;
            what_ = QString("%1 ms: %2 of %3")
                        .arg(spent, 0, 'f', 1)
                        .arg(QMetaEnum::fromType<QEvent::Type>().valueToKey(type), name.trimmed());
        }
        return taken;
    }
    /// How often the main window has painted what had changed.
    [[nodiscard]] int windowUpdates() const { return updates_; }
    /// Of the events since the last call.
    QString takeLongest() {
        longest_ = 0.0;
        return std::exchange(what_, {});
    }

  private:
    int depth_ = 0;
    int updates_ = 0;
    double longest_ = 0.0;
    QString what_;
};

class GapRecorder {
  public:
    GapRecorder() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(1);
        QObject::connect(&timer_, &QTimer::timeout, [this] {
            gaps_.push_back(double(clock_.nsecsElapsed()) / 1e6);
            clock_.restart();
        });
    }
    void start() {
        gaps_.clear();
        clock_.start();
        timer_.start();
    }
    std::vector<double> stop() {
        timer_.stop();
        gaps_.push_back(double(clock_.nsecsElapsed()) / 1e6);
        return std::move(gaps_);
    }

  private:
    QTimer timer_;
    QElapsedTimer clock_;
    std::vector<double> gaps_;
};

/// The gap that 99 % of the time lies in or below.
double gapOfMostTime(std::vector<double> gaps) {
    std::sort(gaps.begin(), gaps.end());
    const double all = std::accumulate(gaps.begin(), gaps.end(), 0.0);
    double sum = 0.0;
    for (const double gap : gaps)
        if ((sum += gap) >= 0.99 * all)
            return gap;
    return gaps.empty() ? 0.0 : gaps.back();
}

void report(const char* phase, const std::vector<double>& gaps, const QString& longestEvent) {
    const double all = std::accumulate(gaps.begin(), gaps.end(), 0.0);
    const auto felt = std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap > kFelt; });
    std::printf("%-28s %7.2f s   longest %7.1f ms   p99 of time %7.1f ms   over 50 ms: %ld   %s\n", phase, all / 1e3,
                *std::max_element(gaps.begin(), gaps.end()), gapOfMostTime(gaps), static_cast<long>(felt),
                qPrintable(longestEvent));
    std::fflush(stdout);
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

/// Lets the event loop run. QTest::qWait() sleeps between its rounds, which would show as gaps.
void wait(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

bool settle(const MainWindow& window, int seconds = 120) {
    QElapsedTimer clock;
    clock.start();
    while (window.busy() && clock.elapsed() < seconds * 1000)
        wait(2);
    return !window.busy();
}

/// As the program's own event loop would: objects that await their deletion, which none but an outer loop does, would
/// keep this one from sleeping, and take a core from the model.
void runUntil(const std::function<bool()>& done, int milliseconds) {
    QElapsedTimer clock;
    clock.start();
    while (!done() && clock.elapsed() < milliseconds) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

/// Where a slider is taken hold of, in its own pixels.
int handleOf(const QSlider& slider) {
    const int length = slider.style()->pixelMetric(QStyle::PM_SliderLength, nullptr, &slider);
    return length / 2 +
           QStyle::sliderPositionFromValue(slider.minimum(), slider.maximum(), slider.value(), slider.width() - length);
}

/// From a mouse that moves on the slider to the painted answer, in milliseconds: along the slider and back, every ratio
/// a new one, since the seed changes on the way.
void reportAnswers(MainWindow& window, WatchedApplication& application) {
    Workbench& workbench = window.workbench();
    auto* slider = window.findChild<QSlider*>("pixelSlider");
    int before = 0; // how often the window had been painted when the last answer came
    const auto connection =
        QObject::connect(&workbench, &Workbench::dataChanged, [&] { before = application.windowUpdates(); });
    std::vector<double> times;
    for (int round = 0; round < 3; ++round) {
        MaskSettings other = workbench.masks().settings();
        ++other.seed;
        workbench.masks().set(other);
        settle(window);
        slider->setValue(slider->maximum() / 5);
        settle(window);
        const int handle = handleOf(*slider), last = slider->width() * 9 / 10;
        QTest::mousePress(slider, Qt::LeftButton, {}, {handle, slider->height() / 2});
        for (int x = handle + 1; x < last; ++x) {
            const double ratio = workbench.masks().settings().pixelRatio;
            QElapsedTimer clock;
            clock.start();
            QMouseEvent move(QEvent::MouseMove, QPointF(x, slider->height() / 2.0),
                             slider->mapToGlobal(QPointF(x, slider->height() / 2.0)), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(slider, &move);
            const double set = workbench.masks().settings().pixelRatio;
            if (set == ratio)
                continue;
            const auto answered = [&] {
                const auto& analysis = workbench.analysis();
                return analysis && analysis->maskSettings.pixelRatio == set && workbench.data().stale.isEmpty();
            };
            runUntil(answered, 10'000);
            runUntil([&] { return application.windowUpdates() != before; }, 2000);
            times.push_back(double(clock.nsecsElapsed()) / 1e6);
        }
        QTest::mouseRelease(slider, Qt::LeftButton);
    }
    QObject::disconnect(connection);
    if (times.empty())
        return static_cast<void>(std::puts("the slider did not move"));
    std::printf("mouse on the slider to painted answer, %zu times   median %.1f ms   p95 %.1f ms\n", times.size(),
                percentile(times, 0.5), percentile(times, 0.95));
}

} // namespace

int main(int argc, char** argv) {
    WatchedApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument("CLIP", "The clip that is opened");
    parser.addOption({"checkpoint", "Checkpoint; default: the demo model", "X"});
    parser.addHelpOption();
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);
    applyTheme(application, Theme::Light);
    prepareRuntime(0);

    MainWindow window{Preferences{}, engineFactory()};
    window.resize(1366, 768);
    window.show();
    bool painted = false; // before anything is opened, as in the program
    afterFirstPaint(window, [&] { painted = true; });
    (void)QTest::qWaitFor([&] { return painted; });
    Workbench& workbench = window.workbench();
    GapRecorder recorder;
    const QTemporaryDir folder;

    const auto phase = [&](const char* name, const std::function<void()>& act) {
        (void)application.takeLongest();
        recorder.start();
        act();
        if (!settle(window))
            std::printf("%s: still busy after two minutes\n", name);
        report(name, recorder.stop(), application.takeLongest());
    };
    phase("checkpoint", [&] { workbench.checkpoints().load(parser.value("checkpoint")); });
    phase("clip to first picture", [&] { workbench.open(parser.positionalArguments()); });
    phase("mask ratio dragged, 3 s", [&] {
        auto* ratio = window.findChild<QSlider*>("pixelSlider");
        for (int i = 0; i < 90; ++i) {
            ratio->setValue(10 + 2 * i);
            wait(33);
        }
    });
    phase("scrubbed along the clip, 3 s", [&] {
        const double duration = workbench.view().clipDuration();
        for (int i = 0; i < 90; ++i) {
            workbench.seek(duration * ((i * 37) % 90) / 90.0);
            wait(33);
        }
    });
    phase("segment moved ten times", [&] {
        const double longest = std::max(0.1, workbench.longestSegment());
        const double last = std::max(0.0, workbench.view().clipDuration() - longest);
        for (int i = 0; i < 10; ++i) {
            workbench.setSegment({last * i / 10.0, std::min(longest, workbench.view().clipDuration())});
            wait(100);
        }
    });
    for (const char* page : {"compare", "attention", "predict/scores", "predict/occlusion", "inspect"})
        phase((std::string("page ") + page).c_str(), [&] {
            window.showWorkspace(page);
            wait(300);
        });
    reportAnswers(window, application);
    phase("figure exported", [&] { workbench.exportTo(folder.filePath("figure.pdf")); });
    return 0;
}
