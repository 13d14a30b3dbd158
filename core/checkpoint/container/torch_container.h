#pragma once

#include "core/checkpoint/container/pickle.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace tvlt {

/// A file that torch.save wrote, opened: what it describes, and the bytes of its storages on demand. Nothing in it is
/// run, see pickle.h.
class TorchContainer {
  public:
    virtual ~TorchContainer() = default;
    TorchContainer(const TorchContainer&) = delete;
    TorchContainer& operator=(const TorchContainer&) = delete;

    [[nodiscard]] virtual const char* kind() const = 0; ///< "zip", "legacy"
    [[nodiscard]] const pickle::Document& document() const { return document_; }

    /// Throws BadInput unless the file holds the storage in the size that it claims. Memory for it may be asked for
    /// after that.
    virtual void require(const pickle::Storage& storage) const = 0;
    /// Fills `bytes`, byteCount(storage) of them. Throws BadInput when they cannot be read or are damaged.
    virtual void read(const pickle::Storage& storage, std::span<std::byte> bytes) = 0;

  protected:
    TorchContainer() = default;
    pickle::Document document_;
};

/// Opens a zip (PyTorch 1.6 and newer) or legacy (older) file by its first bytes. Throws Exception with the byte, entry
/// or name that is wrong.
[[nodiscard]] std::unique_ptr<TorchContainer> openTorchContainer(const std::filesystem::path& path);

/// The two kinds, for openTorchContainer() alone.
[[nodiscard]] std::unique_ptr<TorchContainer> openTorchZip(const std::filesystem::path& path);
[[nodiscard]] std::unique_ptr<TorchContainer> openTorchLegacy(const std::filesystem::path& path);

[[nodiscard]] std::uint64_t byteCount(const pickle::Storage& storage);

inline constexpr const char* kDamagedFile = "The file is damaged: download or copy it again.";

} // namespace tvlt
