#include "core/model/processor.h"
#include "tests/support/catch.h"

#include <string>

using namespace tvlt;

namespace {

std::string cpuinfo(const std::string& maker, const std::string& flags) {
    const std::string one = "processor\t: 0\nvendor_id\t: " + maker +
                            "\nmodel name\t: avx512_bf16 amx_bf16\nflags\t\t: fpu " + flags +
                            " sse2\nbugs\t\t: amx_bf16\n\n";
    return one + one;
}

} // namespace

TEST_CASE("a processor multiplies bf16 with AMX, or with AVX512_BF16 that is not Intel's") {
    CHECK(multipliesBf16(cpuinfo("GenuineIntel", "avx512f avx512_bf16 amx_bf16 amx_tile")));
    CHECK(multipliesBf16(cpuinfo("AuthenticAMD", "avx2 avx512f avx512_bf16")));
    CHECK_FALSE(multipliesBf16(cpuinfo("GenuineIntel", "avx512f avx512_bf16 amx_int8")));
    CHECK_FALSE(multipliesBf16(cpuinfo("GenuineIntel", "avx512f avx512_vnni")));
    CHECK_FALSE(multipliesBf16(cpuinfo("AuthenticAMD", "avx2 fma")));
    CHECK_FALSE(multipliesBf16(""));
    CHECK_FALSE(multipliesBf16("Features : fp asimd bf16\n"));
}
