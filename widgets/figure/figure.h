#pragma once

#include "core/analysis/analysis.h"

#include <QString>

#include <filesystem>
#include <memory>

class QPainter;
class QRectF;

namespace tvlt {

/// How a reconstruction figure looks. The defaults are those of `tvlt reconstruct` and of the window's export.
struct FigureOptions {
    double widthMm = 180.0; ///< two columns of a journal; the height follows from the content
    int dpi = 300;          ///< PNG only
    double fontPt = 7.0;
    bool patchGrid = false;
};

/// Paints original, masked, reconstruction with visible patches pasted, and error: frames above, spectrograms below,
/// one time axis in seconds, Hz on a mel axis, dB, colour bars, caption (checkpoint and its label, ratios, seed,
/// losses). Text is text, heat-map cells are exact rectangles or unsmoothed images. Needs a QGuiApplication (offscreen
/// is enough). Any thread that may use QPainter.
class ReconstructionFigure {
  public:
    ReconstructionFigure(std::shared_ptr<const Analysis> analysis, FigureOptions options);
    /// Width and height in millimetres.
    [[nodiscard]] double widthMm() const;
    [[nodiscard]] double heightMm() const;
    /// Paints into `target`, whose aspect ratio should be widthMm() : heightMm().
    void paint(QPainter& painter, const QRectF& target) const;

  private:
    std::shared_ptr<const Analysis> analysis_;
    FigureOptions options_;
};

/// Writes a figure as .png, .svg or .pdf (by extension, any case), atomically. Throws Exception (Unsupported for
/// another extension).
void exportFigure(const std::shared_ptr<const Analysis>& analysis, const std::filesystem::path& path,
                  const FigureOptions& options = {});

} // namespace tvlt
