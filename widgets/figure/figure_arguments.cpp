#include "widgets/figure/figure_arguments.h"

#include "widgets/figure/figure.h"

#include <QString>

namespace tvlt {
namespace {

std::string number(double value) {
    return QString::number(value).toStdString();
}

/// "a,b,c".
template <class Values, class Text> std::string listed(const Values& values, Text text) {
    std::string list;
    for (const auto& value : values)
        list += (list.empty() ? "" : ",") + std::string(text(value));
    return list;
}

} // namespace

std::vector<std::string> figureArguments(const FigureLook& look) {
    const FigureLook plain;
    std::vector<std::string> arguments;
    const auto add = [&](bool differs, const char* name, const std::string& value) {
        if (differs)
            arguments.insert(arguments.end(), {name, value});
    };
    add(look.widthMm != plain.widthMm, "--figure-width", number(look.widthMm));
    add(look.fontPt != plain.fontPt, "--figure-font", number(look.fontPt));
    add(look.dpi != plain.dpi, "--dpi", std::to_string(look.dpi));
    return arguments;
}

std::vector<std::string> figureArguments(const FigureOptions& options) {
    const FigureOptions plain;
    const FigureChoice& choice = options.choice;
    auto arguments = figureArguments(FigureLook{options.widthMm, options.fontPt, options.dpi});
    const auto add = [&](bool differs, const char* name, const std::string& value) {
        if (differs)
            arguments.insert(arguments.end(), {name, value});
    };
    add(choice.panels != plain.choice.panels, "--panels", listed(choice.panels, figurePanelName));
    add(!choice.frames.empty(), "--figure-frames",
        listed(choice.frames, [](int frame) { return std::to_string(frame + 1); }));
    add(choice.picture != choice.sound, "--only", choice.picture ? "picture" : "sound");
    add(options.colors.level != plain.colors.level, "--level-colors", std::string(colorMapName(options.colors.level)));
    add(options.colors.error != plain.colors.error, "--error-colors", std::string(colorMapName(options.colors.error)));
    if (options.patchGrid)
        arguments.emplace_back("--patch-grid");
    if (!choice.caption)
        arguments.emplace_back("--no-caption");
    return arguments;
}

} // namespace tvlt
