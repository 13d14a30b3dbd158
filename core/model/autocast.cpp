#include "core/model/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace tvlt {

namespace {

namespace cast = at::autocast;

// LibTorch 2.4 gave all devices one interface.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)

bool enabled(c10::DeviceType device) {
    return cast::is_autocast_enabled(device);
}

c10::ScalarType type(c10::DeviceType device) {
    return cast::get_autocast_dtype(device);
}

void set(c10::DeviceType device, bool on, c10::ScalarType dtype) {
    cast::set_autocast_enabled(device, on);
    cast::set_autocast_dtype(device, dtype);
}

#else

bool enabled(c10::DeviceType device) {
    return device == c10::DeviceType::CPU ? cast::is_cpu_enabled() : cast::is_enabled();
}

c10::ScalarType type(c10::DeviceType device) {
    return device == c10::DeviceType::CPU ? cast::get_autocast_cpu_dtype() : cast::get_autocast_gpu_dtype();
}

void set(c10::DeviceType device, bool on, c10::ScalarType dtype) {
    if (device == c10::DeviceType::CPU) {
        cast::set_cpu_enabled(on);
        cast::set_autocast_cpu_dtype(dtype);
    } else {
        cast::set_enabled(on);
        cast::set_autocast_gpu_dtype(dtype);
    }
}

#endif

} // namespace

bool autocasts(c10::DeviceType device) {
    return enabled(device);
}

Autocast::Autocast(bool bf16, c10::Device device)
    : device_(device.type()), wasEnabled_(enabled(device_)), wasType_(type(device_)),
      remembered_(cast::is_autocast_cache_enabled()) {
    set(device_, bf16, bf16 ? c10::ScalarType::BFloat16 : wasType_);
    cast::set_autocast_cache_enabled(false);
}

Autocast::~Autocast() {
    cast::set_autocast_cache_enabled(remembered_);
    set(device_, wasEnabled_, wasType_);
}

} // namespace tvlt
