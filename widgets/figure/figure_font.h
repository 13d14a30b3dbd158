#pragma once

#include <QFont>

namespace tvlt {

/// DejaVu Sans from the program's own resources, so that a figure looks the same on every machine. `pixelSize` is in
/// the painter's units, at least 1. Needs a QGuiApplication.
[[nodiscard]] QFont figureFont(double pixelSize, bool bold = false);

/// The family that figureFont() uses.
inline constexpr char kFigureFontFamily[] = "DejaVu Sans";

} // namespace tvlt
