#include "core/model/initialise.h"

#include "core/model/config.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/nn/module.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tvlt {

using torch::Tensor;

namespace {

/// (positions) -> (positions, size): sines, then cosines, of wavelengths from 4 * cells down to 2.2 in geometric steps.
/// An odd last column is 0.
Tensor sinusoid(const Tensor& positions, std::int64_t cells, std::int64_t size) {
    constexpr double kShortest = 2.2; // just longer than what whole positions can tell apart
    const auto pairs = size / 2;
    const double longest = std::max(4.0 * static_cast<double>(cells), kShortest);
    const auto places =
        torch::linspace(0.0, 1.0, std::max<std::int64_t>(pairs, 1), torch::kFloat64).narrow(0, 0, pairs);
    const auto wavelengths = longest * torch::pow(kShortest / longest, places);
    const auto angles = positions.unsqueeze(1) * (2.0 * std::numbers::pi / wavelengths);
    return torch::cat(
        {angles.sin(), angles.cos(), torch::zeros({positions.size(0), size - 2 * pairs}, torch::kFloat64)}, 1);
}

Tensor indices(std::int64_t count) {
    return torch::arange(count, torch::kFloat64);
}

/// (rows * columns, size), row-major: the first half of each vector tells the row, the rest the column.
Tensor sinusoid2d(std::int64_t rows, std::int64_t columns, std::int64_t size) {
    const auto half = size / 2;
    const auto row = sinusoid(indices(rows), rows, half).unsqueeze(1).expand({rows, columns, half});
    const auto column =
        sinusoid(indices(columns), columns, size - half).unsqueeze(0).expand({rows, columns, size - half});
    return torch::cat({row, column}, 2).flatten(0, 1);
}

/// The positions that a parameter holds, by the last part of its name; undefined for another parameter.
Tensor positions(const std::string& name, std::int64_t size, const TvltConfig& c) {
    const auto is = [&](const char* end) { return name.ends_with(end); };
    const auto steps = c.maxTimeSteps();
    if (is("pos_embed_v") || is("decoder_pixel_pos_embed"))
        return sinusoid2d(c.image_size[0] / c.image_patch_size[0], c.image_size[1] / c.image_patch_size[1], size);
    if (is("temporal_embed"))
        return sinusoid(indices(c.num_frames) * (static_cast<double>(steps) / c.num_frames), steps, size);
    if (is("pos_embed_a") || is("decoder_audio_pos_embed"))
        return sinusoid(indices(steps) + 0.5, steps, size);
    if (is("freq_embed"))
        return sinusoid(indices(c.bands()), c.bands(), size);
    return {};
}

Tensor initialValue(const std::string& name, const Tensor& like, const TvltConfig& c, const at::Generator& generator) {
    auto value = torch::zeros(like.sizes(), torch::kFloat32);
    if (name.ends_with("bias"))
        return value;
    if (name.ends_with("weight") && like.dim() == 1)
        return value.fill_(1.0);

    if (name.ends_with("weight")) {
        const auto out = like.size(0);
        const auto in = like.numel() / out;
        const double bound = std::sqrt(6.0 / static_cast<double>(out + in));
        return value.uniform_(-bound, bound, generator);
    }
    if (const auto table = positions(name, like.size(-1), c); table.defined())
        return (table * std::sqrt(0.5)).view(like.sizes());
    return value.normal_(0.0, 0.02, generator);
}

void startKeysAsQueries(torch::nn::Module& module) {
    const std::string query = "attention.query.weight";
    const auto parameters = module.named_parameters();
    for (const auto& item : parameters) {
        const std::string& name = item.key();
        if (!name.ends_with(query))
            continue;
        auto key = parameters[name.substr(0, name.size() - query.size()) + "attention.key.weight"];
        key.copy_(item.value());
    }
}

} // namespace

void initialiseSinusoidal(torch::nn::Module& module, const TvltConfig& config, std::uint64_t seed) {
    const torch::NoGradGuard noGrad;
    const auto generator = at::detail::createCPUGenerator(seed);
    for (auto& parameter : module.named_parameters())
        parameter.value().copy_(initialValue(parameter.key(), parameter.value(), config, generator));
    startKeysAsQueries(module);
}

} // namespace tvlt
