#pragma once

#include <memory>

class QGuiApplication;

namespace tvlt {

/// Lets Qt paint without a display, as long as it lives. Make at most one a process.
class Offscreen {
  public:
    Offscreen();
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

  private:
    std::unique_ptr<QGuiApplication> application_;
};

} // namespace tvlt
