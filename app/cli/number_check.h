#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace tvlt {

/// A check that takes numbers from `least` (or, when `open`, above it) to `most`; CLI11's own take "nan" and print 300
/// digits. `words` says what is wanted: "a share from 0 to 1".
template <class Number> CLI::Validator numberCheck(const char* words, Number least, bool open, Number most) {
    const auto check = [=](const std::string& text) {
        Number value{};
        const bool fits =
            CLI::detail::lexical_cast(text, value) && (open ? value > least : value >= least) && value <= most;
        return fits ? std::string() : text + " is not " + words;
    };
    return {check, ""};
}

} // namespace tvlt
