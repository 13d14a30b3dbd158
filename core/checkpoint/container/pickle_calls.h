#pragma once

#include "core/checkpoint/container/pickle.h"

#include <optional>

namespace tvlt::pickle {

/// What calling the named thing with these arguments gives, by the rule in pickle.h. Throws BadInput with the name for
/// class 3, and for arguments that do not fit. `where` names file and byte.
[[nodiscard]] Value call(const Global& callee, const std::vector<Ref>& arguments, const std::string& where);

/// The Storage that a persistent id stands for. Throws BadInput.
[[nodiscard]] Value storageFromId(Ref id, const std::string& where);

} // namespace tvlt::pickle
