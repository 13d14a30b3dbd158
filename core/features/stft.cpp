#include "core/features/stft.h"

#include "core/features/fft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

namespace tvlt {

namespace {

/// Sample `index` (from -infinity to infinity) of the signal mirrored at both ends, bouncing as often as needed.
std::size_t mirrored(std::int64_t index, std::int64_t size) {
    const std::int64_t period = 2 * (size - 1);
    const std::int64_t phase = ((index % period) + period) % period;
    return static_cast<std::size_t>(phase < size ? phase : period - phase);
}

double powerOf(std::complex<double> value, SpectrumPrecision precision) {
    if (precision == SpectrumPrecision::Single)
        value = {static_cast<double>(static_cast<float>(value.real())),
                 static_cast<double>(static_cast<float>(value.imag()))};
    return value.real() * value.real() + value.imag() * value.imag();
}

} // namespace

void cutFrame(std::span<const double> signal, std::int64_t start, EdgePadding padding, std::span<const double> window,
              double* frame) {
    const auto size = static_cast<std::int64_t>(signal.size());
    const auto length = static_cast<std::int64_t>(window.size());
    const auto windowed = [&](std::int64_t i, double sample) {
        frame[i] = sample * window[static_cast<std::size_t>(i)];
    };
    const std::int64_t insideBegin = std::clamp<std::int64_t>(-start, 0, length);
    const std::int64_t insideEnd = std::clamp<std::int64_t>(size - start, insideBegin, length);
    const auto outside = [&](std::int64_t i) {
        windowed(i, padding == EdgePadding::Zero ? 0.0 : signal[mirrored(start + i, size)]);
    };
    for (std::int64_t i = 0; i < insideBegin; ++i)
        outside(i);
    for (std::int64_t i = insideBegin; i < insideEnd; ++i)
        windowed(i, signal[static_cast<std::size_t>(start + i)]);
    for (std::int64_t i = insideEnd; i < length; ++i)
        outside(i);
}

std::vector<double> hannWindow(int n) {
    std::vector<double> window;
    window.reserve(static_cast<std::size_t>(n));
    for (int k = 0; k < n; ++k)
        window.push_back(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * k / n));
    return window;
}

int stftFrames(std::size_t samples, const StftSettings& settings) {
    const auto padded = static_cast<std::int64_t>(samples) + 2 * (settings.nFft / 2);
    return padded < settings.nFft ? 0 : static_cast<int>(1 + (padded - settings.nFft) / settings.hopLength);
}

void powerSpectra(std::span<const double> signal, const StftSettings& settings, FrameRange range,
                  const std::function<void(int frame, const double* power)>& use, const Job& job) {
    job.check();
    const std::vector<double> window = hannWindow(settings.nFft);
    RealFft fft(settings.nFft);
    std::vector<double> power(static_cast<std::size_t>(1 + settings.nFft / 2));
    for (int frame = range.first; frame < range.last; ++frame) {
        const std::int64_t start = static_cast<std::int64_t>(frame) * settings.hopLength - settings.nFft / 2;
        cutFrame(signal, start, settings.padding, window, fft.input());
        const std::complex<double>* spectrum = fft.run();
        for (std::size_t bin = 0; bin < power.size(); ++bin)
            power[bin] = powerOf(spectrum[bin], settings.precision);
        use(frame, power.data());
    }
}

} // namespace tvlt
