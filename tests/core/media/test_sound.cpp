#include "core/base/file.h"
#include "core/media/sound.h"
#include "core/media/sound_reader.h"
#include "tests/core/media/clips.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tvlt;

namespace {

ClipContent soundOnly(std::vector<std::vector<float>> channels, int rate) {
    ClipContent content;
    content.channels = std::move(channels);
    content.sampleRate = rate;
    return content;
}

ClipWriterOptions pcm() {
    ClipWriterOptions options;
    options.audio = AudioCoding::Pcm;
    return options;
}

std::vector<float> sine(double hertz, double seconds, int rate) {
    std::vector<float> samples(static_cast<std::size_t>(std::llround(seconds * rate)));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    return samples;
}

/// Three seconds of pictures, and from 0.5 s on sound that clicks a second later.
void writeLateClick(const std::filesystem::path& path) {
    ClipContent content = numberedContent(75);
    content.channels = {clickAt(1.0, 2.0, 16000)};
    content.sampleRate = 16000;
    ClipWriterOptions options;
    options.audioStart = 0.5;
    options.audioBitRate = 256000;
    writeClip(path, content, options);
}

float largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::fabs(a[i] - b[i]));
    return largest;
}

} // namespace

TEST_CASE("samples at the stored rate come back bit for bit, mixed by their mean") {
    TempFolder folder;
    const auto left = sine(440, 1.0, 22050), right = sine(1000, 1.0, 22050);
    const auto* name = GENERATE("a.wav", "a.mkv", "a.mov");
    writeClip(folder / name, soundOnly({left, right}, 22050), pcm());
    const ClipInfo clip = probeFile(folder / name);
    const ChannelSound stored = readChannels(clip, {0.0, 1.0});
    REQUIRE(stored.channels.size() == 2);
    CHECK(stored.sampleRate == 22050);
    CHECK(stored.channels[0] == left);
    CHECK(stored.channels[1] == right);
    const Sound mono = readSound(clip, {0.25, 0.5}, 22050);
    REQUIRE(mono.samples.size() == 11025);
    const auto first = static_cast<std::size_t>(std::llround(0.25 * 22050));
    CHECK(mono.samples[100] == Approx((left[first + 100] + right[first + 100]) / 2));
}

TEST_CASE("a click stands at its time at any rate") {
    TempFolder folder;
    const int from = GENERATE(8000, 44100, 48000, 192000);
    const int to = GENERATE(8000, 16000, 44100, 22051);
    writeClip(folder / "click.wav", soundOnly({clickAt(1.5, 3.0, from)}, from), pcm());
    const ClipInfo clip = probeFile(folder / "click.wav");
    const double tolerance = 1.01 * (0.5 + 0.5 * to / from);
    const Sound whole = readSound(clip, {0.0, 3.0}, to);
    CHECK(whole.samples.size() == static_cast<std::size_t>(3 * to));
    CHECK(std::fabs(static_cast<double>(loudest(whole.samples)) - 1.5 * to) <= tolerance);
    const Sound part = readSound(clip, {1.3, 0.4}, to);
    CHECK(part.samples.size() == static_cast<std::size_t>(std::llround(0.4 * to)));
    CHECK(std::fabs(static_cast<double>(loudest(part.samples)) - 0.2 * to) <= tolerance);
}

TEST_CASE("a segment is a slice of the whole") {
    TempFolder folder;
    const auto* name = GENERATE("a.mp4", "a.mkv", "a.wav", "a.flac", "a.mp3", "a.ogg");
    writeClip(folder / "source.wav", soundOnly({sine(300, 20.0, 44100)}, 44100), pcm());
    ffmpeg("-i " + quoted(folder / "source.wav") + " -bitexact " +
           (std::string(name).ends_with("mp4") || std::string(name).ends_with("mkv") ? "-c:a aac " : "") +
           quoted(folder / name));
    const ClipInfo clip = probeFile(folder / name);
    const Sound whole = readSound(clip, {0.0, 19.0}, 16000);
    const Sound part = readSound(clip, {12.0, 2.0}, 16000);
    REQUIRE(part.samples.size() == 32000);
    INFO(name);
    CHECK(largestDifference(part.samples, {whole.samples.begin() + 192000, whole.samples.begin() + 224000}) < 1e-4F);
}

TEST_CASE("pieces read one after the other make up the whole") {
    TempFolder folder;
    const auto* name = GENERATE("a.wav", "a.mp3", "late.mkv");
    const int rate = GENERATE(16000, 44100);
    if (std::string(name) == "late.mkv")
        writeLateClick(folder / name);
    else
        writeClip(folder / "source.wav", soundOnly({sine(300, 3.0, 44100)}, 44100), pcm());
    if (std::string(name) == "a.mp3")
        ffmpeg("-i " + quoted(folder / "source.wav") + " -bitexact " + quoted(folder / name));
    else if (std::string(name) == "a.wav")
        std::filesystem::rename(folder / "source.wav", folder / name);
    const ClipInfo clip = probeFile(folder / name);
    const auto first = std::int64_t{rate} / 5;
    SoundReader reader(clip, first, rate, {}, {});
    std::vector<float> joined;
    for (const std::int64_t count : {std::int64_t{1}, std::int64_t{0}, std::int64_t{777}, std::int64_t{rate} / 3,
                                     std::int64_t{rate}, std::int64_t{rate}, std::int64_t{rate}}) {
        const auto piece = reader.read(count, {});
        joined.insert(joined.end(), piece.begin(), piece.end());
    }
    INFO(name << " at " << rate);
    CHECK(joined == readSound(clip, {0.2, 5.0}, rate).samples);
    CHECK(std::fabs(joined[loudest(joined)]) > 0.3F);
    CHECK(reader.read(100, {}).empty());
}

