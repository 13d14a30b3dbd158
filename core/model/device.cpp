#include "core/model/device.h"

#include "core/base/error.h"

#include <torch/cuda.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <dlfcn.h>

namespace tvlt {

namespace {

/// The name of a GPU by the driver's own interface: LibTorch's needs CUDA headers to build.
std::string gpuName(int index) {
    const auto close = [](void* library) {
        if (library)
            ::dlclose(library);
    };
    const std::unique_ptr<void, decltype(close)> driver(::dlopen("libcuda.so.1", RTLD_LAZY), close);
    if (!driver)
        return "GPU";
    const auto initialise = reinterpret_cast<int (*)(unsigned)>(::dlsym(driver.get(), "cuInit"));
    const auto name = reinterpret_cast<int (*)(char*, int, int)>(::dlsym(driver.get(), "cuDeviceGetName"));
    std::array<char, 256> text{};
    if (!initialise || !name || initialise(0) != 0 || name(text.data(), static_cast<int>(text.size()) - 1, index) != 0)
        return "GPU";
    return text.data();
}

int gpuCount() {
    return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

DeviceChoice cpu() {
    const int threads = torch::get_num_threads();
    return {"cpu", "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads")};
}

DeviceChoice gpu(int index) {
    return {"cuda:" + std::to_string(index), gpuName(index)};
}

} // namespace

DeviceChoice chooseDevice(const std::string& name) {
    if (name == "cpu")
        return cpu();
    const int count = gpuCount();
    if (name == "auto")
        return count > 0 ? gpu(0) : cpu();

    int index = 0;
    if (name.starts_with("cuda:")) {
        const char* end = name.data() + name.size();
        const auto [rest, error] = std::from_chars(name.data() + 5, end, index);
        if (error != std::errc{} || rest != end || index < 0)
            throwBadInput("is '" + name + "', not auto, cpu, cuda or cuda:N", "device");
    } else if (name != "cuda") {
        throwBadInput("is '" + name + "', not auto, cpu, cuda or cuda:N", "device");
    }
    if (index >= count)
        throwNotFound("there is no " + name + ": LibTorch sees " + std::to_string(count) + " GPUs", "device",
                      "Use --device cpu, or a LibTorch built with CUDA.");
    return gpu(index);
}

std::vector<DeviceChoice> availableDevices() {
    std::vector<DeviceChoice> devices{cpu()};
    for (int i = 0; i < gpuCount(); ++i)
        devices.push_back(gpu(i));
    return devices;
}

} // namespace tvlt
