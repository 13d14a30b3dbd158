#pragma once

#include <algorithm>

namespace tvlt {

enum class Modality { Pixel, Audio };

/// One patch of one modality, by its token.
struct TokenRef {
    Modality modality = Modality::Pixel;
    int token = 0;
    bool operator==(const TokenRef&) const = default;
};

/// Where a pixel token stands.
struct PixelPlace {
    int frame = 0;
    int row = 0;
    int col = 0;
    bool operator==(const PixelPlace&) const = default;
};

/// Where an audio token stands.
struct AudioPlace {
    int step = 0; ///< time patch
    int band = 0; ///< frequency patch, 0 is the lowest
    bool operator==(const AudioPlace&) const = default;
};

/// How a clip is cut into patches, and the order of their tokens. The only place that knows the order: pixel tokens are
/// frame-major, then row, then column; audio tokens are time-major, frequency fastest (Hugging Face's modeling_tvlt.py,
/// TvltPixelEmbeddings and TvltAudioEmbeddings; the authors' order within a modality is the same).
struct PatchLayout {
    int frames = 0;
    int patchRows = 0; ///< patches in a frame, vertically
    int patchCols = 0;
    int patchHeight = 16; ///< pixels
    int patchWidth = 16;
    int timeSteps = 0;     ///< audio patches in time
    int bands = 0;         ///< audio patches in frequency
    int patchColumns = 16; ///< spectrogram columns (time) in an audio patch
    int patchMels = 16;    ///< mel bands in an audio patch

    bool operator==(const PatchLayout&) const = default;

    [[nodiscard]] int patchesPerFrame() const { return patchRows * patchCols; }
    [[nodiscard]] int pixelTokens() const { return frames * patchesPerFrame(); }
    [[nodiscard]] int audioTokens() const { return timeSteps * bands; }
    [[nodiscard]] int tokens(Modality modality) const {
        return modality == Modality::Pixel ? pixelTokens() : audioTokens();
    }

    /// Time steps that the first `rows` columns of a spectrogram reach into.
    [[nodiscard]] int stepsReached(int rows) const {
        return std::min(timeSteps, (rows + patchColumns - 1) / patchColumns);
    }

    [[nodiscard]] PixelPlace pixelPlace(int token) const {
        return {token / patchesPerFrame(), token % patchesPerFrame() / patchCols,
                token % patchesPerFrame() % patchCols};
    }
    [[nodiscard]] int pixelToken(const PixelPlace& p) const {
        return (p.frame * patchRows + p.row) * patchCols + p.col;
    }
    [[nodiscard]] AudioPlace audioPlace(int token) const { return {token / bands, token % bands}; }
    [[nodiscard]] int audioToken(const AudioPlace& p) const { return p.step * bands + p.band; }
};

} // namespace tvlt
