#pragma once

#include <string>
#include <vector>

namespace tvlt {

struct FigureLook;
struct FigureOptions;

/// What of `options` is not the default, as arguments of `tvlt`: "--panels", "original,masked", …
[[nodiscard]] std::vector<std::string> figureArguments(const FigureOptions& options);
[[nodiscard]] std::vector<std::string> figureArguments(const FigureLook& look);

} // namespace tvlt
