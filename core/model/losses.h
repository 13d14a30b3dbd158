#pragma once

#include <torch/types.h>

namespace tvlt {

struct TvltConfig;

/// Mean binary cross entropy of logits (B, 1) against B labels of any dtype and shape. Throws BadInput for another
/// count.
[[nodiscard]] torch::Tensor matchingLoss(const torch::Tensor& logits, const torch::Tensor& labels);

/// sum(label_mask * mean over the patch of (prediction - target)^2) / sum(label_mask) over the whole batch; 0 where
/// nothing is scored. (B, L, values), (B, L, values), (B, L).
[[nodiscard]] torch::Tensor maeLoss(const torch::Tensor& prediction, const torch::Tensor& target,
                                    const torch::Tensor& label_mask);

/// Cross entropy of logits (B, num_labels): labels of whole numbers (B,) or (B, 1), -100 ignored, or float soft targets
/// (B, num_labels). The authors' several labels are independent: mode Original takes (B, num_labels) and gives the mean
/// binary cross entropy. Regression: mean squared error over as many labels as logits. Throws BadInput.
[[nodiscard]] torch::Tensor classificationLoss(const torch::Tensor& logits, const torch::Tensor& labels,
                                               const TvltConfig& config);

} // namespace tvlt
