#pragma once

#include <complex>
#include <memory>

namespace tvlt {

/// A discrete Fourier transform of real numbers of one length, with its own buffers. Not thread-safe: one object per
/// thread. Making one is cheap after the first of its length, whose plan is kept (FFTW plans are made one at a time).
class RealFft {
  public:
    explicit RealFft(int length);
    ~RealFft();
    RealFft(const RealFft&) = delete;
    RealFft& operator=(const RealFft&) = delete;

    /// `length` numbers to be filled in before run(), which may spoil them.
    [[nodiscard]] double* input() const;
    /// 1 + length / 2 values of the spectrum.
    [[nodiscard]] const std::complex<double>* run();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The way back, unscaled: run() after RealFft gives `length` times the numbers. Likewise one object per thread.
class InverseRealFft {
  public:
    explicit InverseRealFft(int length);
    ~InverseRealFft();
    InverseRealFft(const InverseRealFft&) = delete;
    InverseRealFft& operator=(const InverseRealFft&) = delete;

    /// 1 + length / 2 values to be filled in before run(), which spoils them.
    [[nodiscard]] std::complex<double>* input() const;
    /// `length` numbers.
    [[nodiscard]] const double* run();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tvlt
