#pragma once

class QApplication;

namespace tvlt {

enum class Theme { System, Light, Dark };

/// Fusion with a quiet palette and a small style sheet; System follows the desktop's window colour. Widgets that are
/// shown adapt at once.
void applyTheme(QApplication& application, Theme theme);

} // namespace tvlt
