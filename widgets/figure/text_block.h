#pragma once

#include "widgets/figure/palette.h"

#include <QColor>
#include <QPointF>
#include <QString>

#include <vector>

class QPainter;

namespace tvlt {

/// Words in one style.
struct TextRun {
    QString text;
    bool bold = false;
    QColor color = palette::kInk;
};

/// Runs of text broken into lines of at most `width`, at spaces, and within a word that is too long for a line.
class TextBlock {
  public:
    /// `width` and `fontSize` (pixel size of the font) are in the units of the painter that will paint it.
    TextBlock(const std::vector<TextRun>& runs, double width, double fontSize);

    [[nodiscard]] int lines() const { return static_cast<int>(lines_.size()); }
    [[nodiscard]] double height() const { return lines() * lineHeight_; }
    /// Of the widest line.
    [[nodiscard]] double width() const { return width_; }
    void paint(QPainter& painter, const QPointF& topLeft) const;

  private:
    struct Piece {
        double x = 0.0;
        double width = 0.0;
        TextRun run;
    };
    using Line = std::vector<Piece>;

    double fontSize_ = 0.0;
    double lineHeight_ = 0.0;
    double ascent_ = 0.0;
    double width_ = 0.0;
    std::vector<Line> lines_;
};

} // namespace tvlt
