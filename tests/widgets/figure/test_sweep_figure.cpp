#include "core/base/error.h"
#include "core/sweep/sweep.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"
#include "widgets/figure/comparison_figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/palette.h"
#include "widgets/figure/sweep_figure.h"

#include <QImage>
#include <QPainter>

using namespace tvlt;

namespace {

/// Losses that rise with the own ratio; the second seed lies above the first.
Sweep cross() {
    Sweep sweep;
    sweep.base.pixelRatio = 0.75;
    sweep.base.audioRatio = 0.15;
    sweep.trained = sweep.base;
    sweep.clip = "clip.mp4";
    sweep.checkpoint = "model";
    for (const std::uint64_t seed : {3, 4}) {
        for (const double ratio : {0.25, 0.5, 0.75, 1.0})
            sweep.samples.push_back({{ratio, 0.15, seed}, ratio * 0.1 + double(seed) * 0.01, 0.04, 5.0 - 10.0 * ratio});
        for (const double ratio : {0.25, 0.5, 1.0})
            sweep.samples.push_back({{0.75, ratio, seed}, 0.08, ratio * 0.2, 1.0});
    }
    sweep.planned = sweep.samples.size();
    return sweep;
}

QImage painted(const SweepFigure& figure) {
    const QSizeF size = figure.sizeMm() * 6.0;
    QImage image(size.toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    figure.paint(painter, QRectF(QPointF(), QSizeF(image.size())));
    return image;
}

/// The colour at a place of a panel, given as its ratio and value.
QColor colorAt(const QImage& image, const SweepFigure& figure, const SweepPanelPlace& place, double ratio,
               double value) {
    const double scale = image.width() / (figure.sizeMm().width() * kUnitsPerMm);
    const AxisScale across{0.0, 1.0, place.plot.left(), place.plot.right()};
    const AxisScale up{place.panel.low, place.panel.high, place.plot.bottom(), place.plot.top()};
    return image.pixelColor(int(across.at(ratio) * scale), int(up.at(value) * scale));
}

} // namespace

TEST_CASE("a sweep's figure has a panel for each measure over each ratio") {
    const SweepFigure figure(cross());
    REQUIRE(figure.panels().size() == 6);
    CHECK(figure.maps().empty());
    const SweepPanel& first = figure.panels()[0].panel;
    CHECK(first.measure == SweepMeasure::PixelLoss);
    CHECK(first.varied == Modality::Pixel);
    CHECK(first.trained == 0.75);
    // One scale for a measure, so that the two can be compared.
    CHECK(first.high == figure.panels()[1].panel.high);
    for (const SweepPanelPlace& place : figure.panels())
        CHECK(QRectF(QPointF(), figure.sizeMm() * kUnitsPerMm).contains(place.plot));
}

TEST_CASE("a curve is painted through its means and its band around them") {
    const SweepFigure figure(cross());
    const QImage image = painted(figure);
    const SweepPanelPlace& place = figure.panels()[0];
    const SweepStep& step = place.panel.curve[1];
    const QColor line = colorAt(image, figure, place, step.ratio, step.mean);
    CHECK(std::abs(line.red() - palette::kVideo.red()) < 12);
    CHECK(std::abs(line.blue() - palette::kVideo.blue()) < 12);
    const QColor band = colorAt(image, figure, place, 0.4, 0.04 + 0.035 + 0.8 * step.deviation);
    CHECK(band != QColor(Qt::white));
    CHECK(band.red() > palette::kVideo.red() + 80);
    CHECK(colorAt(image, figure, place, 0.35, place.panel.high * 0.98) == QColor(Qt::white));
}

TEST_CASE("both ratios together make heat maps") {
    Sweep sweep = cross();
    sweep.samples.clear();
    for (const double pixel : {0.0, 0.5, 1.0})
        for (const double audio : {0.0, 0.5, 1.0})
            sweep.samples.push_back({{pixel, audio, 3}, pixel, audio, pixel - audio});
    sweep.planned = sweep.samples.size();
    const SweepFigure figure(sweep);
    REQUIRE(figure.maps().size() == 3);
    const SweepMapPlace& map = figure.maps()[0];
    const QImage image = painted(figure);
    const double scale = image.width() / (figure.sizeMm().width() * kUnitsPerMm);
    const auto cell = [&](int pixel, int audio) {
        return image.pixel(int((map.plot.left() + (pixel + 0.5) * map.plot.width() / 3.0) * scale),
                           int((map.plot.bottom() - (audio + 0.5) * map.plot.height() / 3.0) * scale));
    };
    CHECK(cell(0, 0) == map.bar.scale.colorAt(0.0F));
    CHECK(cell(0, 2) == map.bar.scale.colorAt(0.0F));
    CHECK(cell(2, 0) == map.bar.scale.colorAt(1.0F));
}

TEST_CASE("a sweep without two ratios has no figure, and a file of it is written in every format") {
    Sweep sweep = cross();
    sweep.samples.resize(1);
    CHECK_THROWS_AS(SweepFigure(sweep), Exception);
    const TempFolder folder;
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        writeFigureFile(sweepPage(cross()), folder / name);
        CHECK(std::filesystem::file_size(folder / name) > 1000);
    }
    CHECK_THROWS_AS(writeFigureFile(sweepPage(cross()), folder / "a.gif"), Exception);
}

TEST_CASE("a comparison shows the original once and every answer under its name") {
    SampleOptions options;
    const auto features = sampleFeatures(options);
    std::vector<ComparedAnalysis> compared;
    for (const double ratio : {0.25, 0.75}) {
        options.mask.pixelRatio = ratio;
        compared.push_back({QStringLiteral("ratio %1").arg(ratio), sampleAnalysis(options, features)});
    }
    const FigureContent content = comparisonContent(compared);
    REQUIRE(content.frames.rows.size() == 3);
    CHECK(content.frames.rows[0].label == "Original");
    CHECK(content.frames.rows[1].label == "ratio 0.25");
    CHECK(content.frames.rows[2].label == "ratio 0.75");
    CHECK(content.frames.rows[1].details.front() == "25 % hidden");
    CHECK(content.frames.rows[1].pictures != content.frames.rows[2].pictures);
    CHECK(content.spectrograms.rows.size() == 3);
    REQUIRE(content.spectrograms.bars.size() == 1);
    CHECK(content.spectrograms.bars[0].lastRow == 2);

    options.start = 2.0;
    compared.push_back({QStringLiteral("later"), sampleAnalysis(options)});
    CHECK_THROWS_AS(comparisonContent(compared), Exception);
    CHECK_THROWS_AS(comparisonContent({}), Exception);
}
