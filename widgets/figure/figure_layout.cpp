#include "widgets/figure/figure_layout.h"

#include "core/base/error.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/figure_font.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double mm(double value) {
    return value * kUnitsPerMm;
}

constexpr double kMargin = mm(1.5);
constexpr double kLabelGap = mm(2.0);      // between row labels and what stands right of them
constexpr double kMostLabelWidth = mm(27); // longer labels wrap
constexpr double kBarGap = mm(2.5);
constexpr double kBarWidth = mm(2.2);
constexpr double kFarFromBar = mm(25);
constexpr double kLeastBarHeight = mm(10);
constexpr double kMostFrame = mm(24); // either side
constexpr double kLeastFrame = mm(0.6);
constexpr double kFrameGap = mm(0.8);
constexpr double kFrameRowGap = mm(1.0);
constexpr double kSpectrogramHeight = mm(15);
constexpr double kSpectrogramGap = mm(2.4);
constexpr double kBlockGap = mm(2.5);

/// Places everything from the top down; each step moves y_.
class Composer {
  public:
    Composer(const FigureContent& content, const FigureOptions& options) : content_(content) {
        layout_.fontSize = options.fontPt * 25.4 / 72.0 * kUnitsPerMm;
        layout_.smallFontSize = 0.86 * layout_.fontSize;
        width_ = mm(options.widthMm);
    }

    FigureLayout compose() {
        placeColumns();
        if (!content_.frames.rows.empty()) {
            placeFrames();
            placeTimeAxis();
        }
        if (!content_.spectrograms.rows.empty()) {
            placeSpectrograms();
            if (content_.frames.rows.empty())
                placeTimeAxis();
        }
        if (content_.frames.rows.empty() && content_.spectrograms.rows.empty())
            placeTimeAxis();
        for (const auto* text : {&content_.statement, &content_.caption}) {
            if (text->empty())
                continue;
            y_ += kBlockGap;
            const TextBlock block(*text, width_ - 2.0 * kMargin, layout_.fontSize);
            layout_.texts.push_back({block, {kMargin, y_}});
            y_ += block.height();
        }
        layout_.size = {std::round(width_), std::ceil(y_ + kMargin)}; // whole units: no rescaling in an SVG
        return std::move(layout_);
    }

  private:
    [[nodiscard]] QFontMetricsF smallMetrics() const { return QFontMetricsF(figureFont(layout_.smallFontSize)); }

    /// Label lines in order of importance; the details from the end drop out where `height` has no room.
    [[nodiscard]] std::vector<TextBlock> labelBlocks(const FigureRow& row, double height) const {
        std::vector<TextBlock> blocks{{{{row.label}}, labelWidth_, layout_.fontSize}};
        if (!row.warning.isEmpty())
            blocks.push_back({{{row.warning, false, palette::kWarning}}, labelWidth_, layout_.smallFontSize});
        double used = 0.0;
        for (const TextBlock& block : blocks)
            used += block.height();
        for (const QString& detail : row.details) {
            const TextBlock block({{detail, false, palette::kFaintInk}}, labelWidth_, layout_.smallFontSize);
            used += block.height();
            if (used > height)
                break;
            blocks.push_back(block);
        }
        return blocks;
    }

    static double heightOf(const std::vector<TextBlock>& blocks) {
        double height = 0.0;
        for (const TextBlock& block : blocks)
            height += block.height();
        return height;
    }

    /// Widths of the columns: labels, frequency axis, plot, colour bars.
    void placeColumns() {
        labelWidth_ = kMostLabelWidth;
        double widest = TextBlock({{timeTitle()}}, labelWidth_, layout_.smallFontSize).width();
        double bars = 0.0;
        for (const FigureSection* section : {&content_.frames, &content_.spectrograms}) {
            for (const FigureRow& row : section->rows)
                for (const TextBlock& block : labelBlocks(row, INFINITY))
                    widest = std::max(widest, block.width());
            for (const RowsColorBar& bar : section->bars)
                bars = std::max(bars,
                                kBarGap + kBarWidth + colorBarMargin(bar.bar, kSpectrogramHeight * 3, smallMetrics()));
        }
        labelWidth_ = widest + 1.0; // a wrapped line must not wrap again by rounding
        left_ = kMargin + labelWidth_ + kLabelGap;
        if (!content_.spectrograms.rows.empty()) {
            const QFontMetricsF metrics = smallMetrics();
            left_ += metrics.height() + metrics.horizontalAdvance(QStringLiteral("500")) +
                     tickLength(layout_.smallFontSize) + 2.0 * tickGap(layout_.smallFontSize);
        } else { // the first label of the time axis reaches left of the plot
            left_ += smallMetrics().horizontalAdvance(QString::number(content_.startTime, 'f', 3)) / 2.0;
        }
        right_ = width_ - kMargin - std::max(bars, mm(3));
        layout_.time = {content_.startTime, content_.endTime, left_, right_};
    }

