#include "app/cli/output_files.h"

#include "app/cli/analysis_arguments.h"
#include "app/cli/figure_name.h"
#include "app/cli/figure_options.h"
#include "app/cli/offscreen.h"
#include "core/export/clip_hash.h"
#include "core/export/figure_recipe.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure_arguments.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace tvlt {

void addOutputFiles(CLI::App& command, OutputFiles& files, const OutputWords& words) {
    command.add_option("-o,--output", files.figures, "Figures to write: .png, .svg, .pdf")
        ->type_name("FIGURE")
        ->check(CLI::Validator(checkFigureName, ""));
    addLookOptions(command, {files.look.widthMm, files.look.fontPt, files.look.dpi, files.noRecipe});
    command.add_option("--csv", files.csv, words.csv);
    command.add_option("--npz", files.npz, words.npz);
    command.add_flag("--json", files.json, words.json);
}

std::string pageRecipe(const FigureOrigin& origin, const std::string& clipHash, const FigureLook& look) {
    auto arguments = origin.arguments;
    const auto more = figureArguments(look);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return jsonText(figureRecipe(origin.clip ? *origin.clip : ClipInfo{}, clipHash, origin.checkpoint, arguments));
}

void writePages(const OutputFiles& files, const std::function<FigurePage(const FigureLook&)>& lay,
                const FigureOrigin& origin) {
    if (files.figures.empty())
        return;
    const Offscreen offscreen;
    FigurePage page = lay(files.look);
    if (!files.noRecipe)
        page.recipe = pageRecipe(origin, origin.clip ? clipHash(*origin.clip) : std::string(), files.look);
    for (const auto& path : files.figures)
        writeFigureFile(page, path);
}

void checkOutputFiles(const OutputFiles& files) {
    for (const auto& figure : files.figures)
        checkOutput(figure);
    for (const auto* path : {&files.csv, &files.npz})
        if (!path->empty())
            checkOutput(*path);
}

} // namespace tvlt
