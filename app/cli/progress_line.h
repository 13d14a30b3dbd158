#pragma once

#include "core/base/job.h"

namespace tvlt {

/// One line on standard error that says how far the work is, where standard error is a terminal; else nothing.
/// The line is wiped when the object dies.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    /// A job that reports here. The line must outlive it.
    [[nodiscard]] Job job(std::stop_token stop);

  private:
    void show(double fraction, std::string_view stage);
    bool terminal_;
    bool shown_ = false;
};

} // namespace tvlt
