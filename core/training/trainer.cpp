#include "core/training/trainer.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/checkpoint/modules.h"
#include "core/model/autocast.h"
#include "core/training/batch_queue.h"
#include "core/training/memory_advice.h"
#include "core/training/new_model.h"
#include "core/training/optimizer.h"
#include "core/training/schedule.h"
#include "core/training/validation.h"

#include <nlohmann/json.hpp>
#include <torch/utils.h>

#include <chrono>
#include <cmath>
#include <optional>

namespace tvlt {

namespace {

using Clock = std::chrono::steady_clock;

/// How fast steps went lately.
class Pace {
  public:
    void step() {
        const auto now = Clock::now();
        const double seconds = std::chrono::duration<double>(now - last_).count();
        last_ = now;
        constexpr double kMemory = 0.95; // about the last twenty steps
        mean_ = mean_ == 0.0 ? seconds : kMemory * mean_ + (1.0 - kMemory) * seconds;
    }
    [[nodiscard]] double secondsPerStep() const { return mean_; }

  private:
    Clock::time_point last_ = Clock::now();
    double mean_ = 0.0;
};

} // namespace

struct Trainer::Impl {
    std::shared_ptr<const Checkpoint> checkpoint;
    TrainOptions options;
    TrainingData data;
    RunFolder folder;
    nlohmann::json setup;
    ExamplePlan plan;
    Optimizer optimizer;
    TrainingState state;
    std::int64_t savedStep = 0;
    std::optional<TrainingLog> log = std::nullopt;

    [[nodiscard]] Modules& modules() const { return *checkpoint->modules; }

    [[nodiscard]] Batch batch(ExampleQueue& examples, std::int64_t batchNumber, const Job& job) const;
    [[nodiscard]] PassOptions passOptions(std::int64_t batchNumber, std::stop_token stop) const;
    Losses differentiate(const Batch& batch, std::int64_t batchNumber, const Job& job);
    LogRow takeStep(BatchQueue& batches, const Job& job);
    void checkFinite(double value, const char* what, std::int64_t step) const;
    [[noreturn]] void adviseSmallerBatch(const Batch& batch, std::int64_t batchNumber, const Error& error,
                                         const Job& job);
    [[nodiscard]] bool validates() const { return data.validation && options.validateEvery > 0; }
    void validated(const Losses& losses);
    void save(const TrainingEvents& events);
    TrainingEnd train(const Job& job, const TrainingEvents& events);
};

Batch Trainer::Impl::batch(ExampleQueue& queue, std::int64_t batchNumber, const Job& job) const {
    std::vector<Example> examples;
    std::vector<Pairing> pairings;
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = 0; i < options.batch; ++i) {
        const std::int64_t number = batchNumber * options.batch + i;
        examples.push_back(queue.next(job));
        pairings.push_back(plan.pairing(number));
        numbers.push_back(number);
    }
    return readyFor(modules().device, makeBatch(examples, pairings, std::move(numbers), checkpoint->config,
                                                options.task == TrainTask::Classification));
}

PassOptions Trainer::Impl::passOptions(std::int64_t batchNumber, std::stop_token stop) const {
    PassOptions pass;
    pass.ratios = batchRatios(options, batchNumber);
    pass.maskSeed = options.seed;
    pass.recompute = options.recompute;
    pass.deviation = data.scale.deviation;
    pass.stop = std::move(stop);
    return pass;
}

Losses Trainer::Impl::differentiate(const Batch& batch, std::int64_t batchNumber, const Job& job) {
    Objective objective;
    {
        const Autocast autocast(options.bf16, modules().device);
        objective =
            computeObjective(modules(), toDevice(batch, modules().device), options, passOptions(batchNumber, job.stop));
    }
    checkFinite(objective.parts.loss, "loss", state.step + 1);
    (objective.loss / static_cast<double>(options.accumulate)).backward();
    return objective.parts;
}

void Trainer::Impl::checkFinite(double value, const char* what, std::int64_t step) const {
    if (std::isfinite(value))
        return;
    const bool saved = folder.hasLast();
    throwBadInput(std::string("the ") + what + " is not a number at step " + std::to_string(step), "training",
                  (saved ? "The checkpoint in " + folder.last().string() + " stands. " : std::string()) +
                      "Try a lower learning rate, a longer warm-up or f32.");
}

LogRow Trainer::Impl::takeStep(BatchQueue& batches, const Job& job) {
    torch::manual_seed(mix64(options.seed) ^ static_cast<std::uint64_t>(state.step)); // dropout
    optimizer.zeroGradients();
    MeanLosses mean;
    for (std::int64_t i = 0; i < options.accumulate; ++i) {
        const std::int64_t batchNumber = state.step * options.accumulate + i;
        const Batch batch = batches.next(job);
        const auto losses = guard([&] { return differentiate(batch, batchNumber, job); });
        if (!losses.ok() && losses.error().kind == Error::Kind::OutOfMemory)
            adviseSmallerBatch(batch, batchNumber, losses.error(), job);
        mean.add(losses.value(), 1.0);
    }
    LogRow row;
    row.training = mean.mean();
    row.gradientNorm = optimizer.clipGradients();
    checkFinite(row.gradientNorm, "gradient", state.step + 1);
    row.learningRate = learningRateAt(state.step, options.steps, options.optimizer);
    optimizer.step(row.learningRate);
    optimizer.zeroGradients(); // makes room for validation
    ++state.step;
    row.step = state.step;
    row.clips = state.step * options.clipsPerStep();
    return row;
}

