#include "core/batch/shard.h"

#include "core/base/error.h"

#include <charconv>
#include <string_view>

namespace tvlt {

namespace {

constexpr int kMostShards = 1'000'000;

std::optional<int> wholeNumber(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<int> numberOf(const Environment& variable, const char* name) {
    const char* text = variable(name);
    if (text == nullptr)
        return std::nullopt;
    const auto number = wholeNumber(text);
    if (!number)
        throwBadInput(std::string("is '") + text + "', not a whole number", name,
                      "Say which part of the clips this is: --shard 1/4.");
    return number;
}

} // namespace

std::string shardText(const Shard& shard) {
    return std::to_string(shard.index) + "/" + std::to_string(shard.count);
}

Shard shardFromText(const std::string& text) {
    const std::size_t slash = text.find('/');
    const auto index = wholeNumber(std::string_view(text).substr(0, slash));
    const auto count = wholeNumber(slash == std::string::npos ? "" : std::string_view(text).substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count || *count > kMostShards)
        throwBadInput("'" + text + "' is no part of a whole", "--shard", "Write 1/4 for the first of four parts.");
    return {*index, *count};
}

std::optional<Shard> slurmShard(const Environment& variable) {
    const auto id = numberOf(variable, "SLURM_ARRAY_TASK_ID");
    const auto count = numberOf(variable, "SLURM_ARRAY_TASK_COUNT");
    if (!id || !count)
        return std::nullopt;
    const int first = numberOf(variable, "SLURM_ARRAY_TASK_MIN").value_or(0);
    const int step = numberOf(variable, "SLURM_ARRAY_TASK_STEP").value_or(1);
    const int last = numberOf(variable, "SLURM_ARRAY_TASK_MAX").value_or(first + (*count - 1) * step);
    const std::int64_t past = last - (first + (static_cast<std::int64_t>(*count) - 1) * step); // ids 0-9:2 end at 8
    const bool even = step > 0 && *count > 0 && *count <= kMostShards && past >= 0 && past < step && *id >= first &&
                      *id <= last && (*id - first) % step == 0;
    if (!even)
        throwBadInput("the ids of this job array are not evenly apart, so that no part of the clips belongs to task " +
                          std::to_string(*id),
                      "SLURM_ARRAY_TASK_ID", "Submit all tasks (--array=1-4), or say which part this is: --shard 1/4.");
    return Shard{(*id - first) / step + 1, *count};
}

} // namespace tvlt
