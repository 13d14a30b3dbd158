#include "widgets/attention/head_grid.h"

#include "widgets/figure/tick.h"
#include "widgets/inspect/paint.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kLabels = 5 * kUnit; // left of the plot

QString shareText(double share) {
    return std::isfinite(share) ? QStringLiteral("%1 %").arg(100.0 * share, 0, 'f', 1) : QStringLiteral("–");
}

} // namespace

double headQuantity(const HeadSummary& s, HeadQuantity quantity) {
    switch (quantity) {
    case HeadQuantity::VideoToVideo:
        return s.share[kVideoTokens][kVideoTokens];
    case HeadQuantity::VideoToAudio:
        return s.share[kVideoTokens][kAudioTokens];
    case HeadQuantity::AudioToVideo:
        return s.share[kAudioTokens][kVideoTokens];
    case HeadQuantity::AudioToAudio:
        return s.share[kAudioTokens][kAudioTokens];
    case HeadQuantity::PatchesToCls:
        return s.patchesToCls;
    case HeadQuantity::Entropy:
        break;
    }
    return s.entropy;
}

HeadGrid::HeadGrid(QWidget* parent) : QWidget(parent) {
    setObjectName("headGrid");
    setAccessibleName(tr("Attention by layer and head"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void HeadGrid::setOverview(AttentionOverview overview) {
    overview_ = std::move(overview);
    fitScale();
    updateGeometry();
}

void HeadGrid::setQuantity(HeadQuantity quantity) {
    quantity_ = quantity;
    fitScale();
}

/// Shares from 0 to a round number above the greatest: heads are few, and none of them is an outlier to be cut.
void HeadGrid::fitScale() {
    double most = 0.0;
    for (const HeadSummary& summary : overview_.summaries)
        if (const double value = headQuantity(summary, quantity_); std::isfinite(value))
            most = std::max(most, value);
    scale_ = {quantity_ == HeadQuantity::Entropy ? ColorMap::Viridis : ColorMap::Inferno, 0.0F,
              static_cast<float>(niceCeiling(std::max(most, 1e-6)))};
    update();
}

void HeadGrid::setCurrent(int layer, std::optional<int> head) {
    layer_ = layer;
    head_ = head;
    update();
}

QSize HeadGrid::sizeHint() const {
    return {32 * kUnit, std::clamp(overview_.layers, 4, 12) * 2 * kUnit + 6 * kUnit};
}

QSize HeadGrid::minimumSizeHint() const {
    return {24 * kUnit, 12 * kUnit};
}

QRectF HeadGrid::plot() const {
    const double line = fontMetrics().height();
    return {kLabels, 2.0, std::max(1.0, width() - kLabels - kRightGutter), std::max(1.0, height() - 2.0 * line - 6.0)};
}

QRectF HeadGrid::cellRect(int layer, int head) const {
    const QRectF area = plot();
    const double w = area.width() / std::max(1, overview_.heads);
    const double h = area.height() / std::max(1, overview_.layers);
    return {area.left() + head * w, area.bottom() - (layer + 1) * h, w, h};
}

std::optional<std::pair<int, int>> HeadGrid::cellAt(const QPointF& position) const {
    const QRectF area = plot();
    if (overview_.layers == 0 || !area.contains(position))
        return std::nullopt;
    const int head = int((position.x() - area.left()) / area.width() * overview_.heads);
    const int layer = int((area.bottom() - position.y()) / area.height() * overview_.layers);
    return std::pair{std::clamp(layer, 0, overview_.layers - 1), std::clamp(head, 0, overview_.heads - 1)};
}

void HeadGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ViewColors colors = viewColors(palette());
    const double line = fontMetrics().height();
    if (overview_.layers == 0) {
        painter.setPen(colors.quiet);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No attention has been computed yet."));
        return;
    }
    const QRectF area = plot();
    for (int layer = 0; layer < overview_.layers; ++layer)
        for (int head = 0; head < overview_.heads; ++head)
            painter.fillRect(cellRect(layer, head).adjusted(0.5, 0.5, -0.5, -0.5),
                             QColor::fromRgb(scale_.colorAt(
                                 static_cast<float>(headQuantity(overview_.at(layer, head), quantity_)))));
    painter.setPen(colors.quiet);
    const QRectF row = cellRect(0, 0);
    const int layerStep = std::max(1, int(std::ceil(line / row.height())));
    for (int layer = 0; layer < overview_.layers; layer += layerStep) {
        const double y = cellRect(layer, 0).center().y();
        painter.drawText(QRectF(line + 4, y - line / 2, kLabels - line - 8, line), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(layer));
    }
    const double widest = fontMetrics().horizontalAdvance(QStringLiteral("00 "));
    const int headStep = std::max(1, int(std::ceil(widest / row.width())));
    for (int head = 0; head < overview_.heads; head += headStep)
        painter.drawText(QRectF(cellRect(0, head).center().x() - 20, area.bottom() + 1, 40, line), Qt::AlignCenter,
                         QString::number(head));
    painter.drawText(QRectF(area.left(), area.bottom() + line, area.width(), line), Qt::AlignCenter, tr("head"));
    painter.save();
    painter.translate(0, area.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-40, 0, 80, line), Qt::AlignCenter, tr("layer"));
    painter.restore();
    paintColorBar(painter, area, scale_, quantity_ == HeadQuantity::Entropy ? tr("bits") : tr("share"), palette());

    if (layer_ < 0 || layer_ >= overview_.layers)
        return;
    const QRectF chosen =
        head_ ? cellRect(layer_, *head_) : cellRect(layer_, 0).united(cellRect(layer_, overview_.heads - 1));
    paintSelected(painter, chosen.adjusted(1, 1, -1, -1));
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 1, Qt::DotLine));
        painter.drawRect(area.adjusted(-2, -1, 2, 1));
    }
}

