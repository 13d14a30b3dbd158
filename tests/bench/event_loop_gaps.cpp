// How long the window lets a person wait: it is driven through what people do, while a timer that is due every
// millisecond records the gaps between its calls. What is longer than a frame of the screen is felt.
//
//   bench_event_loop CLIP [--checkpoint X]
//
// Then it sets ratio after ratio, each a new one, and measures how long it takes until the reconstruction under it is
// painted.
//
// Prints one line a phase: how long it took, the longest gap, the 99th percentile of time by gap (the gap that 99 % of
// the phase's time lies in or below), and how many gaps were longer than 50 ms.
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/model/device.h"
#include "widgets/style/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <numeric>
#include <vector>

using namespace tvlt;

namespace {

constexpr double kFelt = 50.0; // milliseconds

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

void report(const char* phase, const std::vector<double>& gaps) {
    const double all = std::accumulate(gaps.begin(), gaps.end(), 0.0);
    const auto felt = std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap > kFelt; });
    std::printf("%-28s %7.2f s   longest %7.1f ms   p99 of time %7.1f ms   over 50 ms: %ld\n", phase, all / 1e3,
                *std::max_element(gaps.begin(), gaps.end()), gapOfMostTime(gaps), static_cast<long>(felt));
    std::fflush(stdout);
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

/// From a new ratio to the paint event after its answer, in milliseconds; 60 ratios.
void reportAnswers(MainWindow& window) {
    Workbench& workbench = window.workbench();
    auto* ratio = window.findChild<QDoubleSpinBox*>("pixelSpin");
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
        const double wanted = 0.2 + 0.01 * i + 0.001;
        QElapsedTimer clock;
        clock.start();
        ratio->setValue(wanted);
        const double set = workbench.masks().settings().pixelRatio;
        while (clock.elapsed() < 10'000) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1000);
            const auto& analysis = workbench.analysis();
            if (analysis && analysis->maskSettings.pixelRatio == set && workbench.data().stale.isEmpty())
                break;
        }
        window.repaint();
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::printf("new ratio to painted answer     median %.1f ms   p95 %.1f ms\n", percentile(times, 0.5),
                percentile(times, 0.95));
}

bool settle(const MainWindow& window, int seconds = 120) {
    return QTest::qWaitFor([&] { return !window.busy(); }, seconds * 1000);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
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
    Workbench& workbench = window.workbench();
    GapRecorder recorder;
    const QTemporaryDir folder;

    const auto phase = [&](const char* name, const std::function<void()>& act) {
        recorder.start();
        act();
        if (!settle(window))
            std::printf("%s: still busy after two minutes\n", name);
        report(name, recorder.stop());
    };
    phase("checkpoint", [&] { workbench.checkpoints().load(parser.value("checkpoint")); });
    phase("clip to first picture", [&] { workbench.open(parser.positionalArguments()); });
    phase("mask ratio dragged, 3 s", [&] {
        auto* ratio = window.findChild<QDoubleSpinBox*>("pixelSpin");
        for (int i = 0; i < 90; ++i) {
            ratio->setValue(0.05 + 0.9 * i / 90.0);
            QTest::qWait(33);
        }
    });
    phase("scrubbed along the clip, 3 s", [&] {
        const double duration = workbench.view().clipDuration();
        for (int i = 0; i < 90; ++i) {
            workbench.seek(duration * ((i * 37) % 90) / 90.0);
            QTest::qWait(33);
        }
    });
    phase("segment moved ten times", [&] {
        const double longest = std::max(0.1, workbench.longestSegment());
        const double last = std::max(0.0, workbench.view().clipDuration() - longest);
        for (int i = 0; i < 10; ++i) {
            workbench.setSegment({last * i / 10.0, std::min(longest, workbench.view().clipDuration())});
            QTest::qWait(100);
        }
    });
    for (const char* page : {"compare", "attention", "predict/scores", "predict/occlusion", "inspect"})
        phase((std::string("page ") + page).c_str(), [&] {
            window.showWorkspace(page);
            QTest::qWait(300);
        });
    reportAnswers(window);
    phase("figure exported", [&] { workbench.exportTo(folder.filePath("figure.pdf")); });
    return 0;
}
