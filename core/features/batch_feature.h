#pragma once

#include "core/features/nd_array.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tvlt {

/// What return_tensors asks for. None: lists of lists of arrays. Numpy: one array, or lists where sizes differ.
/// Torch: one array; videos with fewer frames are filled up with frames of 0.0, other differences are an error.
enum class ReturnTensors { None, Numpy, Torch };

/// Videos of frames.
using NestedFrames = std::vector<std::vector<NdArray>>;
using FeatureValue = std::variant<NdArray, NestedFrames>;

/// Named outputs of a processor, in the reference's order.
struct BatchFeature {
    std::vector<std::pair<std::string, FeatureValue>> items;
    std::vector<std::string> warnings; ///< what a person should know about the input

    [[nodiscard]] const FeatureValue* find(std::string_view name) const;
    /// The array of that name. Throws NotFound when there is none, BadInput when it is a list.
    [[nodiscard]] const NdArray& array(std::string_view name) const;
};

} // namespace tvlt
