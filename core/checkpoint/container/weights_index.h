#pragma once

#include "core/checkpoint/container/pickle.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

/// The weights among what a file describes. Lives no longer than the document it is made of.
struct WeightsIndex {
    std::map<std::string, pickle::Tensor> tensors;        ///< by name, without wrapper and without prefix
    std::map<std::string_view, pickle::Storage> storages; ///< that the tensors use, by key
    std::string wrapped;                       ///< ", Lightning", ", wrapped in model", …; empty when it was not
    std::map<std::string, std::int64_t> hints; ///< whole numbers in Lightning's hyper_parameters.config
    std::vector<std::string> notes;
};

/// Finds them. The tensors claim no more than eight times the bytes of their storages. Throws BadInput.
[[nodiscard]] WeightsIndex indexWeights(const pickle::Document& document, const std::string& where);

} // namespace tvlt
