#pragma once

#include <QString>

namespace tvlt {

class MainWindow;

/// Waits until nothing is opened, loaded or computed any more, saves the window's picture, and ends the program: with
/// 0, or with 1 when the picture cannot be written or the wait took too long.
void takeScreenshot(MainWindow& window, const QString& path);

} // namespace tvlt
