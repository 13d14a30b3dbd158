#include "core/features/mel_inversion.h"

#include "core/base/random.h"
#include "core/features/fft.h"
#include "core/features/mel_filters.h"
#include "core/features/parallel.h"
#include "core/features/stft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tvlt {

namespace {

using Complex = std::complex<double>;

constexpr int kPowerIterations = 40;
constexpr double kTiny = 1e-12;
constexpr double kMomentum = 0.99 / 1.99; // of the fast algorithm's 0.99, as applied to the spectrum before
constexpr int kColumnsPerBlock = 32;

/// Columns × bins, one row a column.
template <class T> struct Columns {
    int columns;
    std::size_t bins;
    std::vector<T> values;
    Columns(int columnCount, std::size_t binCount)
        : columns(columnCount), bins(binCount), values(static_cast<std::size_t>(columnCount) * binCount) {}
    T* row(int column) { return values.data() + static_cast<std::size_t>(column) * bins; }
};

template <class Use> void forEachColumn(int columns, Use&& use) {
    const int blocks = (columns + kColumnsPerBlock - 1) / kColumnsPerBlock;
    forEachInParallel(blocks, [&](int block) {
        const int first = block * kColumnsPerBlock;
        use(first, std::min(first + kColumnsPerBlock, columns));
    });
}

/// out[bin] = Σ bands weight[band][bin] * values[band].
void applyTransposed(const MelFilters& filters, const std::vector<double>& values, std::vector<double>& out) {
    std::fill(out.begin(), out.end(), 0.0);
    for (std::size_t band = 0; band < filters.bands.size(); ++band) {
        const MelFilters::Band& filter = filters.bands[band];
        for (std::size_t i = 0; i < filter.weights.size(); ++i)
            out[static_cast<std::size_t>(filter.firstBin) + i] += filter.weights[i] * values[band];
    }
}

/// Magnitudes whose mel powers are those of `db`.
void invertColumn(const MelFilters& filters, std::span<const float> db, double* magnitudes) {
    const auto bins = static_cast<std::size_t>(filters.bins);
    std::vector<double> wanted(filters.bands.size());
    std::transform(db.begin(), db.end(), wanted.begin(),
                   [](float value) { return std::pow(10.0, static_cast<double>(value) / 10.0); });
    std::vector<double> upward(bins);
    applyTransposed(filters, wanted, upward);
    // Begins even across each band; bins that no band covers stay silent.
    std::vector<double> power(bins);
    std::vector<double> heard(filters.bands.size());
    std::vector<double> back(bins);
    std::fill(power.begin(), power.end(), 1.0);
    filters.apply(power.data(), heard.data());
    for (std::size_t band = 0; band < heard.size(); ++band)
        heard[band] = wanted[band] / std::max(heard[band], kTiny);
    applyTransposed(filters, heard, power);
    std::vector<double> ones(filters.bands.size(), 1.0);
    applyTransposed(filters, ones, back);
    for (std::size_t bin = 0; bin < bins; ++bin)
        power[bin] = back[bin] > 0.0 ? power[bin] / back[bin] : 0.0;
    for (int i = 0; i < kPowerIterations; ++i) {
        filters.apply(power.data(), heard.data());
        applyTransposed(filters, heard, back);
        for (std::size_t bin = 0; bin < bins; ++bin)
            power[bin] *= upward[bin] / std::max(back[bin], kTiny * upward[bin] + 1e-300);
    }
    std::transform(power.begin(), power.end(), magnitudes, [](double value) { return std::sqrt(value); });
}

class PhaseSearch {
  public:
    PhaseSearch(Columns<double> magnitudes, const MelInversion& how)
        : how_(how), window_(hannWindow(how.nFft)), magnitudes_(std::move(magnitudes)),
          spectrum_(magnitudes_.columns, magnitudes_.bins), before_(magnitudes_.columns, magnitudes_.bins),
          frames_(magnitudes_.columns, static_cast<std::size_t>(how.nFft)),
          signal_(static_cast<std::size_t>(magnitudes_.columns) * static_cast<std::size_t>(how.hopLength)) {
        for (std::size_t i = 0; i < spectrum_.values.size(); ++i)
            spectrum_.values[i] = std::polar(magnitudes_.values[i], 2.0 * std::numbers::pi * uniformAt(how.seed, i));
    }

