#pragma once

#include <QWidget>

#include <utility>
#include <vector>

class QCheckBox;
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
    /// While `box` is checked, a file of the same name and this ending ("npz") is written beside the figure.
    void addBeside(const QCheckBox* box, const QString& ending);

  private:
    void browse();
    void setFormat(const QString& ending);
    void sayReplaced();

    QLineEdit* path_;
    QComboBox* format_;
    QLabel* replaced_; ///< seen where a file is there already
    std::vector<std::pair<const QCheckBox*, QString>> beside_;
};

} // namespace tvlt
