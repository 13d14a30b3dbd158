#pragma once

#include "widgets/figure/figure_look.h"

#include <QObject>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace tvlt {

/// The rows of a form that choose how a figure looks: its width, by a journal's columns or in mm, its text and its
/// dots.
class LookRows : public QObject {
    Q_OBJECT

  public:
    LookRows(const FigureLook& look, QFormLayout& form, QObject* parent = nullptr);
    [[nodiscard]] FigureLook look() const;

  signals:
    void edited();

  private:
    QComboBox* kind_;
    QDoubleSpinBox* width_;
    QDoubleSpinBox* font_;
    QSpinBox* dpi_;
};

} // namespace tvlt
