#pragma once

#include "core/attention/token_values.h"

#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct ClipFeatures;

/// Where a patch stands in the clip.
struct PatchPlace {
    double seconds = 0.0;            ///< clip time of the frame, or of the middle of the patch's real columns
    std::optional<PixelPlace> pixel; ///< frame, row, column
    std::optional<AudioPlace> audio; ///< time step, band
    double lowHz = 0.0;              ///< centres of its lowest and highest mel band; sound only
    double highHz = 0.0;
};
[[nodiscard]] PatchPlace patchPlace(const ClipFeatures& features, const TokenRef& token);

/// One token of a list.
struct TokenTarget {
    AskedToken token;
    double value = 0.0;
};

/// The `count` tokens of the greatest values, from the greatest down; equal ones in the order cls, pixel, audio, by
/// token. Tokens without a value are left out.
[[nodiscard]] std::vector<TokenTarget> largestTokens(const TokenValues& values, int count);

/// Sums of weights.
struct WeightGroups {
    std::vector<double> frames;  ///< one per frame
    std::vector<double> seconds; ///< of picture and sound, one per second from the segment's start: a patch belongs to
                                 ///< the second that patchPlace() is in
    std::vector<double> bands;   ///< one per patch band of the sound, the lowest first
    double video = 0.0;
    double audio = 0.0;
    double cls = 0.0;
    double padding = 0.0;
};
[[nodiscard]] WeightGroups groupWeights(const TokenValues& values, const ClipFeatures& features);

/// The patch at the middle of the frame that is on screen at `seconds`, or, of a clip without picture, at the middle of
/// the sound then. None: the clip has no patches.
[[nodiscard]] std::optional<TokenRef> patchAtTime(const ClipFeatures& features, double seconds);
/// The audio patch that holds this time and frequency, the nearest one where none does; none: no sound.
[[nodiscard]] std::optional<TokenRef> audioPatchAt(const ClipFeatures& features, double seconds, double hz);
/// The frame on screen at `seconds`: the last one that stands at or before it, else the first; -1: no picture.
[[nodiscard]] int frameAtTime(const ClipFeatures& features, double seconds);

/// "cls", "pixel:FRAME,ROW,COLUMN", "audio:STEP,BAND": how tokens are written in arguments and files.
[[nodiscard]] std::string tokenName(const PatchLayout& layout, const AskedToken& token);
/// Reads tokenName(), and "pixel:1.5s,ROW,COLUMN" and "audio:1.5s,440Hz" by time and frequency. Throws BadInput.
[[nodiscard]] AskedToken tokenFromName(const std::string& name, const ClipFeatures& features);

} // namespace tvlt
