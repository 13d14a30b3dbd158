#pragma once

#include "core/export/npz.h"

#include <memory>
#include <string>
#include <vector>

namespace tvlt {

struct Analysis;

/// One column of a comparison: what sets it apart, and its answer.
struct NamedAnalysis {
    std::string name;
    std::shared_ptr<const Analysis> analysis;
};

/// analysisArrays() of every column, each name with its column's number before it ("1_pixel_logits"), and their names
/// as `columns`.
[[nodiscard]] std::vector<NpzArray> comparisonArrays(const std::vector<NamedAnalysis>& columns);
/// column, modality, mask_ratio, loss, then of hidden and of visible patches: patches, mse, psnr, ssim (picture) and
/// mae_db (sound). One line a column and modality; what there is not is empty.
[[nodiscard]] std::string comparisonCsv(const std::vector<NamedAnalysis>& columns);

} // namespace tvlt
