#pragma once

#include <string>

namespace tvlt {

/// A text as a cell of a CSV: in quotes where it has to be (RFC 4180).
[[nodiscard]] std::string csvCell(const std::string& text);

} // namespace tvlt
