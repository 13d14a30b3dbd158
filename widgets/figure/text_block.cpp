#include "widgets/figure/text_block.h"

#include "widgets/figure/figure_font.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace tvlt {
namespace {

/// The longest head of `word` that is at most `width` wide; one character at least.
qsizetype headThatFits(const QString& word, double width, const QFontMetricsF& metrics) {
    qsizetype length = word.size();
    while (length > 1 && metrics.horizontalAdvance(word.first(length)) > width)
        --length;
    // Never between the two halves of a character beyond the basic plane.
    return length > 1 && word.at(length - 1).isHighSurrogate() ? length - 1 : length;
}

} // namespace

TextBlock::TextBlock(const std::vector<TextRun>& runs, double width, double fontSize) : fontSize_(fontSize) {
    const QFontMetricsF plain(figureFont(fontSize));
    const QFontMetricsF bold(figureFont(fontSize, true));
    const double space = plain.horizontalAdvance(QLatin1Char(' '));
    lineHeight_ = plain.height() * 1.08;
    ascent_ = plain.ascent();

    Line line;
    double x = 0.0;
    const auto breakLine = [&] {
        if (!line.empty())
            lines_.push_back(std::exchange(line, {}));
        x = 0.0;
    };
    // Words of one style on one line become one piece: one text element in a vector file, found by a search.
    const auto append = [&](const QString& word, double wordWidth, const TextRun& run) {
        const double gap = line.empty() ? 0.0 : space;
        const bool joins = !line.empty() && line.back().run.bold == run.bold && line.back().run.color == run.color;
        if (joins) {
            line.back().run.text += QLatin1Char(' ') + word;
            line.back().width = (run.bold ? bold : plain).horizontalAdvance(line.back().run.text);
        } else {
            line.push_back({x + gap, wordWidth, {word, run.bold, run.color}});
        }
        x = line.back().x + line.back().width;
        width_ = std::max(width_, x);
    };
    for (const TextRun& run : runs) {
        const QFontMetricsF& metrics = run.bold ? bold : plain;
        for (QString word : run.text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            if (!line.empty() && x + space + metrics.horizontalAdvance(word) > width)
                breakLine();
            while (metrics.horizontalAdvance(word) > width && word.size() > 1) {
                const qsizetype head = headThatFits(word, width, metrics);
                append(word.first(head), metrics.horizontalAdvance(word.first(head)), run);
                word = word.sliced(head);
                breakLine();
            }
            if (!word.isEmpty())
                append(word, metrics.horizontalAdvance(word), run);
        }
    }
    breakLine();
}

void TextBlock::paint(QPainter& painter, const QPointF& topLeft) const {
    painter.save();
    double baseline = topLeft.y() + ascent_;
    for (const Line& line : lines_) {
        for (const Piece& piece : line) {
            painter.setFont(figureFont(fontSize_, piece.run.bold));
            painter.setPen(piece.run.color);
            painter.drawText(QPointF(topLeft.x() + piece.x, baseline), piece.run.text);
        }
        baseline += lineHeight_;
    }
    painter.restore();
}

} // namespace tvlt
