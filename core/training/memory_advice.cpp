#include "core/training/memory_advice.h"

namespace tvlt {

std::int64_t largestBatchThatFits(std::int64_t batch, const std::function<bool(std::int64_t)>& fits) {
    for (std::int64_t n = batch / 2; n >= 1; n /= 2)
        if (fits(n))
            return n;
    return 0;
}

std::string memoryAdvice(const TrainOptions& options, std::int64_t fitting) {
    if (fitting == 0)
        return options.recompute ? "Not even one clip fits: try another device or a smaller model."
                                 : "Not even one clip fits: try --recompute, another device or a smaller model.";
    const std::int64_t batches = (options.clipsPerStep() + fitting - 1) / fitting;
    const bool swaps = options.task == TrainTask::PreTraining && options.weights.matching > 0.0 &&
                       options.matching.mixedShare > 0.0 && options.matching.shiftedShare < 1.0;
    const std::string lonely =
        fitting == 1 && swaps
            ? " A lone clip has no other's picture to be told from: add --shifted-share 1 or --matching-weight 0."
            : "";
    return "A batch of " + std::to_string(fitting) + " fits: use --batch " + std::to_string(fitting) +
           " --accumulate " + std::to_string(batches) + (options.recompute ? "." : ", or try --recompute.") + lonely;
}

} // namespace tvlt
