#include "core/checkpoint/read_weights.h"

#include "core/base/error.h"
#include "core/checkpoint/torch_file.h"
#include "core/checkpoint/weights_files.h"

#include <torch/types.h>

#include <array>
#include <fstream>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// A safetensors file starts with the length of its header and the header's first brace.
bool isSafetensors(const fs::path& file) {
    if (file.extension() == ".safetensors")
        return true;
    std::array<char, 9> start{};
    std::ifstream in(file, std::ios::binary);
    return in.read(start.data(), start.size()) && start[8] == '{' && start[7] == 0 && start[6] == 0;
}

} // namespace

Weights readWeights(const WeightsFiles& files, const Job& job) {
    Weights weights;
    const auto count = static_cast<double>(files.files.size());
    for (std::size_t i = 0; i < files.files.size(); ++i) {
        const fs::path& file = files.files[i];
        const Job part = job.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        StateDict tensors;
        if (isSafetensors(file)) {
            tensors = readSafetensors(file, part);
            weights.container = "safetensors";
        } else {
            TorchFile torchFile = readTorchFile(file, part);
            tensors = std::move(torchFile.tensors);
            weights.container = torchFile.container;
            weights.hints = std::move(torchFile.hints);
            weights.notes.insert(weights.notes.end(), torchFile.notes.begin(), torchFile.notes.end());
        }
        for (auto& [name, tensor] : tensors)
            if (!weights.tensors.emplace(name, std::move(tensor)).second)
                throwBadInput("holds tensor \"" + name + "\", which another part holds too", file.string(),
                              "The parts do not belong together.");
    }
    return weights;
}

} // namespace tvlt