void Trainer::Impl::adviseSmallerBatch(const Batch& batch, std::int64_t batchNumber, const Error& error,
                                       const Job& job) {
    const auto fits = [&](std::int64_t n) {
        job.check();
        optimizer.zeroGradients();
        return guard([&] { return differentiate(firstOf(batch, n), batchNumber, {}); }).ok();
    };
    const std::int64_t fitting = largestBatchThatFits(options.batch, fits);
    optimizer.zeroGradients();
    throw Exception({Error::Kind::OutOfMemory, error.what, "a batch of " + std::to_string(options.batch),
                     memoryAdvice(options, fitting)});
}

void Trainer::Impl::validated(const Losses& losses) {
    checkFinite(losses.loss, "validation loss", state.step);
    if (losses.loss < state.bestLoss) {
        state.bestLoss = losses.loss;
        state.bestStep = state.step;
        state.validationsSinceBest = 0;
        folder.saveBest(*checkpoint);
    } else {
        ++state.validationsSinceBest;
    }
}

void Trainer::Impl::save(const TrainingEvents& events) {
    log->flush();
    folder.saveLast(*checkpoint, optimizer.state(), state, setup);
    savedStep = state.step;
    if (events.saved)
        events.saved(state.step);
}

TrainingEnd Trainer::Impl::train(const Job& job, const TrainingEvents& events) {
    const auto tell = [&events](const std::vector<SkippedClip>& clips) {
        for (const SkippedClip& clip : clips)
            if (events.skipped)
                events.skipped(clip);
    };
    std::optional<Validation> validation;
    if (validates()) {
        validation.emplace(*data.validation, options, checkpoint->config, data.scale.deviation, job);
        tell(validation->skipped());
    }
    log.emplace(folder.log(), state.step);
    ExampleQueue queue(
        data.training, [order = plan](std::int64_t number) { return order.request(number); },
        state.step * options.clipsPerStep(), data.queue);
    BatchQueue batches([this, &queue](std::int64_t number, const Job& making) { return batch(queue, number, making); },
                       state.step * options.accumulate, options.steps * options.accumulate);
    modules().root().train();
    Pace pace;
    while (state.step < options.steps) {
        if (options.patience > 0 && state.validationsSinceBest >= options.patience)
            return TrainingEnd::NoLongerBetter;
        LogRow row = takeStep(batches, job);
        if (validation && (state.step == options.steps || state.step % options.validateEvery == 0)) {
            row.validated = true;
            row.validation = validation->run(modules(), {}); // a step is whole with it: a stop waits
        }
        log->add(row);
        if (row.validated)
            validated(row.validation);
        pace.step();
        if (events.stepped)
            events.stepped({row, options.steps, static_cast<double>(options.clipsPerStep()) / pace.secondsPerStep(),
                            static_cast<double>(options.steps - state.step) * pace.secondsPerStep()});
        tell(queue.takeSkipped());
        if (options.saveEvery > 0 && state.step % options.saveEvery == 0)
            save(events);
    }
    return TrainingEnd::Finished;
}

Trainer::Trainer(std::shared_ptr<const Checkpoint> checkpoint, TrainOptions options, TrainingData data,
                 RunFolder folder, nlohmann::json setup) {
    validate(options);
    const Modules& modules = *checkpoint->modules;
    if (options.task == TrainTask::PreTraining ? !modules.pretraining : !modules.classification)
        throwBadInput("has not the heads of this task", checkpoint->name);
    if (modules.dtype != torch::kFloat32)
        throwBadInput("is not in f32", checkpoint->name, "Weights are trained in f32; --bf16 is for the products.");
    const ExamplePlan plan(options, data.training->size());
    if (options.freezeEncoder)
        for (auto& parameter : modules.encoder()->parameters())
            parameter.requires_grad_(false);
    if (!data.scale.deviation.empty() &&
        (options.task != TrainTask::Regression || data.scale.deviation.size() != checkpoint->config.id2label.size()))
        throwBadInput("is of " + std::to_string(data.scale.deviation.size()) + " values, which is not what is learnt",
                      "the scale of the labels");
    const OptimizerOptions optimizer = options.optimizer;
    impl_.reset(new Impl{std::move(checkpoint),
                         std::move(options),
                         std::move(data),
                         std::move(folder),
                         std::move(setup),
                         plan,
                         {modules.root(), optimizer},
                         {}});
    if (const auto& deviation = impl_->data.scale.deviation; !deviation.empty()) {
        impl_->optimizer.setUnits(kScoreWeight, torch::tensor(deviation).unsqueeze(1));
        impl_->optimizer.setUnits(kScoreBias, torch::tensor(deviation));
    }
}

Trainer::~Trainer() = default;

void Trainer::resume(const RunFolder::Resumed& resumed) {
    impl_->optimizer.setState(resumed.optimizer, impl_->folder.last().string());
    impl_->state = resumed.state;
    impl_->savedStep = resumed.state.step;
}

TrainingOutcome Trainer::run(const Job& job, const TrainingEvents& events) {
    Impl& run = *impl_;
    TrainingEnd end = TrainingEnd::Interrupted;
    try {
        end = run.train(job, events);
    } catch (const Exception& e) {
        if (e.error().kind != Error::Kind::Cancelled)
            throw;
    }
    if (run.state.step != run.savedStep)
        run.save(events);
    run.modules().root().eval();
    return {end, run.state};
}

} // namespace tvlt
