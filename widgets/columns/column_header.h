#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace tvlt {

struct ColumnData;

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
    QLabel* title_;
    QLabel* pixel_;
    QLabel* audio_;
    QToolButton* remove_;
};

} // namespace tvlt
