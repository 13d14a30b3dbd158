#pragma once

#include "core/features/mask.h"
#include "widgets/state/hover.h"

#include <QString>

#include <memory>
#include <optional>

namespace tvlt {

struct Analysis;
struct ClipFeatures;

/// What the rows show: values only, replaced as a whole.
struct InspectData {
    std::shared_ptr<const ClipFeatures> features; ///< none: nothing is open
    std::shared_ptr<const Analysis> analysis;     ///< of the same clip; may be older than `mask` and `features`
    std::optional<Mask> mask;                     ///< as set now
    QString stale;            ///< why the analysis is out of date ("updating…"): it is dimmed; empty: it is current
    QString placeholder;      ///< stands in the rows that have no picture ("waiting for the model…")
    bool reconstructs = true; ///< false: the checkpoint cannot, so these rows need no room, only `placeholder`
};

/// Says in `hover` which patch this is and whether the model sees it under the mask now set. The token must be one of
/// `data.features`' layout.
void setPatch(Hover& hover, const InspectData& data, const TokenRef& token);
/// A patch that was not reached by the pointer: also its time and, of sound, its frequency (of its centre).
[[nodiscard]] Hover patchHover(const InspectData& data, const TokenRef& token);

} // namespace tvlt
