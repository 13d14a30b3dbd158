#pragma once

#include <string_view>

namespace tvlt {

/// Whether this processor multiplies matrices in bf16 faster than in f32: with AMX, or AVX512_BF16 of another maker
/// than Intel, whose own goes half as fast as f32's. Without either, LibTorch's products in bf16 are slower still.
[[nodiscard]] bool multipliesBf16();

/// The same of a processor that Linux describes so in /proc/cpuinfo.
[[nodiscard]] bool multipliesBf16(std::string_view cpuinfo);

} // namespace tvlt
