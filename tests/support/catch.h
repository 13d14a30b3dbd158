// Catch2 2 and 3 have different headers and spellings; tests include this one.
#pragma once

#if TVLT_CATCH_VERSION == 3
#include <catch2/catch_all.hpp>
using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp>
inline auto ContainsSubstring(const std::string& text, Catch::CaseSensitive::Choice c = Catch::CaseSensitive::Yes) {
    return Catch::Matchers::Contains(text, c);
}
#endif
