#pragma once

#include "app/hub/http.h"
#include "core/checkpoint/hub_id.h"

#include <string>

namespace tvlt {

/// Throws Exception that says of an answer without the file what is wrong and what to do.
[[noreturn]] void throwHubFailure(const HttpAnswer& answer, const HubId& id, const std::string& file,
                                  const HubSettings& settings);

/// "https://huggingface.co"
[[nodiscard]] std::string hubAddress(const HubSettings& settings);
/// "ZinengTang/tvlt-base, config.json, at https://huggingface.co".
[[nodiscard]] std::string hubPlace(const HubId& id, const std::string& file, const HubSettings& settings);

} // namespace tvlt
