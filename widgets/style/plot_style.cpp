#include "widgets/style/plot_style.h"

#include "widgets/style/view_colors.h"

#include <qcustomplot.h>

namespace tvlt {

void styleAxes(QCPAxisRect& rect, const QWidget& widget) {
    const ViewColors colors = viewColors(widget.palette());
    QFont small = widget.font();
    small.setPointSizeF(widget.font().pointSizeF() * 0.88);
    rect.setBackground(widget.palette().color(QPalette::Base));
    for (QCPAxis* axis : rect.axes()) {
        axis->setBasePen(colors.line);
        axis->setTickPen(colors.line);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(colors.quiet);
        axis->setLabelColor(colors.text);
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->setLabelPadding(3);
        axis->grid()->setPen(QPen(colors.line, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
}

} // namespace tvlt
