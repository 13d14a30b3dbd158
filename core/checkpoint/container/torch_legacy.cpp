#include "core/base/error.h"
#include "core/checkpoint/container/torch_container.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <string_view>
#include <vector>

namespace tvlt {

namespace {

/// The format of PyTorch before 1.6: pickles of a magic number, the protocol version, facts about the system, the
/// object, and the list of storage keys; then, in the list's order, an element count (int64) and raw data for each.
class TorchLegacy : public TorchContainer {
  public:
    explicit TorchLegacy(const std::filesystem::path& path)
        : where_(path.string()), size_(std::filesystem::file_size(path)), in_(path, std::ios::binary) {
        // The pickles stand first; the storages behind them are read from the file itself.
        head_.resize(static_cast<std::size_t>(std::min<std::uintmax_t>(size_, pickle::maxBytes)));
        in_.read(reinterpret_cast<char*>(head_.data()), static_cast<std::streamsize>(head_.size()));
        if (static_cast<std::size_t>(in_.gcount()) != head_.size())
            throwBadInput("cannot be read", where_, "Check its permissions.");
        // 0x1950a86a20f9469cfc6c as pickle's LONG1 holds it.
        static constexpr std::string_view magic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
        const pickle::Document first = next();
        const auto* number = first.root->get<pickle::BigInt>();
        if (number == nullptr || number->bytes != magic)
            throwBadInput("is a pickle of " + first.root->describe() + ", not a file that torch.save wrote", where_,
                          "Open a .ckpt, .bin or .safetensors file or a checkpoint folder.");
        const pickle::Document version = next();
        if (const auto* value = version.root->get<std::int64_t>(); value == nullptr || *value != 1001)
            throwUnsupported("has an unknown version of the legacy format", where_, "Save it with a newer PyTorch.");
        const pickle::Document system = next();
        if (const auto little = system.root->find("little_endian");
            little != nullptr && little->get<bool>() != nullptr && !*little->get<bool>())
            throwUnsupported("was written on a big-endian machine", where_, "Save it again on a common one.");
        document_ = next();
        locate(next());
    }

    [[nodiscard]] const char* kind() const override { return "legacy"; }

    void require(const pickle::Storage& storage) const override { (void)placeOf(storage); }

    void read(const pickle::Storage& storage, std::span<std::byte> bytes) override { readAt(placeOf(storage), bytes); }

  private:
    pickle::Document next() {
        auto document = pickle::read(std::span(head_).subspan(position_), where_);
        position_ += document.length;
        return document;
    }

    /// Steps over all storages, an optimizer's too, and keeps where each one begins.
    void locate(const pickle::Document& keys) {
        std::map<std::string_view, const pickle::Storage*> described;
        for (const pickle::Value& value : document_.values)
            if (const auto* storage = value.get<pickle::Storage>())
                described.emplace(storage->key, storage);
        const auto* list = keys.root->get<pickle::Sequence>();
        if (list == nullptr)
            throwBadInput("has " + keys.root->describe() + " where the list of storages belongs", where_, kDamagedFile);
        std::uint64_t at = position_;
        for (const pickle::Ref item : list->items) {
            const auto* key = item->get<std::string_view>();
            const auto known = key != nullptr ? described.find(*key) : described.end();
            if (known == described.end())
                throwBadInput("lists a storage that no tensor has", where_, kDamagedFile);
            const std::uint64_t elements = count(at);
            at += sizeof(elements);
            const pickle::Storage& storage = *known->second;
            if (elements != static_cast<std::uint64_t>(storage.elements) || byteCount(storage) > size_ - at)
                throwBadInput("ends early or has a wrong size in storage '" + std::string(*key) + "' at byte " +
                                  std::to_string(at),
                              where_, kDamagedFile);
            if (!places_.emplace(known->first, at).second)
                throwBadInput("lists storage '" + std::string(*key) + "' twice", where_, kDamagedFile);
            at += byteCount(storage);
        }
    }

    [[nodiscard]] std::uint64_t placeOf(const pickle::Storage& storage) const {
        const auto place = places_.find(storage.key);
        if (place == places_.end())
            throwBadInput("lacks storage '" + std::string(storage.key) + "'", where_, kDamagedFile);
        return place->second;
    }

    std::uint64_t count(std::uint64_t at) {
        std::array<std::byte, sizeof(std::uint64_t)> bytes{};
        if (at > size_ || size_ - at < bytes.size())
            throwBadInput("ends early, at byte " + std::to_string(size_), where_, kDamagedFile);
        readAt(at, bytes);
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data(), sizeof(value));
        return value;
    }
    void readAt(std::uint64_t at, std::span<std::byte> bytes) {
        in_.clear();
        in_.seekg(static_cast<std::streamoff>(at));
        in_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (static_cast<std::size_t>(in_.gcount()) != bytes.size())
            throwBadInput("ended early while it was read", where_, kDamagedFile);
    }

    std::string where_;
    std::uint64_t size_;
    std::ifstream in_;
    std::vector<std::byte> head_; ///< the documents' strings point into it
    std::size_t position_ = 0;
    std::map<std::string_view, std::uint64_t> places_; ///< of the storages' data, by key
};

} // namespace

std::unique_ptr<TorchContainer> openTorchLegacy(const std::filesystem::path& path) {
    return std::make_unique<TorchLegacy>(path);
}

} // namespace tvlt
