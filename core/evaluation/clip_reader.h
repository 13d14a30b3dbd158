#pragma once

#include "core/base/job.h"
#include "core/dataset/example_source.h"
#include "core/evaluation/evaluation_table.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tvlt {

/// A usable clip of a source.
struct ReadClip {
    std::int64_t index = 0;
    Example example;
};

/// Reads clips in order, several at a time on all cores. A clip that cannot be used is left out and remembered.
class ClipReader {
  public:
    /// `seed` chooses segments and shifts.
    ClipReader(const ExampleSource& source, std::uint64_t seed, bool shifts);

    /// The usable ones of the next `count` clips; empty also where none of them is. Throws what is not the clip's
    /// fault: Cancelled, OutOfMemory.
    [[nodiscard]] std::vector<std::shared_ptr<const ReadClip>> next(int count, const Job& job);
    [[nodiscard]] bool atEnd() const { return position_ == source_.size(); }
    [[nodiscard]] std::int64_t position() const { return position_; }
    [[nodiscard]] const std::vector<UnusedClip>& unused() const { return unused_; }

  private:
    [[nodiscard]] Example read(std::int64_t index, const Job& job) const;

    const ExampleSource& source_;
    std::uint64_t seed_;
    bool shifts_;
    std::int64_t position_ = 0;
    std::vector<UnusedClip> unused_;
};

} // namespace tvlt
