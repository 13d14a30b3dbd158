#pragma once

#include "core/base/image.h"
#include "core/base/job.h"
#include "core/features/mask.h"

#include <span>
#include <string>
#include <vector>

namespace tvlt {

class ExampleSource;
struct Checkpoint;

/// A clip's frames as the model sees them, and as it paints them at some ratios.
struct SamplePictures {
    struct Painted {
        double ratio = 0.0;        ///< of the picture's patches that are hidden
        std::vector<Image> masked; ///< hidden patches grey
        std::vector<Image> pasted; ///< hidden patches from the model
    };
    std::string name;
    std::vector<Image> frames;
    std::vector<Painted> painted; ///< by ratio, in the order asked for
};

/// The first `count` usable clips; `mask` says everything but the picture's ratio. Each clip is masked as evaluate()
/// does, and masks nest as the ratio rises. Throws Exception: Unsupported for a checkpoint without the MAE head,
/// BadInput where no clip can be used.
[[nodiscard]] std::vector<SamplePictures> samplePictures(const Checkpoint& checkpoint, const ExampleSource& clips,
                                                         int count, std::span<const double> ratios,
                                                         const MaskSettings& mask, const Job& job = {});

} // namespace tvlt
