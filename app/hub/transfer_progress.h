#pragma once

#include "core/base/job.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace tvlt {

/// "452 MB", "1.30 GB": sizes as people read them, in powers of 1000.
[[nodiscard]] std::string sizeText(std::uint64_t bytes);

/// Tells a job how far the download of several files is, and how fast.
class TransferProgress {
  public:
    /// `total`: bytes of all files. The job must outlive this, and this what aside() gives.
    TransferProgress(const Job& job, std::uint64_t total) : job_(job), total_(total) {}

    /// Now comes another file, behind `before` bytes of files that are whole.
    void begin(std::string name, std::uint64_t before);
    /// So many bytes of it are there; `came` of them just came.
    void at(std::uint64_t bytes, std::uint64_t came);
    /// Something else is done in between: "checking what came". A job that says so where this stands.
    [[nodiscard]] Job aside() const;

  private:
    using Clock = std::chrono::steady_clock;

    const Job& job_;
    std::uint64_t total_;
    std::uint64_t before_ = 0;
    std::uint64_t came_ = 0;
    double fraction_ = 0.0;
    std::string name_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point told_{};
};

} // namespace tvlt
