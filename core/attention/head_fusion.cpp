#include "core/attention/attention_pass.h"
#include "core/base/name_table.h"

namespace tvlt {
namespace {

constexpr NameTable<HeadFusion, 3> kFusions{
    {{HeadFusion::Mean, "mean"}, {HeadFusion::Max, "max"}, {HeadFusion::Min, "min"}}};

} // namespace

std::string_view headFusionName(HeadFusion fusion) {
    return nameIn(kFusions, fusion);
}

std::optional<HeadFusion> headFusionFromName(std::string_view name) {
    return valueIn(kFusions, name);
}

} // namespace tvlt
