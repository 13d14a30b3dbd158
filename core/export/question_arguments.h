#pragma once

#include "core/export/figure_recipe.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct Sweep;
struct SyncCurve;
struct TokenMap;

// The arguments of `tvlt` that ask a page's question again, from the subcommand's name on, without outputs: what
// figures keep as their recipe, and what "Copy as command line" copies. Pins are not among them: they need a mask file.

/// Whose answers they are.
struct AskedModel {
    const ClipFeatures& features;
    std::filesystem::path checkpoint; ///< LoadReport::path; empty: the demo model
    std::filesystem::path classifier; ///< empty: none was named
};

[[nodiscard]] std::vector<std::string> sweepArguments(const AskedModel& model, const Sweep& sweep, RecipePaths paths);
/// `attention`, `hidden` or `occlude`, by the map's quantity. `mask`: what masked stacks were asked with.
[[nodiscard]] std::vector<std::string> mapArguments(const AskedModel& model, const TokenMap& map,
                                                    const MaskSettings& mask, RecipePaths paths);
/// Columns of one clip and checkpoint at several ratios. `ratioOf`: "both", "pixel", "audio".
[[nodiscard]] std::vector<std::string> compareArguments(const AskedModel& model, const MaskSettings& mask,
                                                        const std::vector<double>& ratios, const std::string& ratioOf,
                                                        RecipePaths paths);
/// Two columns: of another checkpoint, or of another clip (the other is empty).
[[nodiscard]] std::vector<std::string> compareArguments(const AskedModel& model, const MaskSettings& mask,
                                                        const std::filesystem::path& otherCheckpoint,
                                                        const std::filesystem::path& otherClip, RecipePaths paths);
[[nodiscard]] std::vector<std::string> classifyArguments(const AskedModel& model, int most, RecipePaths paths);
/// `other`: the clip that was swapped with; empty: none. `classes`: how many bars of classes stand above the curve.
[[nodiscard]] std::vector<std::string> matchArguments(const AskedModel& model, const SyncCurve& sync,
                                                      const std::filesystem::path& other, int classes,
                                                      RecipePaths paths);
/// `among`: folders, lists and clips, as they were given. `by`: "sound" or "picture".
[[nodiscard]] std::vector<std::string> retrieveArguments(const AskedModel& model,
                                                         const std::vector<std::filesystem::path>& among,
                                                         const std::string& by, int most, RecipePaths paths);
/// `across`, `up`: columnKey()s of core/batch.
[[nodiscard]] std::vector<std::string> plotArguments(const std::vector<std::filesystem::path>& batches,
                                                     const std::string& across, const std::string& up,
                                                     RecipePaths paths);
[[nodiscard]] std::vector<std::string>
scatterArguments(const AskedModel& model, const std::vector<std::filesystem::path>& clips, RecipePaths paths);

} // namespace tvlt
