#include "core/training/validation.h"

#include "core/base/error.h"
#include "core/checkpoint/modules.h"
#include "core/model/autocast.h"

#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tvlt {

namespace {

constexpr std::uint64_t kSeed = 0x76616c; ///< of masks and pairs: no option changes what validation looks at

constexpr std::array kParts{&Losses::loss,     &Losses::pixel, &Losses::audio,
                            &Losses::matching, &Losses::task,  &Losses::accuracy};

TrainOptions validationOptions(TrainOptions options) {
    options.seed = kSeed;
    if (options.matching.batchShare > 0.0)
        options.matching.batchShare = 1.0;
    return options;
}

} // namespace

Validation::Validation(const ExampleSource& source, const TrainOptions& options, const TvltConfig& config,
                       std::vector<float> deviation, const Job& job)
    : options_(validationOptions(options)), deviation_(std::move(deviation)) {
    if (source.size() == std::numeric_limits<std::int64_t>::max())
        throwBadInput("is endless", "validation data", "Say how many clips to validate with, as in synth:1000000:200.");
    const ExamplePlan plan(options_, source.size());
    std::vector<Example> examples;
    std::vector<Pairing> pairings;
    std::vector<std::int64_t> numbers;
    const auto close = [&] {
        batches_.push_back(makeBatch(examples, pairings, numbers, config, options.task == TrainTask::Classification));
        examples.clear();
        pairings.clear();
        numbers.clear();
    };
    for (std::int64_t i = 0; i < source.size(); ++i) {
        job.check();
        job.progress(static_cast<double>(i) / static_cast<double>(source.size()), "preparing validation");
        auto request = plan.request(i);
        request.index = i;
        request.draw = 0;
        try {
            examples.push_back(source.example(request, job));
        } catch (const Exception& e) {
            if (e.error().kind == Error::Kind::Cancelled || e.error().kind == Error::Kind::OutOfMemory)
                throw;
            skipped_.push_back({i, source.name(i), e.error().message()});
            continue;
        }
        pairings.push_back(plan.pairing(i));
        numbers.push_back(i);
        if (static_cast<std::int64_t>(examples.size()) == options.batch)
            close();
    }
    if (!examples.empty())
        close();
    if (batches_.empty())
        throwBadInput("none of the " + std::to_string(source.size()) +
                          " clips can be used; the first one: " + (skipped_.empty() ? "" : skipped_.front().reason),
                      "validation data", "Choose other clips, or none.");
}

Losses Validation::run(const Modules& modules, const Job& job) const {
    const torch::InferenceMode inference;
    const Autocast autocast(options_.bf16, modules.device);
    torch::nn::Module& root = modules.root();
    const bool trained = root.is_training();
    root.eval();
    PassOptions pass;
    pass.ratios = {options_.masking.pixelRatio, options_.masking.audioRatio, false};
    pass.maskSeed = kSeed;
    pass.deviation = deviation_;
    pass.stop = job.stop;
    MeanLosses mean;
    try {
        for (const Batch& batch : batches_)
            mean.add(computeObjective(modules, toDevice(batch, modules.device), options_, pass).parts,
                     static_cast<double>(batch.size()));
    } catch (...) {
        root.train(trained);
        throw;
    }
    root.train(trained);
    return mean.mean();
}

void MeanLosses::add(const Losses& losses, double clips) {
    for (const auto part : kParts) {
        if (std::isnan(losses.*part) && part != &Losses::loss)
            continue;
        sums_.*part += losses.*part * clips;
        weights_.*part += clips;
    }
}

Losses MeanLosses::mean() const {
    Losses mean;
    for (const auto part : kParts)
        mean.*part = sums_.*part / weights_.*part; // 0 / 0: NaN, not computed
    return mean;
}

} // namespace tvlt
