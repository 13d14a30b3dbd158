#include "tests/core/features/golden.h"

#include "core/base/file.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <type_traits>

using namespace tvlt;

namespace {

const std::filesystem::path folder = std::filesystem::path(TVLT_GOLDEN) / "features";

template <class T> std::vector<T> read(const char* bytes, std::size_t size) {
    std::vector<T> values(size / sizeof(T));
    if (size > 0)
        std::memcpy(values.data(), bytes, size);
    return values;
}

NdArray::Data readData(const std::string& dtype, const char* bytes, std::size_t size) {
    if (dtype == "U8")
        return read<std::uint8_t>(bytes, size);
    if (dtype == "I16")
        return read<std::int16_t>(bytes, size);
    if (dtype == "I64")
        return read<std::int64_t>(bytes, size);
    if (dtype == "F64")
        return read<double>(bytes, size);
    if (dtype == "I32") {
        const auto values = read<std::int32_t>(bytes, size);
        return std::vector<std::int64_t>(values.begin(), values.end());
    }
    return read<float>(bytes, size);
}

} // namespace

Tensors goldenTensors(const std::string& name) {
    const std::string file = readTextFile(folder / name);
    std::uint64_t headerLength = 0;
    std::memcpy(&headerLength, file.data(), 8);
    Tensors tensors;
    const auto header = nlohmann::json::parse(file.substr(8, headerLength));
    for (const auto& [key, entry] : header.items()) {
        if (key == "__metadata__")
            continue;
        const std::size_t begin = entry["data_offsets"][0];
        const std::size_t end = entry["data_offsets"][1];
        NdArray& tensor = tensors[key];
        tensor.shape = entry["shape"].get<std::vector<std::int64_t>>();
        tensor.data = readData(entry["dtype"], file.data() + 8 + headerLength + begin, end - begin);
    }
    return tensors;
}

nlohmann::json goldenJson(const std::string& name) {
    return nlohmann::json::parse(readTextFile(folder / name));
}

std::string tensorName(const std::string& reference) {
    return reference.substr(reference.find('#') + 1);
}

std::vector<double> numbers(const NdArray& array) {
    return std::visit(
        [](const auto& values) {
            std::vector<double> result;
            if constexpr (!std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::complex<float>>>)
                for (const auto value : values)
                    result.push_back(static_cast<double>(value));
            return result;
        },
        array.data);
}

NdArray asFloat(const NdArray& array) {
    if (!array.holds<std::int16_t>())
        return array;
    std::vector<float> samples;
    for (const std::int16_t sample : array.as<std::int16_t>())
        samples.push_back(static_cast<float>(sample) / 32768.0F);
    return NdArray(array.shape, std::move(samples));
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::fabs(a[i] - b[i]);
        largest = std::isfinite(difference) ? std::max(largest, difference) : std::numeric_limits<double>::infinity();
    }
    return largest;
}
