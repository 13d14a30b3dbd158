#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/chrome/job_status.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/panels/mask_bar.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/panels/model_panel.h"
#include "widgets/state/view_state.h"
#include "widgets/style/icon.h"
#include "widgets/style/theme.h"
#include "widgets/style/view_colors.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

using namespace tvlt;

TEST_CASE("slider and spin box of a ratio agree, and both ends can be reached") {
    MaskBar bar;
    bar.show();
    auto& slider = *bar.findChild<QSlider*>("pixelSlider");
    auto& spin = *bar.findChild<QDoubleSpinBox*>("pixelSpin");
    QSignalSpy spy(&bar, &MaskBar::settingsChanged);
    slider.setFocus();
    QTest::keyClick(&slider, Qt::Key_End);
    CHECK(spin.value() == Approx(1.0));
    CHECK(bar.settings().pixelRatio == Approx(1.0));
    QTest::keyClick(&slider, Qt::Key_Home);
    CHECK(bar.settings().pixelRatio == Approx(0.0));
    CHECK(spy.count() == 2);
    spin.setValue(0.25);
    CHECK(slider.value() == slider.maximum() / 4);
}

TEST_CASE("rerolling changes the seed and keeps the ratios") {
    MaskBar bar;
    MaskSettings settings;
    settings.pixelRatio = 0.4;
    settings.seed = 2'000'000; // out of what a reroll draws
    bar.setSettings(settings);
    QTest::mouseClick(bar.findChild<QToolButton*>("reroll"), Qt::LeftButton);
    CHECK(bar.settings().seed != settings.seed);
    CHECK(bar.settings().pixelRatio == Approx(0.4));
}

TEST_CASE("the message bar shows what, where, and what to try, and closes") {
    MessageBar bar;
    bar.showError({Error::Kind::BadInput, "is not a media file",
                   "/a/folder/with/a/name/that/is/much/too/long/for/a/title/clip.mp4", "Open another file"});
    CHECK(bar.isVisible());
    CHECK(bar.findChild<QLabel*>("messageTitle")->text() == "clip.mp4: is not a media file");
    const std::string details = bar.findChild<QLabel*>("messageDetails")->text().toStdString();
    CHECK_THAT(details, ContainsSubstring("/a/folder/with/a/name"));
    CHECK_THAT(details, ContainsSubstring("Open another file"));
    QTest::mouseClick(bar.findChild<QToolButton*>("messageClose"), Qt::LeftButton);
    CHECK_FALSE(bar.isVisible());
    bar.showError({Error::Kind::Cancelled, "Cancelled", "", ""});
    CHECK_FALSE(bar.isVisible());
}

TEST_CASE("a message goes when what it told is mended, and not when something else is") {
    MessageBar bar;
    bar.showError({Error::Kind::NotFound, "no such file", "weights", ""}, "checkpoint");
    bar.settle("clip");
    CHECK(bar.isVisible());
    CHECK(bar.findChild<QLabel*>("messageTitle")->text() == "weights: no such file");
    bar.settle("checkpoint");
    CHECK_FALSE(bar.isVisible());
}

TEST_CASE("an open message survives a change of theme") {
    MessageBar bar;
    bar.showText("title", "", MessageBar::Level::Warning);
    applyTheme(*qApp, Theme::Dark);
    QTest::qWait(1);
    CHECK(bar.grab().toImage().pixelColor(1, 5) == viewColors(bar.palette()).warning);
    applyTheme(*qApp, Theme::Light);
}

TEST_CASE("the job line shows while something runs and cancels what it shows") {
    JobStatus status;
    QSignalSpy spy(&status, &JobStatus::cancelRequested);
    status.report("a", 0.25, "decoding");
    status.report("b", 0.5, "loading");
    CHECK(status.isVisible());
    QTest::mouseClick(status.findChild<QToolButton*>("jobCancel"), Qt::LeftButton);
    REQUIRE(spy.count() == 1);
    CHECK(spy.front().front().toString() == "b");
    status.finish("b");
    CHECK(status.isVisible());
    status.finish("a");
    CHECK_FALSE(status.isVisible());
    status.report("c", 0.0, "short"); // so soon after the others
    CHECK_FALSE(status.isVisible());
    status.finish("c");
    QTest::qWait(400);
    CHECK_FALSE(status.isVisible());
    status.report("d", 0.0, "long");
    CHECK(status.isVisible());
    status.finish("d");
    status.report("e", 0.0, "long, and soon after");
    CHECK_FALSE(status.isVisible());
    CHECK(QTest::qWaitFor([&] { return status.isVisible(); }));
}

TEST_CASE("a click on the job line lists all work, and each can be cancelled") {
    JobStatus status;
    status.show();
    QSignalSpy spy(&status, &JobStatus::cancelRequested);
    status.report("export", 0.25, "painting");
    status.report("sweep", 0.5, "pass 3 of 6");
    auto* list = status.findChild<QWidget*>("jobList");
    REQUIRE(list != nullptr);
    CHECK_FALSE(list->isVisible());
    QTest::mouseClick(status.findChild<QToolButton*>("jobText"), Qt::LeftButton);
    REQUIRE(list->isVisible());
    auto* row = list->findChild<QWidget*>("job:export");
    REQUIRE(row != nullptr);
    CHECK(row->findChild<QLabel*>()->text().contains("painting"));
    QTest::mouseClick(row->findChild<QToolButton*>(), Qt::LeftButton);
    REQUIRE(spy.count() == 1);
    CHECK(spy.front().front().toString() == "export");
    status.finish("export");
    QTest::qWait(1);
    CHECK(list->findChild<QWidget*>("job:export") == nullptr);
    CHECK(list->findChild<QWidget*>("job:sweep") != nullptr);
    status.finish("sweep");
    CHECK_FALSE(list->isVisible());
}

