#pragma once

#include "app/workbench/preferences.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QSlider;
class QSpinBox;

namespace tvlt {

/// Edits a copy of the preferences.
class PreferencesDialog : public QDialog {
    Q_OBJECT

  public:
    /// `devices`: what can be chosen beside "auto".
    PreferencesDialog(const Preferences& preferences, const std::vector<DeviceChoice>& devices,
                      QWidget* parent = nullptr);
    [[nodiscard]] Preferences edited() const;

  private:
    Preferences preferences_;
    QComboBox* theme_;
    QComboBox* device_;
    QComboBox* dtype_;
    QComboBox* recipe_;
    QSpinBox* threads_;
    QSlider* volume_;
    QComboBox* levels_;
    QComboBox* errors_;
    QLineEdit* hubCache_;
};

} // namespace tvlt
