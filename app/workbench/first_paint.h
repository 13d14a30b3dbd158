#pragma once

#include <functional>

class QWidget;

namespace tvlt {

/// Calls `then` once, in `window`'s thread: when it has been painted for the first time, with all that is in it, or
/// after a second, since nobody paints a window that is minimised from the start. Not once it is gone.
void afterFirstPaint(QWidget& window, std::function<void()> then);

} // namespace tvlt
