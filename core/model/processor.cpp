#include "core/model/processor.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace tvlt {

namespace {

/// What follows "name : " where that first stands; empty where it does not.
std::string field(std::string_view cpuinfo, std::string_view name) {
    std::istringstream lines{std::string(cpuinfo)};
    for (std::string line; std::getline(lines, line);)
        if (const auto colon = line.find(':'); line.starts_with(name) && colon != line.npos)
            return line.substr(colon + 1);
    return {};
}

bool hasWord(const std::string& text, std::string_view word) {
    std::istringstream words(text);
    return std::find(std::istream_iterator<std::string>(words), {}, word) != std::istream_iterator<std::string>();
}

} // namespace

bool multipliesBf16(std::string_view cpuinfo) {
    const std::string flags = field(cpuinfo, "flags");
    if (hasWord(flags, "amx_bf16"))
        return true;
    return hasWord(flags, "avx512_bf16") && !hasWord(field(cpuinfo, "vendor_id"), "GenuineIntel");
}

bool multipliesBf16() {
    static const bool does = [] {
        std::ifstream in("/proc/cpuinfo");
        return multipliesBf16(std::string(std::istreambuf_iterator<char>(in), {}));
    }();
    return does;
}

} // namespace tvlt
