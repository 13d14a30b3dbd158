#include "tests/core/media/clips.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace tvlt;

namespace {

std::vector<int> firstNumbers(int count) {
    std::vector<int> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

std::vector<std::int64_t> ptsOf(const std::vector<VideoFrame>& frames) {
    std::vector<std::int64_t> pts;
    for (const auto& frame : frames)
        pts.push_back(frame.pts);
    return pts;
}

/// Frames at random times, each by a reader that may seek, must be those that decoding from the start yields.
void checkSeekingEqualsSequential(const ClipInfo& clip) {
    const auto frames = allFrames(clip);
    REQUIRE(frames.size() > 20);
    CHECK(framePts(clip) == ptsOf(frames));
    std::mt19937 random(7);
    std::uniform_real_distribution<double> anyTime(-0.1, clip.duration + 0.1);
    VideoReader reader(clip);
    for (int i = 0; i < 40; ++i) {
        const double time = anyTime(random);
        const auto after = std::find_if(frames.begin() + 1, frames.end(), [&](const auto& f) { return f.time > time; });
        const VideoFrame& expected = *(after - 1);
        const VideoFrame got = reader.frameAt(time);
        INFO("at " << time);
        REQUIRE(got.pts == expected.pts);
        REQUIRE(got.image.rgb == expected.image.rgb);
        if (i % 5 == 0 && after != frames.end()) { // playing on from there
            const auto following = reader.next();
            REQUIRE(following);
            REQUIRE(following->pts == after->pts);
        }
    }
}

} // namespace

TEST_CASE("frames of H.264 with B-frames come in order, each at its own PTS") {
    TempFolder folder;
    const auto path = folder / "b.mp4";
    ClipWriterOptions options;
    options.bFrames = 3;
    options.frameRate = {30000, 1001};
    writeClip(path, numberedContent(60), options);
    const ClipInfo clip = probeFile(path);
    REQUIRE(clip.video);
    CHECK(clip.video->codec == "h264");
    CHECK(clip.video->frameRate == Rational{30000, 1001});
    CHECK_FALSE(clip.video->variableRate);
    CHECK(clip.video->frameCount == 60);
    const auto frames = allFrames(clip);
    CHECK(numbersIn(frames) == firstNumbers(60));
    CHECK(framePts(clip) == ptsOf(frames));
    for (int i = 0; i < 60; ++i) {
        CHECK(frames[static_cast<std::size_t>(i)].time == Approx(i * 1001.0 / 30000).margin(1e-9));
        CHECK(ptsToTime(clip, frames[static_cast<std::size_t>(i)].pts) == frames[static_cast<std::size_t>(i)].time);
    }
}

TEST_CASE("the frame at a time is the last one that has begun") {
    TempFolder folder;
    const auto path = folder / "a.mp4";
    writeClip(path, numberedContent(30));
    const ClipInfo clip = probeFile(path);
    const std::vector<double> times{0.5, 0.04, 0.0399, -3.0, 0.12, 1e9, 0.0799999999, 0.5};
    const FramesRead read = readFrames(clip, times);
    CHECK(numbersIn(read.frames) == std::vector<int>{12, 1, 0, 0, 3, 29, 2, 12});
    CHECK(read.warnings.empty());
    // A third, summed up in floating point, is still the frame's own time.
    VideoReader reader(clip);
    CHECK(numberIn(reader.frameAt(0.1 + 0.2 - 0.3 + 0.24).image) == 6);
    CHECK(reader.frameAt(0.24).pts == reader.frameAt(0.26).pts);
    CHECK_THROWS_WITH(reader.frameAt(std::nan("")), ContainsSubstring("not a number"));
}

TEST_CASE("seeking shows what decoding from the start shows") {
    TempFolder folder;
    ClipWriterOptions options;
    options.keyframeInterval = 12;
    const ClipContent content = numberedContent(120);
    const auto mp4 = folder / "a.mp4";
    writeClip(mp4, content, options);
    SECTION("MP4") {
        checkSeekingEqualsSequential(probeFile(mp4));
    }
    SECTION("Matroska") {
        writeClip(folder / "a.mkv", content, options);
        checkSeekingEqualsSequential(probeFile(folder / "a.mkv"));
    }
    SECTION("MPEG transport stream") {
        ffmpeg("-i " + quoted(mp4) + " -c copy " + quoted(folder / "a.ts"));
        const ClipInfo clip = probeFile(folder / "a.ts");
        CHECK(clip.video->start == 0.0); // although its PTS begin at 1.4 s
        CHECK(clip.video->startPts > 0);
        checkSeekingEqualsSequential(clip);
    }
    SECTION("open groups of pictures") {
        ffmpeg("-i " + quoted(mp4) + " -c:v libx264 -g 12 -bf 3 -x264-params open-gop=1:scenecut=0 " +
               quoted(folder / "open.mp4"));
        checkSeekingEqualsSequential(probeFile(folder / "open.mp4"));
    }
    SECTION("AVI with MPEG-4 and B-frames") {
        ffmpeg("-i " + quoted(mp4) + " -c:v mpeg4 -bf 2 -g 12 " + quoted(folder / "a.avi"));
        checkSeekingEqualsSequential(probeFile(folder / "a.avi"));
    }
    SECTION("WebM with VP9 and hidden frames") {
        ffmpeg("-i " + quoted(mp4) + " -c:v libvpx-vp9 -g 12 -auto-alt-ref 1 -deadline realtime -cpu-used 8 " +
               quoted(folder / "a.webm"));
        checkSeekingEqualsSequential(probeFile(folder / "a.webm"));
    }
}

TEST_CASE("a variable rate is recognised and its frames stand at their own times") {
    TempFolder folder;
    ClipWriterOptions options;
    options.timeBase = {1, 1000};
    options.pts = {0, 40, 80, 500, 510, 520, 2000, 2040};
    writeClip(folder / "v.mp4", numberedContent(8), options);
    const ClipInfo clip = probeFile(folder / "v.mp4");
    CHECK(clip.video->variableRate);
    const std::vector<double> times{0.499, 0.5, 0.515, 1.999, 2.0, 2.05};
    CHECK(numbersIn(readFrames(clip, times).frames) == std::vector<int>{2, 3, 4, 5, 6, 7});
    CHECK(framePts(clip).size() == 8);
}

TEST_CASE("frames that an edit list cuts away are not shown") {
    TempFolder folder;
    ClipWriterOptions options;
    options.timeBase = {1, 25};
    for (int i = 0; i < 30; ++i)
        options.pts.push_back(i - 10); // MP4 writes an edit list that begins at 0
    writeClip(folder / "e.mp4", numberedContent(30), options);
    const ClipInfo clip = probeFile(folder / "e.mp4");
    const auto frames = allFrames(clip);
    REQUIRE_FALSE(frames.empty());
    CHECK(numberIn(frames.front().image) == 10);
    CHECK(frames.front().time == Approx(0.0).margin(1e-9));
    CHECK(frames.size() == 20);
    CHECK(framePts(clip) == ptsOf(frames));
    CHECK(numberIn(readFrames(clip, std::vector{0.4}).frames[0].image) == 20);
}

TEST_CASE("a stream that starts before zero starts at clip time zero") {
    TempFolder folder;
    writeClip(folder / "a.mp4", numberedContent(50));
    // 33-bit time stamps that wrap round 0.8 s after the start: FFmpeg counts them from below zero.
    ffmpeg("-i " + quoted(folder / "a.mp4") +
           " -c copy -output_ts_offset -0.8 -avoid_negative_ts disabled -muxdelay 0 -muxpreload 0 " +
           quoted(folder / "n.ts"));
    const ClipInfo clip = probeFile(folder / "n.ts");
    CHECK(clip.video->startPts < 0);
    CHECK(clip.video->start == 0.0);
    CHECK(numbersIn(readFrames(clip, std::vector{0.0, 1.0}).frames) == std::vector<int>{0, 25});
}

TEST_CASE("a turned picture is shown as a player turns it") {
    TempFolder folder;
    const int degrees = GENERATE(90, 180, 270);
    ClipContent content;
    content.frames = 3;
    content.frame = [](int) { // red at the top left
        Image image(64, 32);
        for (int y = 0; y < 16; ++y)
            for (int x = 0; x < 16; ++x)
                image.pixel(x, y)[0] = 255;
        return image;
    };
    ClipWriterOptions options;
    options.rotation = degrees;
    writeClip(folder / "r.mp4", content, options);
    const ClipInfo clip = probeFile(folder / "r.mp4");
    CHECK(clip.video->rotation == degrees);
    const Image image = allFrames(clip).at(1).image;
    CHECK(image.width == (degrees == 180 ? 64 : 32));
    CHECK(image.width == clip.video->width);
    CHECK(image.height == clip.video->height);
    const int redX = degrees == 270 ? 8 : image.width - 8;
    const int redY = degrees == 90 ? 8 : image.height - 8;
    CHECK(image.pixel(redX, redY)[0] > 200);
    CHECK(image.pixel(image.width - 1 - redX, redY)[0] < 60);
}

TEST_CASE("pixels that are not square are scaled to square ones") {
    TempFolder folder;
    ClipWriterOptions options;
    options.sampleAspectRatio = {16, 11};
    options.rotation = 90;
    writeClip(folder / "s.mp4", numberedContent(3, 176, 144), options);
    const ClipInfo clip = probeFile(folder / "s.mp4");
    CHECK(clip.video->sampleAspectRatio == Rational{16, 11});
    CHECK(clip.video->width == 144);
    CHECK(clip.video->height == 256);
    CHECK(allFrames(clip).at(0).image.height == 256);
}

TEST_CASE("odd and extreme sizes decode") {
    TempFolder folder;
    const auto [width, height] =
        GENERATE(std::pair{33, 17}, std::pair{1, 1}, std::pair{16384, 16}, std::pair{16, 9001});
    const auto coding = GENERATE(VideoCoding::H264, VideoCoding::Lossless);
    const int w = width, h = height; // structured bindings are not captured
    ClipContent content;
    content.frames = 2;
    content.frame = [=](int i) {
        Image image(w, h);
        std::fill(image.rgb.begin(), image.rgb.end(), static_cast<std::uint8_t>(100 + 50 * i));
        return image;
    };
    ClipWriterOptions options;
    options.video = coding;
    const auto path = folder / (coding == VideoCoding::H264 ? "a.mp4" : "a.mkv");
    writeClip(path, content, options);
    const ClipInfo clip = probeFile(path);
    CHECK(clip.video->width == width);
    CHECK(clip.video->height == height);
    const auto frames = allFrames(clip);
    REQUIRE(frames.size() == 2);
    CHECK(std::abs(frames[1].image.pixel(width - 1, height - 1)[2] - 150) <= 2);
}

TEST_CASE("a clip of one hundredth of a second has its one frame") {
    TempFolder folder;
    ClipContent content = numberedContent(1);
    content.channels = {std::vector<float>(441, 0.25F)};
    content.sampleRate = 44100;
    ClipWriterOptions options;
    options.frameRate = {100, 1};
    options.audio = AudioCoding::Pcm;
    writeClip(folder / "short.mkv", content, options);
    const ClipInfo clip = probeFile(folder / "short.mkv");
    CHECK(clip.still);
    CHECK(clip.duration == Approx(0.01).margin(0.0011));
    CHECK(readFrames(clip, std::vector{0.0, 0.009}).frames.size() == 2);
}

TEST_CASE("a lossless clip returns its pictures bit for bit") {
    TempFolder folder;
    std::mt19937 random(3);
    std::vector<Image> images(4, Image(31, 22));
    for (auto& image : images)
        std::generate(image.rgb.begin(), image.rgb.end(), [&] { return static_cast<std::uint8_t>(random()); });
    ClipContent content;
    content.frames = 4;
    content.frame = [&](int i) { return images[static_cast<std::size_t>(i)]; };
    ClipWriterOptions options;
    options.video = VideoCoding::Lossless;
    writeClip(folder / "l.mkv", content, options);
    const auto frames = allFrames(probeFile(folder / "l.mkv"));
    REQUIRE(frames.size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(frames[i].image.rgb == images[i].rgb);
}

TEST_CASE("gray, palette, deep and transparent pictures become RGB") {
    TempFolder folder;
    const auto [format, file] =
        GENERATE(std::pair{"gray", "a.png"}, std::pair{"pal8", "a.gif"}, std::pair{"rgb48be", "a.png"},
                 std::pair{"gray16be", "a.png"}, std::pair{"yuv420p10le", "a.mkv"});
    const bool palette = format == std::string("pal8");
    ffmpeg(std::string("-f lavfi -i color=c=0x808080:s=40x30:r=1:d=1") +
           (palette ? " -filter_complex 'split[a][b];[a]palettegen[p];[b][p]paletteuse'" : "") +
           " -frames:v 1 -pix_fmt " + format + (file == std::string("a.mkv") ? " -c:v ffv1 " : " ") +
           quoted(folder / file));
    const ClipInfo clip = probeFile(folder / file);
    const Image image = allFrames(clip).at(0).image;
    CHECK(image.width == 40);
    for (int c = 0; c < 3; ++c)
        CHECK(std::abs(image.pixel(20, 15)[c] - 128) <= 2);
}

TEST_CASE("transparency stands over black") {
    TempFolder folder;
    ffmpeg("-f lavfi -i color=c=0xC86432@0.5:s=8x8:r=1,format=rgba -frames:v 1 " + quoted(folder / "t.png"));
    const Image image = allFrames(probeFile(folder / "t.png")).at(0).image;
    CHECK(std::abs(image.pixel(4, 4)[0] - 100) <= 2);
    CHECK(std::abs(image.pixel(4, 4)[1] - 50) <= 2);
    CHECK(std::abs(image.pixel(4, 4)[2] - 25) <= 2);
}

TEST_CASE("colours follow the matrix and range that the clip names") {
    TempFolder folder;
    const auto* space = GENERATE("bt709", "smpte170m");
    const auto* range = GENERATE("tv", "pc");
    ffmpeg(std::string("-f lavfi -i color=c=red:s=32x32:r=5 -frames:v 2 -vf scale=out_color_matrix=") +
           (space == std::string("bt709") ? "bt709" : "bt601") + ":out_range=" + range +
           ",format=yuv444p -c:v libx264 -qp 1 -colorspace " + space + " -color_range " + range + " " +
           quoted(folder / "c.mp4"));
    const Image image = allFrames(probeFile(folder / "c.mp4")).at(0).image;
    CHECK(image.pixel(16, 16)[0] >= 251);
    CHECK(image.pixel(16, 16)[1] <= 3);
    CHECK(image.pixel(16, 16)[2] <= 3);
}

TEST_CASE("decoding stops between packets when asked") {
    TempFolder folder;
    writeClip(folder / "a.mp4", numberedContent(100));
    const ClipInfo clip = probeFile(folder / "a.mp4");
    std::stop_source source;
    int reports = 0;
    const Job job{source.get_token(), [&](double, std::string_view) {
                      if (++reports == 3)
                          source.request_stop();
                  }};
    std::vector<double> times;
    for (int i = 0; i < 100; ++i)
        times.push_back(i * 0.04);
    CHECK_THROWS_WITH(readFrames(clip, times, job), ContainsSubstring("cancelled"));
    CHECK(reports == 3);
    CHECK_THROWS_WITH(framePts(clip, job), ContainsSubstring("cancelled"));
    CHECK_THROWS_WITH(probe({{folder / "a.mp4"}, {}, 1.0}, job), ContainsSubstring("cancelled"));
}

TEST_CASE("a scrub shows the keyframe first where the way is long, and can be superseded") {
    TempFolder folder;
    const auto plain = folder / "plain.mp4", path = folder / "gop.mp4";
    ClipWriterOptions options;
    options.frameRate = {30, 1};
    writeClip(plain, numberedContent(120), options);
    ffmpeg("-i " + quoted(plain) + " -c:v libx264 -g 30 -keyint_min 30 -sc_threshold 0 -bf 0 " + quoted(path));
    VideoReader reader(probeFile(path));
    CHECK(numberIn(reader.frameAt(0.0).image) == 0);
    std::vector<int> previews;
    ScrubHooks hooks;
    hooks.preview = [&](const VideoFrame& frame) { previews.push_back(numberIn(frame.image)); };
    const auto exact = reader.scrubTo(87.0 / 30.0, hooks);
    REQUIRE(exact);
    CHECK(numberIn(exact->image) == 87);
    CHECK(previews == std::vector<int>{60});
    previews.clear();
    const auto near = reader.scrubTo(88.0 / 30.0, hooks);
    REQUIRE(near);
    CHECK(numberIn(near->image) == 88);
    CHECK(previews.empty()); // the next frame is no long way

    int asked = 0;
    hooks.superseded = [&] { return ++asked > 4; };
    CHECK_FALSE(reader.scrubTo(25.0 / 30.0, hooks)); // back: 25 frames from the first keyframe
    CHECK(asked == 5);
    CHECK(numberIn(reader.frameAt(25.0 / 30.0).image) == 25);
    CHECK(numberIn(reader.frameAt(110.0 / 30.0).image) == 110);
}
