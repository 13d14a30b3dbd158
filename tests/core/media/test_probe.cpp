#include "core/base/file.h"
#include "core/base/result.h"
#include "core/media/sound.h"
#include "tests/core/media/clips.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <cmath>
#include <fstream>

using namespace tvlt;

namespace {

Error probeError(const std::filesystem::path& path, const MediaLimits& limits = {}) {
    const auto result = guard([&] { return probe({{path}, {}, 1.0}, {}, limits); });
    REQUIRE_FALSE(result.ok());
    return result.error();
}

bool mentions(const std::vector<std::string>& lines, const std::string& text) {
    for (const auto& line : lines)
        if (line.find(text) != std::string::npos)
            return true;
    return false;
}

ClipContent clipWithSound(int frames, double seconds) {
    ClipContent content = numberedContent(frames);
    content.channels = {clickAt(0.0, seconds, 16000), clickAt(0.0, seconds, 16000)};
    content.sampleRate = 16000;
    return content;
}

} // namespace

TEST_CASE("a clip's streams are described") {
    TempFolder folder;
    writeClip(folder / "a.mp4", clipWithSound(50, 2.0));
    const ClipInfo clip = probeFile(folder / "a.mp4");
    REQUIRE(clip.video);
    REQUIRE(clip.audio);
    CHECK(clip.video->width == 64);
    CHECK(clip.video->height == 48);
    CHECK(clip.video->duration == Approx(2.0));
    CHECK(clip.audio->codec == "aac");
    CHECK(clip.audio->sampleRate == 16000);
    CHECK(clip.audio->channels == 2);
    CHECK(clip.audioPath == folder / "a.mp4");
    CHECK(clip.duration == Approx(2.0).margin(0.07));
    CHECK(clip.warnings.empty());
    CHECK_FALSE(clip.still);
}

TEST_CASE("a clip without sound and one without picture say so") {
    TempFolder folder;
    writeClip(folder / "silent.mp4", numberedContent(10));
    const ClipInfo silent = probeFile(folder / "silent.mp4");
    CHECK_FALSE(silent.audio);
    CHECK(mentions(silent.warnings, "no sound"));
    CHECK_THROWS_WITH(readSound(silent, {0, 1}, 16000), ContainsSubstring("no sound"));

    ClipContent content;
    content.channels = {clickAt(0.1, 1.0, 8000)};
    content.sampleRate = 8000;
    ClipWriterOptions options;
    options.audio = AudioCoding::Pcm;
    writeClip(folder / "sound.wav", content, options);
    const ClipInfo sound = probeFile(folder / "sound.wav");
    CHECK_FALSE(sound.video);
    CHECK(mentions(sound.warnings, "no picture"));
    CHECK(sound.duration == Approx(1.0));
    CHECK_THROWS_WITH(readFrames(sound, std::vector{0.0}), ContainsSubstring("no picture"));

    const ClipInfo both = probe({{folder / "silent.mp4"}, folder / "sound.wav", 1.0});
    REQUIRE(both.audio);
    CHECK(both.audioPath == folder / "sound.wav");
    CHECK(both.warnings.empty());
    CHECK(both.duration == Approx(1.0));
    CHECK(loudest(readSound(both, {0, 1}, 8000).samples) == 800);
    CHECK_THROWS_WITH(probe({{folder / "sound.wav"}, folder / "silent.mp4", 1.0}), ContainsSubstring("no sound"));
}

TEST_CASE("cover art is not a picture") {
    TempFolder folder;
    ffmpeg("-f lavfi -i sine=d=1 -f lavfi -i color=red:s=64x64:r=1:d=1 -map 0 -map 1 -frames:v 1 -c:v mjpeg "
           "-disposition:v attached_pic " +
           quoted(folder / "song.mp3"));
    const ClipInfo clip = probeFile(folder / "song.mp3");
    CHECK(clip.audio);
    CHECK_FALSE(clip.video);
}

