#include "widgets/panels/ratio_control.h"

#include "widgets/style/spacing.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace tvlt {
namespace {

constexpr int kSteps = 200; // half a percent each

/// As wide as is comfortable, and less where the window is narrow.
class RatioSlider : public QSlider {
  public:
    RatioSlider() : QSlider(Qt::Horizontal) {
        setMinimumWidth(5 * kUnit);
        setMaximumWidth(RatioSlider::sizeHint().width());
    }
    [[nodiscard]] QSize sizeHint() const override { return {13 * kUnit, QSlider::sizeHint().height()}; }
};

} // namespace

RatioControl::RatioControl(const QString& name, const QString& label, const QString& toolTip, QWidget* parent)
    : QWidget(parent), label_(new QLabel(label)), slider_(new RatioSlider), spin_(new QDoubleSpinBox) {
    slider_->setObjectName(name + "Slider");
    slider_->setRange(0, kSteps);
    slider_->setPageStep(kSteps / 20);
    slider_->setAccessibleName(toolTip);
    slider_->installEventFilter(this);
    spin_->setObjectName(name + "Spin");
    spin_->setRange(0.0, 1.0);
    spin_->setDecimals(3);
    spin_->setSingleStep(0.05);
    spin_->setKeyboardTracking(false);
    spin_->setAccessibleName(toolTip);
    label_->setBuddy(spin_);
    setToolTip(toolTip);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kUnit / 2, 0, kUnit / 2, 0);
    row->setSpacing(kUnit * 3 / 4);
    row->addWidget(label_);
    row->addWidget(slider_);
    row->addWidget(spin_);
    connect(slider_, &QSlider::valueChanged, this, [this](int step) {
        const QSignalBlocker block(spin_);
        spin_->setValue(double(step) / kSteps);
        emit valueChanged(value());
    });
    connect(spin_, &QDoubleSpinBox::valueChanged, this, [this](double ratio) {
        const QSignalBlocker block(slider_);
        slider_->setValue(int(std::lround(ratio * kSteps)));
        emit valueChanged(ratio);
    });
}

bool RatioControl::eventFilter(QObject* watched, QEvent* event) {
    // With the focus on the slider, arrows, Home and End are its keys, whatever they mean to the window.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End)
            event->accept();
    }
    return QWidget::eventFilter(watched, event);
}

double RatioControl::value() const {
    return spin_->value();
}

void RatioControl::setValue(double ratio) {
    const QSignalBlocker blockSpin(spin_);
    const QSignalBlocker blockSlider(slider_);
    spin_->setValue(ratio);
    slider_->setValue(int(std::lround(ratio * kSteps)));
}

void RatioControl::setLabelColor(const QColor& color) {
    QPalette tinted = label_->palette();
    tinted.setColor(QPalette::WindowText, color);
    label_->setPalette(tinted);
}

} // namespace tvlt
