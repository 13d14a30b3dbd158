#include "core/prediction/projection.h"

#include "core/base/error.h"

#include <torch/torch.h>

namespace tvlt {

Projection projectStates(const std::vector<std::vector<float>>& states) {
    Projection projection;
    projection.points.resize(states.size());
    if (states.size() < 2 || states.front().empty())
        return projection;
    const auto count = static_cast<std::int64_t>(states.size());
    const auto width = static_cast<std::int64_t>(states.front().size());
    auto matrix = torch::empty({count, width}, torch::kFloat64);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& state = states[static_cast<std::size_t>(i)];
        if (static_cast<std::int64_t>(state.size()) != width)
            throwBadInput("states of different lengths cannot be compared", "cls states", "Ask one checkpoint alone.");
        matrix[i].copy_(torch::from_blob(const_cast<float*>(state.data()), {width}, torch::kFloat32));
    }
    const auto centred = matrix - matrix.mean(0, true);
    const auto [u, lengths, axes] = torch::linalg_svd(centred, false);
    const auto variances = lengths.square();
    const double all = variances.sum().item<double>();
    for (std::int64_t c = 0; c < std::min<std::int64_t>(2, lengths.size(0)); ++c) {
        auto axis = axes[c];
        if (axis[axis.abs().argmax()].item<double>() < 0.0)
            axis = -axis;
        const auto places = torch::matmul(centred, axis);
        for (std::int64_t i = 0; i < count; ++i)
            projection.points[static_cast<std::size_t>(i)][static_cast<std::size_t>(c)] = places[i].item<double>();
        projection.explained[static_cast<std::size_t>(c)] = all > 0.0 ? variances[c].item<double>() / all : 0.0;
    }
    return projection;
}

} // namespace tvlt
