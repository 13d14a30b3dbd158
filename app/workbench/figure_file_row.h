#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace tvlt {

/// Where a figure goes: its path, and its format, which the path's ending follows.
class FigureFileRow : public QWidget {
    Q_OBJECT

  public:
    explicit FigureFileRow(const QString& path, QWidget* parent = nullptr);
    [[nodiscard]] QString path() const;
    /// Why nothing can be written there, for people; empty: it can.
    [[nodiscard]] QString problem() const;

  private:
    void browse();
    void setFormat(const QString& ending);

    QLineEdit* path_;
    QComboBox* format_;
    QLabel* replaced_; ///< seen where a file is there already
};

} // namespace tvlt
