#include "app/cli/write_figures.h"

#include "app/cli/figure_options.h"
#include "app/cli/offscreen.h"
#include "core/analysis/analysis.h"
#include "core/export/clip_hash.h"
#include "core/export/figure_recipe.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure_arguments.h"

#include <nlohmann/json.hpp>

namespace tvlt {

void writeFigures(const std::shared_ptr<const Analysis>& analysis, const std::vector<std::filesystem::path>& paths,
                  const FigureArguments& look) {
    const Offscreen offscreen;
    FigureOptions options = figureOptions(look);
    if (!look.noRecipe)
        options.recipe =
            jsonText(figureRecipe(*analysis, clipHash(analysis->features->clip), figureArguments(options)));
    for (const auto& path : paths)
        exportFigure(analysis, path, options);
}

} // namespace tvlt
