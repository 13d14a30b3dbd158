#include "core/features/mel_filters.h"
#include "tests/support/catch.h"
#include "widgets/figure/axis_painter.h"
#include "widgets/figure/color_bar.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/figure/text_block.h"
#include "widgets/figure/tick.h"

#include <QFontMetricsF>

using namespace tvlt;

namespace {

std::vector<double> bandCentres(int bands, double topMel) {
    std::vector<double> centres;
    for (int i = 1; i <= bands; ++i)
        centres.push_back(melToHz(topMel * i / (bands + 1)));
    return centres;
}

std::vector<QString> labels(const std::vector<Tick>& ticks) {
    std::vector<QString> result;
    for (const Tick& tick : ticks)
        result.push_back(tick.label);
    return result;
}

} // namespace

TEST_CASE("the mel scale is linear below 1 kHz, logarithmic above, and undone by its inverse") {
    CHECK(hzToMel(200.0) == Approx(3.0));
    CHECK(hzToMel(1000.0) == Approx(15.0));
    CHECK(hzToMel(6400.0) == Approx(42.0));
    for (const double hz : {0.0, 55.0, 999.0, 1000.0, 1001.0, 22050.0})
        CHECK(melToHz(hzToMel(hz)) == Approx(hz));
}

TEST_CASE("a band's centre frequency stands in the middle of its band") {
    const auto centres = bandCentres(128, hzToMel(22050.0));
    const MelAxis axis(centres);
    REQUIRE(axis.bands() == 128);
    for (const int band : {0, 1, 64, 127}) {
        CHECK(axis.position(centres[static_cast<std::size_t>(band)]) == Approx(band + 0.5));
        CHECK(axis.hz(band + 0.5) == Approx(centres[static_cast<std::size_t>(band)]));
    }
    CHECK(axis.position(30000.0) > 128.0);
}

TEST_CASE("frequency ticks are round, ascending, inside the axis and as far apart as asked") {
    const MelAxis axis(bandCentres(128, hzToMel(22050.0)));
    const auto ticks = axis.ticks(16.0);
    CHECK(labels(ticks) == std::vector<QString>{"100", "1k", "2k", "5k", "10k", "20k"});
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        CHECK(ticks[i].value >= 0.0);
        CHECK(ticks[i].value <= 128.0);
        if (i > 0)
            CHECK(ticks[i].value - ticks[i - 1].value >= 16.0);
    }
    CHECK(axis.ticks(1000.0).size() == 1);
    CHECK(MelAxis().ticks(1.0).empty());
    CHECK(MelAxis({440.0}).position(440.0) == Approx(0.5));
}

TEST_CASE("ticks are round numbers within the range, never more than asked") {
    CHECK(labels(niceTicks(0.0, 5.94, 8)) == std::vector<QString>{"0", "1", "2", "3", "4", "5"});
    CHECK(labels(niceTicks(-60.0, 20.0, 5)) == std::vector<QString>{QStringLiteral("\u221260"),
                                                                    QStringLiteral("\u221240"),
                                                                    QStringLiteral("\u221220"), "0", "20"});
    CHECK(labels(niceTicks(12.31, 12.44, 4)) == std::vector<QString>{"12.35", "12.40"});
    for (const int most : {1, 2, 3, 7, 20}) {
        const auto ticks = niceTicks(0.123, 987.0, most);
        CHECK(ticks.size() <= static_cast<std::size_t>(most));
        for (const Tick& tick : ticks) {
            CHECK(tick.value >= 0.123);
            CHECK(tick.value <= 987.0);
        }
    }
    CHECK(niceTicks(1.0, 0.0, 5).empty());
    CHECK(niceTicks(2.0, 2.0, 5).size() == 1);
    CHECK(niceTicks(0.0, INFINITY, 5).empty());
}

TEST_CASE("the round number above a value is at most twice it") {
    for (const double value : {1e-6, 0.0554, 0.3, 1.0, 7.9, 9.1, 123.0}) {
        CHECK(niceCeiling(value) >= value * (1.0 - 1e-9));
        CHECK(niceCeiling(value) <= 2.0 * value);
    }
    CHECK(niceCeiling(0.0) == 1.0);
    CHECK(niceCeiling(-1.0) == 1.0);
}

TEST_CASE("an axis maps values to coordinates and back") {
    const AxisScale scale{10.0, 20.0, 300.0, 100.0};
    CHECK(scale.at(10.0) == 300.0);
    CHECK(scale.at(15.0) == 200.0);
    CHECK(scale.valueAt(scale.at(12.5)) == Approx(12.5));
}

TEST_CASE("a colour bar labels both ends, says what is beyond them, and leaves room between labels") {
    const QFontMetricsF metrics(figureFont(20.0));
    ColorBar bar{{ColorMap::Magma, 0.0F, 0.6F}, "error"};
    bar.clippedAbove = true;
    const auto ticks = colorBarTicks(bar, 200.0, metrics);
    CHECK(ticks.front().label == "0");
    CHECK(ticks.back().label == QStringLiteral("\u22650.6"));
    for (std::size_t i = 1; i < ticks.size(); ++i)
        CHECK((ticks[i].value - ticks[i - 1].value) / 0.6 * 200.0 >= metrics.height());
    CHECK(colorBarTicks(bar, 10.0, metrics).size() == 2);
    bar = {{ColorMap::Magma, 0.0F, 15.0F}, "error"};
    CHECK(labels(colorBarTicks(bar, metrics.height() * 6.0, metrics)) == std::vector<QString>{"0", "5", "10", "15"});
}

TEST_CASE("text wraps at spaces, breaks a word that is too long, and loses nothing") {
    const TextRun sentence{"one two three four five six seven"};
    const TextBlock wide({sentence}, 1e6, 20.0);
    CHECK(wide.lines() == 1);
    const TextBlock narrow({sentence}, wide.width() / 3.0, 20.0);
    CHECK(narrow.lines() > 2);
    CHECK(narrow.width() <= wide.width() / 3.0);
    const TextBlock word({{QString(300, 'x')}}, wide.width(), 20.0);
    CHECK(word.lines() > 2);
    CHECK(word.width() <= wide.width());
    CHECK(TextBlock({}, 100.0, 20.0).height() == 0.0);
    CHECK(TextBlock({{"a b"}}, 0.1, 20.0).lines() == 2);
}
