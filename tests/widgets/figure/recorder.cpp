#include "tests/widgets/figure/recorder.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainterPath>

namespace tvlt {

class Recorder::Engine : public QPaintEngine {
  public:
    Engine() : QPaintEngine(QPaintEngine::AllFeatures) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState& changed) override {
        if (changed.state() & DirtyTransform)
            transform_ = changed.transform();
    }
    void drawPath(const QPainterPath& path) override { extend(path.boundingRect()); }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode) override {
        QPolygonF polygon;
        for (int i = 0; i < count; ++i)
            polygon << points[i];
        extend(polygon.boundingRect());
    }
    void drawPixmap(const QRectF& rect, const QPixmap&, const QRectF&) override { extend(rect); }
    void drawImage(const QRectF& rect, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {
        recording.images.push_back(extend(rect));
    }
    void drawTextItem(const QPointF& baseline, const QTextItem& item) override {
        const double capitals = QFontMetricsF(item.font()).capHeight();
        recording.texts.push_back(
            {item.text(), extend({baseline.x(), baseline.y() - capitals, item.width(), capitals})});
    }
    Type type() const override { return User; }

    Recording recording;

  private:
    QRectF extend(const QRectF& rect) {
        const QRectF mapped = transform_.mapRect(rect);
        recording.extent = recording.extent.united(mapped);
        return mapped;
    }
    QTransform transform_;
};

Recorder::Recorder(QSize size) : size_(size), engine_(std::make_unique<Engine>()) {}
Recorder::~Recorder() = default;

const Recording& Recorder::recording() const {
    return engine_->recording;
}

QPaintEngine* Recorder::paintEngine() const {
    return engine_.get();
}

int Recorder::metric(PaintDeviceMetric metric) const {
    switch (metric) {
    case PdmWidth:
        return size_.width();
    case PdmHeight:
        return size_.height();
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return 96;
    case PdmDepth:
        return 32;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    default:
        return 0;
    }
}

} // namespace tvlt
