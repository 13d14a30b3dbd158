#pragma once

#include <filesystem>
#include <string>

namespace tvlt {

/// Whether this could be a Hugging Face hub id: "name" or "organisation/name".
[[nodiscard]] bool looksLikeHubId(const std::string& text);

/// HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub.
[[nodiscard]] std::filesystem::path hubCacheFolder();

/// The newest usable snapshot of a hub id in the local cache: the one that refs/main names, or the one last written
/// that holds weights. `cache`: where; empty: hubCacheFolder(). Nothing is downloaded. Throws NotFound saying where it
/// looked.
[[nodiscard]] std::filesystem::path findInHubCache(const std::string& id, const std::filesystem::path& cache = {});

} // namespace tvlt
