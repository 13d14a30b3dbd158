#include "app/hub/patience.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace tvlt {

bool Patience::wait(bool better) {
    failures_ = better ? 1 : failures_ + 1;
    if (failures_ > settings_.retries)
        return false;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any stopped;
    stopped.wait_for(lock, job_.stop, settings_.pause * (1 << std::min(failures_ - 1, 4)), [] { return false; });
    job_.check();
    return true;
}

} // namespace tvlt
