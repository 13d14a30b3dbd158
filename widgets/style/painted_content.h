#pragma once

#include <QPainter>
#include <QPixmap>
#include <QWidget>

namespace tvlt {

/// What a view shows under its cursor, painted once and kept until it changes: moving the cursor only copies pixels.
class PaintedContent {
  public:
    /// To be called when what is shown, or the view's size, has changed.
    void clear() { pixmap_ = {}; }

    /// The content of `view`: `paint(QPainter&)` paints it, with the view's font on its base colour, where it is not
    /// kept.
    template <class Paint> const QPixmap& of(const QWidget& view, const Paint& paint) {
        const double ratio = view.devicePixelRatioF();
        if (pixmap_.isNull() || pixmap_.devicePixelRatio() != ratio) {
            pixmap_ = QPixmap(view.size() * ratio);
            pixmap_.setDevicePixelRatio(ratio);
            pixmap_.fill(view.palette().color(QPalette::Base));
            QPainter painter(&pixmap_);
            painter.setFont(view.font());
            paint(painter);
        }
        return pixmap_;
    }

  private:
    QPixmap pixmap_;
};

} // namespace tvlt
