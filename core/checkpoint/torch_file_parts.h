#pragma once

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/torch_file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>

/// What the zip and the legacy container have in common; for readTorchFile alone.
namespace tvlt::torch_file {

/// Storages by key.
using Wanted = std::map<std::string, pickle::Storage>;
using Storages = std::map<std::string, torch::Tensor>;

inline constexpr const char* damaged = "The file is damaged: download or copy it again.";

[[nodiscard]] std::uint64_t byteCount(const pickle::Storage& storage);
/// An uninitialised 1-D tensor for a storage. Compare its size with the file's before calling.
[[nodiscard]] torch::Tensor emptyStorage(const pickle::Storage& storage);
[[nodiscard]] std::span<std::byte> bytesOf(torch::Tensor& tensor);

/// Finds the weights in what was pickled, has `readStorages` read the storages they use, and builds their tensors.
[[nodiscard]] TorchFile assemble(const pickle::Document& document, const std::string& container,
                                 const std::string& where, const std::function<Storages(const Wanted&)>& readStorages);

[[nodiscard]] TorchFile readZip(const std::filesystem::path& path, const Job& job);
[[nodiscard]] TorchFile readLegacy(const std::filesystem::path& path, const Job& job);

} // namespace tvlt::torch_file
