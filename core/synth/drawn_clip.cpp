#include "core/synth/drawn_clip.h"

#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/synth/sounding_shapes.h"

#include <cmath>
#include <cstdio>

namespace tvlt {

void writeDrawnClip(const std::filesystem::path& path, std::uint64_t seed, const DrawnClipOptions& options,
                    const Job& job) {
    if (!options.lossless && options.size % 2 != 0)
        throwBadInput("H.264 needs an even size, not " + std::to_string(options.size), "size",
                      "Add 1, or draw lossless clips.");
    const SoundingShapes shapes(seed);
    ClipContent content;
    content.frames = static_cast<int>(std::lround(options.seconds * options.frameRate.value()));
    if (content.frames < 1)
        throwBadInput("there is not one frame in " + std::to_string(options.seconds) + " s", "seconds");
    content.frame = [&](int index) { return shapes.frame(index / options.frameRate.value(), options.size); };
    content.channels = {shapes.sound(options.seconds, options.sampleRate)};
    content.sampleRate = options.sampleRate;
    ClipWriterOptions writer;
    writer.frameRate = options.frameRate;
    if (options.lossless) {
        writer.video = VideoCoding::Lossless;
        writer.audio = AudioCoding::Pcm;
    }
    writeClip(path, content, writer, job);
}

std::string drawnClipLabelHeader() {
    return "file,seed,loudest,shapes,mean_pitch_hz,bounces_s\n";
}

std::string drawnClipLabels(const std::string& fileName, std::uint64_t seed, double seconds) {
    const SoundingShapes shapes(seed);
    const int loudest = shapes.loudest();
    constexpr int kSteps = 200;
    double pitch = 0.0;
    for (int i = 0; i < kSteps; ++i)
        pitch += shapes.pitch(loudest, seconds * (i + 0.5) / kSteps) / kSteps;
    std::string bounces;
    char number[32];
    for (const double time : shapes.bounces(loudest, seconds)) {
        std::snprintf(number, sizeof number, "%s%.4f", bounces.empty() ? "" : " ", time);
        bounces += number;
    }
    std::snprintf(number, sizeof number, "%.2f", pitch);
    return fileName + ',' + std::to_string(seed) + ',' + std::string(shapeName(shapes.kind(loudest))) + ',' +
           std::to_string(shapes.count()) + ',' + number + ',' + bounces + '\n';
}

} // namespace tvlt
