#include "core/model/losses.h"

#include "core/base/error.h"
#include "core/model/config.h"
#include "core/model/patches.h"

#include <torch/nn/functional/loss.h>

namespace tvlt {

using torch::Tensor;

namespace {

constexpr std::int64_t ignoredLabel = -100;

[[noreturn]] void wrongLabels(const Tensor& labels, const Tensor& logits, const std::string& expected) {
    throwBadInput(std::string("are ") + toString(labels.scalar_type()) + " " + shapeText(labels) + " for logits " +
                      shapeText(logits),
                  "labels", "Expected is " + expected + ".");
}

Tensor sameCount(const Tensor& labels, const Tensor& logits) {
    if (labels.numel() != logits.numel())
        wrongLabels(labels, logits, "one number per logit");
    return labels.to(logits.device(), torch::kFloat32).reshape(logits.sizes());
}

/// Labels as class numbers, checked where they lie on the CPU: a GPU that meets a wrong one is lost to the program.
Tensor classNumbers(const Tensor& labels, std::int64_t classes) {
    auto numbers = labels.to(torch::kInt64).flatten();
    if (numbers.device().is_cpu()) {
        const auto wrong = numbers.ne(ignoredLabel).logical_and(numbers.lt(0).logical_or(numbers.ge(classes)));
        if (wrong.any().item<bool>())
            throwBadInput("hold " + std::to_string(numbers.masked_select(wrong)[0].item<std::int64_t>()) +
                              ", which is no class of " + std::to_string(classes),
                          "labels", "Classes count from 0; -100 is ignored.");
    }
    return numbers;
}

} // namespace

Tensor matchingLoss(const Tensor& logits, const Tensor& labels) {
    return torch::binary_cross_entropy_with_logits(logits.to(torch::kFloat32), sameCount(labels, logits));
}

Tensor maeLoss(const Tensor& prediction, const Tensor& target, const Tensor& label_mask) {
    const auto error = (prediction.to(torch::kFloat32) - target.to(torch::kFloat32)).square().mean(-1);
    const auto scored = label_mask.sum();
    return (error * label_mask).sum() / (scored + scored.eq(0)); // nothing scored: 0 / 1
}

Tensor classificationLoss(const Tensor& logits, const Tensor& labels, const TvltConfig& config) {
    const auto scores = logits.to(torch::kFloat32);
    if (config.loss_type == LossType::Regression)
        return torch::mse_loss(scores, sameCount(labels, scores));
    if (config.mode == ModelMode::Original)
        return torch::binary_cross_entropy_with_logits(scores, sameCount(labels, scores));

    namespace F = torch::nn::functional;
    const auto options = F::CrossEntropyFuncOptions().ignore_index(ignoredLabel);
    if (labels.is_floating_point()) {
        if (labels.sizes() != scores.sizes())
            wrongLabels(labels, scores, "whole numbers (B,), or float soft targets of the logits' shape");
        return F::cross_entropy(scores, labels.to(scores.device(), torch::kFloat32), options);
    }
    const bool column = labels.dim() == 2 && labels.size(1) == 1;
    if ((labels.dim() != 1 && !column) || labels.size(0) != scores.size(0))
        wrongLabels(labels, scores, "whole numbers (B,), or float soft targets of the logits' shape");
    return F::cross_entropy(scores, classNumbers(labels, scores.size(1)).to(scores.device()), options);
}

} // namespace tvlt