    static QString timeTitle() { return QStringLiteral("time (s)"); }

    void placeRow(const FigureRow& row, double height, const std::vector<QRectF>& pictures, RowPlace& place) const {
        place.band = {kMargin, y_, right_ - kMargin, height};
        place.pictures = pictures;
        const auto blocks = labelBlocks(row, height);
        double y = y_ + std::max(0.0, (height - heightOf(blocks)) / 2.0);
        for (const TextBlock& block : blocks) {
            place.label.push_back({block, {kMargin, y}});
            y += block.height();
        }
    }

    void placeBars(const FigureSection& section, const std::vector<RowPlace>& rows, double plotEnd) {
        for (const RowsColorBar& bar : section.bars) {
            const double bottom = rows[static_cast<std::size_t>(bar.lastRow)].band.bottom();
            double top = rows[static_cast<std::size_t>(bar.firstRow)].band.top();
            top = std::max(rows.front().band.top(), std::min(top, bottom - kLeastBarHeight));
            layout_.bars.push_back({bar.bar, {plotEnd + kBarGap, top, kBarWidth, bottom - top}});
        }
    }

    /// Left edges and width of the frames: at their times where they fit there, else in equal columns.
    struct Columns {
        std::vector<double> lefts;
        double width = 0.0;
    };
    [[nodiscard]] Columns frameColumns() const {
        const auto n = content_.frameTimes.size();
        const double equal = (right_ - left_ + kFrameGap) / static_cast<double>(n) - kFrameGap;
        Columns columns;
        for (const double time : content_.frameTimes)
            columns.lefts.push_back(layout_.time.at(time));
        double atTimes = right_ - columns.lefts.back();
        for (std::size_t i = 1; i < n; ++i)
            atTimes = std::min(atTimes, columns.lefts[i] - columns.lefts[i - 1] - kFrameGap);
        constexpr double kWorthTheirPlace = 0.7;
        if (atTimes >= kWorthTheirPlace * std::min(equal, kMostFrame) && columns.lefts.front() >= left_ - 1.0) {
            columns.width = atTimes;
            return columns;
        }
        columns.width = equal;
        for (std::size_t i = 0; i < n; ++i)
            columns.lefts[i] = left_ + static_cast<double>(i) * (equal + kFrameGap);
        return columns;
    }

    void placeFrames() {
        const QImage& first = content_.frames.rows.front().pictures.front();
        const double aspect = static_cast<double>(first.width()) / first.height();
        const Columns columns = frameColumns();
        const double column = std::max(columns.width, kLeastFrame);
        const double width = std::max(kLeastFrame, std::min({column, kMostFrame, kMostFrame * aspect}));
        const double height = std::clamp(width / aspect, kLeastFrame, kMostFrame);

        const QFontMetricsF metrics = smallMetrics();
        y_ = kMargin + metrics.height();
        layout_.frameLabelBaseline = y_ - metrics.descent();
        y_ += mm(0.5);
        placeFrameMarks(columns);
        for (const FigureRow& row : content_.frames.rows) {
            RowPlace place;
            const double rowHeight = std::max(height, heightOf(labelBlocks(row, 0.0)));
            std::vector<QRectF> pictures;
            for (std::size_t i = 0; i < row.pictures.size() && i < columns.lefts.size(); ++i)
                pictures.emplace_back(columns.lefts[i], y_ + (rowHeight - height) / 2.0, width, height);
            placeRow(row, rowHeight, pictures, place);
            layout_.frames.push_back(std::move(place));
            y_ += rowHeight + kFrameRowGap;
        }
        // Few frames leave the plot's right side empty: their bar then stands beside them.
        const double end = layout_.frames.front().pictures.back().right();
        placeBars(content_.frames, layout_.frames, end < right_ - kFarFromBar ? end : right_);
        y_ += leaderHeight(columns);
    }

