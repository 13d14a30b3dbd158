#pragma once

#include <functional>
#include <string>

namespace tvlt {

/// Runs `work` in a process of its own that may take 64 MiB more memory than there is now and one second of processor
/// time. Returns the message of the Exception that ended it, "no error", or "ended by signal N" for a crash or too much
/// time. Too much memory is "not enough memory". Under AddressSanitizer and the like memory is not limited.
[[nodiscard]] std::string confined(const std::function<void()>& work);

} // namespace tvlt
