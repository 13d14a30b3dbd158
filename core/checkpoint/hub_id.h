#pragma once

#include <optional>
#include <string>

namespace tvlt {

/// A model on a hub, as people name it: "organisation/name" or "name", with "@revision" behind it where it is not the
/// newest. A revision is a branch, a tag or a commit.
struct HubId {
    std::string repository;
    std::string revision = "main";
    bool revisionNamed = false; ///< by the person, not the default

    [[nodiscard]] std::string text() const { return revisionNamed ? repository + '@' + revision : repository; }
};

/// None: this is no hub id. Every part of one is a safe name for a file: letters, digits, "-", "_" and ".", the last
/// not in front. A revision's parts are divided by "/".
[[nodiscard]] std::optional<HubId> parseHubId(const std::string& text);

/// Whether this is the whole hash of a commit: 40 hexadecimal digits, lower case.
[[nodiscard]] bool isCommit(const std::string& revision);

} // namespace tvlt
