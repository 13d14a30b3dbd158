#include "core/model/masking.h"

#include "core/base/error.h"
#include "core/model/config.h"
#include "core/model/patches.h"

namespace tvlt {

using torch::Tensor;

TokenOrder orderFromNoise(const Tensor& noise, double ratio) {
    if (noise.dim() != 2)
        throwBadInput("noise has the shape " + shapeText(noise) + ", not (batch, tokens)", "noise");
    if (!(ratio >= 0.0 && ratio <= 1.0))
        throwBadInput("is " + std::to_string(ratio) + ", not between 0 and 1", "mask ratio");
    // In double and in exactly this form, as the reference computes it: 1024 * (1 - 0.15) keeps 870.
    const auto keep = static_cast<std::int64_t>(static_cast<double>(noise.size(1)) * (1.0 - ratio));
    return {std::get<1>(torch::sort(noise, /*stable=*/true, /*dim=*/1, /*descending=*/false)), keep};
}

KeptTokens keepTokens(const Tensor& tokens, const Tensor& mask, const TokenOrder& order) {
    const auto ids = order.order.to(tokens.device());
    const auto kept = ids.narrow(1, 0, order.keep);
    KeptTokens result;
    result.tokens = tokens.gather(1, kept.unsqueeze(-1).expand({-1, -1, tokens.size(2)}));
    result.ids_restore = torch::argsort(ids, /*dim=*/std::int64_t{1}); // the inverse of a permutation
    result.label_mask = result.ids_restore.ge(order.keep).to(torch::kFloat32);
    if (mask.defined()) {
        result.label_mask = result.label_mask * mask.to(torch::kFloat32);
        result.mask = mask.gather(1, kept);
    }
    return result;
}

void checkOrder(const TokenOrder& order, std::int64_t batch, std::int64_t length, const std::string& name) {
    const Tensor& ids = order.order;
    if (!ids.defined() || ids.scalar_type() != torch::kInt64 || ids.dim() != 2 || ids.size(0) != batch ||
        ids.size(1) != length)
        throwBadInput("is " + (ids.defined() ? toString(ids.scalar_type()) + (" " + shapeText(ids)) : "undefined") +
                          ", not Long (" + std::to_string(batch) + ", " + std::to_string(length) + ")",
                      name);
    if (order.keep < 0 || order.keep > length)
        throwBadInput("keeps " + std::to_string(order.keep) + " of " + std::to_string(length) + " tokens", name);
    if (ids.device().is_cpu() && !std::get<0>(ids.sort(1)).equal(torch::arange(length).expand({batch, length})))
        throwBadInput("is not a permutation of the tokens", name);
}

TokenOrder drawPixelOrder(const TvltConfig& config, std::int64_t batch, std::int64_t length) {
    return orderFromNoise(torch::rand({batch, length}), config.pixel_mask_ratio);
}

TokenOrder drawAudioOrder(const TvltConfig& config, std::int64_t batch, std::int64_t length) {
    const auto bands = config.bands();
    const auto noise = config.audio_mask_type == "frame-level"
                           ? torch::rand({batch, length / bands}).repeat_interleave(bands, 1)
                           : torch::rand({batch, length});
    return orderFromNoise(noise, config.audio_mask_ratio);
}

} // namespace tvlt
