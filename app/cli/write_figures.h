#pragma once

#include <filesystem>
#include <memory>
#include <vector>

namespace tvlt {

struct Analysis;
struct FigureArguments;

/// Paints the reconstruction figure into each of `paths` (.png, .svg, .pdf), without a display. Call at most once a
/// process. Throws Exception.
void writeFigures(const std::shared_ptr<const Analysis>& analysis, const std::vector<std::filesystem::path>& paths,
                  const FigureArguments& look);

} // namespace tvlt
