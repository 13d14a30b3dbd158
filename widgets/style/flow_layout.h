#pragma once

#include <QLayout>
#include <QList>

namespace tvlt {

/// Lays widgets out like words: side by side, in as many lines as the width asks for. Hidden ones take no room.
class FlowLayout : public QLayout {
  public:
    FlowLayout(int between, int betweenLines, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override { items_ << item; }
    [[nodiscard]] int count() const override { return int(items_.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override { return items_.value(index); }
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    /// Returns the height; `place`: also moves the items.
    int arrange(const QRect& rect, bool place) const;

    QList<QLayoutItem*> items_;
    int between_;
    int betweenLines_;
};

} // namespace tvlt
