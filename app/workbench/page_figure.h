#pragma once

#include "core/analysis/analysis.h"
#include "core/base/job.h"
#include "core/export/figure_recipe.h"
#include "core/export/npz.h"
#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_look.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What a page shows, as a figure, and all that belongs to it: values that any thread may use.
struct PageFigure {
    /// Lays it out. Throws Exception.
    std::function<FigurePage(const FigureLook&)> lay;
    std::function<std::vector<NpzArray>()> arrays; ///< of exactly what it shows
    std::function<std::string()> table;            ///< the same as CSV
    /// Of `tvlt`, from the subcommand on: what makes the same figure but for -o and its look.
    std::function<std::vector<std::string>(RecipePaths)> arguments;
    std::optional<ClipInfo> clip; ///< none: no single clip
    CheckpointUsed checkpoint;
    bool pinned = false; ///< patches were set by hand, which no argument says
};

/// What is written besides the figure itself.
struct PageExtras {
    bool recipe = true;
    bool arrays = false; ///< an .npz beside it
    bool table = false;  ///< a .csv
};

/// Writes a figure as .png, .svg or .pdf, and its extras. Throws Exception.
void writePageFigure(const PageFigure& figure, const FigureLook& look, const PageExtras& extras,
                     const std::filesystem::path& path, const Job& job);
/// The line for a shell that makes the figure again.
[[nodiscard]] std::string commandLine(const PageFigure& figure, const FigureLook& look);

} // namespace tvlt