TEST_CASE("a still image is a video of one frame, a list of images a video of many") {
    TempFolder folder;
    for (int i = 0; i < 5; ++i)
        ffmpeg("-f lavfi -i color=c=0x" + std::to_string(10 + 20 * i) + "0000:s=20x10:r=1 -frames:v 1 " +
               quoted(folder / ("i" + std::to_string(i) + ".png")));
    const ClipInfo still = probeFile(folder / "i0.png");
    CHECK(still.still);
    CHECK(still.duration == Approx(1.0));
    CHECK(readFrames(still, std::vector{0.0, 0.5, 7.0}).frames.at(2).pts == 0);
    CHECK(framePts(still) == std::vector<std::int64_t>{0});

    ClipSource source;
    source.imageRate = 2.5;
    for (int i = 0; i < 5; ++i)
        source.paths.push_back(folder / ("i" + std::to_string(i) + ".png"));
    const ClipInfo list = probe(source);
    CHECK_FALSE(list.still);
    CHECK(list.duration == Approx(2.0));
    CHECK(list.video->frameCount == 5);
    CHECK(list.images.size() == 5);
    const auto read = readFrames(list, std::vector{1.99, 0.0, 0.4, 0.79});
    CHECK(read.frames[0].pts == 4);
    CHECK(read.frames[1].pts == 0);
    CHECK(read.frames[2].pts == 1);
    CHECK(read.frames[3].pts == 1);
    CHECK(read.frames[0].image.pixel(3, 3)[0] > read.frames[2].image.pixel(3, 3)[0]);
    CHECK(allFrames(list).size() == 5);

    ffmpeg("-f lavfi -i color=s=22x10:r=1 -frames:v 1 " + quoted(folder / "odd.png"));
    source.paths[3] = folder / "odd.png";
    CHECK_THROWS_WITH(allFrames(probe(source)), ContainsSubstring("odd.png") && ContainsSubstring("22 × 10"));
    source.paths[3] = folder / "gone.png";
    CHECK_THROWS_WITH(probe(source), ContainsSubstring("gone.png"));
    source.paths = {folder / "i0.png", folder / "i1.png"};
    source.imageRate = 0.0;
    CHECK_THROWS_WITH(probe(source), ContainsSubstring("rate"));
}

TEST_CASE("a name is a file, whatever it looks like") {
    TempFolder folder;
    writeClip(folder / "plain.mp4", numberedContent(3));
    const auto* name = GENERATE("http:x.mp4", "a:b.mp4", "file:c.mp4", "100%.mp4", "shot%03d.mp4", "sp ace 'q'.mp4",
                                "-y.mp4", "ünï.mp4", "no_extension", "star*.mp4", "concat:a|b.mp4");
    std::filesystem::copy_file(folder / "plain.mp4", folder / name);
    CHECK(probeFile(folder / name).video);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path()); // the bare name too
    const auto bare = guard([&] { return allFrames(probeFile(name)).size(); });
    std::filesystem::current_path(before);
    REQUIRE(bare.ok());
    CHECK(*bare == 3);
}

TEST_CASE("what is not a clip is refused with what, where and what to try") {
    TempFolder folder;
    const auto check = [](const Error& error, Error::Kind kind, const std::string& what) {
        CHECK(error.kind == kind);
        CHECK_THAT(error.what, ContainsSubstring(what));
        CHECK_FALSE(error.where.empty());
        CHECK_FALSE(error.remedy.empty());
    };
    check(probeError(folder / "none.mp4"), Error::Kind::NotFound, "no such file");
    check(probeError(folder.path()), Error::Kind::BadInput, "folder");
    check(probeError("/dev/zero"), Error::Kind::Unsupported, "regular file");
    writeFileAtomically(folder / "empty.mp4", "");
    check(probeError(folder / "empty.mp4"), Error::Kind::BadInput, "0 bytes");
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "To be, or not to be, that is the question.\n";
    for (const char* name : {"text.mp4", "text.txt", "text.wav", "text.png", "text"}) {
        writeFileAtomically(folder / name, text);
        check(probeError(folder / name), Error::Kind::BadInput, "not a media file");
    }
    writeFileAtomically(folder / "words.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n");
    check(probeError(folder / "words.srt"), Error::Kind::BadInput, "neither picture nor sound");
    CHECK_THROWS_WITH(probe({}), ContainsSubstring("no file"));
}

