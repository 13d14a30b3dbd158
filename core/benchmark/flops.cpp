#include "core/benchmark/flops.h"

#include "core/features/mask.h"

namespace tvlt {

namespace {

double pixelValues(const TvltConfig& c) {
    return static_cast<double>(c.image_patch_size[0]) * c.image_patch_size[1] * c.num_image_channels;
}

double audioValues(const TvltConfig& c) {
    return static_cast<double>(c.audio_patch_size[0]) * c.audio_patch_size[1] * c.num_audio_channels;
}

double embeddingFlops(const TvltConfig& c, const BenchTokens& t) {
    return 2.0 * c.hidden_size * (t.pixels * pixelValues(c) + t.audios * audioValues(c));
}

/// The MAE head: one product, from the decoder's width to the values of a patch.
double headFlops(const TvltConfig& c, double tokens, double values) {
    return 2.0 * tokens * c.decoder_hidden_size * values;
}

} // namespace

BenchTokens fullTokens(const TvltConfig& config) {
    BenchTokens tokens;
    tokens.pixels = config.num_frames * config.patchesPerFrame();
    tokens.audios = config.maxTimeSteps() * config.bands();
    tokens.keptPixels = keptTokens(tokens.pixels, config.pixel_mask_ratio);
    tokens.keptAudios = keptTokens(tokens.audios, config.audio_mask_ratio);
    return tokens;
}

double stackFlops(double layers, double tokens, double hidden, double intermediate) {
    return layers *
           (8.0 * tokens * hidden * hidden + 4.0 * tokens * tokens * hidden + 4.0 * tokens * hidden * intermediate);
}

double encoderFlops(const TvltConfig& c, const BenchTokens& t) {
    return embeddingFlops(c, t) +
           stackFlops(c.num_hidden_layers, 1.0 + t.pixels + t.audios, c.hidden_size, c.intermediate_size);
}

double maskedFlops(const TvltConfig& c, const BenchTokens& t) {
    const double kept = 1.0 + t.keptPixels + t.keptAudios;
    const auto decoder = [&](double tokens) {
        return stackFlops(c.decoder_num_hidden_layers, tokens, c.decoder_hidden_size, c.decoder_intermediate_size);
    };
    return embeddingFlops(c, t) + stackFlops(c.num_hidden_layers, kept, c.hidden_size, c.intermediate_size) +
           2.0 * kept * c.hidden_size * c.decoder_hidden_size + decoder(t.pixels) + decoder(t.audios) +
           headFlops(c, t.pixels, pixelValues(c)) + headFlops(c, t.audios, audioValues(c));
}

} // namespace tvlt
