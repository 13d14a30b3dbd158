#include "app/cli/figure_options.h"

#include "app/cli/number_check.h"

#include <algorithm>

namespace tvlt {

namespace {

constexpr const char* kGroup = "Figure";

std::vector<std::string> panelNames() {
    std::vector<std::string> names;
    for (const FigurePanel panel : kFigurePanels)
        names.emplace_back(figurePanelName(panel));
    return names;
}

} // namespace

void addLookOptions(CLI::App& command, const LookOptions& options) {
    command.add_option("--figure-width", options.widthMm, "In mm: 85 fills a column of many journals, 180 two")
        ->check(numberCheck("a width from 80 to 1000 mm", 80.0, false, 1000.0))
        ->capture_default_str()
        ->group(kGroup);
    command.add_option("--figure-font", options.fontPt, "Size of the text, in pt")
        ->check(numberCheck("a size from 4 to 14 pt", 4.0, false, 14.0))
        ->capture_default_str()
        ->group(kGroup);
    command.add_option("--dpi", options.dpi, "Of a PNG; raised where cells would be lost")
        ->check(numberCheck("a number from 30 to 1200", 30, false, 1200))
        ->capture_default_str()
        ->group(kGroup);
    command.add_flag("--no-recipe", options.noRecipe, "Leave out of the file's metadata how it was made")
        ->group(kGroup);
}

void addFigureOptions(CLI::App& command, FigureArguments& a) {
    const CLI::IsMember maps({"magma", "inferno", "viridis", "cividis"});
    addLookOptions(command, {a.options.widthMm, a.options.fontPt, a.options.dpi, a.noRecipe});
    command.add_option("--panels", a.panels, "Rows to show, as original,masked,reconstruction,error; default: all")
        ->delimiter(',')
        ->check(CLI::IsMember(panelNames()))
        ->group(kGroup);
    command.add_option("--figure-frames", a.frames, "Frames to show, as 1,3,5; default: all")
        ->delimiter(',')
        ->check(numberCheck("a number of a frame, from 1 on", 1, false, 1'000'000))
        ->group(kGroup);
    command.add_option("--only", a.only, "Leave the other modality out")
        ->check(CLI::IsMember({"picture", "sound"}))
        ->group(kGroup);
    command.add_option("--level-colors", a.levelColors, "Colour map of levels")
        ->check(maps)
        ->capture_default_str()
        ->group(kGroup);
    command.add_option("--error-colors", a.errorColors, "Colour map of errors")
        ->check(maps)
        ->capture_default_str()
        ->group(kGroup);
    command.add_flag("--patch-grid", a.options.patchGrid, "Draw the lines between patches")->group(kGroup);
    command.add_flag("--no-caption", a.noCaption, "Leave the caption out")->group(kGroup);
}

FigureOptions figureOptions(const FigureArguments& a) {
    FigureOptions options = a.options;
    FigureChoice& choice = options.choice;
    if (!a.panels.empty()) {
        choice.panels.clear();
        for (const FigurePanel panel : kFigurePanels)
            if (std::find(a.panels.begin(), a.panels.end(), figurePanelName(panel)) != a.panels.end())
                choice.panels.push_back(panel);
    }
    for (const int frame : a.frames)
        choice.frames.push_back(frame - 1);
    std::sort(choice.frames.begin(), choice.frames.end());
    choice.frames.erase(std::unique(choice.frames.begin(), choice.frames.end()), choice.frames.end());
    choice.picture = a.only != "sound";
    choice.sound = a.only != "picture";
    choice.caption = !a.noCaption;
    options.colors.level = colorMapFromName(a.levelColors).value_or(options.colors.level);
    options.colors.error = colorMapFromName(a.errorColors).value_or(options.colors.error);
    return options;
}

} // namespace tvlt
