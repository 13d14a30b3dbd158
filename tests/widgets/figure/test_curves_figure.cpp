#include "core/base/error.h"
#include "core/base/file.h"
#include "core/curves/training_curves.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "tests/widgets/figure/recorder.h"
#include "widgets/figure/curves_figure.h"
#include "widgets/figure/curves_layout.h"
#include "widgets/figure/palette.h"

#include <QImage>
#include <QPainter>

#include <cmath>

using namespace tvlt;

namespace {

constexpr double kPixelsPerMm = 10.0;

TrainingCurves run(std::size_t steps) {
    TrainingCurves curves;
    curves.name = "shapes";
    for (std::size_t i = 0; i < steps; ++i) {
        const double at = static_cast<double>(i + 1);
        const double noise = 1.0 + 0.3 * std::sin(at * 1.7);
        const bool validated = i % std::max<std::size_t>(1, steps / 8) == steps / 16;
        const auto add = [&](MeasuredCurve& curve, double value) {
            curve.training.push_back(value * noise);
            curve.validation.push_back(validated ? 0.8 * value : NAN);
        };
        curves.steps.push_back(at);
        curves.clips.push_back(24.0 * at);
        curves.learningRate.push_back(1.5e-3 * std::min(1.0, at / 50.0));
        curves.gradientNorm.push_back(noise / std::sqrt(at));
        add(curves.pixelLoss, 0.03 + 0.9 / at);
        add(curves.audioLoss, 0.07 + 0.9 / at);
        add(curves.matchingLoss, 0.69);
        add(curves.accuracy, 0.5);
    }
    return curves;
}

TrainingCurves taskOnly(TrainingCurves curves) {
    curves.taskLoss = std::exchange(curves.pixelLoss, {});
    curves.audioLoss = curves.matchingLoss = curves.accuracy = {};
    return curves;
}

TrainingCurves withoutValidation(TrainingCurves curves) {
    for (MeasuredCurve* curve : {&curves.pixelLoss, &curves.audioLoss, &curves.matchingLoss, &curves.accuracy})
        curve->validation.assign(curves.steps.size(), NAN);
    return curves;
}

Recording record(const CurvesFigure& figure) {
    Recorder recorder(QSize(qRound(figure.widthMm() * kPixelsPerMm), qRound(figure.heightMm() * kPixelsPerMm)));
    QPainter painter(&recorder);
    figure.paint(painter, {0.0, 0.0, figure.widthMm() * kPixelsPerMm, figure.heightMm() * kPixelsPerMm});
    painter.end();
    return recorder.recording();
}

bool says(const Recording& recording, const QString& words) {
    return std::any_of(recording.texts.begin(), recording.texts.end(),
                       [&](const Recording::Text& text) { return text.text.contains(words); });
}

QImage painted(const CurvesFigure& figure) {
    QImage image(qRound(figure.widthMm() * kPixelsPerMm), qRound(figure.heightMm() * kPixelsPerMm),
                 QImage::Format_RGB32);
    QPainter painter(&image);
    figure.paint(painter, image.rect());
    return image;
}

/// Whether `color` is painted within half a millimetre of where a panel shows a value of a step.
bool hasColorAt(const QImage& image, const CurvesFigure& figure, const CurvePanel& panel, double step, double value,
                const QColor& color) {
    const double perUnit = image.width() / figure.layout().size.width();
    const AxisScale up{panel.axis.low, panel.axis.high, panel.plot.bottom(), panel.plot.top()};
    const QPoint middle(qRound(panel.steps.at(step) * perUnit), qRound(up.at(panel.axis.position(value)) * perUnit));
    for (int dy = -5; dy <= 5; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
            if (const QPoint at = middle + QPoint(dx, dy); image.valid(at) && image.pixel(at) == color.rgb())
                return true;
    return false;
}

} // namespace

TEST_CASE("no text of training curves touches another or the page's edge") {
    const CurvesFigureOptions narrow{.widthMm = 90.0};
    const CurvesFigureOptions large{.fontPt = 12.0};
    for (const auto& curves : {run(1), run(2), run(40), run(20'000), taskOnly(run(300)), withoutValidation(run(99))}) {
        for (const auto& options : {CurvesFigureOptions{}, narrow, large}) {
            const CurvesFigure figure(curves, options);
            const Recording recording = record(figure);
            const QRectF page(0.0, 0.0, figure.widthMm() * kPixelsPerMm, figure.heightMm() * kPixelsPerMm);
            CAPTURE(curves.steps.size(), options.widthMm, options.fontPt);
            for (std::size_t i = 0; i < recording.texts.size(); ++i) {
                INFO(recording.texts[i].text.toStdString());
                CHECK(page.contains(recording.texts[i].rect));
                for (std::size_t j = i + 1; j < recording.texts.size(); ++j) {
                    INFO(recording.texts[j].text.toStdString());
                    const QRectF common = recording.texts[i].rect.intersected(recording.texts[j].rect);
                    CHECK_FALSE((common.width() > 0.5 && common.height() > 0.5));
                }
            }
        }
    }
}

TEST_CASE("there is a panel for what a run has, and none for what it has not") {
    const Recording all = record(CurvesFigure(run(500)));
    for (const char* words : {"Training run shapes", "500 steps", "12000 clips", "Pixel loss", "Audio loss",
                              "Matching loss", "Matching accuracy", "Learning rate", "Gradient norm", "each step",
                              "mean over 13 steps", "validation", "chance", "step", "clips seen"})
        CHECK(says(all, words));
    CHECK_FALSE(says(all, "Task loss"));
    const Recording task = record(CurvesFigure(taskOnly(withoutValidation(run(500)))));
    CHECK(says(task, "Task loss"));
    for (const char* words : {"Pixel loss", "accuracy", "validation", "chance"})
        CHECK_FALSE(says(task, words));
    CHECK_FALSE(says(record(CurvesFigure(run(1))), "mean over"));
}

TEST_CASE("a panel shows its mean and its validation where their values are") {
    const TrainingCurves curves = run(10'000);
    const CurvesFigure figure(curves);
    const QImage image = painted(figure);
    REQUIRE(figure.layout().panels.size() == 6);
    const QColor colors[] = {palette::kVideo, palette::kAudio, palette::kWhole, palette::kWhole};
    for (std::size_t p = 0; p < 4; ++p) {
        const CurvePanel& panel = figure.layout().panels[p];
        INFO(panel.title.toStdString());
        CHECK(panel.color == colors[p]);
        REQUIRE(panel.validation.size() == 8);
        for (const CurvePoint& point : panel.validation)
            CHECK(hasColorAt(image, figure, panel, point.x, point.y, validationColor(panel.color)));
        const CurvePoint& between = panel.mean[panel.mean.size() / 2];
        CHECK(hasColorAt(image, figure, panel, between.x, between.y, panel.color));
        CHECK_FALSE(hasColorAt(image, figure, panel, between.x, panel.axis.logarithmic ? 0.9 : 0.1, panel.color));
    }
    CHECK(figure.layout().panels[0].axis.logarithmic);
    CHECK_FALSE(figure.layout().panels[3].axis.logarithmic);
}

TEST_CASE("a single step is a dot, and gaps are passed over") {
    const CurvesFigure single(run(1));
    const CurvePanel& panel = single.layout().panels[0];
    CHECK(hasColorAt(painted(single), single, panel, 1.0, panel.raw.front().y, rawColor(palette::kVideo)));
    TrainingCurves gaps = run(400);
    for (std::size_t i = 0; i < 400; i += 3)
        gaps.audioLoss.training[i] = i % 2 == 0 ? NAN : INFINITY;
    const CurvesFigure figure(gaps);
    for (const CurvePoint& point : figure.layout().panels[1].mean)
        CHECK(std::isfinite(point.y));
}

TEST_CASE("an axis is logarithmic for a wide range of positive values, and its ticks are round and few") {
    const CurveAxis loss = curveAxis({0.02, 0.98, 0.03}, 7);
    CHECK(loss.logarithmic);
    CHECK(loss.position(0.1) == Approx(-1.0));
    CHECK(std::isnan(loss.position(0.0)));
    for (const CurveRange& range :
         {CurveRange{0.02, 0.98, 0.03}, CurveRange{1e-9, 1e9, 1e-9}, CurveRange{1e-5, 3.0, 0.01},
          CurveRange{0.5, 0.7, 0.6}, CurveRange{0.0, 1.0, 0.0}, CurveRange{2.0, 2.0, 2.0}}) {
        for (const int most : {2, 3, 7}) {
            const CurveAxis axis = curveAxis(range, most);
            CAPTURE(range.least, range.most, most);
            CHECK(axis.low < axis.high);
            CHECK(!axis.ticks.empty());
            CHECK(axis.ticks.size() <= static_cast<std::size_t>(most));
            for (const Tick& tick : axis.ticks)
                CHECK((tick.value >= axis.low && tick.value <= axis.high));
        }
    }
    CHECK_FALSE(curveAxis({0.0, 1.0, 0.0}, 5).logarithmic);
    CHECK_FALSE(curveAxis({0.1, 1.0, 0.1, false}, 5).logarithmic);
    CHECK(curveAxis({1e-5, 3.0, 0.01}, 5).low > std::log10(5e-4)); // one lucky batch does not squeeze the rest
    CHECK(powerOfTen(-12) == QStringLiteral("10\u207b\u00b9\u00b2"));
    CHECK(countText(9500.0) == "9500");
    CHECK(countText(12'000.0) == "12k");
    CHECK(countText(2.5e6) == "2.5M");
}

TEST_CASE("curves are written as PNG, SVG and PDF, the same each time, and nothing else") {
    const TempFolder folder;
    for (const char* name : {"curves.png", "curves.SVG", "curves.pdf"}) {
        INFO(name);
        exportCurves(run(2000), folder / name);
        const auto first = readFile(folder / name, 1u << 24);
        exportCurves(run(2000), folder / name);
        CHECK(first == readFile(folder / name, 1u << 24));
        CHECK(first.size() > 5000);
    }
    CHECK(readTextFile(folder / "curves.SVG").find(">Pixel loss<") != std::string::npos);
    CHECK(QImage(QString::fromStdString((folder / "curves.png").string())).width() == qRound(180 / 25.4 * 160));
    CHECK_THROWS_WITH(exportCurves(run(3), folder / "curves.jpg"), ContainsSubstring(".png, .svg or .pdf"));
    CHECK_THROWS_AS(exportCurves(run(3), folder / "x.png", {.widthMm = 10.0}), Exception);
}