void HeadGrid::mousePressEvent(QMouseEvent* event) {
    setFocus();
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto cell = cellAt(event->position()))
        emit chosen(cell->first, cell->second);
}

void HeadGrid::keyPressEvent(QKeyEvent* event) {
    if (overview_.layers == 0)
        return QWidget::keyPressEvent(event);
    int layer = layer_;
    int head = head_.value_or(0);
    switch (event->key()) {
    case Qt::Key_Left:
        --head;
        break;
    case Qt::Key_Right:
        head += head_ ? 1 : 0;
        break;
    case Qt::Key_Up:
        ++layer;
        break;
    case Qt::Key_Down:
        --layer;
        break;
    case Qt::Key_Home:
        head = 0;
        break;
    case Qt::Key_End:
        head = overview_.heads - 1;
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    emit chosen(std::clamp(layer, 0, overview_.layers - 1), std::clamp(head, 0, overview_.heads - 1));
}

QString HeadGrid::describe(int layer, int head) const {
    const HeadSummary& s = overview_.at(layer, head);
    const auto share = [&](TokenGroup from, TokenGroup to) { return shareText(s.share[from][to]); };
    return tr("Layer %1, head %2\nvideo to video %3, to audio %4\naudio to video %5, to audio %6\npatches to cls %7\n"
              "entropy %8 bits")
        .arg(layer)
        .arg(head)
        .arg(share(kVideoTokens, kVideoTokens), share(kVideoTokens, kAudioTokens), share(kAudioTokens, kVideoTokens),
             share(kAudioTokens, kAudioTokens), shareText(s.patchesToCls))
        .arg(s.entropy, 0, 'f', 2);
}

bool HeadGrid::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) { // the window's arrow keys step frames
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (static_cast<QKeyEvent*>(event)->modifiers() == Qt::NoModifier &&
            (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down ||
             key == Qt::Key_Home || key == Qt::Key_End))
            event->accept();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos()))
            QToolTip::showText(help->globalPos(), describe(cell->first, cell->second), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace tvlt
