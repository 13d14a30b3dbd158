#include "core/checkpoint/hub_cache.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/user_cache.h"
#include "core/checkpoint/weights_files.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// An environment variable's path, empty when it is not set.
fs::path pathFrom(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr ? fs::path(value) : fs::path();
}

bool isPlainName(const std::string& name) {
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

/// The commit that refs/main names, empty without one.
std::string mainCommit(const fs::path& repository) {
    std::error_code ec;
    const fs::path reference = repository / "refs" / "main";
    if (!fs::is_regular_file(reference, ec))
        return {};
    std::string commit = readTextFile(reference, 4096);
    while (!commit.empty() && std::isspace(static_cast<unsigned char>(commit.back())) != 0)
        commit.pop_back();
    return isPlainName(commit) ? commit : std::string();
}

} // namespace

bool looksLikeHubId(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos)
        return isPlainName(text);
    return isPlainName(text.substr(0, slash)) && isPlainName(text.substr(slash + 1));
}

fs::path hubCacheFolder() {
    if (const fs::path cache = pathFrom("HF_HUB_CACHE"); !cache.empty())
        return cache;
    if (const fs::path home = pathFrom("HF_HOME"); !home.empty())
        return home / "hub";
    return userCacheFolder() / "huggingface" / "hub";
}

fs::path findInHubCache(const std::string& id, const fs::path& cache) {
    std::string folderName = "models--" + id;
    if (const std::size_t slash = folderName.find('/'); slash != std::string::npos)
        folderName.replace(slash, 1, "--");
    const fs::path repository = (cache.empty() ? hubCacheFolder() : cache) / folderName;
    const std::string commit = mainCommit(repository);

    std::vector<fs::path> snapshots;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(repository / "snapshots", ec))
        if (entry.is_directory(ec))
            snapshots.push_back(entry.path());
    const auto written = [](const fs::path& path) {
        std::error_code ignored;
        return fs::last_write_time(path, ignored);
    };
    std::sort(snapshots.begin(), snapshots.end(), [&](const fs::path& a, const fs::path& b) {
        const bool aIsMain = a.filename() == commit;
        const bool bIsMain = b.filename() == commit;
        if (aIsMain != bIsMain)
            return aIsMain;
        const auto aTime = written(a);
        const auto bTime = written(b);
        return aTime != bTime ? aTime > bTime : a < b;
    });
    const auto usable = std::find_if(snapshots.begin(), snapshots.end(), hasWeights);
    if (usable != snapshots.end())
        return *usable;
    throwNotFound(snapshots.empty() ? "is no file, no folder and not in the local Hugging Face cache"
                                    : "is in the local Hugging Face cache, but without weights",
                  id + " (looked in " + repository.string() + ")",
                  "Download it first: huggingface-cli download " + id + ", or check the path.");
}

} // namespace tvlt
