#include "core/base/file.h"
#include "core/dataset/file_source.h"
#include "core/dataset/segment_features.h"
#include "core/media/clip_writer.h"
#include "core/synth/drawn_clip.h"
#include "core/synth/sounding_shapes.h"
#include "tests/core/dataset/error_of.h"
#include "tests/core/dataset/small_input.h"
#include "tests/support/temp_folder.h"

#include <cmath>
#include <filesystem>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

/// Segments of 0.8 s; frames of the small model at its own size, 20 a second, so that a frame stands at each time.
fs::path writeClip(const TempFolder& folder, const char* name, double seconds, std::uint64_t seed = 5) {
    DrawnClipOptions options;
    options.seconds = seconds;
    options.size = 32;
    options.frameRate = {20, 1};
    options.sampleRate = 8000;
    options.lossless = true;
    writeDrawnClip(folder / name, seed, options);
    return folder / name;
}

FileSource sourceOf(const fs::path& path, std::vector<float> target = {}) {
    return FileSource(smallInput(), {{path, std::move(target)}});
}

PixelInput drawn(double start, std::uint64_t seed = 5) {
    std::vector<Image> frames;
    for (const double time : frameTimes(smallInput(), {start, smallInput().seconds()}))
        frames.push_back(SoundingShapes(seed).frame(time, 32));
    return segmentPixels(frames, smallInput());
}

AudioInput heard(double start, std::uint64_t seed = 5) {
    const auto all = SoundingShapes(seed).sound(start + smallInput().seconds(), 8000);
    const auto first = static_cast<std::ptrdiff_t>(std::llround(start * 8000));
    return segmentAudio({all.begin() + first, all.end()}, smallInput(), {});
}

} // namespace

TEST_CASE("a lossless file gives the very example that its drawing gives, segment by segment") {
    const TempFolder folder;
    const FileSource source = sourceOf(writeClip(folder, "a.mkv", 2.0), {3.0F});
    CHECK(source.size() == 1);
    CHECK(source.name(0) == (folder / "a.mkv").string());
    for (const std::uint64_t draw : {0U, 1U, 2U, 3U}) { // 2 s hold two segments
        const Example example = source.example({0, draw, 0.0});
        const double start = static_cast<double>(draw % 2) * 0.8;
        CHECK(example.pixels.values == drawn(start).values);
        CHECK(example.audio.values == heard(start).values);
        CHECK(example.audio.rows == 64);
        CHECK(example.audio.realRows == 64);
        CHECK(example.target == std::vector<float>{3.0F});
        CHECK_FALSE(example.shiftedPixels);
    }
}

TEST_CASE("a shifted picture is later, or earlier where the clip ends") {
    const TempFolder folder;
    const FileSource source = sourceOf(writeClip(folder, "a.mkv", 2.0));
    const auto shifted = [&source](std::uint64_t draw, double shift) {
        return source.example({0, draw, shift}).shiftedPixels;
    };
    REQUIRE(shifted(0, 0.5));
    CHECK(shifted(0, 0.5)->values == drawn(0.5).values);
    REQUIRE(shifted(1, 0.6)); // 0.8 + 0.6 + 0.8 is past the end
    CHECK(shifted(1, 0.6)->values == drawn(0.2).values);
    REQUIRE(shifted(0, -0.5)); // before the beginning
    CHECK(shifted(0, -0.5)->values == drawn(0.5).values);
    CHECK_FALSE(shifted(0, 1.5));
    CHECK(source.example({0, 0, 0.5}).pixels.values == drawn(0.0).values);
}

TEST_CASE("examples of compressed clips of other sizes and rates have the same tensor sizes") {
    const TempFolder folder;
    writeDrawnClip(folder / "b.mp4", 9, {1.5, 48, {30, 1}, 44100, false});
    const FileSource source(smallInput(), {{writeClip(folder, "a.mkv", 1.0), {}}, {folder / "b.mp4", {}}});
    const Example a = source.example({0, 0, 0.0}), b = source.example({1, 0, 0.0});
    CHECK(a.pixels.values.size() == b.pixels.values.size());
    CHECK(a.audio.values.size() == b.audio.values.size());
    CHECK(b.audio.realRows == 64);
    // What was compressed is still near to what was drawn.
    const auto exact = drawn(0.0, 9).values;
    double error = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        error += std::abs(exact[i] - b.pixels.values[i]) / static_cast<double>(exact.size());
    CHECK(error < 0.15);
}

