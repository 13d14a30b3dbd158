#pragma once

#include "core/base/timeline.h"
#include "core/features/mask.h"
#include "core/features/recipe.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// Columns of a comparison, as names and numbers.
struct SessionColumns {
    std::string by = "ratios";    ///< "ratios", "checkpoints", "clips"
    std::string ratioOf = "both"; ///< "both", "pixel", "audio"
    std::vector<double> ratios;   ///< empty: as the program has them
    std::string otherCheckpoint;  ///< empty: none was chosen
    std::filesystem::path otherClip;
    bool operator==(const SessionColumns&) const = default;
};

/// Where a person was: what was open, what was asked, what was looked at. Plain values; nothing of it is computed.
struct Session {
    std::vector<std::filesystem::path> clip; ///< one clip, or the images of a video; empty: none was open
    std::filesystem::path audio;             ///< sound from another file; empty: the clip's own
    std::string checkpoint;                  ///< path or hub id; empty: the default one
    std::optional<Segment> segment;          ///< none: as the program chooses it
    Recipe recipe = Recipe::Auto;
    std::optional<MaskSettings> mask; ///< none: the checkpoint's
    bool borrowStatistics = false;
    double time = 0.0;            ///< of the cursor, seconds
    std::optional<Segment> range; ///< zoomed in to; none: all of the segment
    std::string workspace;        ///< page on top; empty: the first
    SessionColumns columns;
    std::string layout; ///< the window's docks, as the window writes them
    bool operator==(const Session&) const = default;
};

// Files: JSON, "format": "tvlt-session", "version": 1 (docs/file-formats.md). Paths are kept as they are and, beside
// that, from the session file's folder, so that a folder which moves as a whole opens where it is now.

[[nodiscard]] nlohmann::json sessionToJson(const Session& session, const std::filesystem::path& folder);
/// Checks every field. Throws BadInput naming `where` and the field, Unsupported for a newer version. A path that is
/// not there is looked for from `folder`; one that is nowhere stays as it is.
[[nodiscard]] Session sessionFromJson(const nlohmann::json& json, const std::filesystem::path& folder,
                                      const std::string& where);

/// Atomically. Throws Exception.
void saveSession(const std::filesystem::path& path, const Session& session);
/// Throws NotFound, BadInput or Unsupported.
[[nodiscard]] Session loadSession(const std::filesystem::path& path);

/// The files of a session that are not there any more.
[[nodiscard]] std::vector<std::filesystem::path> missingFiles(const Session& session);

} // namespace tvlt
