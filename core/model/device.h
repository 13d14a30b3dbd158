#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tvlt {

/// A device as a person names it and as LibTorch does. No LibTorch in this header: widgets and the command line use it.
struct DeviceChoice {
    std::string name = "cpu"; ///< "cpu", "cuda:0"
    std::string description;  ///< "CPU, 2 threads", "NVIDIA H200"
};

/// "f32" or "bf16".
enum class Dtype { F32, BF16 };
[[nodiscard]] Dtype dtypeFromName(const std::string& name); ///< throws BadInput
[[nodiscard]] const char* dtypeName(Dtype dtype);

/// "auto" (CUDA if there is one), "cpu", "cuda", "cuda:N". Throws BadInput for another word, NotFound for a GPU that is
/// not there.
[[nodiscard]] DeviceChoice chooseDevice(const std::string& name);
[[nodiscard]] std::vector<DeviceChoice> availableDevices();

/// LibTorch's version, its BLAS, the thread count, what becomes of bf16 and the devices, for About and `tvlt info`.
struct RuntimeInfo {
    std::string libtorch;
    std::string blas;
    int threads = 0;
    bool multipliesBf16 = false; ///< processor.h; where it does not, a CPU's bf16 is multiplied in f32
    std::vector<DeviceChoice> devices;
};
[[nodiscard]] RuntimeInfo runtimeInfo();

/// Sets LibTorch's threads (0: as many as OMP_NUM_THREADS says, else one per physical core this process
/// may use) and keeps freed memory for the next pass:
/// fresh pages cost more than the arithmetic. Call once at program start, before any tensor.
void prepareRuntime(int threads = 0);
/// Gives the calling thread LibTorch's number of threads, once. A thread that computes takes it only with its first
/// loop in parallel; products before that would run on as many as OpenMP likes, and an equal pass later differ in its
/// last digits. Throws std::bad_alloc where there is no room for a product's buffers: a BLAS may wait for
/// them for ever. The models call it before a pass.
void joinRuntime();
/// On the calling thread LibTorch computes alone from now on, and threads that begin later do so too: how sums are
/// split among threads shows in their last digits, so that only such results are the same on every number of cores.
void computeOnOneThread();

} // namespace tvlt
