#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_arguments.h"
#include "widgets/figure/figure_content.h"

#include <QImage>

using namespace tvlt;

TEST_CASE("a figure shows the rows that were chosen, with their bars") {
    const FigureContent all = figureContent(*sampleAnalysis());
    FigureChoice choice;
    choice.panels = {FigurePanel::Original, FigurePanel::Error};
    const FigureContent some = chosen(all, choice);
    REQUIRE(some.frames.rows.size() == 2);
    CHECK(some.frames.rows[0].label == all.frames.rows[0].label);
    CHECK(some.frames.rows[1].label == all.frames.rows[3].label);
    REQUIRE(some.frames.bars.size() == 1);
    CHECK(some.frames.bars[0].firstRow == 1);
    REQUIRE(some.spectrograms.bars.size() == 2); // levels along the original, errors beside theirs
    CHECK(some.spectrograms.bars[0].firstRow == 0);
    CHECK(some.spectrograms.bars[0].lastRow == 0);
    choice.panels = {FigurePanel::Masked};
    CHECK(chosen(all, choice).frames.bars.empty());
}

TEST_CASE("a figure shows the frames that were chosen, at their times") {
    const FigureContent all = figureContent(*sampleAnalysis());
    FigureChoice choice;
    choice.frames = {1, 3};
    const FigureContent some = chosen(all, choice);
    REQUIRE(some.frameTimes.size() == 2);
    CHECK(some.frameTimes[1] == all.frameTimes[3]);
    CHECK(some.frames.rows[0].pictures[1] == all.frames.rows[0].pictures[3]);
    CHECK(some.frames.rows[1].cells.size() == 2);
    choice.frames = {4};
    CHECK_THROWS_AS(chosen(all, choice), Exception);
}

TEST_CASE("a figure of nothing is refused") {
    const FigureContent all = figureContent(*sampleAnalysis());
    FigureChoice choice;
    choice.picture = choice.sound = false;
    CHECK_THROWS_AS(chosen(all, choice), Exception);
    choice = {};
    choice.panels.clear();
    CHECK_THROWS_AS(chosen(all, choice), Exception);
    choice = {};
    choice.sound = choice.caption = false;
    const FigureContent some = chosen(all, choice);
    CHECK(some.spectrograms.rows.empty());
    CHECK(some.caption.empty());
    CHECK_FALSE(some.frames.rows.empty());
}

TEST_CASE("levels and errors take the chosen colours") {
    const FigureContent content = figureContent(*sampleAnalysis(), {ColorMap::Viridis, ColorMap::Cividis});
    CHECK(content.spectrograms.bars[0].bar.scale.map == ColorMap::Viridis);
    CHECK(content.frames.bars[0].bar.scale.map == ColorMap::Cividis);
    CHECK(content.spectrograms.rows[0].pictures[0] !=
          figureContent(*sampleAnalysis()).spectrograms.rows[0].pictures[0]);
}

TEST_CASE("a recipe stands in the metadata of each format, and nowhere without one") {
    const TempFolder folder;
    FigureOptions options;
    const auto write = [&](const char* name) {
        exportFigure(sampleAnalysis(), folder / name, options);
        const auto bytes = readFile(folder / name, 1u << 28);
        return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    };
    // How the attachment's name is coded depends on the version of Qt.
    CHECK_FALSE(write("plain.pdf").contains("/EmbeddedFiles"));
    options.recipe = R"({"clip": "a & b"})";
    CHECK(QImage::fromData(write("a.png")).text("Recipe") == QString::fromStdString(options.recipe));
    CHECK(write("a.svg").contains("{&quot;clip&quot;: &quot;a &amp; b&quot;}</desc>"));
    const QByteArray pdf = write("a.pdf");
    CHECK(pdf.contains("/EmbeddedFiles"));
    CHECK(pdf == write("b.pdf"));
}

TEST_CASE("arguments say what is not the default") {
    FigureOptions options;
    CHECK(figureArguments(options).empty());
    options.widthMm = 85.0;
    options.choice.panels = {FigurePanel::Original, FigurePanel::Masked};
    options.choice.frames = {0, 2};
    options.choice.picture = false;
    options.choice.caption = false;
    options.colors.level = ColorMap::Cividis;
    CHECK(figureArguments(options) == std::vector<std::string>{"--figure-width", "85", "--panels", "original,masked",
                                                               "--figure-frames", "1,3", "--only", "sound",
                                                               "--level-colors", "cividis", "--no-caption"});
}
