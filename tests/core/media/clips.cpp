#include "tests/core/media/clips.h"

#include "core/base/file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace tvlt {

Image numberedImage(int number, int width, int height) {
    Image image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int bit = (number >> (x * 8 / width)) & 1;
            std::fill_n(image.pixel(x, y), 3, static_cast<std::uint8_t>(bit ? 235 : 20));
        }
    return image;
}

int numberIn(const Image& image) {
    int number = 0;
    for (int bit = 0; bit < 8; ++bit) {
        const int x = (2 * bit + 1) * image.width / 16;
        number |= image.pixel(x, image.height / 2)[1] > 127 ? 1 << bit : 0;
    }
    return number;
}

std::vector<int> numbersIn(const std::vector<VideoFrame>& frames) {
    std::vector<int> numbers;
    for (const auto& frame : frames)
        numbers.push_back(numberIn(frame.image));
    return numbers;
}

ClipContent numberedContent(int frames, int width, int height) {
    ClipContent content;
    content.frames = frames;
    content.frame = [=](int i) { return numberedImage(i, width, height); };
    return content;
}

std::vector<float> clickAt(double click, double seconds, int rate) {
    std::vector<float> samples(static_cast<std::size_t>(std::llround(seconds * rate)), 0.0F);
    samples.at(static_cast<std::size_t>(std::llround(click * rate))) = 1.0F;
    return samples;
}

std::size_t loudest(const std::vector<float>& samples) {
    return static_cast<std::size_t>(
        std::max_element(samples.begin(), samples.end(), [](float a, float b) { return std::fabs(a) < std::fabs(b); }) -
        samples.begin());
}

ClipInfo probeFile(const std::filesystem::path& path) {
    return probe({{path}, {}, 1.0});
}

std::vector<VideoFrame> allFrames(const ClipInfo& clip) {
    std::vector<VideoFrame> frames;
    VideoReader reader(clip);
    while (auto frame = reader.next())
        frames.push_back(std::move(*frame));
    return frames;
}

void ffmpeg(const std::string& arguments) {
    const std::string command = "ffmpeg -nostdin -hide_banner -loglevel error -y " + arguments;
    if (std::system(command.c_str()) != 0)
        throw std::runtime_error("the ffmpeg program is missing or failed: " + command);
}

std::string quoted(const std::filesystem::path& path) {
    return "'" + path.string() + "'";
}

void cutFile(const std::filesystem::path& from, const std::filesystem::path& to, double share) {
    const auto bytes = readFile(from, 100U << 20);
    const auto kept = static_cast<std::size_t>(static_cast<double>(bytes.size()) * share);
    writeFileAtomically(to, {reinterpret_cast<const char*>(bytes.data()), kept});
}

} // namespace tvlt
