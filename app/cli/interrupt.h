#pragma once

#include <stop_token>
#include <thread>

namespace tvlt {

/// Turns Ctrl-C and SIGTERM into a request to stop; a second one ends the program at once with exit code 130. Make it
/// before any other thread: the signals are blocked in the calling thread and in those it starts.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

  private:
    std::stop_source source_;
    std::thread listener_;
};

} // namespace tvlt
