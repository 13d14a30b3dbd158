#include "widgets/figure/panel_figure.h"

#include "widgets/figure/figure_font.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kMargin = 3.0 * kUnitsPerMm;
constexpr double kGap = 2.5 * kUnitsPerMm;

} // namespace

PanelFigure::PanelFigure(QString title, std::vector<PlotPanel> panels, const std::vector<TextRun>& caption,
                         const FigureLook& look)
    : title_(std::move(title)), dpi_(look.dpi), fontSize_(lookFontSize(look)), size_(look.widthMm * kUnitsPerMm, 0.0),
      panels_(std::move(panels)) {
    checkLook(look);
    double y = kMargin;
    const double width = size_.width() - 2.0 * kMargin;
    for (const PlotPanel& panel : panels_) {
        places_.push_back({kMargin, y, width, panel.heightMm * kUnitsPerMm});
        y += places_.back().height() + kGap;
    }
    TextBlock block(caption, width, fontSize_);
    const double height = block.height();
    texts_.push_back({std::move(block), {kMargin, y}});
    size_.setHeight(std::ceil(y + height + kMargin));
}

QRectF PanelFigure::panelMm(std::size_t panel) const {
    const QRectF& place = places_.at(panel);
    return {place.topLeft() / kUnitsPerMm, place.size() / kUnitsPerMm};
}

void PanelFigure::paint(QPainter& painter, const QRectF& target) const {
    const double scale = std::min(target.width() / size_.width(), target.height() / size_.height());
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::LosslessImageRendering);
    painter.translate(target.center());
    painter.scale(scale, scale);
    painter.translate(-size_.width() / 2.0, -size_.height() / 2.0);
    painter.fillRect(QRectF(QPointF(), size_), Qt::white);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
        painter.save();
        painter.setFont(figureFont(fontSize_));
        panels_[i].paint(painter, places_[i], fontSize_);
        painter.restore();
    }
    for (const PlacedText& text : texts_)
        text.block.paint(painter, text.topLeft);
    painter.restore();
}

FigurePage PanelFigure::page() const {
    return {title_, sizeMm(), static_cast<double>(dpi_),
            [figure = *this](QPainter& painter, const QRectF& target) { figure.paint(painter, target); }};
}

std::vector<TextRun> checkpointRuns(const std::string& name, const std::string& label) {
    std::vector<TextRun> runs{{QString::fromStdString(name), true}};
    if (!label.empty())
        runs.push_back(
            {QStringLiteral(" (") + QString::fromStdString(label) + QStringLiteral(")"), true, palette::kWarning});
    return runs;
}

} // namespace tvlt