TEST_CASE("time left is said when the pace tells it") {
    CHECK(timeLeftText(0.5, 1.0).isEmpty()); // too early
    CHECK(timeLeftText(0.01, 60.0).isEmpty());
    CHECK(timeLeftText(1.0, 60.0).isEmpty());
    CHECK(timeLeftText(0.25, 10.0).contains("30 s"));
    CHECK(timeLeftText(0.1, 60.0).contains("9 min"));
}

TEST_CASE("the metrics table holds the analysis' numbers and is dimmed while they are old") {
    ViewState state;
    MetricsPanel panel(state);
    const auto analysis = sampleAnalysis();
    panel.setAnalysis(analysis, false);
    const auto& table = *panel.findChild<QTableWidget*>("metricsTable");
    REQUIRE(analysis->pixel);
    CHECK(table.item(0, 0)->text() == QString::number(analysis->pixel->loss, 'f', 4));
    CHECK(panel.isEnabled());
    panel.setAnalysis(analysis, true);
    CHECK_FALSE(panel.isEnabled());
    panel.setAnalysis(nullptr, false);
    CHECK(table.item(0, 0)->text() == QString::fromUtf8("–"));
}

TEST_CASE("a regression is shown by names and values on their own scale, not as shares") {
    ViewState state;
    MetricsPanel panel(state);
    Analysis analysis = *sampleAnalysis();
    analysis.classes.clear();
    analysis.regression = {{"mood", -1.25}, {"tempo <bpm>", 118.5}};
    panel.setAnalysis(std::make_shared<Analysis>(analysis), false);
    const auto& values = *panel.findChild<QLabel*>("regressionValues");
    CHECK_FALSE(values.isHidden());
    for (const char* part : {"mood", "-1.25", "tempo &lt;bpm&gt;", "118.5"})
        CHECK_THAT(values.text().toStdString(), ContainsSubstring(part));
    CHECK_FALSE(values.text().contains("%"));
    CHECK(panel.findChild<QLabel*>("classesTitle")->text() == "Regression");
    panel.setAnalysis(sampleAnalysis(), false);
    CHECK(values.isHidden());
}

TEST_CASE("a doubt about the matching score stands with it") {
    ViewState state;
    MetricsPanel panel(state);
    Analysis analysis = *sampleAnalysis();
    analysis.matchingLogit = -9.0;
    analysis.matchingNote = "It is short.";
    panel.setAnalysis(std::make_shared<Analysis>(analysis), false);
    CHECK(panel.findChild<QLabel*>("matchingScore")->text().contains("It is short."));
}

TEST_CASE("the model card does not call a regression a classifier") {
    LoadReport report;
    report.hasClassifier = report.isRegression = true;
    const QString html = reportHtml("x", report, "cpu");
    CHECK(html.contains("regression"));
    CHECK_FALSE(html.contains("classifier"));
}

TEST_CASE("the model card shows the label and every kind of odd key") {
    LoadReport report;
    report.label = "untrained";
    report.architecture = "TvltForPreTraining";
    report.missing = {"encoder.a"};
    report.unexpected = {"extra<b>"};
    report.wrongShape = {{"decoder.c", {2, 3}, {3, 2}}};
    report.nonFinite = {"head.d"};
    const std::string html = reportHtml("x", report, "cpu").toStdString();
    for (const char* part :
         {"untrained", "TvltForPreTraining", "encoder.a", "extra&lt;b&gt;", "(2, 3)", "(3, 2)", "head.d"})
        CHECK_THAT(html, ContainsSubstring(part));
}

TEST_CASE("every icon that the program names is there and paints something") {
    for (const char* name : {"open", "checkpoint", "sound", "play", "pause", "step-back", "step-forward", "reroll",
                             "export", "cancel", "fit", "grid", "mask", "warning", "error", "info", "clip"}) {
        INFO(name);
        const QImage image = themedIcon(name).pixmap(32).toImage();
        REQUIRE_FALSE(image.isNull());
        bool painted = false;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                painted = painted || image.pixelColor(x, y).alpha() > 128;
        CHECK(painted);
    }
}

TEST_CASE("errors are listed by frame, and a line leads to its time") {
    ViewState state;
    state.reset(10.0);
    MetricsPanel panel(state);
    panel.show();
    auto analysis = sampleAnalysis();
    analysis->pixel->moments = {{0.0, 0.5, {}}, {0.5, 0.25, {}}};
    analysis->pixel->moments[1].metrics.masked = {3, 0.25, 6.0, 0.5, {}};
    panel.setAnalysis(analysis, false);
    auto& table = *panel.findChild<QTableWidget*>("momentTable");
    auto& scope = *panel.findChild<QComboBox*>("metricsScope");
    CHECK_FALSE(table.isVisible());
    scope.setCurrentIndex(1);
    REQUIRE(table.isVisible());
    REQUIRE(table.rowCount() == 2);
    CHECK(table.item(1, 0)->text() == "0.50");
    CHECK(table.item(1, 1)->text() == "100 %");
    CHECK(table.item(1, 2)->text() == "0.2500");
    CHECK(table.item(0, 2)->text() == QStringLiteral("–"));
    QSignalSpy chosen(&panel, &MetricsPanel::timeChosen);
    state.setTime(0.6);
    CHECK(table.currentRow() == 1);
    CHECK(chosen.count() == 0); // following the cursor is no choice
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualItemRect(table.item(0, 0)).center());
    REQUIRE(chosen.count() == 1);
    CHECK(chosen.front().front().toDouble() == 0.0);
    scope.setCurrentIndex(0);
    CHECK(panel.findChild<QTableWidget*>("metricsTable")->isVisible());
}
