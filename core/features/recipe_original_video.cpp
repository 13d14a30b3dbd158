#include "core/base/error.h"
#include "core/base/image.h"
#include "core/features/parallel.h"
#include "core/features/pillow_resize.h"
#include "core/features/recipe.h"
#include "core/features/torch_bicubic.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

namespace {

constexpr int borderLevel = 30; ///< a pixel is content when all its channels in all frames are above

/// From the first to the last entry that is set; everything when none is.
std::pair<int, int> extent(const std::vector<char>& content) {
    const auto first = std::find(content.begin(), content.end(), 1);
    if (first == content.end())
        return {0, static_cast<int>(content.size())};
    const auto last = std::find(content.rbegin(), content.rend(), 1);
    return {static_cast<int>(first - content.begin()), static_cast<int>(content.rend() - last)};
}

/// The part of the frames inside their common dark border.
Window withoutBorder(const std::vector<Image>& frames) {
    const Image& model = frames.front();
    std::vector<char> rows(static_cast<std::size_t>(model.height));
    std::vector<char> columns(static_cast<std::size_t>(model.width));
    const auto isContent = [&](int x, int y) {
        return std::all_of(frames.begin(), frames.end(), [&](const Image& frame) {
            const std::uint8_t* pixel = frame.pixel(x, y);
            return pixel[0] > borderLevel && pixel[1] > borderLevel && pixel[2] > borderLevel;
        });
    };
    for (int y = 0; y < model.height; ++y)
        for (int x = 0; x < model.width; ++x)
            if (isContent(x, y))
                rows[static_cast<std::size_t>(y)] = columns[static_cast<std::size_t>(x)] = 1;
    const auto [top, bottom] = extent(rows);
    const auto [left, right] = extent(columns);
    return {top, left, bottom - top, right - left};
}

/// The largest square in the middle; an odd rest goes to the start.
Window centreSquare(const Window& window) {
    const int side = std::min(window.height, window.width);
    return {window.top + (window.height - side + 1) / 2, window.left + (window.width - side + 1) / 2, side, side};
}

/// The first frame of `count` whose middle is at `time` or later, as decord's float32 time stamps have it.
double middle(std::int64_t frame, double framesPerSecond) {
    const auto start = static_cast<float>(static_cast<double>(frame) / framesPerSecond);
    const auto end = static_cast<float>(static_cast<double>(frame + 1) / framesPerSecond);
    return static_cast<double>((start + end) / 2.0F);
}

std::int64_t nearestFrame(std::int64_t frames, double framesPerSecond, double time) {
    if (!(time <= middle(frames - 1, framesPerSecond)))
        throwBadInput(std::to_string(time) + " s is after the middle of the last frame", "segment");
    std::int64_t low = 0;
    for (std::int64_t high = frames - 1; low < high;) {
        const std::int64_t half = low + (high - low) / 2;
        if (middle(half, framesPerSecond) < time)
            low = half + 1;
        else
            high = half;
    }
    if (low == 0)
        return 0;
    const bool later = middle(low, framesPerSecond) - time <= time - middle(low - 1, framesPerSecond);
    return later ? low : low - 1;
}

} // namespace

PixelInput pixelsOriginal(const std::vector<Image>& frames, int side) {
    if (frames.empty() || frames.front().empty())
        throwBadInput("there are no frames", "video");
    if (side < 1)
        throwBadInput("must be positive", "image size");
    for (const Image& frame : frames)
        if (frame.width != frames.front().width || frame.height != frames.front().height)
            throwBadInput("frames have different sizes", "video");

    PixelInput input;
    input.frames = static_cast<int>(frames.size());
    input.height = input.width = side;
    const Window square = centreSquare(withoutBorder(frames));
    const std::size_t plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
    input.values.resize(plane * 3 * frames.size());
    forEachInParallel(input.frames, [&](int i) {
        const Image& frame = frames[static_cast<std::size_t>(i)];
        const std::vector<std::uint8_t> pixels =
            resizeLikeTorch(PixelView{frame.height, frame.width, 3, frame.rgb.data()}, square, side);
        float* out = input.values.data() + plane * 3 * static_cast<std::size_t>(i);
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t p = 0; p < plane; ++p)
                *out++ = (static_cast<float>(pixels[p * 3 + c]) / 255.0F - 0.5F) / 0.5F;
    });
    return input;
}

std::vector<std::int64_t> frameIndicesOriginal(std::int64_t framesInVideo, int numFrames) {
    if (framesInVideo < 1 || numFrames < 1)
        throwBadInput("there must be a frame to choose", "video");
    const double step = static_cast<double>(framesInVideo) / numFrames;
    std::vector<std::int64_t> indices;
    for (int i = 0; i < numFrames; ++i)
        indices.push_back(static_cast<std::int64_t>(i * step));
    return indices;
}

std::vector<std::int64_t> frameIndicesOriginal(std::int64_t framesInVideo, double framesPerSecond, double from,
                                               double to, int numFrames) {
    if (framesInVideo < 1 || numFrames < 1 || !(framesPerSecond > 0.0))
        throwBadInput("there must be a frame to choose", "video");
    const std::int64_t end = nearestFrame(framesInVideo, framesPerSecond, to);
    std::int64_t start = nearestFrame(framesInVideo, framesPerSecond, from);
    if (start >= end)
        start = std::max<std::int64_t>(end - 1, 0);
    const double step = static_cast<double>(end - start) / numFrames;
    std::vector<std::int64_t> indices;
    for (int i = 0; i < numFrames; ++i)
        indices.push_back(static_cast<std::int64_t>(static_cast<double>(start) + i * step));
    return indices;
}

} // namespace tvlt
