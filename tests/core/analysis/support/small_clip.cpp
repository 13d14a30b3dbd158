#include "tests/core/analysis/support/small_clip.h"

#include "core/base/file.h"
#include "core/media/probe.h"

#include <cmath>
#include <numbers>
#include <string>

namespace tvlt {

namespace {

void writeWav(const std::filesystem::path& path, const std::vector<std::int16_t>& samples, int sampleRate) {
    std::string bytes;
    const auto put = [&](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
    };
    const auto length = static_cast<std::uint32_t>(samples.size() * 2);
    bytes += "RIFF";
    put(36 + length, 4);
    bytes += "WAVEfmt ";
    put(16, 4);
    put(1, 2); // PCM
    put(1, 2); // mono
    put(static_cast<std::uint32_t>(sampleRate), 4);
    put(static_cast<std::uint32_t>(sampleRate) * 2, 4);
    put(2, 2);
    put(16, 2);
    bytes += "data";
    put(length, 4);
    for (const std::int16_t sample : samples)
        put(static_cast<std::uint16_t>(sample), 2);
    writeFileAtomically(path, bytes);
}

} // namespace

Image drawnFrame(int number, int width, int height) {
    Image image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const bool inside =
                std::abs(x - width / 4 - 6 * number) < width / 8 && std::abs(y - height / 2) < height / 6;
            std::uint8_t* p = image.pixel(x, y);
            p[0] = static_cast<std::uint8_t>(inside ? 250 : 60 + 150 * x / width);
            p[1] = static_cast<std::uint8_t>(inside ? 220 - 20 * number : 50 + 120 * y / height);
            p[2] = static_cast<std::uint8_t>(inside ? 40 : 90);
        }
    return image;
}

void writePpm(const std::filesystem::path& path, const Image& image) {
    std::string bytes = "P6\n" + std::to_string(image.width) + " " + std::to_string(image.height) + "\n255\n";
    bytes.append(reinterpret_cast<const char*>(image.rgb.data()), image.rgb.size());
    writeFileAtomically(path, bytes);
}

void writeTone(const std::filesystem::path& path, double seconds, int sampleRate) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(seconds * sampleRate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / sampleRate;
        samples[i] =
            static_cast<std::int16_t>(12000.0 * std::sin(2.0 * std::numbers::pi * (300.0 * t + 200.0 * t * t)));
    }
    writeWav(path, samples, sampleRate);
}

void writeSilence(const std::filesystem::path& path, double seconds, int sampleRate) {
    writeWav(path, std::vector<std::int16_t>(static_cast<std::size_t>(seconds * sampleRate)), sampleRate);
}

SmallClip makeSmallClip(const std::filesystem::path& folder, int count, double seconds) {
    SmallClip clip;
    for (int i = 0; i < count; ++i) {
        clip.images.push_back(folder / ("frame" + std::to_string(i) + ".ppm"));
        writePpm(clip.images.back(), drawnFrame(i, 48, 40));
    }
    clip.sound = folder / "sound.wav";
    writeTone(clip.sound, seconds, 16000);
    clip.info = probe({clip.images, clip.sound, 1.0});
    return clip;
}

} // namespace tvlt
