#pragma once

#include "widgets/figure/figure_choice.h"
#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_look.h"

#include <filesystem>
#include <memory>
#include <string>

class QPainter;
class QRectF;
class QString;

namespace tvlt {

struct Analysis;
struct FigureContent;
struct FigureLayout;

/// How a reconstruction figure looks. The defaults are those of `tvlt reconstruct` and of the window's export.
struct FigureOptions {
    double widthMm = 180.0; ///< two columns of a journal; 80 to 1000; the height follows from the content
    int dpi = 300; ///< PNG only, 30 to 1200; raised, to 600 at most, where a heat map's cell would be less than a pixel
    double fontPt = 7.0; ///< 4 to 14
    bool patchGrid = false;
    FigureChoice choice{};
    FigureColors colors{};
    /// How the figure was made, as JSON, for the file's metadata: a text "Recipe" in PNG, the description in SVG, the
    /// attachment recipe.json in PDF. Empty: none.
    std::string recipe{};
};

/// Paints original, masked, reconstruction with visible patches pasted, and error: frames above, spectrograms below,
/// one time axis in seconds, Hz on a mel axis, dB, colour bars, caption (checkpoint and its label, ratios, seed,
/// losses). Text is text, heat maps are unsmoothed images of one pixel a cell. Needs a QGuiApplication (offscreen is
/// enough). Any thread that may use QPainter. The constructor throws BadInput for options out of range.
class ReconstructionFigure {
  public:
    explicit ReconstructionFigure(const std::shared_ptr<const Analysis>& analysis, const FigureOptions& options = {});
    /// Of rows that were chosen otherwise, such as comparisonContent()'s and mapContent()'s.
    explicit ReconstructionFigure(FigureContent content, const FigureOptions& options = {});
    ~ReconstructionFigure();
    ReconstructionFigure(ReconstructionFigure&&) noexcept;
    ReconstructionFigure& operator=(ReconstructionFigure&&) noexcept;

    [[nodiscard]] const QString& title() const;
    /// Width and height in millimetres.
    [[nodiscard]] double widthMm() const;
    [[nodiscard]] double heightMm() const;
    /// Dots per inch at which every heat map's cell is at least a pixel, up to 600.
    [[nodiscard]] double cellDpi() const;
    /// Paints as large as fits into the middle of `target`.
    void paint(QPainter& painter, const QRectF& target) const;

    [[nodiscard]] const FigureLayout& layout() const { return *layout_; }

  private:
    FigureOptions options_;
    std::unique_ptr<const FigureContent> content_;
    std::unique_ptr<const FigureLayout> layout_;
};

/// A figure that is ready to be written; its dots are raised where cells would be lost.
[[nodiscard]] FigurePage figurePage(ReconstructionFigure figure, const FigureOptions& options);
/// The same of any content that ReconstructionFigure paints, without a recipe. Throws as its constructor.
[[nodiscard]] FigurePage figurePage(FigureContent content, const FigureLook& look = {});
/// Writes a figure as .png, .svg or .pdf (by extension, any case), atomically; equal analyses give equal bytes. Throws
/// Exception (Unsupported for another extension).
void exportFigure(const std::shared_ptr<const Analysis>& analysis, const std::filesystem::path& path,
                  const FigureOptions& options = {});

} // namespace tvlt
