#pragma once

#include <filesystem>
#include <memory>

class QPainter;
class QRectF;

namespace tvlt {

struct CurvesLayout;
struct TrainingCurves;

/// How a figure of training curves looks.
struct CurvesFigureOptions {
    double widthMm = 180.0; ///< 80 to 1000
    int dpi = 160;          ///< PNG only, 30 to 1200
    double fontPt = 7.0;    ///< 4 to 14
};

/// Paints a run: a panel for each loss that it has and for accuracy, with every step, the running mean and validation;
/// learning rate and gradient norm, smaller, below; steps and clips along the bottom. Any number of steps. Needs a
/// QGuiApplication (offscreen is enough). The constructor throws BadInput for options out of range.
class CurvesFigure {
  public:
    explicit CurvesFigure(const TrainingCurves& curves, const CurvesFigureOptions& options = {});
    ~CurvesFigure();
    CurvesFigure(CurvesFigure&&) noexcept;
    CurvesFigure& operator=(CurvesFigure&&) noexcept;

    [[nodiscard]] double widthMm() const;
    [[nodiscard]] double heightMm() const;
    /// Paints as large as fits into the middle of `target`.
    void paint(QPainter& painter, const QRectF& target) const;

    [[nodiscard]] const CurvesLayout& layout() const { return *layout_; }

  private:
    std::unique_ptr<const CurvesLayout> layout_;
};

/// Writes the figure as .png, .svg or .pdf (by extension, any case), atomically. Throws Exception.
void exportCurves(const TrainingCurves& curves, const std::filesystem::path& path,
                  const CurvesFigureOptions& options = {});

} // namespace tvlt
