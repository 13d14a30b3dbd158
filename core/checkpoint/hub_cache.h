#pragma once

#include "core/checkpoint/hub_id.h"

#include <filesystem>

namespace tvlt {

/// HF_HUB_CACHE, else huggingFaceHome()/hub.
[[nodiscard]] std::filesystem::path hubCacheFolder();
/// HF_HOME, else XDG_CACHE_HOME/huggingface, else ~/.cache/huggingface.
[[nodiscard]] std::filesystem::path huggingFaceHome();

/// A repository's folder in the cache, "models--organisation--name", whether it is there or not. `cache`: where; empty:
/// hubCacheFolder().
[[nodiscard]] std::filesystem::path hubRepositoryFolder(const HubId& id, const std::filesystem::path& cache = {});

/// The snapshot of a hub id in the local cache: of a revision that was named, the one that refs/REVISION (or the commit
/// itself) names; else the one of refs/main, or the last written one. Only snapshots count that hold config.json and
/// all weights. Nothing is downloaded. Throws NotFound saying where it looked.
[[nodiscard]] std::filesystem::path findInHubCache(const HubId& id, const std::filesystem::path& cache = {});

} // namespace tvlt
