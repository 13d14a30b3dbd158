#pragma once

#include "core/checkpoint/container/pickle.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tvlt::pickle {

/// A contiguous tensor that fills a storage of its own.
struct NamedTensor {
    std::string name;
    Element element = Element::F32;
    std::vector<std::int64_t> sizes;
};

/// The pickle (protocol 2) of an OrderedDict of these tensors, as torch.save writes a state dict: the tensor at place i
/// lies in storage "i".
[[nodiscard]] std::string writeStateDict(const std::vector<NamedTensor>& tensors);

} // namespace tvlt::pickle
