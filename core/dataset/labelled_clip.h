#pragma once

#include <filesystem>
#include <vector>

namespace tvlt {

/// A file and what a model should say of it.
struct LabelledClip {
    std::filesystem::path path;
    std::vector<float> target; ///< a class number, or the values of a regression; empty without labels
};

} // namespace tvlt
