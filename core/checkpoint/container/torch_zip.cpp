#include "core/base/error.h"
#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/zip_container.h"

#include <string_view>

namespace tvlt {

namespace {

/// The format of PyTorch 1.6 and newer: ROOT/data.pkl, and ROOT/data/KEY for each storage.
class TorchZip : public TorchContainer {
  public:
    explicit TorchZip(const std::filesystem::path& path) : where_(path.string()), zip_(path), root_(root()) {
        if (zip_.has(root_ + "/constants.pkl"))
            throwUnsupported("is a TorchScript program, not weights", where_, "Save the model's state_dict() instead.");
        if (zip_.has(root_ + "/byteorder")) {
            const auto order = zip_.readAll(root_ + "/byteorder", 64);
            if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little")
                throwUnsupported("was written on a big-endian machine", where_, "Save it again on a common one.");
        }
        const std::string name = root_ + "/data.pkl";
        pickle_ = zip_.readAll(name, pickle::maxBytes);
        document_ = pickle::read(pickle_, where_ + ", " + name);
    }

    [[nodiscard]] const char* kind() const override { return "zip"; }

    void require(const pickle::Storage& storage) const override {
        const auto entry = zip_.entries().find(entryName(storage));
        if (entry == zip_.entries().end() || entry->second.size != byteCount(storage))
            throwBadInput("entry \"" + entryName(storage) + "\" is missing or has not the " +
                              std::to_string(byteCount(storage)) + " bytes of its storage",
                          where_, kDamagedFile);
    }

    void read(const pickle::Storage& storage, std::span<std::byte> bytes) override {
        zip_.read(entryName(storage), bytes);
    }

  private:
    /// The folder of the one data.pkl.
    [[nodiscard]] std::string root() const {
        static constexpr std::string_view pickleName = "/data.pkl";
        std::string found;
        for (const auto& [name, entry] : zip_.entries()) {
            const bool isPickle = name.size() > pickleName.size() && name.ends_with(pickleName) &&
                                  name.find('/') == name.size() - pickleName.size();
            if (isPickle && !found.empty())
                throwBadInput("holds two pickles, " + found + pickleName.data() + " and " + name, where_);
            if (isPickle)
                found = name.substr(0, name.size() - pickleName.size());
        }
        if (found.empty())
            throwBadInput("is a zip archive without data.pkl: not a file that torch.save wrote", where_,
                          "Open a .ckpt, .bin or .safetensors file or a checkpoint folder.");
        return found;
    }

    [[nodiscard]] std::string entryName(const pickle::Storage& storage) const {
        return root_ + "/data/" + std::string(storage.key);
    }

    std::string where_;
    ZipContainer zip_;
    std::string root_;
    std::vector<std::byte> pickle_; ///< the document's strings point into it
};

} // namespace

std::unique_ptr<TorchContainer> openTorchZip(const std::filesystem::path& path) {
    return std::make_unique<TorchZip>(path);
}

} // namespace tvlt
