#include "app/movie/write_movie.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/media/sound.h"
#include "widgets/figure/movie_page.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

namespace {

/// Fills in the segment's sound, where there is any.
void addSound(ClipContent& content, const Analysis& analysis, const std::optional<HeardSound>& sound, const Job& job) {
    const ClipFeatures& features = *analysis.features;
    if (!features.clip.audio)
        return;
    if (sound) {
        SegmentSound heard = heardSound(analysis, *sound, job);
        content.sampleRate = heard.sampleRate;
        content.channels = {std::move(heard.samples)};
    } else {
        ChannelSound own = readChannels(features.clip, features.segment, job);
        content.sampleRate = own.sampleRate;
        content.channels = std::move(own.channels);
    }
}

} // namespace

void writeMovie(const std::filesystem::path& path, const std::shared_ptr<const Analysis>& analysis,
                const MovieOptions& options, const Job& job) {
    if (options.frameRate < 1 || options.frameRate > 60)
        throwBadInput("is not between 1 and 60 frames a second", "frame rate of the movie");
    const MoviePage page(analysis, options.width);
    const Segment& segment = analysis->features->segment;
    ClipContent content;
    addSound(content, *analysis, options.sound, job.part(0.0, 0.3));
    content.frames = std::max(1, static_cast<int>(std::lround(segment.duration * options.frameRate)));
    content.frame = [&](int index) { return page.at(segment.start + static_cast<double>(index) / options.frameRate); };
    ClipWriterOptions writing;
    writing.frameRate = {options.frameRate, 1};
    writeClip(path, content, writing, job.part(0.3, 1.0));
}

} // namespace tvlt
