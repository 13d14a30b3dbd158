#include "core/parity/tensor_files.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace tvlt {

torch::Tensor tensorNamed(const StateDict& tensors, const std::string& name, const std::string& where) {
    const auto found = tensors.find(name);
    if (found == tensors.end())
        throwNotFound("no tensor \"" + name + "\"", where);
    return found->second;
}

TensorFiles::TensorFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

const StateDict& TensorFiles::file(const std::string& relativePath) {
    const auto known = files_.find(relativePath);
    if (known != files_.end())
        return known->second;
    const auto clean = std::filesystem::path(relativePath).lexically_normal();
    if (clean.empty() || clean.is_absolute() || *clean.begin() == "..")
        throwBadInput("a path inside the parity folder is wanted", relativePath);
    return files_.emplace(relativePath, readSafetensors(folder_ / clean)).first->second;
}

torch::Tensor TensorFiles::at(const std::string& reference) {
    const auto hash = reference.find('#');
    if (hash == std::string::npos)
        throwBadInput("a reference \"file.safetensors#tensor\" is wanted", reference);
    const std::string path = reference.substr(0, hash);
    return tensorNamed(file(path), reference.substr(hash + 1), path);
}

torch::Tensor TensorFiles::input(const nlohmann::json& spec) {
    if (spec.is_string())
        return at(spec.get<std::string>());
    auto tensor = at(spec.at("ref").get<std::string>());
    const std::pair<const char*, std::int64_t> cuts[] = {{"take_batch", 0}, {"take_frames", 1}, {"take_rows", 2}};
    for (const auto& [key, axis] : cuts) {
        if (!spec.contains(key))
            continue;
        const auto count = spec.at(key).get<std::int64_t>();
        if (axis >= tensor.dim() || count < 0 || count > tensor.size(axis))
            throwBadInput(std::string(key) + " " + std::to_string(count) + " is more than the tensor has",
                          spec.at("ref").get<std::string>());
        tensor = tensor.narrow(axis, 0, count);
    }
    return tensor.contiguous();
}

} // namespace tvlt
