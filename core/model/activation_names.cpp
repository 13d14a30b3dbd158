#include "core/model/activation_names.h"

#include <algorithm>

namespace tvlt {

bool isActivation(std::string_view name) {
    return std::find(activationList.begin(), activationList.end(), name) != activationList.end();
}

std::string activationNames() {
    std::string names;
    for (const std::string_view name : activationList)
        names += (names.empty() ? "" : ", ") + std::string(name);
    return names;
}

} // namespace tvlt
