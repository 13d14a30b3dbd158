#pragma once

#include <functional>

namespace tvlt {

/// Calls work(0) … work(count - 1), spread over the machine's cores; returns when all are done. The first exception
/// stops the rest and is thrown again here.
void forEachInParallel(int count, const std::function<void(int)>& work);

/// While one lives, forEachInParallel() on its thread does all the work on that thread: for one of many threads, each
/// with work of its own. Results are the same.
class SerialWork {
  public:
    explicit SerialWork(bool serial = true);
    ~SerialWork();
    SerialWork(const SerialWork&) = delete;
    SerialWork& operator=(const SerialWork&) = delete;

  private:
    bool before_;
};

} // namespace tvlt
