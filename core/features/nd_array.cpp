#include "core/features/nd_array.h"

#include "core/base/error.h"

namespace tvlt {

namespace {

std::int64_t product(const std::vector<std::int64_t>& shape) {
    std::int64_t count = shape.empty() ? 0 : 1;
    for (const std::int64_t length : shape)
        count *= length;
    return count;
}

} // namespace

NdArray::NdArray(std::vector<std::int64_t> dimensions, Data numbers)
    : shape(std::move(dimensions)), data(std::move(numbers)) {
    const auto held = std::visit([](const auto& values) { return static_cast<std::int64_t>(values.size()); }, data);
    const bool negative = std::any_of(shape.begin(), shape.end(), [](std::int64_t n) { return n < 0; });
    if (negative || held != product(shape))
        throwBadInput(std::to_string(held) + " numbers don't fill an array of shape " + shapeText());
}

std::int64_t NdArray::size() const {
    return product(shape);
}

std::string NdArray::dtype() const {
    static constexpr const char* names[] = {"uint8", "int16", "int64", "float32", "float64", "complex64"};
    return names[data.index()];
}

std::string NdArray::shapeText() const {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

NdArray NdArray::at(std::int64_t index) const {
    if (shape.empty() || index < 0 || index >= shape[0])
        throwBadInput("there is no entry " + std::to_string(index) + " in an array of shape " + shapeText());
    const std::int64_t length = size() / shape[0];
    NdArray entry;
    entry.shape.assign(shape.begin() + 1, shape.end());
    std::visit(
        [&](const auto& values) {
            const auto first = values.begin() + index * length;
            entry.data = std::decay_t<decltype(values)>(first, first + length);
        },
        data);
    return entry;
}

std::vector<NdArray> NdArray::split() const {
    std::vector<NdArray> entries;
    for (std::int64_t i = 0; !shape.empty() && i < shape[0]; ++i)
        entries.push_back(at(i));
    return entries;
}

NdArray NdArray::stack(const std::vector<NdArray>& arrays) {
    if (arrays.empty())
        throwBadInput("there are no arrays to stack");
    const NdArray& model = arrays.front();
    NdArray whole;
    whole.shape = model.shape;
    whole.shape.insert(whole.shape.begin(), static_cast<std::int64_t>(arrays.size()));
    std::visit(
        [&](const auto& sample) {
            using Values = std::decay_t<decltype(sample)>;
            Values values;
            values.reserve(sample.size() * arrays.size());
            for (const NdArray& array : arrays) {
                if (array.shape != model.shape || !std::holds_alternative<Values>(array.data))
                    throwBadInput("arrays of shape " + model.shapeText() + " " + model.dtype() + " and " +
                                  array.shapeText() + " " + array.dtype() + " don't make one");
                const auto& part = std::get<Values>(array.data);
                values.insert(values.end(), part.begin(), part.end());
            }
            whole.data = std::move(values);
        },
        model.data);
    return whole;
}

} // namespace tvlt
