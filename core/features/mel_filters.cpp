#include "core/features/mel_filters.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

namespace {

constexpr double linearHz = 1000.0; ///< where the scale turns logarithmic
constexpr double linearMel = 15.0;
constexpr double highestHz = 22050.0; ///< fixed in TvltFeatureExtractor, whatever the sampling rate

/// NumPy's linspace, whose last value is exact.
std::vector<double> evenlySpaced(double first, double last, int count) {
    std::vector<double> values(static_cast<std::size_t>(count), first);
    const double step = (last - first) / std::max(count - 1, 1);
    for (int i = 0; i < count; ++i)
        values[static_cast<std::size_t>(i)] = i * step + first;
    if (count > 1)
        values.back() = last;
    return values;
}

} // namespace

double hzToMel(double hz) {
    return hz >= linearHz ? linearMel + std::log(hz / linearHz) * (27.0 / std::log(6.4)) : 3.0 * hz / 200.0;
}

double melToHz(double mel) {
    return mel >= linearMel ? linearHz * std::exp(std::log(6.4) / 27.0 * (mel - linearMel)) : 200.0 * mel / 3.0;
}

MelFilters melFilterBank(int nFft, int count, int samplingRate) {
    std::vector<double> corners = evenlySpaced(hzToMel(0.0), hzToMel(highestHz), count + 2);
    std::transform(corners.begin(), corners.end(), corners.begin(), melToHz);

    MelFilters filters;
    filters.bins = 1 + nFft / 2;
    const int nyquist = samplingRate / 2; // whole, as the reference's
    const std::vector<double> binHz = evenlySpaced(0.0, nyquist, filters.bins);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const double low = corners[i];
        const double centre = corners[i + 1];
        const double high = corners[i + 2];
        const double norm = 2.0 / (high - low);
        MelFilters::Band band;
        const auto first = std::lower_bound(binHz.begin(), binHz.end(), low) - binHz.begin();
        for (auto bin = static_cast<int>(first); bin < filters.bins; ++bin) {
            const double hz = binHz[static_cast<std::size_t>(bin)];
            if (hz >= high)
                break;
            const double weight = std::min((hz - low) / (centre - low), (high - hz) / (high - centre));
            if (weight <= 0.0)
                continue;
            if (band.weights.empty())
                band.firstBin = bin;
            band.weights.push_back(weight * norm);
        }
        filters.bands.push_back(std::move(band));
        filters.centreHz.push_back(centre);
    }
    return filters;
}

void MelFilters::apply(const double* power, double* mel) const {
    for (const Band& band : bands) {
        const double* bin = power + band.firstBin;
        double sum = 0.0;
        for (const double weight : band.weights)
            sum += weight * *bin++;
        *mel++ = sum;
    }
}

} // namespace tvlt
