#include "widgets/panels/frame_view.h"

#include "widgets/state/hover.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

namespace tvlt {

FrameView::FrameView(QWidget* parent) : QWidget(parent) {
    setObjectName("frameView");
    setAccessibleName(tr("Frame at the cursor"));
    setMinimumSize(20 * kUnit, 15 * kUnit);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize FrameView::sizeHint() const {
    return {36 * kUnit, heightForWidth(36 * kUnit)};
}

int FrameView::heightForWidth(int width) const {
    return width * 9 / 16 + fontMetrics().height() + kUnit;
}

void FrameView::setFrame(QImage image, double time) {
    image_ = std::move(image);
    time_ = time;
    message_.clear();
    update();
}

void FrameView::setMessage(const QString& message) {
    image_ = {};
    message_ = message;
    update();
}

void FrameView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ViewColors colors = viewColors(palette());
    const int line = fontMetrics().height() + kUnit / 2;
    const QRect area = rect().adjusted(0, 0, 0, -line);
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.setPen(colors.quiet);
    if (image_.isNull()) {
        painter.drawText(area.adjusted(kUnit, kUnit, -kUnit, -kUnit), Qt::AlignCenter | Qt::TextWordWrap, message_);
        return;
    }
    const QSizeF size = QSizeF(image_.size()).scaled(area.size(), Qt::KeepAspectRatio);
    const QRectF target(
        QPointF(area.center().x() + 0.5 - size.width() / 2, area.center().y() + 0.5 - size.height() / 2), size);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, image_);
    painter.drawText(QRect(kUnit, height() - line, width() - 2 * kUnit, line), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("shown from %1").arg(clockText(time_)));
    painter.drawText(QRect(kUnit, height() - line, width() - 2 * kUnit, line), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%1 × %2").arg(image_.width()).arg(image_.height()));
}

} // namespace tvlt
