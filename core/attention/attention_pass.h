#pragma once

#include "core/attention/sequence_tokens.h"
#include "core/base/job.h"
#include "core/features/mask.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

/// Whose attention is looked at.
struct AttentionSubject {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const ClipFeatures> features;
    Mask mask; ///< not looked at where seesWholeClip()
    AttentionStack stack = AttentionStack::Encoder;
};

/// From: the token's row of the attention matrix, where it looks. To: its column, what looks at it.
enum class AttentionDirection { From, To };

/// How heads become one: the mean, the greatest or the least of their weights, place by place.
enum class HeadFusion { Mean, Max, Min };

/// "mean", "max", "min".
[[nodiscard]] std::string_view headFusionName(HeadFusion fusion);
[[nodiscard]] std::optional<HeadFusion> headFusionFromName(std::string_view name);

/// One head, or all of them fused.
struct HeadChoice {
    std::optional<int> head;
    HeadFusion fusion = HeadFusion::Mean;
    bool operator==(const HeadChoice&) const = default;
};

/// Kinds of tokens that a share goes from and to.
enum TokenGroup { kVideoTokens, kAudioTokens, kClsTokens, kTokenGroups };

/// One head of one layer in numbers. Padding is left out: a row's weights on real tokens are scaled to a sum of 1.
struct HeadSummary {
    /// share[from][to]: what a token of group `from` gives to group `to`, mean over its real tokens. A row sums to 1;
    /// NaN where the sequence has no such token.
    std::array<std::array<double, kTokenGroups>, kTokenGroups> share{};
    double patchesToCls = 0.0; ///< what a patch of either modality gives to cls, mean over the real ones
    double entropy = 0.0;      ///< -Σ p log2 p of a row, in bits, mean over the real rows, cls included
};

/// All heads of all layers.
struct AttentionOverview {
    int layers = 0;
    int heads = 0;
    std::vector<HeadSummary> summaries; ///< layers × heads

    [[nodiscard]] const HeadSummary& at(int layer, int head) const {
        return summaries[static_cast<std::size_t>(layer) * static_cast<std::size_t>(heads) +
                         static_cast<std::size_t>(head)];
    }
};

/// Attention rollout: Abnar & Zuidema, "Quantifying Attention Flow in Transformers" (2020). The heads of a layer are
/// fused, the identity is added for the residual connection, rows are scaled to 1, and the layers are multiplied.
struct RolloutOptions {
    HeadFusion fusion = HeadFusion::Mean;
    double discard = 0.0; ///< share of each row's smallest weights that count as 0, from 0 to below 1
    int firstLayer = 0;
    std::optional<int> lastLayer; ///< inclusive; none: the top
    bool operator==(const RolloutOptions&) const = default;
};

/// The first three principal components of a layer's states over the real patches (cls apart).
struct StateComponents {
    std::array<TokenValues, 3> values; ///< scores; a component's greatest loading is positive
    std::array<double, 3> explained{}; ///< share of the variance
};

/// What one pass of a transformer leaves to be asked about, immutable: queries and keys of all layers, each row's
/// log-sum-exp, and the states between the layers. In f32 that is 3 × hidden × 4 bytes a token and layer (base model,
/// 2,593 tokens: 290 MB), where the attention itself would take 3.9 GB; a row or a column comes from it within
/// milliseconds. Const functions: any thread. They throw BadInput for a layer, head or token that is not there.
class AttentionPass {
  public:
    virtual ~AttentionPass() = default;
    AttentionPass(const AttentionPass&) = delete;
    AttentionPass& operator=(const AttentionPass&) = delete;

    [[nodiscard]] const AttentionSubject& subject() const { return subject_; }
    [[nodiscard]] const SequenceTokens& tokens() const { return tokens_; }
    [[nodiscard]] const AttentionOverview& overview() const { return overview_; }
    [[nodiscard]] int layers() const { return overview_.layers; }
    [[nodiscard]] int heads() const { return overview_.heads; }

    /// A row or a column of one layer's attention. A row of one head, or of their mean, sums to 1.
    [[nodiscard]] virtual TokenValues weights(int layer, const HeadChoice& heads, const AskedToken& token,
                                              AttentionDirection direction) const = 0;
    /// A row or a column of the rolled-out attention: a vector goes through the layers, from the top down or from the
    /// bottom up, and no product of matrices is formed.
    [[nodiscard]] virtual TokenValues rollout(const RolloutOptions& options, const AskedToken& token,
                                              AttentionDirection direction, const Job& job = {}) const = 0;

    // States: 0 is what enters the first layer, n what leaves layer n (before any final LayerNorm).

    /// Cosine of the angle between the token's state and each other's, -1 to 1.
    [[nodiscard]] virtual TokenValues similarity(int state, const AskedToken& token) const = 0;
    /// Euclidean length of each state.
    [[nodiscard]] virtual TokenValues norms(int state) const = 0;
    /// Throws BadInput where there are fewer than two real patches.
    [[nodiscard]] virtual StateComponents components(int state) const = 0;

  protected:
    explicit AttentionPass(AttentionSubject subject) : subject_(std::move(subject)) {}

    AttentionSubject subject_;
    SequenceTokens tokens_;
    AttentionOverview overview_;
};

/// Runs the checkpoint. Cancelled within one block. Throws Unsupported for a decoder that it lacks, BadInput for a
/// modality that the clip lacks.
[[nodiscard]] std::shared_ptr<const AttentionPass> runAttentionPass(AttentionSubject subject, const Job& job = {});

} // namespace tvlt