TEST_CASE("a clip may lack one patch of a segment, which is padding then, but no more") {
    const TempFolder folder;
    // A segment is 64 rows of 100 samples; 7 rows are missing.
    const Example example = sourceOf(writeClip(folder, "near.mkv", 0.75)).example({0, 0, 0.0});
    CHECK(example.audio.rows == 64);
    CHECK(example.audio.realRows == 60);
    CHECK(example.audio.values.size() == std::size_t{64} * 16);
    CHECK(example.audio.values.back() == 0.0F);

    const FileSource brief = sourceOf(writeClip(folder, "short.mkv", 0.6));
    const std::string error = errorOf([&] { return brief.example({0, 0, 0.0}); });
    says(error, "short.mkv");
    says(error, "0.60 s");
    says(error, "0.80 s");
    CHECK(errorOf([&] { return brief.fingerprint({0, 0, 0.0}); }) == error);
}

TEST_CASE("clips without picture, sound or content cannot be used, and the error names the file") {
    const TempFolder folder;
    ClipContent content;
    content.channels = {std::vector<float>(16000, 0.1F)};
    content.sampleRate = 8000;
    writeClip(folder / "sound.mkv", content, {});
    says(errorOf([&] { return sourceOf(folder / "sound.mkv").example({}); }), "sound.mkv: has no picture");
    content.channels.clear();
    content.frames = 30;
    content.frame = [](int) { return Image(32, 32); };
    writeClip(folder / "silent.mkv", content, {});
    says(errorOf([&] { return sourceOf(folder / "silent.mkv").example({}); }), "silent.mkv: has no sound");
    writeFileAtomically(folder / "text.mp4", "not a clip");
    says(errorOf([&] { return sourceOf(folder / "text.mp4").example({}); }), "text.mp4");
    says(errorOf([&] { return sourceOf(folder / "none.mp4").example({}); }), "none.mp4");
}

TEST_CASE("a damaged clip cannot be used") {
    const TempFolder folder;
    writeDrawnClip(folder / "whole.mp4", 9, {3.0, 64, {25, 1}, 44100, false});
    std::string bytes = readTextFile(folder / "whole.mp4");
    for (std::size_t i = bytes.size() / 10; i < bytes.size() * 8 / 10; ++i)
        bytes[i] = static_cast<char>(i * 7 % 251);
    writeFileAtomically(folder / "damaged.mp4", bytes);
    CHECK(sourceOf(folder / "whole.mp4").example({0, 2, 0.0}).pixels.frames == 4);
    says(errorOf([&] { return sourceOf(folder / "damaged.mp4").example({0, 2, 0.0}); }), "damaged.mp4");
}

TEST_CASE("a fingerprint tells apart what makes examples differ, and nothing else") {
    const TempFolder folder;
    const fs::path path = writeClip(folder, "a.mkv", 2.0);
    const FileSource source = sourceOf(path);
    const std::string first = source.fingerprint({0, 0, 0.0});
    CHECK(first == source.fingerprint({0, 2, 0.0})); // the same segment
    CHECK(first != source.fingerprint({0, 1, 0.0}));
    CHECK(first != source.fingerprint({0, 0, 0.5}));
    CHECK(first == source.fingerprint({0, 0, 1.5})); // too short for a shifted picture either way
    CHECK(first != sourceOf(path, {1.0F}).fingerprint({}));
    ModelInput other = smallInput();
    other.frames = 2;
    CHECK(first != FileSource(other, {{path, {}}}).fingerprint({}));
    fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(2));
    CHECK(first != sourceOf(path).fingerprint({}));
    fs::remove(path);
    CHECK_THROWS_AS(source.fingerprint({}), Exception); // known before, gone now
}
