#include "core/base/error.h"
#include "core/checkpoint/torch_file_parts.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <string_view>

namespace tvlt::torch_file {

namespace {

/// The format of PyTorch before 1.6: pickles of a magic number, the protocol version, facts about the system, the
/// object, and the list of storage keys; then, in the list's order, an element count (int64) and raw data for each.
class LegacyFile {
  public:
    LegacyFile(const std::filesystem::path& path, const Job& job)
        : where_(path.string()), job_(job), size_(std::filesystem::file_size(path)), in_(path, std::ios::binary) {
        // The pickles stand first; the storages behind them are read from the file itself.
        head_.resize(static_cast<std::size_t>(std::min<std::uintmax_t>(size_, 2 * pickle::maxBytes)));
        in_.read(reinterpret_cast<char*>(head_.data()), static_cast<std::streamsize>(head_.size()));
        if (static_cast<std::size_t>(in_.gcount()) != head_.size())
            throwBadInput("cannot be read", where_, "Check its permissions.");
    }

    TorchFile read() {
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
        const pickle::Document object = next();
        const pickle::Document keys = next();
        return assemble(object, "legacy", where_, [&](const Wanted& wanted) { return storages(keys, object, wanted); });
    }

  private:
    pickle::Document next() {
        auto document = pickle::read(std::span(head_).subspan(position_), where_);
        position_ += document.length;
        return document;
    }

    Storages storages(const pickle::Document& keys, const pickle::Document& object, const Wanted& wanted) {
        Wanted all; // with those of an optimizer, which are stepped over
        for (const pickle::Value& value : object.values)
            if (const auto* storage = value.get<pickle::Storage>())
                all.emplace(std::string(storage->key), *storage);
        const auto* list = keys.root->get<pickle::Sequence>();
        if (list == nullptr)
            throwBadInput("has " + keys.root->describe() + " where the list of storages belongs", where_, damaged);
        Storages storages;
        std::uint64_t at = position_;
        in_.clear();
        for (const pickle::Ref item : list->items) {
            job_.check();
            const auto* key = item->get<std::string_view>();
            const auto known = key != nullptr ? all.find(std::string(*key)) : all.end();
            if (known == all.end())
                throwBadInput("lists a storage that no tensor has", where_, damaged);
            const pickle::Storage& storage = known->second;
            const std::uint64_t elements = count(at);
            at += sizeof(elements);
            if (elements != static_cast<std::uint64_t>(storage.elements) || byteCount(storage) > size_ - at)
                throwBadInput("ends early or has a wrong size in storage '" + known->first + "' at byte " +
                                  std::to_string(at),
                              where_, damaged);
            if (wanted.count(known->first) != 0) {
                auto tensor = emptyStorage(storage);
                readAt(at, bytesOf(tensor));
                storages.emplace(known->first, std::move(tensor));
            }
            at += byteCount(storage);
            job_.progress(static_cast<double>(at) / static_cast<double>(size_), "reading weights");
        }
        if (storages.size() != wanted.size())
            throwBadInput("holds only " + std::to_string(storages.size()) + " of " + std::to_string(wanted.size()) +
                              " storages",
                          where_, damaged);
        return storages;
    }
    std::uint64_t count(std::uint64_t at) {
        std::array<std::byte, sizeof(std::uint64_t)> bytes{};
        if (at > size_ || size_ - at < bytes.size())
            throwBadInput("ends early, at byte " + std::to_string(size_), where_, damaged);
        readAt(at, bytes);
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data(), sizeof(value));
        return value;
    }
    void readAt(std::uint64_t at, std::span<std::byte> bytes) {
        in_.seekg(static_cast<std::streamoff>(at));
        in_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (static_cast<std::size_t>(in_.gcount()) != bytes.size())
            throwBadInput("ended early while it was read", where_, damaged);
    }

    std::string where_;
    const Job& job_;
    std::uint64_t size_;
    std::ifstream in_;
    std::vector<std::byte> head_;
    std::size_t position_ = 0;
};

} // namespace

TorchFile readLegacy(const std::filesystem::path& path, const Job& job) {
    return LegacyFile(path, job).read();
}

} // namespace tvlt::torch_file
