#pragma once

// What the fuzz targets share. Each target is one LLVMFuzzerTestOneInput over one reader: libFuzzer drives it in the
// preset "fuzz", replay_main.cpp reads corpora and regressions through it in every other build.

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tvlt::fuzz {

/// How many inputs were refused so far.
inline std::size_t refusals = 0;

/// Runs a reader over hostile bytes: an Exception is the answer that is wanted, whatever else escapes is a find.
template <class F> void expectOrRefuse(F&& reader) {
    try {
        reader();
    } catch (const Exception& e) {
        ++refusals;
        if (e.error().what.empty() || e.error().kind == Error::Kind::Internal)
            std::abort(); // an error has to say what is wrong, and it is the file's
    }
}

/// What holds of everything that a reader lets through.
inline void require(bool condition) {
    if (!condition)
        std::abort();
}

/// What a program writes it reads again, and it means the same: `rewritten` reads a text and writes what it read.
template <class F> void requireReadAgain(const std::string& written, F&& rewritten) {
    try {
        require(rewritten(written) == written);
    } catch (const Exception&) {
        std::abort();
    }
}

/// A bug that is only there in the builds that prove that the fuzzer would find one.
inline void plantBug([[maybe_unused]] bool reached) {
#ifdef TVLT_PLANT_BUG
    if (reached)
        std::abort();
#endif
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace tvlt::fuzz
