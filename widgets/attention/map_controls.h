#pragma once

#include "core/attention/token_map.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace tvlt {

/// What is shown of which transformer: all of a MapQuestion but its token, and how strongly it covers the pictures.
class MapControls : public QWidget {
    Q_OBJECT

  public:
    explicit MapControls(QWidget* parent = nullptr);

    [[nodiscard]] MapQuestion question() const;
    [[nodiscard]] AttentionStack stack() const;
    [[nodiscard]] double opacity() const;
    /// How many there are to choose from; what is chosen stays within. Emits nothing.
    void setSize(int layers, int heads);
    /// The classes that relevance can be asked for; none: of the matching head. Emits nothing.
    void setLabels(const QStringList& labels);
    /// Emits changed() once.
    void choose(int layer, std::optional<int> head);

  signals:
    void changed();
    void opacityChanged(double opacity);

  private:
    void showFitting();
    [[nodiscard]] MapQuantity quantity() const;
    QComboBox* addChoice(const char* name, const QString& label, const QStringList& items, const QString& toolTip);
    QSpinBox* addNumber(const char* name, const QString& label, const QString& toolTip);

    QComboBox* show_;
    QComboBox* stack_;
    QComboBox* direction_;
    QSpinBox* layer_;
    QComboBox* head_;
    QComboBox* fusion_;
    QDoubleSpinBox* discard_;
    QSpinBox* first_;
    QSpinBox* last_;
    QComboBox* label_;
    QSlider* opacity_;
    int layers_ = 0;
};

} // namespace tvlt
