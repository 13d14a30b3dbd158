#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

struct Analysis;
struct CheckpointUsed;
struct ClipFeatures;
struct ClipInfo;
struct MaskSettings;

/// How paths are written: as they are, or by their last part, so that a figure tells nobody how its maker's disk is
/// arranged.
enum class RecipePaths { Full, NamesOnly };

/// The arguments of `tvlt` that ask the same question again, from "reconstruct" on, without an output. Masks that were
/// painted by hand are not among them: they need a file (core/features/mask_file.h).
[[nodiscard]] std::vector<std::string> reconstructArguments(const Analysis& analysis, RecipePaths paths);
/// Its parts, for other commands: CLIP, --audio, --checkpoint (of `checkpointPath`; empty: the demo model), --start,
/// --duration, --frames and --recipe;
[[nodiscard]] std::vector<std::string> clipArguments(const ClipFeatures& features,
                                                     const std::filesystem::path& checkpointPath, RecipePaths paths);
/// and the ratios, type and seed of a mask.
[[nodiscard]] std::vector<std::string> maskArguments(const MaskSettings& mask);
/// A path as RecipePaths says.
[[nodiscard]] std::string pathArgument(const std::filesystem::path& path, RecipePaths paths);
/// The shortest text that reads back as the same number.
[[nodiscard]] std::string numberArgument(double value);
/// As a line for a shell.
[[nodiscard]] std::string shellLine(const std::vector<std::string>& arguments);

/// What a figure's metadata say of how it was made: program and version, clip with its SHA-256 (empty: not known),
/// checkpoint, mask, device, and the arguments, with names instead of paths. `figure`: further arguments, of the
/// figure's own look.
[[nodiscard]] nlohmann::json figureRecipe(const Analysis& analysis, const std::string& clipHash,
                                          const std::vector<std::string>& figure);
/// The same of any other figure of a clip: `arguments` of `tvlt` that make it, with names instead of paths.
[[nodiscard]] nlohmann::json figureRecipe(const ClipInfo& clip, const std::string& clipHash,
                                          const CheckpointUsed& checkpoint, const std::vector<std::string>& arguments);

} // namespace tvlt
