#pragma once

class QCPAxisRect;
class QCustomPlot;
class QWidget;

namespace tvlt {

/// Gives the axes of a plot in `widget` its palette's colours and a font a little smaller than its own.
void styleAxes(QCPAxisRect& rect, const QWidget& widget);

} // namespace tvlt
