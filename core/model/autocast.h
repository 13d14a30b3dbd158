#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

namespace tvlt {

/// Whether products of matrices run in a narrower type on the devices of this type, in this thread.
[[nodiscard]] bool autocasts(c10::DeviceType device);

/// For its lifetime and in its thread, products of matrices on devices of this type run in bf16 where `bf16` holds and
/// in the tensors' own type where it does not; parameters, sums and losses stay f32. Puts back what was before.
/// Parameters are cast at each use and no cast is remembered: an optimizer's step, a pass without gradients and a
/// layer that runs again in backward may all stand in one scope.
class Autocast {
  public:
    Autocast(bool bf16, c10::Device device);
    ~Autocast();
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

  private:
    c10::DeviceType device_;
    bool wasEnabled_;
    c10::ScalarType wasType_;
    bool remembered_;
};

} // namespace tvlt
