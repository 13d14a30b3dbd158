#include "core/synth/drawn_clip.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/media/clip_writer.h"
#include "core/synth/sounding_shapes.h"

#include <cmath>
#include <cstdio>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTitle = "Sounding shapes";

template <class... Values> std::string formatted(const char* format, Values... values) {
    char text[64];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string fileName(const DrawnClips& clips, int index) {
    return clips.name + (clips.count > 1 ? formatted("-%04d", index) : "") + (clips.clip.lossless ? ".mkv" : ".mp4");
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

std::string labelRow(const std::string& file, std::uint64_t seed, double seconds) {
    const SoundingShapes shapes(seed);
    const int loudest = shapes.loudest();
    constexpr int kSteps = 200;
    double pitch = 0.0;
    for (int i = 0; i < kSteps; ++i)
        pitch += shapes.pitch(loudest, seconds * (i + 0.5) / kSteps) / kSteps;
    std::string bounces;
    for (const double time : shapes.bounces(loudest, seconds))
        bounces += formatted(bounces.empty() ? "%.4f" : " %.4f", time);
    return csvField(file) + ',' + std::to_string(seed) + ',' + std::string(shapeName(shapes.kind(loudest))) + ',' +
           std::to_string(shapes.count()) + ',' + formatted("%.2f", pitch) + ',' + bounces + '\n';
}

void refuseToOverwrite(std::vector<fs::path> files, const fs::path& labels) {
    if (!labels.empty())
        files.push_back(labels);
    for (const fs::path& file : files)
        if (fs::exists(file))
            throwBadInput("is there already", file.string(), "Choose another place, or --overwrite it.");
}

} // namespace

void writeDrawnClip(const fs::path& path, std::uint64_t seed, const DrawnClipOptions& options, const Job& job) {
    if (!options.lossless && options.size % 2 != 0)
        throwBadInput("H.264 needs an even size, not " + std::to_string(options.size), "size",
                      "Add 1, or draw lossless clips.");
    const SoundingShapes shapes(seed);
    ClipContent content;
    content.frames = static_cast<int>(std::lround(options.seconds * options.frameRate.value()));
    if (content.frames < 1)
        throwBadInput("there is not one frame in " + formatted("%g s", options.seconds), "seconds",
                      "Draw longer clips, or more frames a second.");
    content.frame = [&](int index) {
        job.progress(static_cast<double>(index) / content.frames, "drawing");
        return shapes.frame(index / options.frameRate.value(), options.size);
    };
    content.channels = {shapes.sound(options.seconds, options.sampleRate)};
    content.sampleRate = options.sampleRate;
    ClipWriterOptions writer;
    writer.frameRate = options.frameRate;
    writer.title = std::string(kTitle) + ", seed " + std::to_string(seed);
    // Below this, what the coding adds to the quiet of the lowest bands shows in a spectrogram.
    writer.audioBitRate = 192'000;
    if (options.lossless) {
        writer.video = VideoCoding::Lossless;
        writer.audio = AudioCoding::Pcm;
    }
    writeClip(path, content, writer, job);
}

bool isDrawnClip(const ClipInfo& clip) {
    return clip.title.starts_with(kTitle);
}

std::vector<fs::path> writeDrawnClips(const DrawnClips& clips, const Job& job) {
    if (clips.name.empty() || clips.name.find('/') != std::string::npos)
        throwBadInput("\"" + clips.name + "\" is no file name", "name", "Give the folder apart from the name.");
    std::error_code ec;
    fs::create_directories(clips.folder, ec);
    if (!fs::is_directory(clips.folder))
        throwBadInput("cannot be made: " + ec.message(), clips.folder.string(), "Choose another folder.");

    std::vector<fs::path> files;
    for (int i = 0; i < clips.count; ++i)
        files.push_back(clips.folder / fileName(clips, i));
    if (!clips.overwrite)
        refuseToOverwrite(files, clips.labels);

    std::string labels = "file,seed,loudest,shapes,mean_pitch_hz,bounces_s\n";
    const auto writeLabels = [&] {
        if (!clips.labels.empty())
            writeFileAtomically(clips.labels, labels);
    };
    writeLabels(); // a list that cannot be written is better known now
    try {
        for (int i = 0; i < clips.count; ++i) {
            const std::uint64_t seed = clips.seed + static_cast<std::uint64_t>(i);
            const fs::path& path = files[static_cast<std::size_t>(i)];
            const double count = clips.count;
            writeDrawnClip(path, seed, clips.clip, job.part(i / count, (i + 1) / count));
            if (!clips.labels.empty())
                labels += labelRow(fs::relative(path, fs::absolute(clips.labels).parent_path()).string(), seed,
                                   clips.clip.seconds);
        }
    } catch (...) {
        writeLabels();
        throw;
    }
    writeLabels();
    return files;
}

} // namespace tvlt
