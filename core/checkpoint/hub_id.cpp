#include "core/checkpoint/hub_id.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tvlt {

namespace {

bool isPlainName(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

/// No more than `most` plain names with a slash between each two.
bool arePlainNames(std::string_view text, int most) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return isPlainName(text);
    return most > 1 && isPlainName(text.substr(0, slash)) && arePlainNames(text.substr(slash + 1), most - 1);
}

} // namespace

std::optional<HubId> parseHubId(const std::string& text) {
    HubId id;
    const std::size_t at = text.find('@');
    id.repository = text.substr(0, at);
    id.revisionNamed = at != std::string::npos;
    if (id.revisionNamed)
        id.revision = text.substr(at + 1);
    constexpr int ownerAndName = 2;
    constexpr int deepest = 8;
    const bool fine =
        text.size() <= 300 && arePlainNames(id.repository, ownerAndName) && arePlainNames(id.revision, deepest);
    return fine ? std::optional(id) : std::nullopt;
}

bool isCommit(const std::string& revision) {
    return revision.size() == 40 && revision.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace tvlt
