#pragma once

#include <QObject>
#include <QRectF>

namespace tvlt {

/// Which part of a picture several views show: the same in all of them. GUI thread.
class PictureZoom : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// In shares of the picture: (0, 0, 1, 1) is all of it.
    [[nodiscard]] const QRectF& part() const { return part_; }
    /// Scales around `anchor`, a place in the picture in shares of it; a factor above 1 comes closer.
    void zoomBy(double factor, const QPointF& anchor);
    void moveBy(const QPointF& shares);
    void fit() { show({0.0, 0.0, 1.0, 1.0}); }

  signals:
    void changed();

  private:
    void show(QRectF part);

    QRectF part_{0.0, 0.0, 1.0, 1.0};
};

} // namespace tvlt
