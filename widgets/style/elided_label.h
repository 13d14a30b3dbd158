#pragma once

#include <QLabel>

namespace tvlt {

/// A line of plain text that gives way: where it is too long for its place it ends in an ellipsis. The whole of it is
/// in text(), for screen readers too; a tool tip is the caller's.
class ElidedLabel : public QLabel {
    Q_OBJECT

  public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tvlt
