#pragma once

#include <string>

namespace tvlt {

/// For CLI::Validator: what is wrong with `name` as a figure's; empty when it ends in .png, .svg or .pdf, in any case.
[[nodiscard]] std::string checkFigureName(const std::string& name);

} // namespace tvlt
