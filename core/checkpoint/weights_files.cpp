#include "core/checkpoint/weights_files.h"

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/checkpoint/shard_index.h"

#include <set>
#include <string_view>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> shards(const fs::path& index) {
    const std::set<std::string> names = shardNames(index);
    std::vector<fs::path> files;
    for (const std::string& name : names) {
        files.push_back(index.parent_path() / name);
        std::error_code ec;
        if (!fs::is_regular_file(files.back(), ec))
            throwNotFound("a part of the weights is missing", files.back().string(),
                          std::to_string(names.size()) + " parts belong together; download this one too.");
    }
    return files;
}

/// Opening a pipe would wait for somebody to write into it.
void checkRegular(const fs::path& file) {
    std::error_code ec;
    if (!fs::is_regular_file(file, ec))
        throwUnsupported("is not a regular file", file.string(), "Copy its content into a file first.");
}

} // namespace

bool hasWeights(const fs::path& folder) {
    return guard([&] { return findWeights(folder); }).ok();
}

WeightsFiles findWeights(const fs::path& path) {
    std::error_code ec;
    if (!fs::exists(path, ec))
        throwNotFound("no such file or folder", path.string(), "Check the path.");
    if (!fs::is_directory(path, ec)) {
        checkRegular(path);
        const std::string name = path.filename().string();
        const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
        if (name.ends_with(kIndexSuffix) || name == "config.json")
            return findWeights(folder);
        return {{path}, folder, "lone " + (path.has_extension() ? path.extension().string() : "file")};
    }
    for (const std::string name : kWeightNames) {
        const fs::path file = path / name;
        if (!fs::exists(file, ec))
            continue;
        checkRegular(file);
        if (!name.ends_with(kIndexSuffix))
            return {{file}, path, "Hugging Face folder, " + name};
        auto files = shards(file);
        const std::string whole = name.substr(0, name.size() - std::string_view(kIndexSuffix).size());
        const std::string count = std::to_string(files.size());
        return {std::move(files), path, "Hugging Face folder, " + whole + " in " + count + " parts"};
    }
    throwNotFound("holds no model.safetensors and no pytorch_model.bin", path.string(),
                  "Open a folder that save_pretrained wrote, or a .ckpt, .bin or .safetensors file itself.");
}

} // namespace tvlt
