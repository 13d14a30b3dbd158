#pragma once

#include "app/hub/hub_file.h"
#include "app/hub/hub_settings.h"
#include "core/base/job.h"
#include "core/checkpoint/hub_id.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What a download would bring.
struct HubPlan {
    HubId id;
    std::string commit;         ///< of which all files are
    std::vector<HubFile> files; ///< config.json last: a snapshot is usable once it is there
    std::uint64_t bytes = 0;    ///< of all files
    std::uint64_t missing = 0;  ///< of them, not in the cache
    std::string from;           ///< "https://huggingface.co"
    std::filesystem::path cache;
};

/// The id that has to be fetched before loadCheckpoint() finds what a person named. None: it is in the cache, or no
/// name that a hub is asked for. It is not asked for what may be a mistyped path: names without an owner or with a
/// weights' file's ending, and paths into a folder that is there.
[[nodiscard]] std::optional<HubId> missingFromCache(const std::string& name, const std::filesystem::path& cache = {});

/// Asks the hub which files there are: config.json, preprocessor_config.json where there is one, and the weights by the
/// first name in kWeightNames, of an index all of its parts (the index itself is fetched). On the calling thread, which
/// waits and needs a QCoreApplication; never the GUI's. Throws Exception that says what to do: no network, no such
/// model or file, no right to read it, offline by HF_HUB_OFFLINE, files without a hash.
[[nodiscard]] HubPlan planDownload(const HubId& id, const HubSettings& settings, const Job& job = {});

/// Fetches what is missing and gives the snapshot's folder. Threads as planDownload(). The snapshot appears when all
/// files are whole, so that a stopped download leaves none; the next one goes on where it ended. Throws Exception.
std::filesystem::path download(const HubPlan& plan, const HubSettings& settings, const Job& job = {});

} // namespace tvlt
