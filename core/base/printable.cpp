#include "core/base/printable.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace tvlt {

namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

/// The UTF-8 sequence at the start of `text`, by RFC 3629: shortest form, no surrogates, up to U+10FFFF.
Character firstOf(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80)
        return {lead, 1, true};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes)
        return {};
    std::uint32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {};
        code = code << 6 | (byte(i) & 0x3FU);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[bytes] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return {};
    return {code, bytes, true};
}

/// Control characters (categories Cc, Zl, Zp) and the marks of UAX #9 that turn the direction of writing.
bool isObeyed(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) || code == 0x200E ||
           code == 0x200F || code == 0x061C || (code >= 0x2066 && code <= 0x2069);
}

std::string escape(std::uint32_t code) {
    switch (code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    char text[8];
    std::snprintf(text, sizeof text, code < 0x100 ? "\\x%02x" : "\\u%04x", static_cast<unsigned>(code));
    return text;
}

std::string shown(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character c = firstOf(text);
        if (!c.valid)
            out += "\xEF\xBF\xBD";
        else if (isObeyed(c.code))
            out += escape(c.code);
        else
            out.append(text.substr(0, c.bytes));
        text.remove_prefix(c.bytes);
    }
    return out;
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

} // namespace

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const Character c = firstOf(text);
        if (!c.valid)
            return false;
        text.remove_prefix(c.bytes);
    }
    return true;
}

std::string printable(std::string_view text, std::size_t most) {
    std::string whole = shown(text);
    if (whole.size() <= most)
        return whole;
    // Cut what is shown, not what was given: escapes make it longer, and it would be cut again when it is read again.
    // Cut between characters; the head says more than the tail.
    std::size_t head = most - most / 3;
    std::size_t tail = whole.size() - most / 3;
    for (int i = 0; i < 3 && head > 0 && continues(whole[head]); ++i)
        --head;
    for (int i = 0; i < 3 && tail < whole.size() && continues(whole[tail]); ++i)
        ++tail;
    return whole.replace(head, tail - head, "…");
}

} // namespace tvlt