TEST_CASE("sound that starts late keeps in step with the picture") {
    TempFolder folder;
    const auto* name = GENERATE("late.mp4", "late.mkv");
    writeLateClick(folder / name);
    const ClipInfo clip = probeFile(folder / name);
    CHECK(clip.video->start == Approx(0.0).margin(1e-9));
    CHECK(clip.audio->start == Approx(0.5).margin(0.066)); // AAC's priming comes before it
    const Sound sound = readSound(clip, {0.0, 3.0}, 16000);
    CHECK(std::fabs(static_cast<double>(loudest(sound.samples)) - 24000) <= 16);
    const Sound before = readSound(clip, {0.1, 0.2}, 16000);
    CHECK(before.samples == std::vector<float>(3200, 0.0F));
}

TEST_CASE("sound that ends before the segment gives fewer samples") {
    TempFolder folder;
    writeClip(folder / "a.wav", soundOnly({sine(440, 1.0, 44100)}, 44100), pcm());
    const ClipInfo clip = probeFile(folder / "a.wav");
    CHECK(readSound(clip, {0.5, 2.0}, 16000).samples.size() == 8000);
    CHECK(readSound(clip, {5.0, 2.0}, 16000).samples.empty());
    CHECK(readSound(clip, {0.2, 0.0}, 16000).samples.empty());
    CHECK(readSound(clip, {-0.25, 0.5}, 16000).samples.size() == 8000);
    CHECK(readSound(clip, {0.0, 1.0}, 16000).warnings.empty());
    CHECK_THROWS_WITH(readSound(clip, {0.0, -1.0}, 16000), ContainsSubstring("duration"));
    CHECK_THROWS_WITH(readSound(clip, {0.0, 1.0}, 0), ContainsSubstring("rate"));
}

TEST_CASE("six channels, 8 kHz and 192 kHz are read") {
    TempFolder folder;
    const int rate = GENERATE(8000, 192000);
    std::vector<std::vector<float>> channels;
    for (int c = 0; c < 6; ++c)
        channels.emplace_back(static_cast<std::size_t>(rate), 0.1F * static_cast<float>(c));
    writeClip(folder / "six.mkv", soundOnly(channels, rate), pcm());
    const ClipInfo clip = probeFile(folder / "six.mkv");
    CHECK(clip.audio->channels == 6);
    const ChannelSound stored = readChannels(clip, {0.0, 1.0});
    CHECK(stored.channels == channels);
    const Sound mono = readSound(clip, {0.0, 1.0}, 16000);
    CHECK(mono.samples.size() == 16000);
    CHECK(mono.samples[8000] == Approx(0.25).margin(1e-4));
}

TEST_CASE("resampling agrees with the ffmpeg program") {
    TempFolder folder;
    writeClip(folder / "a.wav", soundOnly({sine(440, 2.0, 44100), sine(3000, 2.0, 44100)}, 44100), pcm());
    ffmpeg("-i " + quoted(folder / "a.wav") + " -af 'pan=mono|c0=0.5*c0+0.5*c1' -ar 16000 -c:a pcm_f32le " +
           quoted(folder / "b.wav"));
    const Sound ours = readSound(probeFile(folder / "a.wav"), {0.0, 2.0}, 16000);
    const Sound theirs = readSound(probeFile(folder / "b.wav"), {0.0, 2.0}, 16000);
    CHECK(largestDifference(ours.samples, theirs.samples) < 1e-5F);
}

TEST_CASE("a waveform holds the lowest and highest sample of each bucket") {
    TempFolder folder;
    std::vector<float> samples(16000, 0.0F);
    samples[3999] = 0.75F;
    samples[12000] = -0.5F;
    writeClip(folder / "w.wav", soundOnly({samples}, 16000), pcm());
    const ClipInfo clip = probeFile(folder / "w.wav");
    CHECK(waveformPeaks(clip, 4) == std::vector<float>{0, 0.75F, 0, 0, 0, 0, -0.5F, 0});
    CHECK(waveformPeaks(clip, 50000).size() == 100000);
    std::stop_source source;
    source.request_stop();
    CHECK_THROWS_WITH(waveformPeaks(clip, 4, {source.get_token(), {}}), ContainsSubstring("cancelled"));
    CHECK_THROWS_WITH(readSound(clip, {0, 1}, 16000, {source.get_token(), {}}), ContainsSubstring("cancelled"));
}

TEST_CASE("sound of a file that was cut off ends where its data end, with a warning") {
    TempFolder folder;
    writeClip(folder / "a.mkv", soundOnly({sine(440, 10.0, 44100)}, 44100));
    cutFile(folder / "a.mkv", folder / "cut.mkv", 0.5);
    const ClipInfo clip = probeFile(folder / "cut.mkv");
    const Sound sound = readSound(clip, {0.0, 10.0}, 44100);
    CHECK(sound.samples.size() > 3 * 44100);
    CHECK(sound.samples.size() < 7 * 44100);
    REQUIRE_FALSE(sound.warnings.empty());
    CHECK_THAT(sound.warnings.back(), ContainsSubstring("promises"));
}