TEST_CASE("playlists are not followed") {
    TempFolder folder;
    writeClip(folder / "a.mp4", numberedContent(30));
    ffmpeg("-i " + quoted(folder / "a.mp4") + " -c copy " + quoted(folder / "a.ts"));
    const std::string target = (folder / "a.ts").string();
    writeFileAtomically(folder / "l.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.2,\n" +
                                               target + "\n#EXT-X-ENDLIST\n");
    writeFileAtomically(folder / "l.ffconcat", "ffconcat version 1.0\nfile '" + target + "'\n");
    writeFileAtomically(folder / "l.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                                          "m=audio 5004 RTP/AVP 0\n");
    writeFileAtomically(folder / "l.mpd", "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
                                          "profiles=\"urn:mpeg:dash:profile:isoff-main:2011\"></MPD>");
    for (const char* name : {"l.m3u8", "l.ffconcat", "l.sdp", "l.mpd"}) {
        const Error error = probeError(folder / name);
        INFO(error.message());
        CHECK(error.kind == Error::Kind::Unsupported);
        CHECK_THAT(error.what, ContainsSubstring("playlist"));
        // Nor under another name.
        std::filesystem::copy_file(folder / name, folder / (std::string(name) + ".mp4"));
        CHECK_FALSE(guard([&] { return probeFile(folder / (std::string(name) + ".mp4")); }).ok());
    }
}

TEST_CASE("caps are kept and named") {
    TempFolder folder;
    writeClip(folder / "a.mp4", clipWithSound(50, 2.0));
    MediaLimits limits;
    limits.pixels = 1000;
    CHECK_THAT(probeError(folder / "a.mp4", limits).what, ContainsSubstring("1000"));
    limits = {};
    limits.streams = 1;
    CHECK_THAT(probeError(folder / "a.mp4", limits).what, ContainsSubstring("cap of 1"));
    const ClipInfo clip = probeFile(folder / "a.mp4");
    limits = {};
    limits.packets = 10;
    CHECK_THROWS_WITH(framePts(clip, {}, limits), ContainsSubstring("cap of 10"));
    CHECK_THROWS_WITH(readFrames(clip, std::vector{1.9}, {}, limits), ContainsSubstring("cap of 10"));
    limits = {};
    limits.audioSeconds = 1.0;
    CHECK_THROWS_WITH(readSound(clip, {0, 1.5}, 16000, {}, limits), ContainsSubstring("cap of 1.0"));
    limits = {};
    limits.pixels = 1000;
    CHECK_THROWS(readFrames(clip, std::vector{0.0}, {}, limits));

    ffmpeg("-f lavfi -i color=s=3000x3000:r=1 -frames:v 1 " + quoted(folder / "big.png"));
    limits.pixels = 1'000'000;
    CHECK_THAT(probeError(folder / "big.png", limits).what, ContainsSubstring("1000000"));
}

TEST_CASE("a file that was cut off gives what it has and says up to where") {
    TempFolder folder;
    ClipContent content = numberedContent(200);
    ClipWriterOptions options;
    options.keyframeInterval = 10;
    writeClip(folder / "whole.mp4", content, options);
    writeClip(folder / "whole.mkv", content, options);

    SECTION("MP4 with its index in front") {
        cutFile(folder / "whole.mp4", folder / "cut.mp4", 0.6);
        const ClipInfo clip = probeFile(folder / "cut.mp4");
        CHECK(mentions(clip.warnings, "cut short"));
        CHECK(clip.duration < 7.0);
        CHECK(clip.duration > 2.0);
        const auto frames = allFrames(clip);
        CHECK(frames.size() == Approx(clip.duration * 25).margin(5));
        for (const auto& frame : frames) // B-frames before the last one may be lost, none is wrong
            REQUIRE(numberIn(frame.image) == std::llround(frame.time * 25));
        const FramesRead read = readFrames(clip, std::vector{1.0, 7.9});
        CHECK(numberIn(read.frames[0].image) == 25);
        CHECK(read.frames[1].pts == frames.back().pts);
    }
    SECTION("Matroska, whose header says nothing of positions") {
        cutFile(folder / "whole.mkv", folder / "cut.mkv", 0.6);
        const ClipInfo clip = probeFile(folder / "cut.mkv");
        const auto frames = allFrames(clip);
        REQUIRE(frames.size() > 50);
        REQUIRE(frames.size() < 190);
        const FramesRead read = readFrames(clip, std::vector{7.9, 1.0});
        CHECK(read.frames[0].pts == frames.back().pts);
        CHECK(numberIn(read.frames[1].image) == 25);
        CHECK(mentions(read.warnings, "damaged or ends after"));
        VideoReader reader(clip);
        CHECK(reader.frameAt(7.9).pts == frames.back().pts);
        REQUIRE(reader.damagedAfter());
        CHECK(*reader.damagedAfter() == Approx(frames.back().time).margin(0.1));
    }
    SECTION("MP4 without its index") {
        ffmpeg("-i " + quoted(folder / "whole.mp4") + " -c copy " + quoted(folder / "last.mp4"));
        cutFile(folder / "last.mp4", folder / "cut.mp4", 0.6);
        const Error error = probeError(folder / "cut.mp4");
        CHECK(error.kind == Error::Kind::BadInput);
        CHECK_THAT(error.what, ContainsSubstring("moov"));
        CHECK_FALSE(error.remedy.empty());
    }
    SECTION("a wrong byte in the middle") {
        auto bytes = readFile(folder / "whole.mp4", 100U << 20);
        for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 200; ++i)
            bytes[i] = std::byte{0xFF};
        writeFileAtomically(folder / "bad.mp4", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        const ClipInfo clip = probeFile(folder / "bad.mp4");
        const auto frames = allFrames(clip);
        CHECK(frames.size() > 150);
        CHECK(numberIn(frames.front().image) == 0);
        CHECK(numberIn(frames.back().image) == 199);
    }
}

TEST_CASE("a WAV header that promises an hour is not believed") {
    TempFolder folder;
    ClipContent content;
    content.channels = {std::vector<float>(16000, 0.5F)};
    content.sampleRate = 16000;
    ClipWriterOptions options;
    options.audio = AudioCoding::Pcm;
    writeClip(folder / "a.wav", content, options);
    cutFile(folder / "a.wav", folder / "cut.wav", 0.25);
    const ClipInfo clip = probeFile(folder / "cut.wav");
    CHECK(clip.duration < 0.27);
    CHECK(mentions(clip.warnings, "cut short"));
    CHECK(readSound(clip, {0, 1}, 16000).samples.size() < 4100);
}

TEST_CASE("a duration that no header tells is measured") {
    TempFolder folder;
    writeClip(folder / "a.mp4", numberedContent(75));
    ffmpeg("-i " + quoted(folder / "a.mp4") + " -c copy -f h264 " + quoted(folder / "a.h264"));
    const ClipInfo raw = probeFile(folder / "a.h264");
    CHECK(raw.video->width == 64);
    CHECK(numbersIn(allFrames(raw)).size() == 75);
    ffmpeg("-i " + quoted(folder / "a.mp4") + " -c copy -f matroska - | cat > " + quoted(folder / "live.mkv"));
    CHECK(probeFile(folder / "live.mkv").duration == Approx(3.0).margin(0.1));
}
