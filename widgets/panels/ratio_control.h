#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace tvlt {

/// A masking ratio, 0 to 1: name, slider and spin box that agree.
class RatioControl : public QWidget {
    Q_OBJECT

  public:
    /// `name` is also the object name's stem: "pixel" gives "pixelSlider" and "pixelSpin".
    RatioControl(const QString& name, const QString& label, const QString& toolTip, QWidget* parent = nullptr);
    [[nodiscard]] double value() const;
    /// Emits nothing.
    void setValue(double ratio);
    /// Colours the name: the modality's colour.
    void setLabelColor(const QColor& color);

  signals:
    void valueChanged(double ratio);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QLabel* label_;
    QSlider* slider_;
    QDoubleSpinBox* spin_;
};

} // namespace tvlt
