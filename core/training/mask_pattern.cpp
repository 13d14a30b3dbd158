#include "core/training/mask_pattern.h"

#include "core/base/error.h"

#include <charconv>
#include <string_view>
#include <vector>

namespace tvlt {

namespace {

constexpr std::string_view kFrames = "frames:";

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(std::min(end + 1, text.size()))) {
        end = text.find(separator);
        parts.push_back(text.substr(0, end));
    }
    return parts;
}

[[noreturn]] void refuse(const std::string& text) {
    throwBadInput("is no pattern of masks", text,
                  "Give SHARE,PIXEL,AUDIO with ratios between 0 and 1, LOW:HIGH or one number, PIXEL perhaps with "
                  "'frames:' before it, as in 0.2,frames:0.5,0.");
}

double number(std::string_view part, const std::string& whole) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || end != part.data() + part.size() || !(value >= 0.0 && value <= 1.0))
        refuse(whole);
    return value;
}

std::array<double, 2> range(std::string_view part, const std::string& whole) {
    const auto ends = split(part, ':');
    if (ends.size() > 2)
        refuse(whole);
    const std::array<double, 2> values{number(ends.front(), whole), number(ends.back(), whole)};
    if (values[0] > values[1])
        refuse(whole);
    return values;
}

std::string text(const std::array<double, 2>& range) {
    const auto number = [](double value) {
        char digits[32];
        return std::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    };
    return number(range[0]) + (range[0] == range[1] ? std::string() : ':' + number(range[1]));
}

} // namespace

MaskPattern maskPatternFromText(const std::string& text) {
    auto parts = split(text, ',');
    if (parts.size() != 3)
        refuse(text);
    MaskPattern pattern{};
    pattern.wholeFrames = parts[1].starts_with(kFrames);
    if (pattern.wholeFrames)
        parts[1].remove_prefix(kFrames.size());
    pattern.share = number(parts[0], text);
    pattern.pixel = range(parts[1], text);
    pattern.audio = range(parts[2], text);
    return pattern;
}

std::string maskPatternText(const MaskPattern& pattern) {
    return text({pattern.share, pattern.share}) + ',' + std::string(pattern.wholeFrames ? kFrames : "") +
           text(pattern.pixel) + ',' + text(pattern.audio);
}

} // namespace tvlt
