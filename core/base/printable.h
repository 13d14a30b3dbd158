#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tvlt {

/// `text` as it may be shown to a person, whatever file it is from: valid UTF-8 on one line. Control characters (a
/// terminal would obey them) and those that turn the direction of writing (they make one name look like another) are
/// written as escapes, \n or \x1b; bytes that are no UTF-8 become U+FFFD. Where that takes more than `most`
/// bytes, the middle gives way to "…". Idempotent: what is shown is shown again as it is.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 300);

[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace tvlt
