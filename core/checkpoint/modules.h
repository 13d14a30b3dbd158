#pragma once

#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"

#include <torch/types.h>

namespace tvlt {

/// Exactly one of the three is set; the encoder is reachable whichever it is.
struct Modules {
    TvltForPreTraining pretraining{nullptr};
    TvltForAudioVisualClassification classification{nullptr};
    TvltModel model{nullptr};
    torch::Device device{torch::kCPU};
    torch::ScalarType dtype = torch::kFloat32;

    [[nodiscard]] TvltModel encoder() const {
        if (pretraining)
            return pretraining->encoder();
        return classification ? classification->encoder() : model;
    }
    /// The outermost module: its parameters' names are the checkpoint's keys.
    [[nodiscard]] torch::nn::Module& root() const {
        if (pretraining)
            return *pretraining.ptr();
        return classification ? static_cast<torch::nn::Module&>(*classification.ptr()) : *model.ptr();
    }
};

} // namespace tvlt
