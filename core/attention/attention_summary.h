#pragma once

#include "core/attention/attention_pass.h"
#include "core/model/attention.h"

namespace tvlt {

/// What a layer's tiles say of its heads, summed up while they pass by. One thread.
class AttentionSummary {
  public:
    AttentionSummary(const SequenceTokens& tokens, std::int64_t heads, torch::Device device);

    void add(const AttentionTile& tile);
    [[nodiscard]] std::vector<HeadSummary> summaries() const; ///< one a head

  private:
    torch::Tensor groups_;    ///< (L, groups): 1 where a real token is of a group
    torch::Tensor shares_;    ///< (heads, groups, groups), sums over rows
    torch::Tensor entropies_; ///< (heads,), sum over real rows, nats
};

} // namespace tvlt
