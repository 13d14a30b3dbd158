#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/widgets/figure/recorder.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_layout.h"

#include <QPainter>

#include <algorithm>

using namespace tvlt;

namespace {

constexpr double kPixelsPerMm = 20.0;

Recording record(const ReconstructionFigure& figure) {
    Recorder recorder(QSize(qRound(figure.widthMm() * kPixelsPerMm), qRound(figure.heightMm() * kPixelsPerMm)));
    QPainter painter(&recorder);
    figure.paint(painter, {0.0, 0.0, figure.widthMm() * kPixelsPerMm, figure.heightMm() * kPixelsPerMm});
    painter.end();
    return recorder.recording();
}

QString allText(const Recording& recording) {
    QString text;
    for (const auto& item : recording.texts)
        text += item.text + QLatin1Char('\n');
    return text;
}

bool says(const Recording& recording, const QString& text) {
    return allText(recording).replace(QLatin1Char('\n'), QLatin1Char(' ')).contains(text);
}

bool overlap(const QRectF& a, const QRectF& b) {
    const QRectF common = a.intersected(b);
    return common.width() > 0.5 && common.height() > 0.5;
}

void checkTidy(const ReconstructionFigure& figure) {
    const Recording recording = record(figure);
    const QRectF page(0.0, 0.0, figure.widthMm() * kPixelsPerMm, figure.heightMm() * kPixelsPerMm);
    for (std::size_t i = 0; i < recording.texts.size(); ++i) {
        const auto& text = recording.texts[i];
        INFO(text.text.toStdString());
        CHECK(page.contains(text.rect));
        for (std::size_t j = i + 1; j < recording.texts.size(); ++j) {
            INFO(recording.texts[j].text.toStdString());
            CHECK_FALSE(overlap(text.rect, recording.texts[j].rect));
        }
        for (const QRectF& image : recording.images)
            CHECK_FALSE(overlap(text.rect, image));
    }
    CHECK(page.adjusted(-1.0, -1.0, 1.0, 1.0).contains(recording.extent));

    std::vector<QRectF> bands;
    for (const auto* rows : {&figure.layout().frames, &figure.layout().spectrograms})
        for (const RowPlace& row : *rows)
            bands.push_back(row.band);
    for (std::size_t i = 1; i < bands.size(); ++i)
        CHECK(bands[i].top() >= bands[i - 1].bottom());
    for (std::size_t i = 0; i < recording.images.size(); ++i)
        for (std::size_t j = i + 1; j < recording.images.size(); ++j)
            CHECK_FALSE(overlap(recording.images[i], recording.images[j]));
}

} // namespace

TEST_CASE("no text of a figure touches another, a picture or the page's edge") {
    struct Case {
        const char* name;
        SampleOptions options;
        FigureOptions figure;
    };
    std::vector<Case> cases(12);
    cases[0].name = "the sample";
    cases[1].name = "one frame";
    cases[1].options.frames = 1;
    cases[2].name = "sixteen frames";
    cases[2].options.frames = 16;
    cases[3].name = "a hundred frames";
    cases[3].options.frames = 100;
    cases[4].name = "no sound";
    cases[4].options.columns = 0;
    cases[5].name = "no picture";
    cases[5].options.frames = 0;
    cases[6].name = "no MAE head";
    cases[6].options.reconstruct = false;
    cases[7].name = "long narrow frames and sound";
    cases[7].options.frameWidth = 512;
    cases[7].options.frameHeight = 16;
    cases[7].options.columns = 2048;
    cases[7].options.duration = 2048 * 512 / 44100.0;
    cases[8].name = "high frames, one spectrogram column, late in a film";
    cases[8].options.frameWidth = 16;
    cases[8].options.frameHeight = 512;
    cases[8].options.columns = 1;
    cases[8].options.start = 7205.25;
    cases[8].options.duration = 0.01;
    cases[9].name = "one column of a journal";
    cases[9].figure.widthMm = 85.0;
    cases[10].name = "the narrowest with the largest text";
    cases[10].figure.widthMm = 80.0;
    cases[10].figure.fontPt = 9.0;
    cases[10].options.label = "demo model (drawn shapes), a label of some length";
    cases[11].name = "neither picture nor sound";
    cases[11].options.frames = 0;
    cases[11].options.columns = 0;
    for (const Case& c : cases) {
        INFO(c.name);
        checkTidy(ReconstructionFigure(sampleAnalysis(c.options), c.figure));
    }
}

TEST_CASE("a figure labels its rows, axes and bars") {
    const Recording recording = record(ReconstructionFigure(sampleAnalysis()));
    for (const char* text : {"Original", "Masked", "Reconstruction", "Error", "time (s)", "Hz", "level (dB)",
                             "sq. error", "error (dB)", "1k", "10k", "50 % hidden", "patch-level", "0.00 s", "0.19 s"})
        CHECK(says(recording, text));
}

