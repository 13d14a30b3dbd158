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

void writePages(const OutputFiles& files, const std::function<FigurePage(const FigureLook&)>& lay,
                const FigureOrigin& origin) {
    if (files.figures.empty())
        return;
    const Offscreen offscreen;
    FigurePage page = lay(files.look);
    if (!files.noRecipe) {
        auto arguments = origin.arguments;
        const auto look = figureArguments(files.look);
        arguments.insert(arguments.end(), look.begin(), look.end());
        page.recipe =
            jsonText(origin.clip ? figureRecipe(*origin.clip, clipHash(*origin.clip), origin.checkpoint, arguments)
                                 : figureRecipe({}, {}, origin.checkpoint, arguments));
    }
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
