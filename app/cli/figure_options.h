#pragma once

#include "widgets/figure/figure.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tvlt {

/// How a reconstruction figure is to look, as the command line says it.
struct FigureArguments {
    FigureOptions options;           ///< but for what the texts below say
    std::vector<std::string> panels; ///< empty: all
    std::vector<int> frames;         ///< from 1
    std::string only;
    std::string levelColors = "magma";
    std::string errorColors = "inferno";
    bool noCaption = false;
    bool noRecipe = false;
};

/// --figure-width, --figure-font, --dpi and --no-recipe: of any figure.
struct LookOptions {
    double& widthMm;
    double& fontPt;
    int& dpi;
    bool& noRecipe;
};
void addLookOptions(CLI::App& command, const LookOptions& options);
/// The same and what a reconstruction's figure has besides: --figure-width, --figure-font, --dpi, --panels,
/// --figure-frames, --only, --level-colors, --error-colors,
/// --patch-grid,
/// --no-caption, --no-recipe.
void addFigureOptions(CLI::App& command, FigureArguments& arguments);
[[nodiscard]] FigureOptions figureOptions(const FigureArguments& arguments);

} // namespace tvlt
