// How LibTorch uses this machine: threads, memory.
#include "core/base/heap.h"
#include "core/model/blas.h"
#include "core/model/device.h"
#include "core/model/processor.h"

#include <ATen/Context.h>
#include <sys/mman.h>
#include <torch/utils.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <sched.h>
#include <set>
#include <utility>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

std::string firstLine(const fs::path& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    return line;
}

/// CPUs that a control group grants, rounded up; 0 where it sets no limit (cgroup v2, cpu.max: "quota period").
int grantedCpus() {
    std::ifstream in("/sys/fs/cgroup/cpu.max");
    long quota = 0;
    long period = 0;
    return in >> quota >> period && quota > 0 && period > 0 ? static_cast<int>((quota + period - 1) / period) : 0;
}

/// Two threads on one core share its arithmetic units: matrix products are as fast with one.
int physicalCores() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 0;
    std::set<std::string> cores;
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (!CPU_ISSET(i, &allowed))
            continue;
        const auto siblings =
            firstLine("/sys/devices/system/cpu/cpu" + std::to_string(i) + "/topology/thread_siblings_list");
        cores.insert(siblings.empty() ? std::to_string(i) : siblings);
    }
    return static_cast<int>(cores.size());
}

/// What a person asks of every program that uses OpenMP; 0: nothing.
int askedThreads() {
    const char* asked = std::getenv("OMP_NUM_THREADS");
    return asked ? std::max(0, std::atoi(asked)) : 0;
}

int threadsToUse() {
    if (const int asked = askedThreads(); asked > 0)
        return asked;
    const int cores = std::max(physicalCores(), 1);
    const int granted = grantedCpus();
    return granted > 0 ? std::min(cores, granted) : cores;
}

/// OpenBLAS asks for a buffer of up to 128 MiB with its first product, and where there is none asks again for ever.
void requireRoomForBlas() {
    constexpr std::size_t kBuffer = std::size_t{160} << 20;
    void* room = ::mmap(nullptr, kBuffer, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        throw std::bad_alloc();
    ::munmap(room, kBuffer);
}

} // namespace

RuntimeInfo runtimeInfo() {
    return {TORCH_VERSION, loadedBlas(), torch::get_num_threads(), multipliesBf16(), availableDevices()};
}

void prepareRuntime(int threads) {
    chooseBlasKernels();
    torch::set_num_threads(threads > 0 ? threads : threadsToUse());
    // On CUDA, LibTorch lets convolutions round to 10 bits unless told otherwise: f32 would not be f32.
    at::globalContext().setAllowTF32CuDNN(false);
    keepFreedMemory();
}

void joinRuntime() {
    (void)torch::get_num_threads(); // asking is what sets it
    requireRoomForBlas();
}

void computeOnOneThread() {
    thread_local bool alone = false;
    if (!std::exchange(alone, true)) // it is slow
        torch::set_num_threads(1);
}

} // namespace tvlt
