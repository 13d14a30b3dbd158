#include "core/base/error.h"
#include "core/model/device.h"

namespace tvlt {

Dtype dtypeFromName(const std::string& name) {
    if (name == "f32")
        return Dtype::F32;
    if (name == "bf16")
        return Dtype::BF16;
    throwBadInput("is '" + name + "', not f32 or bf16", "dtype");
}

const char* dtypeName(Dtype dtype) {
    return dtype == Dtype::BF16 ? "bf16" : "f32";
}

} // namespace tvlt
