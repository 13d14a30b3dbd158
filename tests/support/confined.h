#pragma once

#include <functional>
#include <string>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TVLT_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TVLT_SANITIZED 1
#endif
#endif

namespace tvlt {

/// Sanitizers take address space by the terabyte: there memory is not confined, and time less.
#ifdef TVLT_SANITIZED
inline constexpr bool kConfinesMemory = false;
#else
inline constexpr bool kConfinesMemory = true;
#endif

/// Runs `work` in a process of its own that may take 64 MiB more memory than there is now and one second of processor
/// time. Returns the message of the Exception that ended it, "no error", or "ended by signal N" for a crash or too much
/// time. Too much memory is "not enough memory". Under AddressSanitizer and the like memory is not limited.
[[nodiscard]] std::string confined(const std::function<void()>& work);

} // namespace tvlt
