#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QToolButton;

namespace tvlt {

struct ColumnData;
class ElidedLabel;

/// What stands above a column: its ratio, which a person can set, or its title; how well hidden patches were painted;
/// a button that takes the column away.
class ColumnHeader : public QWidget {
    Q_OBJECT

  public:
    explicit ColumnHeader(QWidget* parent = nullptr);
    void setData(const ColumnData& column);
    void setRemovable(bool removable);

  signals:
    void ratioChanged(double ratio);
    void removeRequested();

  private:
    QDoubleSpinBox* ratio_;
    ElidedLabel* title_;
    ElidedLabel* pixel_;
    ElidedLabel* audio_;
    QToolButton* remove_;
};

} // namespace tvlt
