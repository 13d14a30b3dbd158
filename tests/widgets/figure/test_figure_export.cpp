#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/palette.h"

#include <QByteArray>
#include <QImage>
#include <QtEndian>

#include <fstream>

using namespace tvlt;

namespace {

const ColorScale kLevels{ColorMap::Magma, -60.0F, 20.0F};
enum Row { Original, Masked, Pasted };

QByteArray written(const std::shared_ptr<const Analysis>& analysis, const char* name) {
    TempFolder folder;
    exportFigure(analysis, folder / name);
    const auto bytes = readFile(folder / name, 1u << 28);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

QImage png(const std::shared_ptr<const Analysis>& analysis) {
    return QImage::fromData(written(analysis, "figure.png"));
}

/// The pixel in the middle of a spectrogram's cell.
QRgb cellPixel(const QImage& image, const FigureLayout& layout, Row row, const Grid& grid, int column, int band) {
    const QRectF rect = layout.spectrograms[row].pictures.front();
    const double x = rect.left() + (column + 0.5) / grid.rows * rect.width();
    const double y = rect.bottom() - (band + 0.5) / grid.cols * rect.height();
    return image.pixel(static_cast<int>(x / layout.size.width() * image.width()),
                       static_cast<int>(y / layout.size.height() * image.height()));
}

/// All images of the PDF that are `size` large, unpacked.
std::vector<QByteArray> pdfImages(const QByteArray& pdf, QSize size) {
    std::vector<QByteArray> images;
    for (qsizetype at = pdf.indexOf("/Subtype /Image"); at >= 0; at = pdf.indexOf("/Subtype /Image", at + 1)) {
        const qsizetype begin = pdf.indexOf("stream\n", at) + 7;
        const QByteArray header = pdf.mid(at, begin - at);
        if (!header.contains("/Width " + QByteArray::number(size.width()) + "\n") ||
            !header.contains("/Height " + QByteArray::number(size.height()) + "\n"))
            continue;
        QByteArray packed(4, '\0');
        qToBigEndian<quint32>(static_cast<quint32>(size.width() * size.height() * 3), packed.data());
        images.push_back(qUncompress(packed + pdf.mid(begin, pdf.indexOf("endstream", begin) - begin)));
    }
    return images;
}

QByteArray rgbBytes(const QImage& image) {
    QByteArray bytes;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            for (const int level : {qRed(image.pixel(x, y)), qGreen(image.pixel(x, y)), qBlue(image.pixel(x, y))})
                bytes.append(static_cast<char>(level));
    return bytes;
}

} // namespace

TEST_CASE("every spectrogram cell of a PNG has its colour, and hidden ones are covered") {
    const auto analysis = sampleAnalysis();
    const ClipFeatures& features = *analysis->features;
    const FigureLayout layout = ReconstructionFigure(analysis).layout();
    const QImage image = png(analysis);
    const Grid& grid = features.spectrogram;
    int wrong = 0;
    int uncovered = 0;
    int unpasted = 0;
    for (int column = 0; column < grid.rows; ++column) {
        for (int band = 0; band < grid.cols; ++band) {
            const QRgb expected = kLevels.colorAt(grid.at(column, band));
            wrong += cellPixel(image, layout, Original, grid, column, band) != expected;
            const int token = features.layout.audioToken({column / 16, band / 16});
            const bool hidden = analysis->mask.audio.hidden[static_cast<std::size_t>(token)] != 0;
            uncovered += (cellPixel(image, layout, Masked, grid, column, band) == expected) == hidden;
            unpasted += cellPixel(image, layout, Pasted, grid, column, band) !=
                        kLevels.colorAt(analysis->pastedSpectrogram.at(column, band));
        }
    }
    CHECK(wrong == 0);
    CHECK(uncovered == 0);
    CHECK(unpasted == 0);
}

TEST_CASE("hidden patches of a frame are covered in the masked row alone") {
    const auto analysis = sampleAnalysis();
    const FigureLayout layout = ReconstructionFigure(analysis).layout();
    const QImage image = png(analysis);
    int covered = 0;
    for (int token = 0; token < analysis->features->layout.pixelTokens(); ++token) {
        const PixelPlace place = analysis->features->layout.pixelPlace(token);
        const auto pixelOf = [&](Row row) {
            const QRectF rect = layout.frames[row].pictures[static_cast<std::size_t>(place.frame)];
            const double x = rect.left() + (place.col * 16 + 4.5) / 32.0 * rect.width();
            const double y = rect.top() + (place.row * 16 + 5.5) / 32.0 * rect.height();
            return image.pixel(static_cast<int>(x / layout.size.width() * image.width()),
                               static_cast<int>(y / layout.size.height() * image.height()));
        };
        const QRgb given = toQImage(analysis->features->frames[static_cast<std::size_t>(place.frame)])
                               .pixel(place.col * 16 + 4, place.row * 16 + 5);
        const bool hidden = analysis->mask.pixel.hidden[static_cast<std::size_t>(token)] != 0;
        CHECK(pixelOf(Original) == given);
        CHECK((pixelOf(Masked) == given) == !hidden);
        CHECK((pixelOf(Pasted) == given) == !hidden);
        covered += hidden;
    }
    CHECK(covered == 8);
}

TEST_CASE("a PNG states its resolution and has a pixel for every cell of a long clip") {
    SampleOptions options;
    options.columns = 2048;
    options.mels = 128;
    options.duration = 2048 * 512 / 44100.0;
    const auto analysis = sampleAnalysis(options);
    const ReconstructionFigure figure(analysis);
    const QImage image = png(analysis);
    CHECK(image.dotsPerMeterX() == image.dotsPerMeterY());
    CHECK(image.width() / (image.dotsPerMeterX() / 1000.0) == Approx(figure.widthMm()).epsilon(0.001));
    const double width = figure.layout().spectrograms.front().pictures.front().width();
    CHECK(width / figure.layout().size.width() * image.width() >= 2048.0);
    CHECK(png(sampleAnalysis()).dotsPerMeterX() == qRound(300 / 0.0254));
}

TEST_CASE("an SVG holds its words as text and its heat maps as exact pictures") {
    const auto analysis = sampleAnalysis();
    const QByteArray svg = written(analysis, "figure.SVG");
    for (const char* text :
         {">Original<", ">Masked<", ">Reconstruction<", ">Error<", ">untrained<", ">time (s)<", ">Hz<"})
        CHECK(svg.contains(text));
    CHECK(svg.count("<text") > 50);
    CHECK(svg.contains("width=\"180mm\""));
    const QImage expected = spectrogramImage(analysis->features->spectrogram, kLevels);
    int same = 0;
    constexpr char kBefore[] = "data:image/png;base64,";
    for (qsizetype at = svg.indexOf(kBefore); at >= 0; at = svg.indexOf(kBefore, at + 1)) {
        const qsizetype begin = at + static_cast<qsizetype>(sizeof kBefore) - 1;
        const auto image = QImage::fromData(QByteArray::fromBase64(svg.mid(begin, svg.indexOf('"', begin) - begin)));
        same += image.convertToFormat(QImage::Format_RGB32) == expected;
    }
    CHECK(same == 2); // original and masked
    CHECK(svg.count("image-rendering:pixelated") == svg.count(kBefore));
}

TEST_CASE("a PDF embeds its font and keeps heat maps without loss") {
    const auto analysis = sampleAnalysis();
    const QByteArray pdf = written(analysis, "figure.pdf");
    CHECK(pdf.startsWith("%PDF-"));
    CHECK(pdf.contains("/FontFile2"));
    CHECK_FALSE(pdf.contains("/DCTDecode"));
    CHECK_FALSE(pdf.contains("/CreationDate"));
    const auto images = pdfImages(pdf, {64, 32});
    const QByteArray expected = rgbBytes(spectrogramImage(analysis->features->spectrogram, kLevels));
    CHECK(std::count(images.begin(), images.end(), expected) >= 1);
    const QByteArray pasted = rgbBytes(spectrogramImage(analysis->pastedSpectrogram, kLevels));
    CHECK(std::count(images.begin(), images.end(), pasted) == 1);
}

TEST_CASE("equal analyses give equal files") {
    for (const char* name : {"figure.png", "figure.svg", "figure.pdf"}) {
        INFO(name);
        CHECK(written(sampleAnalysis(), name) == written(sampleAnalysis(), name));
    }
}

TEST_CASE("another extension is refused with the three that work") {
    TempFolder folder;
    for (const char* name : {"figure.jpg", "figure", "png"}) {
        INFO(name);
        try {
            exportFigure(sampleAnalysis(), folder / name);
            FAIL("was written");
        } catch (const Exception& e) {
            CHECK(e.error().kind == Error::Kind::Unsupported);
            CHECK_THAT(e.error().message(), ContainsSubstring(".png, .svg or .pdf"));
        }
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a folder that is not there fails, and is named") {
    TempFolder folder;
    for (const char* name : {"none/figure.png", "none/figure.svg", "none/figure.pdf"})
        CHECK_THROWS_WITH(exportFigure(sampleAnalysis(), folder / name), ContainsSubstring("none"));
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a failed export leaves the old figure whole") {
    TempFolder folder;
    const auto path = folder / "figure.png";
    exportFigure(sampleAnalysis(), path);
    const auto before = readFile(path, 1u << 28);
    CHECK_THROWS(exportFigure(sampleAnalysis(), path, {.dpi = 1}));
    CHECK(readFile(path, 1u << 28) == before);
}
