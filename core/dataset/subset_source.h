#pragma once

#include "core/dataset/example_source.h"

#include <memory>

namespace tvlt {

/// Some clips of another source.
class SubsetSource : public ExampleSource {
  public:
    /// `indices`: of `source`, in the order they get here.
    SubsetSource(std::shared_ptr<const ExampleSource> source, std::vector<std::int64_t> indices);

    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(indices_.size()); }
    [[nodiscard]] std::string name(std::int64_t index) const override;
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override;
    [[nodiscard]] std::string fingerprint(const ExampleRequest& request, const Job& job = {}) const override;
    [[nodiscard]] std::vector<Grid> soundingCover(const ExampleRequest& request) const override;

  private:
    [[nodiscard]] ExampleRequest inSource(ExampleRequest request) const;

    std::shared_ptr<const ExampleSource> source_;
    std::vector<std::int64_t> indices_;
};

/// Indices of a source's clips, ascending.
struct Split {
    std::vector<std::int64_t> training;
    std::vector<std::int64_t> validation;
};

/// Sets round(share * size) clips aside, at least one and not all, by a hash of (seed, name less what all names begin
/// with): a moved folder splits as before, and a clip that is added moves few others. Throws BadInput for a share that
/// is not between 0 and 1, an endless source and one of fewer than two clips.
[[nodiscard]] Split splitClips(const ExampleSource& source, double share, std::uint64_t seed = 0);

} // namespace tvlt