TEST_CASE("the caption tells where the figure comes from") {
    SampleOptions options;
    auto analysis = sampleAnalysis(options);
    analysis->notes = {"The last 0.3 s are padding"};
    const Recording recording = record(ReconstructionFigure(analysis));
    for (const char* text :
         {"sample-checkpoint", "(untrained).", "sample.mp4", "pixel ratio 0.5", "audio ratio 0.5", "seed 7",
          "loss 0.0554", "PSNR 18.6 dB", "mean absolute error 6 dB", "cpu, f32", "The last 0.3 s are padding."})
        CHECK(says(recording, text));
}

TEST_CASE("the caption tells who said the classes, or the values of a regression") {
    const auto analysis = sampleAnalysis();
    analysis->classifier.emplace().name = "companion";
    CHECK(says(record(ReconstructionFigure(analysis)), "Classes by companion"));
    analysis->classes.clear();
    analysis->regression = {{"tempo", 120.0}};
    CHECK(says(record(ReconstructionFigure(analysis)), "Values by companion"));
}

TEST_CASE("a label of the checkpoint stands beside every reconstruction") {
    const auto count = [](const Recording& recording) {
        return std::count_if(recording.texts.begin(), recording.texts.end(),
                             [](const auto& text) { return text.text == "untrained"; });
    };
    SampleOptions options;
    options.frames = 16; // low rows have no room for details
    CHECK(count(record(ReconstructionFigure(sampleAnalysis(options)))) == 2);
    options.label.clear();
    CHECK_FALSE(says(record(ReconstructionFigure(sampleAnalysis(options))), "untrained"));
}

TEST_CASE("what cannot be shown is said") {
    SampleOptions options;
    options.reconstruct = false;
    const ReconstructionFigure figure(sampleAnalysis(options));
    CHECK(figure.layout().frames.size() == 2);
    CHECK(figure.layout().spectrograms.size() == 2);
    CHECK(says(record(figure), "no MAE head"));
    options = {};
    options.columns = 0;
    CHECK(says(record(ReconstructionFigure(sampleAnalysis(options))), "The clip has no sound."));
    options = {};
    options.frames = 0;
    CHECK(says(record(ReconstructionFigure(sampleAnalysis(options))), "The clip has no picture."));
}

TEST_CASE("frames stand at their times and the spectrogram lies under them") {
    SampleOptions options;
    options.frames = 8;
    const auto analysis = sampleAnalysis(options);
    const ReconstructionFigure figure(analysis);
    const FigureLayout& layout = figure.layout();
    for (std::size_t i = 0; i < 8; ++i)
        for (const RowPlace& row : layout.frames)
            CHECK(row.pictures[i].left() == Approx(layout.time.at(analysis->features->frameTimes[i])));
    const double half = 256.0 / 44100.0;
    const QRectF spectrogram = layout.spectrograms.front().pictures.front();
    CHECK(layout.time.valueAt(spectrogram.left()) == Approx(-half).margin(1e-9));
    CHECK(layout.time.valueAt(spectrogram.right()) == Approx(63.0 * 512.0 / 44100.0 + half));
}

TEST_CASE("frames that would overlap at their times stand in equal columns, joined to their times") {
    auto features = sampleFeatures();
    features->frameTimes = {0.0, 0.01, 0.02, 0.7};
    const ReconstructionFigure figure(sampleAnalysis({}, features));
    const FigureLayout& layout = figure.layout();
    const auto& pictures = layout.frames.front().pictures;
    CHECK(pictures[1].left() - pictures[0].left() == Approx(pictures[3].left() - pictures[2].left()));
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(layout.frameMarks[i].left == Approx(pictures[i].left()));
        CHECK(layout.frameMarks[i].onAxis == Approx(layout.time.at(features->frameTimes[i])));
    }
    checkTidy(figure);
}

TEST_CASE("values beyond a scale are owned up to on its colour bar") {
    auto analysis = sampleAnalysis();
    analysis->pastedSpectrogram.at(0, 0) = 35.0F;
    analysis->spectrogramError.at(0, 0) = 500.0F;
    const Recording recording = record(ReconstructionFigure(analysis));
    CHECK(says(recording, QStringLiteral("\u226520")));
    CHECK(says(recording, QStringLiteral("\u22656")));
}

TEST_CASE("options out of range are refused by name") {
    const auto analysis = sampleAnalysis();
    CHECK_THROWS_WITH(ReconstructionFigure(analysis, {.widthMm = 10.0}), ContainsSubstring("80 to 1000 mm"));
    CHECK_THROWS_WITH(ReconstructionFigure(analysis, {.dpi = 0}), ContainsSubstring("dots per inch"));
    CHECK_THROWS_WITH(ReconstructionFigure(analysis, {.fontPt = 99.0}), ContainsSubstring("4 to 14 pt"));
}
