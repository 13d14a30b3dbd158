#include "widgets/figure/figure_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/version.h"

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QString>
#include <QSvgGenerator>
#include <QUuid>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kMmPerInch = 25.4;

QString creator() {
    return QStringLiteral("TVLT Workbench ") + QString::fromLatin1(version());
}

[[noreturn]] void throwFailed(const std::filesystem::path& path, const char* what) {
    throw Exception({Error::Kind::Internal, what, path.string(), "Try another format."});
}

QByteArray pngBytes(const FigurePage& figure, const std::filesystem::path& path) {
    const double dpi = figure.dpi;
    QImage image(static_cast<int>(std::lround(figure.sizeMm.width() / kMmPerInch * dpi)),
                 static_cast<int>(std::lround(figure.sizeMm.height() / kMmPerInch * dpi)), QImage::Format_RGB32);
    if (image.isNull())
        throw Exception({Error::Kind::OutOfMemory, "the picture does not fit into memory", path.string(),
                         "Lower the width or the dpi, or write a PDF."});
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / kMmPerInch * 1000.0)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.fill(Qt::white);
    QPainter painter(&image);
    figure.paint(painter, QRectF(QPointF(), QSizeF(image.size())));
    painter.end();
    image.setText(QStringLiteral("Title"), figure.title);
    image.setText(QStringLiteral("Software"), creator());
    if (!figure.recipe.empty())
        image.setText(QStringLiteral("Recipe"), QString::fromStdString(figure.recipe));
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        throwFailed(path, "Qt could not encode the PNG");
    return buffer.data();
}

/// Browsers smooth images that are only "optimizeSpeed"; a machine without the font gets one of the same widths.
QByteArray forBrowsers(QByteArray svg) {
    svg.replace("image-rendering=\"optimizeSpeed\"",
                "image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"");
    svg.replace("font-family=\"DejaVu Sans\"", "font-family=\"DejaVu Sans, Verdana, sans-serif\"");
    return svg;
}

QByteArray svgBytes(const FigurePage& figure) {
    constexpr int kUnitsPerMm = 100;
    const QSize size(static_cast<int>(std::lround(figure.sizeMm.width() * kUnitsPerMm)),
                     static_cast<int>(std::lround(figure.sizeMm.height() * kUnitsPerMm)));
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(figure.title);
    generator.setDescription(creator());
    generator.setResolution(static_cast<int>(kMmPerInch * kUnitsPerMm));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    QPainter painter(&generator);
    figure.paint(painter, QRectF(QPointF(), QSizeF(size)));
    painter.end();
    QByteArray svg = forBrowsers(buffer.data());
    if (!figure.recipe.empty()) // by hand: QSvgGenerator does not escape a description
        svg.replace("</desc>", ". " + QString::fromStdString(figure.recipe).toHtmlEscaped().toUtf8() + "</desc>");
    return svg;
}

/// Blanks the time of writing, which is all that differs between two PDFs of one figure.
void dropCreationDate(QByteArray& pdf) {
    const qsizetype start = pdf.indexOf("/CreationDate (");
    const qsizetype end = start < 0 ? -1 : pdf.indexOf(')', start);
    for (qsizetype i = start; i >= 0 && i <= end; ++i)
        pdf[i] = ' ';
}

QByteArray pdfBytes(const FigurePage& figure, const std::filesystem::path& path) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(figure.title);
    writer.setCreator(creator());
    if (!figure.recipe.empty())
        writer.addFileAttachment(QStringLiteral("recipe.json"), QByteArray::fromStdString(figure.recipe),
                                 QStringLiteral("application/json"));
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    writer.setDocumentId(QUuid::createUuidV5(QUuid(), figure.title)); // else random: equal figures would differ
#endif
    writer.setResolution(1200);
    writer.setPageSize(QPageSize(QSizeF(figure.sizeMm.width(), figure.sizeMm.height()), QPageSize::Millimeter,
                                 figure.title, QPageSize::ExactMatch));
    writer.setPageMargins({});
    QPainter painter(&writer);
    if (!painter.isActive())
        throwFailed(path, "Qt could not start the PDF");
    figure.paint(painter, QRectF(painter.viewport()));
    painter.end();
    QByteArray bytes = buffer.data();
    dropCreationDate(bytes);
    return bytes;
}

std::string lowerExtension(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

} // namespace

void writeFigureFile(const FigurePage& figure, const std::filesystem::path& path) {
    const std::string extension = lowerExtension(path);
    if (extension != ".png" && extension != ".svg" && extension != ".pdf")
        throwUnsupported("figures are written as .png, .svg or .pdf, not " +
                             (extension.empty() ? std::string("without an extension") : extension),
                         path.string(), "End the name in .png, .svg or .pdf.");
    const QByteArray bytes = extension == ".png"   ? pngBytes(figure, path)
                             : extension == ".svg" ? svgBytes(figure)
                                                   : pdfBytes(figure, path);
    writeFileAtomically(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace tvlt
