#pragma once

#include "core/features/nd_array.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

using Tensors = std::map<std::string, tvlt::NdArray>;

/// The tensors of a .safetensors file in the golden folder. Trusts the file.
Tensors goldenTensors(const std::string& name);
nlohmann::json goldenJson(const std::string& name);

/// "file#tensor" → "tensor"
std::string tensorName(const std::string& reference);
std::vector<double> numbers(const tvlt::NdArray& array);
/// PCM as floats: int16 / 32768; floats as they are.
tvlt::NdArray asFloat(const tvlt::NdArray& array);
/// The largest absolute difference; infinity when the counts differ or a value is not finite.
double largestDifference(const std::vector<double>& a, const std::vector<double>& b);
