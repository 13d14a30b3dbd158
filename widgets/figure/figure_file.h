#pragma once

#include <QSizeF>
#include <QString>

#include <filesystem>
#include <functional>
#include <string>

class QPainter;
class QRectF;

namespace tvlt {

/// A figure that is ready to be written.
struct FigurePage {
    QString title; ///< in the file's metadata
    QSizeF sizeMm;
    double dpi = 300.0; ///< of a PNG
    std::function<void(QPainter&, const QRectF& target)> paint;
    std::string recipe{}; ///< JSON for the file's metadata; empty: none
};

/// Writes a page as .png, .svg or .pdf (by extension, any case), atomically; equal pages give equal bytes. Throws
/// Exception (Unsupported for another extension).
void writeFigureFile(const FigurePage& figure, const std::filesystem::path& path);

} // namespace tvlt
