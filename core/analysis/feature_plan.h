#pragma once

#include "core/base/timeline.h"
#include "core/features/preprocessor_config.h"
#include "core/features/recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

struct Request;

/// A file as it was when a request was made: one that is written anew is another one.
struct FileStamp {
    std::filesystem::path path;
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed;
    bool operator==(const FileStamp&) const = default;
};

/// What a request asks of its clip, every default filled in. Equal plans give equal features.
struct FeaturePlan {
    std::vector<FileStamp> files; ///< the clip or its images, then where the sound is
    Segment segment;
    int frames = 0;
    Recipe recipe = Recipe::Hf;     ///< never Auto
    bool original = false;          ///< the model cannot see patches that are -1 throughout
    ImageProcessorConfig image;     ///< recipe Original takes its size alone
    FeatureExtractorConfig audio;   ///< recipe Original takes its patches, bands and length alone
    std::vector<std::string> notes; ///< what of it the clip or the model does not allow
    bool operator==(const FeaturePlan&) const = default;
};

/// Seconds of sound that one spectrogram of this plan's recipe holds.
[[nodiscard]] double spectrogramSeconds(const FeaturePlan& plan);
/// Throws BadInput: no checkpoint, a segment outside the clip or of no length, more frames than the model takes.
[[nodiscard]] FeaturePlan planFeatures(const Request& request);

} // namespace tvlt
