#include "core/base/heap.h"

#include <algorithm>
#include <malloc.h>
#include <thread>

namespace tvlt {

void keepFreedMemory() {
#ifdef __GLIBC__
    // Threads share few arenas: a worker thread's own cannot hold blocks of this size. One would do, but many threads
    // that draw clips wait for its lock.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
    ::mallopt(M_TRIM_THRESHOLD, 2147483647);
    ::mallopt(M_ARENA_MAX, std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 2));
#endif
}

} // namespace tvlt
