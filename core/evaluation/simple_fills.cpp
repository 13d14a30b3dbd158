#include "core/evaluation/simple_fills.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>

namespace tvlt {

namespace {

/// Values in a patch. Throws unless patches, flags and layout agree.
std::size_t valuesPerPatch(std::span<const float> patches, std::span<const std::uint8_t> visible, int tokens) {
    const auto count = static_cast<std::size_t>(tokens);
    if (visible.size() != count || count == 0 || patches.size() % count != 0)
        throwBadInput(std::to_string(patches.size()) + " values and " + std::to_string(visible.size()) +
                          " flags are no " + std::to_string(tokens) + " patches",
                      "patches");
    return patches.size() / count;
}

std::vector<float> meanPatch(std::span<const float> patches, std::span<const std::uint8_t> visible,
                             std::size_t values) {
    std::vector<double> sums(values, 0.0);
    double count = 0.0;
    for (std::size_t token = 0; token < visible.size(); ++token) {
        if (visible[token] == 0)
            continue;
        ++count;
        for (std::size_t i = 0; i < values; ++i)
            sums[i] += static_cast<double>(patches[token * values + i]);
    }
    std::vector<float> mean(values, 0.0F);
    if (count > 0)
        std::transform(sums.begin(), sums.end(), mean.begin(),
                       [count](double sum) { return static_cast<float>(sum / count); });
    return mean;
}

constexpr int kNone = -1;

int nearestInFrame(int token, const PatchLayout& l, std::span<const std::uint8_t> visible) {
    const PixelPlace place = l.pixelPlace(token);
    int best = kNone;
    int bestDistance = std::numeric_limits<int>::max(); // squared, in pixels
    for (int row = 0; row < l.patchRows; ++row) {
        for (int col = 0; col < l.patchCols; ++col) {
            const int other = l.pixelToken({place.frame, row, col});
            const int dy = (row - place.row) * l.patchHeight, dx = (col - place.col) * l.patchWidth;
            const int distance = dy * dy + dx * dx;
            if (visible[static_cast<std::size_t>(other)] != 0 && distance < bestDistance) {
                best = other;
                bestDistance = distance;
            }
        }
    }
    return best;
}

int nearestFrame(int token, const PatchLayout& l, std::span<const std::uint8_t> visible) {
    const PixelPlace place = l.pixelPlace(token);
    for (int distance = 1; distance < l.frames; ++distance) {
        for (const int frame : {place.frame - distance, place.frame + distance}) {
            if (frame < 0 || frame >= l.frames)
                continue;
            const int other = l.pixelToken({frame, place.row, place.col});
            if (visible[static_cast<std::size_t>(other)] != 0)
                return other;
        }
    }
    return kNone;
}

/// One mel band through all rows.
struct BandWalk {
    const PatchLayout& layout;
    int mel;

