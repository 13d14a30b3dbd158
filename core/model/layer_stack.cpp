#include "core/model/layer_stack.h"

#include "core/base/error.h"
#include "core/model/config.h"
#include "core/model/outputs.h"
#include "core/model/recompute.h"

#include <torch/utils.h>

#include <algorithm>

namespace tvlt {

using torch::Tensor;

LayerStackImpl::LayerStackImpl(const TvltConfig& config, int count, LayerSizes sizes) {
    for (int i = 0; i < count; ++i)
        layers_.push_back(register_module(std::to_string(i), TvltLayer(config, sizes)));
}

Tensor LayerStackImpl::forward(Tensor x, const Tensor& bias, const ForwardOptions& options,
                               TvltModelOutput* output) const {
    const bool keepsStates = output && options.output_hidden_states;
    const bool keepsAttentions = output && options.output_attentions;
    const auto& rows = options.attention_rows;
    if (output && !rows.queries.empty())
        output->attention_rows.resize(rows.layers.size());

    if (keepsStates)
        output->hidden_states.push_back(x);
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (options.stop.stop_requested())
            throwCancelled();
        if (options.progress)
            options.progress(output ? "encoder" : "decoder", static_cast<std::int64_t>(i),
                             static_cast<std::int64_t>(layers_.size()));
        AttentionProbe probe{keepsAttentions, nullptr, {}, {}};
        const auto asked = std::find(rows.layers.begin(), rows.layers.end(), static_cast<std::int64_t>(i));
        if (output && !rows.queries.empty() && asked != rows.layers.end())
            probe.wantedRows = &rows;

        const auto& layer = layers_[i];
        if (options.run_layer)
            x = options.run_layer({output ? "encoder" : "decoder", static_cast<std::int64_t>(i),
                                   static_cast<std::int64_t>(layers_.size()), *layer, x, bias});
        else if (options.recompute && torch::GradMode::is_enabled() && !keepsAttentions && !probe.wantedRows)
            x = recomputed([layer, bias](const Tensor& input) { return layer->forward(input, bias); }, x,
                           layer->parameters());
        else
            x = layer->forward(x, bias, &probe);

        if (keepsStates)
            output->hidden_states.push_back(x);
        if (keepsAttentions)
            output->attentions.push_back(probe.probabilities);
        for (std::size_t place = 0; probe.wantedRows && place < rows.layers.size(); ++place)
            if (rows.layers[place] == static_cast<std::int64_t>(i))
                output->attention_rows[place] = probe.rows;
    }
    return x;
}

} // namespace tvlt
