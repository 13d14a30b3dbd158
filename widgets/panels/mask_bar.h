#pragma once

#include "core/features/mask.h"

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace tvlt {

class RatioControl;

/// All that determines a mask, in one line for a toolbar: both ratios, the audio mask's type, seed and reroll.
class MaskBar : public QWidget {
    Q_OBJECT

  public:
    explicit MaskBar(QWidget* parent = nullptr);
    [[nodiscard]] MaskSettings settings() const;
    /// Emits nothing.
    void setSettings(const MaskSettings& settings);
    /// A new seed, the ratios stay. Emits settingsChanged().
    void reroll();

  signals:
    void settingsChanged(const tvlt::MaskSettings& settings);

  protected:
    void changeEvent(QEvent*) override;

  private:
    void edited();
    void tint();

    RatioControl* pixel_;
    RatioControl* audio_;
    QComboBox* type_;
    QSpinBox* seed_;
    MaskSettings settings_; ///< carries what has no control here (pins)
};

} // namespace tvlt
