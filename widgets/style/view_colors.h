#pragma once

#include <QColor>

class QPalette;

namespace tvlt {

/// The colours of things, the same everywhere; derived from the palette so that dark and light both work.
struct ViewColors {
    QColor background; ///< behind plots
    QColor text;
    QColor quiet; ///< secondary text, ticks
    QColor line;  ///< hairlines
    QColor accent;
    QColor video;
    QColor audio;
    QColor hiddenFill; ///< masked patches and their hatching
    QColor hiddenLine;
    QColor warning;
    QColor error;
};

[[nodiscard]] ViewColors viewColors(const QPalette& palette);
[[nodiscard]] bool isDark(const QPalette& palette);

} // namespace tvlt
