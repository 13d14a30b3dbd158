#pragma once

#include "app/workbench/page_figure.h"
#include "core/attention/token_map.h"

#include <memory>

namespace tvlt {

/// The figure of a map over frames and spectrogram. `classifier`: the path of the companion that it was asked of;
/// empty: of the checkpoint itself, which `checkpoint` names.
/// `overview`: of all heads, where it belongs to the map's data.
[[nodiscard]] PageFigure mapFigure(const std::shared_ptr<const TokenMap>& map, const MaskSettings& mask,
                                   const std::string& checkpoint, const std::string& classifier,
                                   const std::optional<AttentionOverview>& overview = {});

} // namespace tvlt
