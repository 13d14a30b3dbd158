#pragma once

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace tvlt {

/// The message of the Exception that `function` throws; the test fails when it throws none.
template <class F> std::string errorOf(F&& function) {
    try {
        (void)function();
    } catch (const Exception& e) {
        return e.error().message();
    }
    FAIL("no exception");
    return {};
}

inline bool says(const std::string& text, const std::string& part) {
    INFO(text);
    INFO(part);
    const bool found = text.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

} // namespace tvlt
