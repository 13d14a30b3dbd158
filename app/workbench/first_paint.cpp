#include "app/workbench/first_paint.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <utility>

namespace tvlt {
namespace {

constexpr int kLongest = 1000; // milliseconds

class FirstPaint : public QObject {
  public:
    FirstPaint(QWidget& window, std::function<void()> then) : QObject(&window), then_(std::move(then)) {
        window.installEventFilter(this);
        timer_.setSingleShot(true);
        connect(&timer_, &QTimer::timeout, this, &FirstPaint::end);
        timer_.start(kLongest);
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        // What lies in the window is painted right after the window itself, before any timer.
        if (event->type() == QEvent::Paint)
            timer_.start(0);
        return QObject::eventFilter(watched, event);
    }

  private:
    void end() {
        deleteLater();
        if (const auto then = std::exchange(then_, nullptr))
            then();
    }

    std::function<void()> then_;
    QTimer timer_;
};

} // namespace

void afterFirstPaint(QWidget& window, std::function<void()> then) {
    new FirstPaint(window, std::move(then));
}

} // namespace tvlt
