#pragma once

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tvlt {

/// An n-dimensional array of numbers, row-major: what goes into the processors raw and comes out of them.
struct NdArray {
    using Data = std::variant<std::vector<std::uint8_t>, std::vector<std::int16_t>, std::vector<std::int64_t>,
                              std::vector<float>, std::vector<double>, std::vector<std::complex<float>>>;

    std::vector<std::int64_t> shape; ///< empty: no array at all (Python's None, or a text)
    Data data;                       ///< as many numbers as the product of `shape`

    NdArray() = default;
    /// Throws BadInput when the numbers don't fill the shape.
    NdArray(std::vector<std::int64_t> dimensions, Data numbers);

    [[nodiscard]] int ndim() const { return static_cast<int>(shape.size()); }
    [[nodiscard]] std::int64_t size() const;
    /// NumPy's name of the element type: "uint8", "int16", "int64", "float32", "float64", "complex64".
    [[nodiscard]] std::string dtype() const;
    /// "(3, 40, 50)", for messages.
    [[nodiscard]] std::string shapeText() const;

    template <class T> [[nodiscard]] bool holds() const { return std::holds_alternative<std::vector<T>>(data); }
    /// The numbers as T; they must be of that type.
    template <class T> [[nodiscard]] const std::vector<T>& as() const { return std::get<std::vector<T>>(data); }
    template <class T> [[nodiscard]] std::vector<T>& as() { return std::get<std::vector<T>>(data); }

    /// A copy of entry `index` along the first axis. Throws BadInput when there is none.
    [[nodiscard]] NdArray at(std::int64_t index) const;
    /// All entries along the first axis.
    [[nodiscard]] std::vector<NdArray> split() const;
    /// Equal arrays in one, with a new first axis. Throws BadInput when shapes or types differ, or there are none.
    [[nodiscard]] static NdArray stack(const std::vector<NdArray>& arrays);
};

} // namespace tvlt
