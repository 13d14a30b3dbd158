#include "core/attention/attention_summary.h"

#include <torch/special.h>

#include <limits>
#include <numbers>

namespace tvlt {

using torch::Tensor;

AttentionSummary::AttentionSummary(const SequenceTokens& tokens, std::int64_t heads, torch::Device device) {
    auto groups = torch::zeros({static_cast<std::int64_t>(tokens.size()), kTokenGroups}, torch::kFloat32);
    auto access = groups.accessor<float, 2>();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SequenceToken& token = tokens.all()[i];
        if (token.padding)
            continue;
        const int group = !token.patch                               ? kClsTokens
                          : token.patch->modality == Modality::Pixel ? kVideoTokens
                                                                     : kAudioTokens;
        access[static_cast<std::int64_t>(i)][group] = 1.0F;
    }
    groups_ = groups.to(device);
    shares_ = torch::zeros({heads, kTokenGroups, kTokenGroups}, torch::dtype(torch::kFloat64).device(device));
    entropies_ = torch::zeros({heads}, torch::dtype(torch::kFloat64).device(device));
}

void AttentionSummary::add(const AttentionTile& tile) {
    const auto rows = groups_.narrow(0, tile.first, tile.weights.size(1)); // (rows, groups)
    const auto given = torch::matmul(tile.weights, groups_);               // (heads, rows, groups)
    const auto real = given.sum(-1, true).clamp_min(1e-30);
    shares_ += torch::matmul(rows.t(), given / real);
    // With p = w / real: -Σ p ln p = (Σ -w ln w) / real + ln real.
    const auto own = torch::matmul(torch::special::entr(tile.weights), groups_.sum(-1)).unsqueeze(-1);
    entropies_ += torch::matmul((own / real + real.log()).squeeze(-1), rows.sum(-1));
}

std::vector<HeadSummary> AttentionSummary::summaries() const {
    const auto counts = groups_.sum(0).to(torch::kCPU, torch::kFloat64); // (groups,)
    const auto shares = shares_.to(torch::kCPU).contiguous();
    const auto entropies = entropies_.to(torch::kCPU).contiguous();
    const auto count = counts.accessor<double, 1>();
    const auto share = shares.accessor<double, 3>();
    const double patches = count[kVideoTokens] + count[kAudioTokens];
    const auto mean = [](double sum, double n) { return n > 0.0 ? sum / n : std::numeric_limits<double>::quiet_NaN(); };
    std::vector<HeadSummary> summaries;
    for (std::int64_t head = 0; head < shares.size(0); ++head) {
        HeadSummary summary;
        for (int from = 0; from < kTokenGroups; ++from)
            for (int to = 0; to < kTokenGroups; ++to)
                summary.share[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)] =
                    mean(share[head][from][to], count[from]);
        summary.patchesToCls =
            mean(share[head][kVideoTokens][kClsTokens] + share[head][kAudioTokens][kClsTokens], patches);
        summary.entropy = mean(entropies.data_ptr<double>()[head], patches + count[kClsTokens]) / std::numbers::ln2;
        summaries.push_back(summary);
    }
    return summaries;
}

} // namespace tvlt
