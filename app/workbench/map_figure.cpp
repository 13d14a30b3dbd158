#include "app/workbench/map_figure.h"

#include "core/attention/token_map.h"
#include "core/export/attention_export.h"
#include "core/export/question_arguments.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/map_content.h"

namespace tvlt {

PageFigure mapFigure(const std::shared_ptr<const TokenMap>& map, const MaskSettings& mask,
                     const std::string& checkpoint, const std::string& classifier,
                     const std::optional<AttentionOverview>& overview) {
    PageFigure figure;
    figure.lay = [map](const FigureLook& look) { return figurePage(mapContent({*map}), look); };
    figure.arrays = [map, overview] { return attentionArrays({*map}, overview ? &*overview : nullptr); };
    figure.table = [map] { return attentionCsv({*map}); };
    figure.arguments = [=](RecipePaths paths) {
        return mapArguments({*map->features, checkpoint, classifier}, *map, mask, paths);
    };
    figure.clip = map->features->clip;
    figure.checkpoint = {map->checkpoint, map->report};
    figure.pinned = !seesWholeClip(map->stack) && (!mask.pixelPins.empty() || !mask.audioPins.empty());
    return figure;
}

} // namespace tvlt
