#include "app/workbench/page_figure.h"

#include "core/base/file.h"
#include "core/export/clip_hash.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure_arguments.h"

#include <nlohmann/json.hpp>

namespace tvlt {
namespace {

std::vector<std::string> argumentsOf(const PageFigure& figure, const FigureLook& look, RecipePaths paths) {
    auto arguments = figure.arguments(paths);
    const auto more = figureArguments(look);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

} // namespace

void writePageFigure(const PageFigure& figure, const FigureLook& look, const PageExtras& extras,
                     const std::filesystem::path& path, const Job& job) {
    FigurePage page = figure.lay(look);
    if (extras.recipe)
        page.recipe = jsonText(figureRecipe(figure.clip.value_or(ClipInfo()),
                                            figure.clip ? clipHash(*figure.clip, job) : std::string(),
                                            figure.checkpoint, argumentsOf(figure, look, RecipePaths::NamesOnly)));
    writeFigureFile(page, path);
    const auto beside = [&](const char* ending) { return std::filesystem::path(path).replace_extension(ending); };
    if (extras.arrays)
        writeNpz(beside(".npz"), figure.arrays());
    if (extras.table)
        writeFileAtomically(beside(".csv"), figure.table());
}

std::string commandLine(const PageFigure& figure, const FigureLook& look) {
    auto arguments = argumentsOf(figure, look, RecipePaths::Full);
    arguments.insert(arguments.end(), {"-o", "figure.pdf"});
    return shellLine(arguments);
}

} // namespace tvlt
