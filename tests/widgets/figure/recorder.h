#pragma once

#include <QPaintDevice>
#include <QRectF>
#include <QString>

#include <memory>
#include <vector>

namespace tvlt {

/// What was painted, in device coordinates.
struct Recording {
    struct Text {
        QString text;
        QRectF rect; ///< its ink's line: ascent of capitals to baseline, advance wide
    };
    std::vector<Text> texts;
    std::vector<QRectF> images;
    QRectF extent; ///< of everything
};

/// A paint device that keeps no pixels, only where things went.
class Recorder : public QPaintDevice {
  public:
    explicit Recorder(QSize size);
    ~Recorder() override;
    [[nodiscard]] const Recording& recording() const;
    [[nodiscard]] QPaintEngine* paintEngine() const override;

  protected:
    int metric(PaintDeviceMetric metric) const override;

  private:
    class Engine;
    QSize size_;
    std::unique_ptr<Engine> engine_;
};

} // namespace tvlt
