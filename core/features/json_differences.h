#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tvlt {

/// The values of two JSON objects that differ, each as "optimizer.learning_rate is 0.1, was 0.01".
[[nodiscard]] std::vector<std::string> differences(const nlohmann::json& before, const nlohmann::json& now);

} // namespace tvlt
