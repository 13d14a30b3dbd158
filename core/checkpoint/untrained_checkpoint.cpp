#include "core/checkpoint/assemble.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/fit_preprocessor.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/small_config.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/utils.h>

namespace tvlt {

namespace {

TvltConfig untrainedConfig() {
    TvltConfig config = smallConfig();
    config.image_size = {96, 96};
    config.num_frames = 8;
    config.spectrogram_length = 1024;
    return config;
}

/// As the reference initialises, but position, type and mask-token parameters are drawn too: with its zeros all hidden
/// patches would look the same.
void initialise(torch::nn::Module& module, double deviation, std::uint64_t seed) {
    const torch::NoGradGuard noGrad;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (const auto& item : module.named_parameters()) {
        torch::Tensor parameter = item.value();
        if (item.key().ends_with(".bias"))
            parameter.zero_();
        else if (parameter.dim() == 1)
            parameter.fill_(1.0); // LayerNorm weights
        else
            parameter.normal_(0.0, deviation, generator);
    }
}

} // namespace

std::shared_ptr<const Checkpoint> untrainedCheckpoint(std::uint64_t seed, const LoadOptions& options) {
    const auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = "untrained";
    checkpoint->config = untrainedConfig();
    const TvltConfig& config = checkpoint->config;
    checkpoint->modules = std::make_shared<Modules>();
    checkpoint->modules->pretraining = TvltForPreTraining(config);
    initialise(checkpoint->modules->root(), config.initializer_range, seed);

    LoadReport& report = checkpoint->report;
    report.format = "made by the program, seed " + std::to_string(seed);
    report.architecture = className(ModelClass::PreTraining);
    report.dtype = "F32";
    report.hasMae = true;
    report.hasMatching = true;
    report.heads = config.num_attention_heads;
    report.decoderHeads = config.decoder_num_attention_heads;
    report.label = "untrained";
    report.notes.emplace_back("These are random weights: reconstructions and predictions mean nothing.");
    fitPreprocessor(checkpoint->preprocessor, config, false, report.notes);
    place(*checkpoint, options);
    return checkpoint;
}

} // namespace tvlt
