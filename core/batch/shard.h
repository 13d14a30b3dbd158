#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tvlt {

/// One of `count` parts of a run's clips, dealt out like cards: the clips number index - 1, index - 1 + count, …
struct Shard {
    int index = 1; ///< from 1 to count
    int count = 1;
    [[nodiscard]] bool whole() const { return count == 1; }
    [[nodiscard]] bool contains(std::int64_t clip) const { return clip % count == index - 1; }
    bool operator==(const Shard&) const = default;
};

/// "2/4".
[[nodiscard]] std::string shardText(const Shard& shard);
/// Throws BadInput.
[[nodiscard]] Shard shardFromText(const std::string& text);

/// An environment variable's value, or null.
using Environment = std::function<const char*(const char* name)>;
/// The part of a task of a Slurm job array: SLURM_ARRAY_TASK_ID, _COUNT, _MIN and _STEP. None: this is no such task.
/// Throws BadInput for an array whose ids are not evenly apart.
[[nodiscard]] std::optional<Shard> slurmShard(const Environment& variable);

} // namespace tvlt
