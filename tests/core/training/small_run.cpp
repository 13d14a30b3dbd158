#include "tests/core/training/small_run.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/training/new_model.h"

#include <nlohmann/json.hpp>

namespace tvlt {

Example EasySource::example(const ExampleRequest& request, const Job&) const {
    if (request.index == damaged)
        throwBadInput("is damaged", name(request.index));
    const std::uint64_t key = mix64(static_cast<std::uint64_t>(request.index) + 7);
    const bool isBright = key % 2 == 1;
    const auto fill = [&](std::vector<float>& values, std::size_t count, std::uint64_t stream) {
        values.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            values[i] = (isBright ? 0.5F : -0.5F) + static_cast<float>(0.2 * uniformAt(key ^ stream, i));
    };
    Example example;
    const auto picture = [&](PixelInput& pixels, std::uint64_t stream) {
        pixels.frames = 2;
        pixels.channels = 3;
        pixels.height = pixels.width = 16;
        fill(pixels.values, 2 * 3 * 16 * 16, stream);
    };
    picture(example.pixels, 1 + request.draw);
    if (request.shift != 0.0)
        picture(example.shiftedPixels.emplace(), 99);
    example.audio.rows = 32;
    example.audio.realRows = request.index % 3 == 0 ? 20 : 32;
    example.audio.mels = 16;
    fill(example.audio.values, 32 * 16, 2);
    if (task_ != TrainTask::PreTraining)
        example.target = {isBright ? bright : dark};
    return example;
}

TvltConfig tinyConfig() {
    TvltConfig config;
    config.image_size = {16, 16};
    config.image_patch_size = {8, 8};
    config.num_frames = 2;
    config.spectrogram_length = 32;
    config.frequency_length = 16;
    config.audio_patch_size = {8, 8};
    config.hidden_size = 16;
    config.num_hidden_layers = 2;
    config.num_attention_heads = 2;
    config.intermediate_size = 32;
    config.decoder_hidden_size = 16;
    config.decoder_num_hidden_layers = 1;
    config.decoder_num_attention_heads = 2;
    config.decoder_intermediate_size = 32;
    return config;
}

TrainOptions tinyOptions(TrainTask task) {
    TrainOptions options;
    options.task = task;
    options.steps = 6;
    options.batch = 4;
    options.accumulate = 2;
    options.validateEvery = 2;
    options.saveEvery = 2;
    options.optimizer.warmup = 2;
    options.matching.shiftedShare = 0.5;
    options.matching.batchShare = 0.75;
    return options;
}

std::shared_ptr<const Checkpoint> tinyModel(const TvltConfig& config, TrainTask task, std::uint64_t seed) {
    NewModel made;
    made.task = task;
    made.seed = seed;
    made.labels = task == TrainTask::Classification ? std::vector<std::string>{"dark", "bright"}
                                                    : std::vector<std::string>{"light"};
    return newModel(config, {}, made, {});
}

TrainingData tinyData(TrainTask task) {
    TrainingData data;
    data.training = std::make_shared<EasySource>(13, task);
    data.validation = std::make_shared<EasySource>(5, task);
    return data;
}

TrainingOutcome runTiny(const std::filesystem::path& path, const TvltConfig& config, const TrainOptions& options,
                        bool resume, std::int64_t stopAfter) {
    const RunFolder folder(path);
    const nlohmann::json setup{{"options", toJson(options)}};
    std::optional<RunFolder::Resumed> resumed;
    if (resume)
        resumed = folder.resume(setup, {}, {});
    Trainer trainer(resumed ? resumed->checkpoint : tinyModel(config, options.task, options.seed), options,
                    tinyData(options.task), folder, setup);
    if (resumed)
        trainer.resume(*resumed);
    std::stop_source stop;
    TrainingEvents events;
    events.stepped = [&](const TrainingEvents::Step& at) {
        if (at.row.step == stopAfter)
            stop.request_stop();
    };
    return trainer.run({stop.get_token(), {}}, events);
}

} // namespace tvlt
