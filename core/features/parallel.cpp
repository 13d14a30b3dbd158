#include "core/features/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tvlt {

namespace {
thread_local bool serialWork = false;
} // namespace

SerialWork::SerialWork(bool serial) : before_(serialWork) {
    serialWork = serial || before_;
}

SerialWork::~SerialWork() {
    serialWork = before_;
}

void forEachInParallel(int count, const std::function<void(int)>& work) {
    const int cores = serialWork ? 1 : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int threads = std::min(count, cores);
    std::atomic<int> next{0};
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto run = [&] {
        try {
            for (int i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(failureMutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int t = 1; t < threads; ++t)
            helpers.emplace_back(run);
        run();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace tvlt
