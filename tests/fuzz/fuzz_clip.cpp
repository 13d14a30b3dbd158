#include "core/media/frames.h"
#include "core/media/probe.h"
#include "core/media/sound.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

#include <array>

using namespace tvlt;
using namespace tvlt::fuzz;

namespace {

/// Small, so that an execution is short; the caps themselves are what is tried.
MediaLimits smallLimits() {
    MediaLimits limits;
    limits.pixels = 256 * 256;
    limits.samples = 1 << 20;
    limits.packets = 200;
    limits.streams = 8;
    return limits;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const MemoryFile file;
    file.write(data, size);
    const MediaLimits limits = smallLimits();
    expectOrRefuse([&] {
        const ClipInfo clip = probe({{file.path()}, {}, 1.0}, {}, limits);
        require(clip.video || clip.audio);
        require(clip.duration >= 0.0 && clip.duration <= limits.clipSeconds);
        plantBug(clip.audio && clip.audio->sampleRate % 10 == 7);
        bool decoded = true; // or refused, in one of its streams
        const auto stream = [&](const auto& reader) {
            try {
                reader();
            } catch (const Exception& e) {
                require(e.error().kind != Error::Kind::Internal);
                decoded = false;
            }
        };
        if (clip.video)
            stream([&] {
                const std::array times{0.0, clip.duration / 2, clip.duration};
                for (const VideoFrame& frame : readFrames(clip, times, {}, limits).frames)
                    require(frame.image.width == clip.video->width && frame.image.height == clip.video->height);
            });
        if (clip.audio)
            stream([&] {
                const Segment segment{clip.duration / 4, 0.25};
                require(readSound(clip, segment, 8000, {}, limits).samples.size() <= 2001);
                (void)readChannels(clip, segment, {}, limits);
            });
        if (!decoded)
            throwBadInput("cannot be decoded", "clip");
    });
    return 0;
}
