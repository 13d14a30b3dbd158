#pragma once

#include "core/dataset/example_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tvlt {

struct CacheOptions {
    std::uintmax_t limit = 20ULL << 30;   ///< most bytes in the folder
    std::uintmax_t keepFree = 1ULL << 30; ///< bytes of the disk that are left to others: checkpoints need some
};

/// Keeps another source's examples on disk, under names made of their fingerprints. Damaged files are made anew. When
/// the folder is full, the oldest files that this object did not use itself go; when none are left it stores no more,
/// since examples that come in turn would only drive each other out. Where it cannot write, it stops storing and says
/// so once: the examples go on. Several programs may share a folder.
class CachedSource : public ExampleSource {
  public:
    /// Creates the folder.
    CachedSource(std::shared_ptr<const ExampleSource> source, std::filesystem::path folder, CacheOptions options = {});
    ~CachedSource() override;

    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] std::string name(std::int64_t index) const override;
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override;
    [[nodiscard]] std::string fingerprint(const ExampleRequest& request, const Job& job = {}) const override;
    [[nodiscard]] std::vector<Grid> soundingCover(const ExampleRequest& request) const override;

    struct Counts {
        std::int64_t found = 0;   ///< read from disk
        std::int64_t made = 0;    ///< asked of the source
        std::int64_t damaged = 0; ///< of those: because the file was damaged
        std::int64_t stored = 0;
        std::uintmax_t bytes = 0; ///< in the folder now, as far as this object knows
    };
    [[nodiscard]] Counts counts() const;
    /// Sentences for the user since the last call.
    [[nodiscard]] std::vector<std::string> takeNotes() const;

  private:
    struct Store;
    std::shared_ptr<const ExampleSource> source_;
    std::unique_ptr<Store> store_;
};

} // namespace tvlt
