#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tvlt {

/// "synth:SEED" or "synth:SEED:COUNT": sounding shapes that never touch a file.
struct DrawnData {
    std::uint64_t seed = 0;
    std::optional<std::int64_t> count; ///< none: endless
};

/// A folder (all media files in it and below, sorted), a list of paths, or one clip.
struct ClipFiles {
    std::vector<std::filesystem::path> files; ///< at least one
};

/// A CSV of clips and labels, see labels_file.h.
struct LabelTable {
    std::filesystem::path path;
};

using DataSpec = std::variant<DrawnData, ClipFiles, LabelTable>;

/// What a folder is searched for.
enum class SearchFor { Clips, ClipsAndSounds };

/// What a list may name: whoever reports each clip by itself also takes files that are gone.
enum class ListedFiles { MustExist, MayBeGone };

/// What a user names as data. A list is a .txt with one path a line, relative to its folder; lines that start with #
/// are comments. Throws BadInput or NotFound: none of these forms (with the forms there are), a folder without media
/// files, a list that is empty or names no file (with the line).
[[nodiscard]] DataSpec parseDataSpec(const std::string& text, SearchFor search = SearchFor::Clips,
                                     ListedFiles listed = ListedFiles::MustExist);

/// Whether a file of this name is taken for a clip when a folder is searched: by its extension.
[[nodiscard]] bool isClipName(const std::filesystem::path& path);
/// The same of a file of sound alone.
[[nodiscard]] bool isSoundName(const std::filesystem::path& path);

} // namespace tvlt
