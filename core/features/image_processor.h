#pragma once

#include "core/features/batch_feature.h"
#include "core/features/preprocessor_config.h"
#include "core/features/reference_quirks.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tvlt {

/// Where a frame's channels are: (channels, height, width) or (height, width, channels).
enum class ChannelFormat { First, Last };

/// What the processor takes. An array: one frame (3-D), one video (4-D) or a batch (5-D). A list: one video of 3-D
/// frames, which may differ in size, or a batch of 4-D videos. A list of lists: a batch of videos of 3-D frames.
using Videos = std::variant<NdArray, std::vector<NdArray>, NestedFrames>;

/// The arguments of one call.
struct ImageCall {
    std::optional<ImageProcessorConfig> options; ///< in place of the constructor's: each may be overridden for a call
    bool isMixed = false;                        ///< outputs are called pixel_values_mixed and pixel_mask_mixed
    ReturnTensors returnTensors = ReturnTensors::None;
    ChannelFormat dataFormat = ChannelFormat::First; ///< of the output
    std::optional<ChannelFormat> inputDataFormat;    ///< none: the axis of length 1 or 3
    bool maskPixel = false;                          ///< accepted as the reference does; it has no effect there either
};

/// A call's keyword arguments by the reference's names, over the constructor's options. Throws BadInput for an unknown
/// name or a bad value.
[[nodiscard]] ImageCall imageCallFromJson(const nlohmann::json& arguments, const ImageProcessorConfig& constructor,
                                          const std::string& where);

/// TvltImageProcessor of transformers 4.40.2: frames to pixel_values and pixel_mask. Values are equal bit for bit
/// (resizing as Pillow 10.3 does it). Thread-safe.
class TvltImageProcessor {
  public:
    explicit TvltImageProcessor(ImageProcessorConfig config = {}, ReferenceQuirks quirks = {});

    /// pixel_values: (videos, frames, channels, height, width) in float32; uint8 when neither rescaled nor normalised;
    /// float64 where frames of that type are normalised without resizing or rescaling. pixel_mask: int64 (videos, most
    /// frames × patches of a frame), 1 for frames that are there. Throws BadInput saying which frame is wrong and why.
    /// The work is spread over the cores, a frame at a time.
    [[nodiscard]] BatchFeature operator()(Videos videos, const ImageCall& call = {}) const;

    [[nodiscard]] const ImageProcessorConfig& config() const { return config_; }

  private:
    ImageProcessorConfig config_;
    ReferenceQuirks quirks_;
};

} // namespace tvlt
