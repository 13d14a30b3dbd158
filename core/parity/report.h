#pragma once

#include <string>
#include <vector>

namespace tvlt {

/// What one case or error row of a parity folder came to.
struct ParityResult {
    std::string name; ///< the case's name, or "component: case" of an error row
    std::string kind; ///< "model", "image", "error", …
    bool passed = false;
    double difference = 0.0; ///< largest absolute difference over all compared tensors
    double tolerance = 0.0;  ///< of the tensor that came closest to (or over) its tolerance
    std::string detail;      ///< why it failed, or which tensor decided
};

/// All of a folder's cases and error rows, in the order of its files.
struct ParityReport {
    std::vector<ParityResult> results;
    [[nodiscard]] int passed() const;
    [[nodiscard]] int failed() const;
};

} // namespace tvlt