    [[nodiscard]] double leaderHeight(const Columns& columns) const {
        bool straight = true;
        for (std::size_t i = 0; i < columns.lefts.size(); ++i)
            straight = straight && std::abs(columns.lefts[i] - layout_.time.at(content_.frameTimes[i])) < 1.0;
        return straight ? mm(1.0) : mm(4.0);
    }

    /// Every k-th time is written, so that no two touch; with decimals that tell neighbours apart.
    void placeFrameMarks(const Columns& columns) {
        const auto& times = content_.frameTimes;
        const QFontMetricsF metrics = smallMetrics();
        double least = content_.endTime - content_.startTime;
        for (std::size_t i = 1; i < times.size(); ++i)
            if (times[i] > times[i - 1])
                least = std::min(least, times[i] - times[i - 1]);
        const int decimals = std::clamp(static_cast<int>(std::ceil(1.0 - std::log10(least))), 2, 4);
        double free = -INFINITY;
        const double space = metrics.horizontalAdvance(QStringLiteral("00"));
        for (std::size_t i = 0; i < times.size(); ++i) {
            QString label = QString::number(times[i], 'f', decimals) + QStringLiteral(" s");
            const double end = columns.lefts[i] + metrics.horizontalAdvance(label);
            if (columns.lefts[i] < free || end > width_ - kMargin)
                label.clear();
            else
                free = end + space;
            layout_.frameMarks.push_back({label, columns.lefts[i], layout_.time.at(times[i])});
        }
    }

    void placeTimeAxis() {
        if (content_.frames.rows.empty() && content_.spectrograms.rows.empty())
            y_ = kMargin;
        const QFontMetricsF metrics = smallMetrics();
        layout_.axisY = y_;
        const double label = metrics.horizontalAdvance(QString::number(content_.endTime, 'f', 2));
        constexpr int kMostTicks = 9;
        layout_.timeTicks = niceTicks(content_.startTime, content_.endTime,
                                      std::clamp(static_cast<int>((right_ - left_) / label / 1.5), 2, kMostTicks));
        const double below = tickLength(layout_.smallFontSize) + tickGap(layout_.smallFontSize);
        const TextBlock title({{timeTitle()}}, labelWidth_, layout_.smallFontSize);
        layout_.texts.push_back({title, {kMargin, y_ + below - (metrics.ascent() - metrics.capHeight())}});
        y_ += below + metrics.height();
    }

    void placeSpectrograms() {
        y_ += layout_.frames.empty() ? kMargin : mm(1.0);
        const double left = layout_.time.at(content_.spectrogramStart);
        const double right = layout_.time.at(content_.spectrogramEnd);
        for (const FigureRow& row : content_.spectrograms.rows) {
            RowPlace place;
            placeRow(row, kSpectrogramHeight, {{left, y_, right - left, kSpectrogramHeight}}, place);
            layout_.spectrograms.push_back(std::move(place));
            y_ += kSpectrogramHeight + kSpectrogramGap;
        }
        y_ -= kSpectrogramGap;
        placeBars(content_.spectrograms, layout_.spectrograms, right_);
        if (content_.mel.bands() > 0)
            layout_.melTicks =
                content_.mel.ticks(smallMetrics().height() * 0.95 / kSpectrogramHeight * content_.mel.bands());
        if (!layout_.frames.empty())
            y_ += tickLength(layout_.smallFontSize);
    }

    const FigureContent& content_;
    FigureLayout layout_;
    double width_ = 0.0;
    double labelWidth_ = 0.0;
    double left_ = 0.0; ///< of the plots
    double right_ = 0.0;
    double y_ = 0.0;
};

void check(const FigureOptions& options) {
    if (!(options.widthMm >= 80.0 && options.widthMm <= 1000.0))
        throwBadInput("a figure is 80 to 1000 mm wide", "width", "Journals' columns are 85 to 180 mm.");
    if (!(options.fontPt >= 4.0 && options.fontPt <= 14.0))
        throwBadInput("a figure's font is 4 to 14 pt high", "font size");
    if (options.dpi < 30 || options.dpi > 1200)
        throwBadInput("a picture has 30 to 1200 dots per inch", "dpi");
}

} // namespace

FigureLayout layoutFigure(const FigureContent& content, const FigureOptions& options) {
    check(options);
    return Composer(content, options).compose();
}

} // namespace tvlt
