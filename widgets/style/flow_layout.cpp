#include "widgets/style/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace tvlt {

FlowLayout::FlowLayout(int between, int betweenLines, QWidget* parent)
    : QLayout(parent), between_(between), betweenLines_(betweenLines) {}

FlowLayout::~FlowLayout() {
    qDeleteAll(items_);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < count() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::arrange(const QRect& rect, bool place) const {
    const QRect area = rect.marginsRemoved(contentsMargins());
    int x = area.left();
    int y = area.top();
    int line = 0;
    for (QLayoutItem* item : items_) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (x > area.left() && x + size.width() > area.right() + 1) {
            x = area.left();
            y += line + betweenLines_;
            line = 0;
        }
        if (place)
            item->setGeometry({QPoint(x, y), size});
        x += size.width() + between_;
        line = std::max(line, size.height());
    }
    return y + line - rect.top() + contentsMargins().bottom();
}

int FlowLayout::heightForWidth(int width) const {
    return arrange({0, 0, width, 0}, false);
}

QSize FlowLayout::sizeHint() const {
    int width = 0;
    for (const QLayoutItem* item : items_)
        if (!item->isEmpty())
            width += item->sizeHint().width() + between_;
    return {width, heightForWidth(std::max(1, width))};
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_)
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

} // namespace tvlt
