#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"
#include "core/features/inputs.h"
#include "core/features/preprocessor_config.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

struct Image;
struct ChannelSound;
struct Sound;

/// How a clip becomes model input. Hf: TvltImageProcessor and TvltFeatureExtractor of transformers 4.40.2. Original:
/// the authors' own loading code. Auto: Original for the authors' checkpoints, Hf for Hugging Face folders.
enum class Recipe { Auto, Hf, Original };

[[nodiscard]] std::string_view recipeName(Recipe recipe);   ///< "auto", "hf", "original"
[[nodiscard]] Recipe recipeFromName(std::string_view name); ///< throws BadInput

/// Frames (as shown, any sizes) to pixel values by the hf recipe.
[[nodiscard]] PixelInput pixelsHf(const std::vector<Image>& frames, const ImageProcessorConfig& config);
/// The authors': border crop over all frames, centre square, bicubic without antialiasing to side × side.
[[nodiscard]] PixelInput pixelsOriginal(const std::vector<Image>& frames, int side);

/// Mono sound at config.samplingRate to a spectrogram by the hf recipe.
[[nodiscard]] AudioInput audioHf(const std::vector<float>& samples, const FeatureExtractorConfig& config,
                                 const Job& job = {});
/// The authors': channels resampled to 44,100 Hz by their sinc kernel, mean, mean removal, zero-padded STFT; `maxRows`
/// rows kept.
[[nodiscard]] AudioInput audioOriginal(const std::vector<std::vector<float>>& channels, int samplingRate, int melBands,
                                       int patchRows, int maxRows, const Job& job = {});

/// The authors' choice of frames: trunc(i * (N / n)) in double for i < n, N frames in the segment.
[[nodiscard]] std::vector<std::int64_t> frameIndicesOriginal(std::int64_t framesInVideo, int numFrames);

} // namespace tvlt