    /// One round: the nearest signal, and the phases of its spectrum.
    void improve() {
        synthesise();
        forEachColumn(magnitudes_.columns, [&](int first, int last) {
            RealFft fft(how_.nFft);
            for (int column = first; column < last; ++column) {
                const std::int64_t start = static_cast<std::int64_t>(column) * how_.hopLength - how_.nFft / 2;
                cutFrame(signal_, start, EdgePadding::Reflect, window_, fft.input());
                const Complex* rebuilt = fft.run();
                for (std::size_t bin = 0; bin < magnitudes_.bins; ++bin) {
                    const Complex ahead = rebuilt[bin] - kMomentum * before_.row(column)[bin];
                    const double length = std::abs(ahead);
                    before_.row(column)[bin] = rebuilt[bin];
                    spectrum_.row(column)[bin] =
                        length > kTiny ? ahead * (magnitudes_.row(column)[bin] / length) : Complex();
                }
            }
        });
    }

    std::vector<float> result() {
        synthesise();
        return {signal_.begin(), signal_.end()};
    }

  private:
    /// The signal whose windowed frames are nearest to the spectra (Griffin and Lim, 1984, equation 6).
    void synthesise() {
        forEachColumn(magnitudes_.columns, [&](int first, int last) {
            InverseRealFft fft(how_.nFft);
            for (int column = first; column < last; ++column) {
                std::copy_n(spectrum_.row(column), magnitudes_.bins, fft.input());
                const double* frame = fft.run();
                for (int i = 0; i < how_.nFft; ++i)
                    frames_.row(column)[i] = frame[i] / how_.nFft * window_[static_cast<std::size_t>(i)];
            }
        });
        const auto size = static_cast<std::int64_t>(signal_.size());
        std::fill(signal_.begin(), signal_.end(), 0.0);
        std::vector<double> weight(signal_.size());
        for (int column = 0; column < magnitudes_.columns; ++column) {
            const std::int64_t start = static_cast<std::int64_t>(column) * how_.hopLength - how_.nFft / 2;
            for (std::int64_t i = std::max<std::int64_t>(0, -start);
                 i < std::min<std::int64_t>(how_.nFft, size - start); ++i) {
                const double w = window_[static_cast<std::size_t>(i)];
                signal_[static_cast<std::size_t>(start + i)] += frames_.row(column)[i];
                weight[static_cast<std::size_t>(start + i)] += w * w;
            }
        }
        for (std::size_t i = 0; i < signal_.size(); ++i)
            signal_[i] /= std::max(weight[i], 1e-3);
    }

    MelInversion how_;
    std::vector<double> window_;
    Columns<double> magnitudes_;
    Columns<Complex> spectrum_;
    Columns<Complex> before_;
    Columns<double> frames_;
    std::vector<double> signal_;
};

} // namespace

std::vector<float> soundFromMel(std::span<const float> db, const MelInversion& how, const Job& job) {
    const auto bands = static_cast<std::size_t>(how.bands);
    const int columns = static_cast<int>(db.size() / bands);
    if (columns == 0)
        return {};
    const MelFilters filters = melFilterBank(how.nFft, how.bands, how.samplingRate);
    Columns<double> magnitudes(columns, static_cast<std::size_t>(filters.bins));
    forEachColumn(columns, [&](int first, int last) {
        job.check();
        for (int column = first; column < last; ++column)
            invertColumn(filters, db.subspan(static_cast<std::size_t>(column) * bands, bands), magnitudes.row(column));
    });
    PhaseSearch search(std::move(magnitudes), how);
    for (int i = 0; i < how.iterations; ++i) {
        job.check();
        job.progress(static_cast<double>(i) / how.iterations, "making the sound");
        search.improve();
    }
    job.check();
    return search.result();
}

} // namespace tvlt
