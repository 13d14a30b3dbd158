#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tvlt {

struct Analysis;

/// How paths are written: as they are, or by their last part, so that a figure tells nobody how its maker's disk is
/// arranged.
enum class RecipePaths { Full, NamesOnly };

/// The arguments of `tvlt` that ask the same question again, from "reconstruct" on, without an output. Masks that were
/// painted by hand are not among them: they need a file (core/features/mask_file.h).
[[nodiscard]] std::vector<std::string> reconstructArguments(const Analysis& analysis, RecipePaths paths);
/// As a line for a shell.
[[nodiscard]] std::string shellLine(const std::vector<std::string>& arguments);

/// What a figure's metadata say of how it was made: program and version, clip with its SHA-256 (empty: not known),
/// checkpoint, mask, device, and the arguments, with names instead of paths. `figure`: further arguments, of the
/// figure's own look.
[[nodiscard]] nlohmann::json figureRecipe(const Analysis& analysis, const std::string& clipHash,
                                          const std::vector<std::string>& figure);

} // namespace tvlt
