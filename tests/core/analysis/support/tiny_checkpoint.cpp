#include "tests/core/analysis/support/tiny_checkpoint.h"

#include "core/checkpoint/modules.h"

#include <torch/utils.h>

#include <limits>

namespace tvlt {

TvltConfig tinyConfig(TinyKind kind, ModelMode mode) {
    TvltConfig config;
    config.image_size = {32, 32};
    config.image_patch_size = {8, 8};
    config.spectrogram_length = 256;
    config.frequency_length = 64;
    config.num_frames = 4;
    config.hidden_size = 32;
    config.num_hidden_layers = 3;
    config.num_attention_heads = 4;
    config.intermediate_size = 48;
    config.decoder_hidden_size = 24;
    config.decoder_num_hidden_layers = 2;
    config.decoder_num_attention_heads = 3;
    config.decoder_intermediate_size = 40;
    config.mode = mode;
    if (kind == TinyKind::Regression) {
        config.loss_type = LossType::Regression;
        config.id2label = {"sentiment"};
    } else if (kind == TinyKind::Classification) {
        config.id2label = {"Happy", "Sad", "Angry", "Fear", "Disgust", "Surprise"};
    }
    return config;
}

std::shared_ptr<const Checkpoint> tinyCheckpoint(const TvltConfig& config, TinyKind kind) {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = "tiny";
    checkpoint->config = config;
    checkpoint->preprocessor.image.shortestEdge = 32;
    checkpoint->preprocessor.image.cropHeight = checkpoint->preprocessor.image.cropWidth = 32;
    FeatureExtractorConfig& audio = checkpoint->preprocessor.audio;
    audio.featureSize = config.frequency_length;
    audio.spectrogramLength = config.spectrogram_length;
    audio.samplingRate = 16000;
    audio.hopLength = 160;
    audio.nFft = 1024;
    LoadReport& report = checkpoint->report;
    report.original = config.mode == ModelMode::Original;
    report.hasMae = report.hasMatching = kind == TinyKind::PreTraining;
    report.hasClassifier = !report.hasMae;
    report.isRegression = kind == TinyKind::Regression;
    checkpoint->modules = std::make_shared<Modules>();
    torch::manual_seed(7);
    if (kind == TinyKind::PreTraining)
        checkpoint->modules->pretraining = TvltForPreTraining(config);
    else
        checkpoint->modules->classification = TvltForAudioVisualClassification(config);
    torch::nn::Module& module = checkpoint->modules->root();
    module.eval();
    const torch::NoGradGuard frozen;
    for (torch::Tensor& weight : module.parameters())
        weight.add_(torch::randn_like(weight) * 0.2);
    return checkpoint;
}

std::shared_ptr<const Checkpoint> tinyCheckpoint(TinyKind kind, ModelMode mode) {
    return tinyCheckpoint(tinyConfig(kind, mode), kind);
}

void spoilWeights(const Checkpoint& checkpoint) {
    const torch::NoGradGuard frozen;
    checkpoint.modules->root().parameters().front().view(-1)[0] = std::numeric_limits<float>::quiet_NaN();
}

} // namespace tvlt
