#pragma once

#include "app/hub/hub_file.h"
#include "core/base/job.h"
#include "core/checkpoint/hub_id.h"

#include <filesystem>
#include <string>

namespace tvlt {

/// One repository in the local cache, laid out as huggingface_hub lays it out, so that each finds what the other
/// fetched: blobs/HASH, snapshots/COMMIT/FILE (links to blobs), refs/REVISION (a commit). Folders are made when they
/// are needed.
class HubStore {
  public:
    HubStore(const HubId& id, const std::filesystem::path& cache);

    [[nodiscard]] std::filesystem::path blob(const HubFile& file) const;
    /// Where a blob grows until it is whole: blobs/HASH.incomplete.
    [[nodiscard]] std::filesystem::path incomplete(const HubFile& file) const;
    [[nodiscard]] std::filesystem::path lock(const HubFile& file) const;
    [[nodiscard]] std::filesystem::path snapshot(const std::string& commit) const;
    /// Whether its blob is there, whole.
    [[nodiscard]] bool has(const HubFile& file) const;
    /// Bytes of it that are there already.
    [[nodiscard]] std::uint64_t bytesOf(const HubFile& file) const;

    void prepareBlobs() const;
    /// Puts a file whose blob is there into a snapshot.
    void link(const HubFile& file, const std::string& commit) const;
    /// Remembers which commit a branch or tag means.
    void setRevision(const std::string& revision, const std::string& commit) const;

  private:
    std::filesystem::path repository_;
    std::filesystem::path locks_;
};

} // namespace tvlt
