#include "core/checkpoint/hub_cache.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/user_cache.h"
#include "core/checkpoint/weights_files.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// An environment variable's path, empty when it is not set.
fs::path pathFrom(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr ? fs::path(value) : fs::path();
}

/// The name of the snapshot that a revision means, empty when the cache does not say.
std::string snapshotName(const fs::path& repository, const std::string& revision) {
    std::error_code ec;
    const fs::path reference = repository / "refs" / revision;
    if (!fs::is_regular_file(reference, ec))
        return isCommit(revision) ? revision : std::string();
    std::string commit = readTextFile(reference, 4096);
    while (!commit.empty() && std::isspace(static_cast<unsigned char>(commit.back())) != 0)
        commit.pop_back();
    return parseHubId(commit) && commit.find('/') == std::string::npos ? commit : std::string();
}

/// All snapshots of a repository, the one called `first` before the others, and of those the newest.
std::vector<fs::path> snapshotsOf(const fs::path& repository, const std::string& first) {
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
        const bool aIsFirst = a.filename() == first;
        const bool bIsFirst = b.filename() == first;
        if (aIsFirst != bIsFirst)
            return aIsFirst;
        const auto aTime = written(a);
        const auto bTime = written(b);
        return aTime != bTime ? aTime > bTime : a < b;
    });
    return snapshots;
}

/// A download that was broken off leaves links to nothing, an index without its parts, or only some of the files.
bool isUsable(const fs::path& snapshot) {
    std::error_code ec;
    return fs::exists(snapshot / "config.json", ec) && hasWeights(snapshot);
}

} // namespace

fs::path huggingFaceHome() {
    const fs::path home = pathFrom("HF_HOME");
    return home.empty() ? userCacheFolder() / "huggingface" : home;
}

fs::path hubCacheFolder() {
    const fs::path cache = pathFrom("HF_HUB_CACHE");
    return cache.empty() ? huggingFaceHome() / "hub" : cache;
}

fs::path hubRepositoryFolder(const HubId& id, const fs::path& cache) {
    std::string name = "models--" + id.repository;
    if (const std::size_t slash = name.find('/'); slash != std::string::npos)
        name.replace(slash, 1, "--");
    return (cache.empty() ? hubCacheFolder() : cache) / name;
}

fs::path findInHubCache(const HubId& id, const fs::path& cache) {
    const fs::path repository = hubRepositoryFolder(id, cache);
    const std::string wanted = snapshotName(repository, id.revision);
    std::vector<fs::path> snapshots = snapshotsOf(repository, wanted);
    const bool known = !snapshots.empty();
    if (id.revisionNamed)
        std::erase_if(snapshots, [&](const fs::path& snapshot) { return snapshot.filename() != wanted; });
    const auto usable = std::find_if(snapshots.begin(), snapshots.end(), isUsable);
    if (usable != snapshots.end())
        return *usable;
    std::string what = "is no file, no folder and not in the local Hugging Face cache";
    if (!snapshots.empty())
        what = "is in the local Hugging Face cache, but without all of its weights";
    else if (known)
        what = "is in the local Hugging Face cache, but not in this revision";
    throwNotFound(what, id.text() + " (looked in " + repository.string() + ")",
                  "Check the path, or download it: tvlt info " + id.text() +
                      ", or Model > Open checkpoint in the window.");
}

} // namespace tvlt
