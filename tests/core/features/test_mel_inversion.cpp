#include "core/base/error.h"
#include "core/features/fft.h"
#include "core/features/log_mel.h"
#include "core/features/mel_inversion.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tvlt;

namespace {

MelInversion small() {
    MelInversion how;
    how.bands = 64;
    how.nFft = 1024;
    how.hopLength = 256;
    how.samplingRate = 22050;
    return how;
}

/// A tone whose pitch rises, with overtones.
std::vector<double> chirp(double seconds, int rate) {
    std::vector<double> samples(static_cast<std::size_t>(seconds * rate));
    double phase = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        phase += 2 * std::numbers::pi * (400.0 + 300.0 * static_cast<double>(i) / static_cast<double>(samples.size())) /
                 rate;
        samples[i] = 0.3 * std::sin(phase) + 0.15 * std::sin(2 * phase) + 0.08 * std::sin(3 * phase);
    }
    return samples;
}

LogMel melOf(const std::vector<double>& samples, const MelInversion& how) {
    StftSettings settings;
    settings.nFft = how.nFft;
    settings.hopLength = how.hopLength;
    return logMelSpectrogram(samples, settings, melFilterBank(how.nFft, how.bands, how.samplingRate));
}

double energy(const std::vector<float>& samples, std::size_t first, std::size_t last) {
    double sum = 0.0;
    for (std::size_t i = first; i < last; ++i)
        sum += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
    return sum;
}

} // namespace

TEST_CASE("the inverse transform undoes the transform") {
    for (const int length : {16, 30, 1024}) {
        RealFft forth(length);
        InverseRealFft back(length);
        for (int i = 0; i < length; ++i)
            forth.input()[i] = std::sin(i * 0.37) + 0.01 * i;
        std::copy_n(forth.run(), 1 + length / 2, back.input());
        const double* numbers = back.run();
        for (int i = 0; i < length; ++i)
            CHECK(numbers[i] / length == Approx(std::sin(i * 0.37) + 0.01 * i).margin(1e-12));
    }
}

TEST_CASE("a sound made from a mel spectrogram has that spectrogram") {
    const MelInversion how = small();
    const LogMel wanted = melOf(chirp(1.0, how.samplingRate), how);
    const auto samples = soundFromMel(wanted.db, how);
    REQUIRE(samples.size() == static_cast<std::size_t>(wanted.frames * how.hopLength));
    const LogMel got = melOf({samples.begin(), samples.end()}, how);
    REQUIRE(got.frames >= wanted.frames);
    // Where there is sound to hear, to a decibel or two; the ends lean on what is not there.
    double apart = 0.0;
    int loud = 0;
    const float loudest = *std::max_element(wanted.db.begin(), wanted.db.end());
    for (int column = 4; column + 4 < wanted.frames; ++column)
        for (int band = 0; band < wanted.bands; ++band) {
            const auto i = static_cast<std::size_t>(column * wanted.bands + band);
            if (wanted.db[i] < loudest - 30.0F)
                continue;
            apart += std::abs(static_cast<double>(wanted.db[i]) - static_cast<double>(got.db[i]));
            ++loud;
        }
    REQUIRE(loud > 100);
    CHECK(apart / loud < 2.0);
}

TEST_CASE("hidden time is silent, and equal arguments give equal samples") {
    MelInversion how = small();
    how.iterations = 8;
    LogMel mel = melOf(chirp(1.0, how.samplingRate), how);
    const auto half = static_cast<std::size_t>(mel.frames / 2 * mel.bands);
    std::fill(mel.db.begin() + static_cast<std::ptrdiff_t>(half), mel.db.end(), -120.0F);
    const auto samples = soundFromMel(mel.db, how);
    const std::size_t quarter = samples.size() / 4;
    CHECK(energy(samples, 3 * quarter, 4 * quarter) < 1e-6 * energy(samples, 0, quarter));
    CHECK(soundFromMel(mel.db, how) == samples);
    how.seed = 1;
    CHECK(soundFromMel(mel.db, how) != samples);
}

TEST_CASE("no columns make no sound, and the search can be stopped") {
    CHECK(soundFromMel({}, small()).empty());
    const LogMel mel = melOf(chirp(0.5, 22050), small());
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.2)
                          stop.request_stop();
                  }};
    CHECK_THROWS_AS(soundFromMel(mel.db, small(), job), Exception);
}
