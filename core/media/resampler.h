#pragma once

#include "core/media/ffmpeg.h"

#include <cstdint>
#include <vector>

namespace tvlt {

/// Resamples one channel by libswresample so that output sample j stands at clip time j / outputRate, wherever reading
/// began: it starts only where samples of both rates coincide. Positions count samples from clip time 0.
class Resampler {
  public:
    struct Output {
        std::int64_t position = 0;
        std::vector<float> samples;
    };

    Resampler(int inputRate, int outputRate);

    /// Where input should begin so that output from `first` on owes nothing to the beginning; a coinciding place.
    [[nodiscard]] std::int64_t inputBefore(std::int64_t first) const;
    /// Where input may end so that output before `last` owes nothing to the end.
    [[nodiscard]] std::int64_t inputAfter(std::int64_t last) const;
    /// Takes the samples at `position`, which ascends from call to call; those before `begin` (a coinciding place) are
    /// left out, gaps are silent.
    Output push(const std::vector<float>& samples, std::int64_t position, std::int64_t begin);
    /// What is still inside.
    Output finish();

  private:
    [[nodiscard]] std::int64_t coinciding(std::int64_t position) const; ///< the last one not after it
    Output run(const float* samples, std::int64_t count);

    int inputRate_;
    int outputRate_;
    std::int64_t inputStep_;  ///< input samples between coinciding places
    std::int64_t outputStep_; ///< output samples between them
    std::int64_t margin_;     ///< input samples that the filter reaches over
    UniqueResampler context_; ///< none when the rates are equal
    bool begun_ = false;
    std::int64_t expected_ = 0; ///< next input position
    std::int64_t made_ = 0;     ///< next output position
};

} // namespace tvlt
