#include "core/features/sinc_resample.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <string>

namespace tvlt {

namespace {

constexpr double zeroCrossings = 6.0;
constexpr double rolloff = 0.99;
constexpr std::int64_t maxKernel = 1 << 26; ///< values, over all phases

double kernelAt(double x) {
    x = std::clamp(x, -zeroCrossings, zeroCrossings);
    const double taper = std::cos(x * std::numbers::pi / zeroCrossings / 2);
    const double t = x * std::numbers::pi;
    return (t == 0.0 ? 1.0 : std::sin(t) / t) * taper * taper;
}

} // namespace

std::vector<float> resampleSinc(const std::vector<float>& samples, int from, int to, const Job& job) {
    if (from < 1 || to < 1)
        throwBadInput("sampling rates must be positive", "sampling_rate");
    if (from == to || samples.empty())
        return samples;
    const int divisor = std::gcd(from, to);
    const std::int64_t o = from / divisor;
    const std::int64_t n = to / divisor;
    const double base = rolloff * static_cast<double>(std::min(o, n));
    // An output sample at phase p of n lies p/n * o input samples after a multiple of o; only inputs within the
    // kernel's reach of it count.
    const double reach = zeroCrossings * static_cast<double>(o) / base;
    const auto taps = static_cast<std::int64_t>(2 * reach) + 2;
    if (n * taps > maxKernel)
        throwUnsupported("resampling from " + std::to_string(from) + " to " + std::to_string(to) +
                             " Hz needs too large a kernel",
                         "sampling_rate", "Convert the sound with another program first.");
    std::vector<std::int64_t> offsets(static_cast<std::size_t>(n));
    // The weights are made in double and kept in float, as torchaudio does.
    std::vector<float> kernel(static_cast<std::size_t>(n * taps));
    for (std::int64_t phase = 0; phase < n; ++phase) {
        const double centre = static_cast<double>(phase * o) / static_cast<double>(n);
        const auto first = static_cast<std::int64_t>(std::ceil(centre - reach));
        offsets[static_cast<std::size_t>(phase)] = first;
        for (std::int64_t j = 0; j < taps; ++j) {
            const double x = base * (static_cast<double>(first + j) - centre) / static_cast<double>(o);
            kernel[static_cast<std::size_t>(phase * taps + j)] =
                static_cast<float>(kernelAt(x) * (base / static_cast<double>(o)));
        }
    }

    const auto size = static_cast<std::int64_t>(samples.size());
    const std::int64_t length = (size * n + o - 1) / o;
    std::vector<float> result(static_cast<std::size_t>(length));
    for (std::int64_t i = 0; i < length; ++i) {
        if (i % 65536 == 0)
            job.check();
        const std::int64_t phase = i % n;
        const float* weights = kernel.data() + phase * taps;
        const std::int64_t start = i / n * o + offsets[static_cast<std::size_t>(phase)];
        const std::int64_t last = std::min(taps, size - start);
        double sum = 0.0;
        for (std::int64_t j = std::max<std::int64_t>(0, -start); j < last; ++j)
            sum += static_cast<double>(weights[j]) * static_cast<double>(samples[static_cast<std::size_t>(start + j)]);
        result[static_cast<std::size_t>(i)] = static_cast<float>(sum);
    }
    return result;
}

} // namespace tvlt
