#include "core/base/error.h"
#include "core/checkpoint/torch_file_parts.h"
#include "core/checkpoint/zip_container.h"

#include <torch/types.h>

#include <string_view>

namespace tvlt::torch_file {

TorchFile readZip(const std::filesystem::path& path, const Job& job) {
    const ZipContainer zip(path);
    const std::string where = path.string();
    static constexpr std::string_view pickleName = "/data.pkl";
    std::string root;
    for (const auto& [name, entry] : zip.entries()) {
        const bool isPickle = name.size() > pickleName.size() && name.ends_with(pickleName) &&
                              name.find('/') == name.size() - pickleName.size();
        if (isPickle && !root.empty())
            throwBadInput("holds two pickles, " + root + pickleName.data() + " and " + name, where);
        if (isPickle)
            root = name.substr(0, name.size() - pickleName.size());
    }
    if (root.empty())
        throwBadInput("is a zip archive without data.pkl: not a file that torch.save wrote", where,
                      "Open a .ckpt, .bin or .safetensors file or a checkpoint folder.");
    if (zip.has(root + "/constants.pkl"))
        throwUnsupported("is a TorchScript program, not weights", where, "Save the model's state_dict() instead.");
    if (zip.has(root + "/byteorder")) {
        const auto order = zip.readAll(root + "/byteorder", 64);
        if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little")
            throwUnsupported("was written on a big-endian machine", where, "Save it again on a common one.");
    }
    const std::string name = root + std::string(pickleName);
    const auto bytes = zip.readAll(name, pickle::maxBytes);
    const pickle::Document document = pickle::read(bytes, where + ", " + name);
    return assemble(document, "zip", where, [&](const Wanted& wanted) {
        Storages storages;
        for (const auto& [key, storage] : wanted) {
            job.check();
            // Sizes are compared before memory is asked for.
            const std::string entryName = root + "/data/" + key;
            const auto entry = zip.entries().find(entryName);
            if (entry == zip.entries().end() || entry->second.size != byteCount(storage))
                throwBadInput("entry \"" + entryName + "\" is missing or has not the " +
                                  std::to_string(byteCount(storage)) + " bytes of its storage",
                              where, damaged);
            auto tensor = emptyStorage(storage);
            zip.read(entryName, bytesOf(tensor));
            storages.emplace(key, std::move(tensor));
            job.progress(static_cast<double>(storages.size()) / static_cast<double>(wanted.size()), "reading weights");
        }
        return storages;
    });
}

} // namespace tvlt::torch_file
