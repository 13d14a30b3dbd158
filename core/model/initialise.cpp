#include "core/model/initialise.h"

#include "core/model/config.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/nn/module.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace tvlt {

using torch::Tensor;

namespace {

/// (positions) -> (positions, size): sines, then cosines of the position times 10000^(-k / (size / 2)). An odd last
/// column is 0.
Tensor sinusoid(const Tensor& positions, std::int64_t size) {
    const auto pairs = size / 2;
    const auto exponents =
        torch::arange(pairs, torch::kFloat64) / static_cast<double>(std::max<std::int64_t>(pairs, 1));
    const auto angles = positions.unsqueeze(1) * torch::pow(10000.0, -exponents);
    return torch::cat(
        {angles.sin(), angles.cos(), torch::zeros({positions.size(0), size - 2 * pairs}, torch::kFloat64)}, 1);
}

Tensor indices(std::int64_t count) {
    return torch::arange(count, torch::kFloat64);
}

/// (rows * columns, size), row-major: the first half of each vector tells the row, the rest the column.
Tensor sinusoid2d(std::int64_t rows, std::int64_t columns, std::int64_t size) {
    const auto half = size / 2;
    const auto row = sinusoid(indices(rows), half).unsqueeze(1).expand({rows, columns, half});
    const auto column = sinusoid(indices(columns), size - half).unsqueeze(0).expand({rows, columns, size - half});
    return torch::cat({row, column}, 2).flatten(0, 1);
}

/// The positions that a parameter holds, by the last part of its name; undefined for another parameter.
Tensor positions(const std::string& name, std::int64_t size, const TvltConfig& c) {
    const auto is = [&](const char* end) { return name.ends_with(end); };
    const double steps = c.maxTimeSteps();
    if (is("pos_embed_v") || is("decoder_pixel_pos_embed"))
        return sinusoid2d(c.image_size[0] / c.image_patch_size[0], c.image_size[1] / c.image_patch_size[1], size);
    if (is("temporal_embed"))
        return sinusoid(indices(c.num_frames) * (steps / c.num_frames), size);
    if (is("pos_embed_a") || is("decoder_audio_pos_embed"))
        return sinusoid(indices(c.maxTimeSteps()) + 0.5, size);
    if (is("freq_embed"))
        return sinusoid(indices(c.bands()), size);
    return {};
}

Tensor initialValue(const std::string& name, const Tensor& like, const TvltConfig& c, const at::Generator& generator) {
    const auto value = torch::zeros(like.sizes(), torch::kFloat32);
    if (name.ends_with("bias"))
        return value;
    if (name.ends_with("weight") && like.dim() == 1)
        return value.fill_(1.0);

    if (name.ends_with("weight")) {
        const auto out = like.size(0);
        const double bound = std::sqrt(6.0 / static_cast<double>(out + like.numel() / out));
        return value.uniform_(-bound, bound, generator);
    }
    if (const auto table = positions(name, like.size(-1), c); table.defined())
        return (table * std::sqrt(0.5)).view(like.sizes());
    return value.normal_(0.0, 0.02, generator);
}

} // namespace

void initialiseSinusoidal(torch::nn::Module& module, const TvltConfig& config, std::uint64_t seed) {
    const torch::NoGradGuard noGrad;
    const auto generator = at::detail::createCPUGenerator(seed);
    for (auto& parameter : module.named_parameters())
        parameter.value().copy_(initialValue(parameter.key(), parameter.value(), config, generator));
}

} // namespace tvlt
