#include "widgets/figure/curves_figure.h"

#include "core/curves/training_curves.h"
#include "widgets/figure/curves_layout.h"
#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/palette.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace tvlt {
namespace {

void paintSample(QPainter& painter, const LegendEntry& entry) {
    const QPolygonF line{entry.sample.p1(), entry.sample.p2()};
    switch (entry.kind) {
    case LegendEntry::Kind::Raw:
        paintRaw(painter, line, palette::kFaintInk);
        break;
    case LegendEntry::Kind::Mean:
        paintMean(painter, line, palette::kFaintInk);
        break;
    case LegendEntry::Kind::Validation:
        paintValidation(painter, {entry.sample.p1(), entry.sample.center(), entry.sample.p2()}, palette::kFaintInk);
        break;
    case LegendEntry::Kind::Chance:
        paintChance(painter, entry.sample);
        break;
    }
}

} // namespace

CurvesFigure::CurvesFigure(const TrainingCurves& curves, const CurvesFigureOptions& options)
    : layout_(std::make_unique<CurvesLayout>(layoutCurves(curves, options))) {}

CurvesFigure::~CurvesFigure() = default;
CurvesFigure::CurvesFigure(CurvesFigure&&) noexcept = default;
CurvesFigure& CurvesFigure::operator=(CurvesFigure&&) noexcept = default;

double CurvesFigure::widthMm() const {
    return layout_->size.width() / kUnitsPerMm;
}

double CurvesFigure::heightMm() const {
    return layout_->size.height() / kUnitsPerMm;
}

void CurvesFigure::paint(QPainter& painter, const QRectF& target) const {
    const QSizeF size = layout_->size;
    const double scale = std::min(target.width() / size.width(), target.height() / size.height());
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.translate(target.center());
    painter.scale(scale, scale);
    painter.translate(-size.width() / 2.0, -size.height() / 2.0);
    painter.fillRect(QRectF(QPointF(), size), Qt::white);
    painter.setFont(figureFont(layout_->smallFontSize));
    for (const LegendEntry& entry : layout_->legend) {
        paintSample(painter, entry);
        entry.text.block.paint(painter, entry.text.topLeft);
    }
    const double halfWidth = size.width() / 2.0;
    for (const CurvePanel& panel : layout_->panels)
        paintPanel(painter, panel, panel.plot.width() > halfWidth ? layout_->wideStepTicks : layout_->stepTicks);
    for (const PlacedText& text : layout_->texts)
        text.block.paint(painter, text.topLeft);
    painter.restore();
}

void exportCurves(const TrainingCurves& curves, const std::filesystem::path& path, const CurvesFigureOptions& options) {
    const CurvesFigure figure(curves, options);
    writeFigureFile({QStringLiteral("Training curves"),
                     {figure.widthMm(), figure.heightMm()},
                     static_cast<double>(options.dpi),
                     [&](QPainter& painter, const QRectF& target) { figure.paint(painter, target); }},
                    path);
}

} // namespace tvlt
