#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// One entry of a parity folder: a case, or a row of its error table.
struct ParityCase {
    std::string name;    ///< as the folder names it; an error row is called "component: condition"
    std::string kind;    ///< selects the code that runs it; entries of the authors' format begin with "original "
    nlohmann::json json; ///< the entry as it stands in the file
};

/// A parity folder's manifest.json and the errors.json beside it; docs/parity.md describes both formats.
struct Manifest {
    std::filesystem::path folder;
    nlohmann::json json;           ///< the whole manifest.json
    std::vector<ParityCase> cases; ///< every entry, in the files' order: none is left out
};

/// Throws NotFound when there is no manifest.json, BadInput for text that is no JSON (with its byte), an unknown
/// format, a missing or wrongly typed list, and an entry without a name or kind.
[[nodiscard]] Manifest readManifest(const std::filesystem::path& folder);

} // namespace tvlt
