#pragma once

#include "core/analysis/heard_sound.h"
#include "core/base/job.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace tvlt {

struct Analysis;

struct MovieOptions {
    int width = 1280;                ///< pixels, 480 to 3840
    int frameRate = 25;              ///< a second, 1 to 60
    std::optional<HeardSound> sound; ///< none: the clip's own; else a spectrogram's, its phase estimated
};

/// Writes the analysed segment as a movie (MoviePage) with sound; the ending (.mp4, .mkv, .mov) chooses the container.
/// A clip without sound gives a silent one. Atomic. Throws Exception; cancelled within a frame.
void writeMovie(const std::filesystem::path& path, const std::shared_ptr<const Analysis>& analysis,
                const MovieOptions& options = {}, const Job& job = {});

} // namespace tvlt
