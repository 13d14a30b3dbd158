#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"
#include "core/features/inputs.h"
#include "core/features/preprocessor_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

struct Image;

/// How a clip becomes model input. Hf: TvltImageProcessor and TvltFeatureExtractor of transformers 4.40.2. Original:
/// the authors' own loading code. Auto: Original for the authors' checkpoints, Hf for Hugging Face folders.
enum class Recipe { Auto, Hf, Original };

[[nodiscard]] std::string_view recipeName(Recipe recipe);   ///< "auto", "hf", "original"
[[nodiscard]] Recipe recipeFromName(std::string_view name); ///< throws BadInput

/// Frames (as shown, any sizes) to pixel values by the hf recipe. All must come out in one size. Throws BadInput.
[[nodiscard]] PixelInput pixelsHf(const std::vector<Image>& frames, const ImageProcessorConfig& config);
/// The authors': border crop over all frames, centre square, bicubic without antialiasing to side × side. All frames
/// must have one size. Throws BadInput.
[[nodiscard]] PixelInput pixelsOriginal(const std::vector<Image>& frames, int side);

/// Mono sound at config.samplingRate to a spectrogram by the hf recipe. Throws BadInput: too short, not finite.
[[nodiscard]] AudioInput audioHf(const std::vector<float>& samples, const FeatureExtractorConfig& config,
                                 const Job& job = {});

/// Where sound was found. The authors read a sound file as floats, and a video's track as 16-bit stereo in double;
/// their FFmpeg makes stereo of a mono track at 1/√2, so it arrives 3 dB below the same sound in a file of its own.
enum class SoundOrigin { SoundFile, VideoTrack };

/// The authors': channels resampled to 44,100 Hz by their sinc kernel, mean, cut to `cut` (seconds, both ends truncated
/// to samples), mean removal, zero-padded STFT of 2048 with hop 512; rows of -1 are added up to the next multiple of
/// `patchRows`, a whole patch of them where it fits already; the first `maxRows` rows are kept. Throws BadInput: empty,
/// not finite, channels of different lengths.
[[nodiscard]] AudioInput audioOriginal(const std::vector<std::vector<float>>& channels, int samplingRate, int melBands,
                                       int patchRows, int maxRows, const Job& job = {},
                                       SoundOrigin origin = SoundOrigin::SoundFile, std::optional<Segment> cut = {});
/// The first steps of it: mono at 44,100 Hz, cut, before the mean is removed.
[[nodiscard]] std::vector<double> monoOriginal(const std::vector<std::vector<float>>& channels, int samplingRate,
                                               SoundOrigin origin, std::optional<Segment> cut, const Job& job = {});

/// The authors' choice of frames: trunc(i * (N / n)) in double for i < n, N frames in the segment. Throws BadInput
/// unless both are positive.
[[nodiscard]] std::vector<std::int64_t> frameIndicesOriginal(std::int64_t framesInVideo, int numFrames);
/// Their choice for a span of time: evenly from the frame whose middle is nearest to `from` up to, without, the one
/// nearest to `to`. Throws BadInput for a time after the middle of the last frame.
[[nodiscard]] std::vector<std::int64_t> frameIndicesOriginal(std::int64_t framesInVideo, double framesPerSecond,
                                                             double from, double to, int numFrames);

} // namespace tvlt
