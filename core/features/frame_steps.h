#pragma once

#include "core/features/image_processor.h"
#include "core/features/nd_array.h"
#include "core/features/pillow_resize.h"

#include <array>
#include <vector>

namespace tvlt {

/// A frame on its way through the image processor: interleaved (height, width, channels), any number type.
struct Frame {
    int height = 0;
    int width = 0;
    int channels = 0;
    NdArray::Data values;
};

/// Which axis holds the channels: the one of length 1 or 3. Where both could, the last one does for 8-bit frames, and
/// the first one for others or when `firstAxisWins`. Throws BadInput when neither could.
[[nodiscard]] ChannelFormat inferChannelFormat(const NdArray& frame, bool firstAxisWins);

/// A 3-D array as a frame; one that is interleaved already keeps its numbers where they are. Throws BadInput for other
/// arrays, empty sides and complex numbers.
[[nodiscard]] Frame toFrame(NdArray array, ChannelFormat format);

/// True for floats that all lie in [0, 1]: rescaling them makes them tiny.
[[nodiscard]] bool looksRescaled(const Frame& frame);

/// 8-bit pixels, resized and centre-cropped as the options say. Never computes what the crop drops.
[[nodiscard]] Pixels resizeAndCrop(const PixelView& picture, const ImageProcessorConfig& options,
                                   const ReferenceQuirks& quirks = {});

/// The same for any number type. Floats go through 8 bits when resized, as in the reference: whole ones in 0…255 as
/// they are, those in [0, 1] times 255, truncated, and back. Throws BadInput for other ranges.
[[nodiscard]] Frame resizeAndCrop(Frame frame, const ImageProcessorConfig& options, const ReferenceQuirks& quirks);

/// Per channel, the model's value of each 8-bit level: rescaled in double, rounded to float, then normalised in float.
[[nodiscard]] std::vector<std::array<float, 256>> levelTables(const ImageProcessorConfig& options, int channels);

/// Rescaled, normalised, and laid out as `format` says. Throws BadInput when mean or std don't fit the channels.
[[nodiscard]] NdArray toValues(const Frame& frame, const ImageProcessorConfig& options, ChannelFormat format);

} // namespace tvlt