    [[nodiscard]] int rows() const { return layout.timeSteps * layout.patchColumns; }
    [[nodiscard]] std::size_t token(int row) const {
        return static_cast<std::size_t>(layout.audioToken({row / layout.patchColumns, mel / layout.patchMels}));
    }
    /// Offset of its value at `row` among the patches' values.
    [[nodiscard]] std::size_t offset(int row) const {
        const auto inPatch =
            static_cast<std::size_t>(row % layout.patchColumns * layout.patchMels + mel % layout.patchMels);
        return token(row) * static_cast<std::size_t>(layout.patchColumns * layout.patchMels) + inPatch;
    }
};

void interpolateBand(const BandWalk& band, const std::vector<int>& seen, std::vector<float>& painted) {
    std::size_t next = 0; // the first visible row after this one
    for (int row = 0; row < band.rows(); ++row) {
        while (next < seen.size() && seen[next] < row)
            ++next;
        if (next < seen.size() && seen[next] == row)
            continue;
        const int after = seen[std::min(next, seen.size() - 1)];
        const int before = seen[next == 0 ? 0 : next - 1];
        const float from = painted[band.offset(before)], to = painted[band.offset(after)];
        const float share =
            after == before ? 0.0F : static_cast<float>(row - before) / static_cast<float>(after - before);
        painted[band.offset(row)] = from + (to - from) * share;
    }
}

} // namespace

std::string_view fillName(PixelFill fill) {
    switch (fill) {
    case PixelFill::ClipMean:
        return "clip_mean";
    case PixelFill::NearestInFrame:
        return "nearest_in_frame";
    case PixelFill::NearestFrame:
        return "nearest_frame";
    }
    return "";
}

std::string_view fillName(AudioFill fill) {
    return fill == AudioFill::Interpolation ? "interpolation" : "band_mean";
}

std::vector<float> fillPixels(PixelFill fill, std::span<const float> patches, const PatchLayout& layout,
                              std::span<const std::uint8_t> visible) {
    const std::size_t values = valuesPerPatch(patches, visible, layout.pixelTokens());
    const std::vector<float> mean = meanPatch(patches, visible, values);
    std::vector<float> painted(patches.begin(), patches.end());
    for (int token = 0; token < layout.pixelTokens(); ++token) {
        const auto index = static_cast<std::size_t>(token);
        if (visible[index] != 0)
            continue;
        int from = fill == PixelFill::NearestFrame ? nearestFrame(token, layout, visible) : kNone;
        if (from == kNone && fill != PixelFill::ClipMean)
            from = nearestInFrame(token, layout, visible);
        const float* source = from == kNone ? mean.data() : patches.data() + static_cast<std::size_t>(from) * values;
        std::copy_n(source, values, painted.begin() + static_cast<std::ptrdiff_t>(index * values));
    }
    return painted;
}

std::vector<float> fillAudio(AudioFill fill, std::span<const float> patches, const PatchLayout& layout,
                             std::span<const std::uint8_t> visible) {
    const std::size_t values = valuesPerPatch(patches, visible, layout.audioTokens());
    if (values != static_cast<std::size_t>(layout.patchColumns * layout.patchMels))
        throwBadInput(std::to_string(values) + " values are no patch of " + std::to_string(layout.patchColumns) +
                          " × " + std::to_string(layout.patchMels),
                      "patches");
    const std::vector<float> mean = meanPatch(patches, visible, values);
    double overall = 0.0;
    for (const float value : mean)
        overall += static_cast<double>(value) / static_cast<double>(values);
    std::vector<float> painted(patches.begin(), patches.end());
    for (int mel = 0; mel < layout.bands * layout.patchMels; ++mel) {
        const BandWalk band{layout, mel};
        std::vector<int> seen;
        double sum = 0.0;
        for (int row = 0; row < band.rows(); ++row) {
            if (visible[band.token(row)] == 0)
                continue;
            seen.push_back(row);
            sum += static_cast<double>(patches[band.offset(row)]);
        }
        if (fill == AudioFill::Interpolation && !seen.empty()) {
            interpolateBand(band, seen, painted);
            continue;
        }
        const auto value = static_cast<float>(seen.empty() ? overall : sum / static_cast<double>(seen.size()));
        for (int row = 0; row < band.rows(); ++row)
            if (visible[band.token(row)] == 0)
                painted[band.offset(row)] = value;
    }
    return painted;
}

ErrorSum& ErrorSum::operator+=(const ErrorSum& other) {
    sum += other.sum;
    patches += other.patches;
    return *this;
}

ErrorSum patchErrors(std::span<const float> painted, std::span<const float> target,
                     std::span<const std::uint8_t> scored) {
    if (painted.size() != target.size() || scored.empty() || target.size() % scored.size() != 0)
        throwBadInput("painted patches, their target and the scored ones differ in number", "patches");
    const std::size_t values = target.size() / scored.size();
    ErrorSum errors;
    for (std::size_t token = 0; token < scored.size(); ++token) {
        if (scored[token] == 0)
            continue;
        double sum = 0.0;
        for (std::size_t i = token * values; i < (token + 1) * values; ++i) {
            const double difference = static_cast<double>(painted[i]) - static_cast<double>(target[i]);
            sum += difference * difference;
        }
        errors += {sum / static_cast<double>(values), 1};
    }
    return errors;
}

ErrorSum sumOfErrors(std::span<const float> errors, std::span<const std::uint8_t> scored) {
    if (errors.size() != scored.size())
        throwBadInput("errors and scored patches differ in number", "patches");
    ErrorSum sum;
    for (std::size_t token = 0; token < scored.size(); ++token)
        if (scored[token] != 0)
            sum += {static_cast<double>(errors[token]), 1};
    return sum;
}

} // namespace tvlt
