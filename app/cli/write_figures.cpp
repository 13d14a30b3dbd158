#include "app/cli/write_figures.h"

#include "app/cli/figure_options.h"
#include "app/cli/offscreen.h"
#include "core/analysis/analysis.h"
#include "core/attention/token_map.h"
#include "core/export/clip_hash.h"
#include "core/export/figure_recipe.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure_arguments.h"
#include "widgets/figure/map_content.h"

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

void writeFigures(const std::vector<TokenMap>& maps, const std::vector<std::filesystem::path>& paths) {
    const Offscreen offscreen;
    const ReconstructionFigure figure(mapContent(maps));
    for (const auto& path : paths)
        exportFigure(figure, path, {});
}

} // namespace tvlt
