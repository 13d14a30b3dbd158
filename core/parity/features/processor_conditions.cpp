#include "core/base/error.h"
#include "core/base/file.h"
#include "core/features/processor.h"
#include "core/parity/features/error_rows.h"

#include <cstdlib>
#include <type_traits>

namespace tvlt {
namespace {

const char* const kComponent = "TvltProcessor";

PreprocessorConfig options(int hopsPerSecond) {
    return {imageProcessorFromJson(
                {{"size", {{"shortest_edge", 32}}}, {"crop_size", {{"height", 32}, {"width", 32}}}, {"num_frames", 4}},
                "init"),
            featureExtractorFromJson({{"hop_length_to_sampling_rate", hopsPerSecond}}, "init"),
            {}};
}

nlohmann::json run(const ProcessorInputs& inputs) {
    const auto config = options(86);
    const TvltProcessor processor{TvltImageProcessor(config.image), TvltFeatureExtractor(config.audio)};
    const auto call = processor.callFromJson({{"return_tensors", "pt"}}, "call");
    return describe(processor(inputs, call), call.image.returnTensors);
}

/// Written to a new folder as a checkpoint's preprocessor_config.json and read again.
PreprocessorConfig savedAndLoaded(const PreprocessorConfig& config) {
    std::string folder = (std::filesystem::temp_directory_path() / "tvlt-parity-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
        throwBadInput("no temporary folder can be made", folder);
    writeFileAtomically(std::filesystem::path(folder) / "preprocessor_config.json", preprocessorToJson(config).dump());
    auto loaded = loadPreprocessorConfig(folder);
    std::filesystem::remove_all(folder);
    return loaded;
}

} // namespace

void addProcessorConditions(ErrorConditions& conditions) {
    using Json = nlohmann::json;
    const auto add = conditionAdder(conditions, kComponent);
    add("no images, no audio", [](const Numbers&) { return run({}); });
    add("only images_mixed", [](const Numbers&) {
        ProcessorInputs inputs;
        inputs.imagesMixed = NdArray({1, 40, 50, 3}, std::vector<std::uint8_t>(40 * 50 * 3, 128));
        return run(inputs);
    });
    // The types say it here: such a program does not compile.
    add("arguments in the wrong order at construction", [](const Numbers&) -> Json {
        if constexpr (!std::is_constructible_v<TvltProcessor, TvltFeatureExtractor, TvltImageProcessor>)
            throwBadInput("a TvltFeatureExtractor is no TvltImageProcessor");
        return {};
    });
    add(
        "save then load: image size",
        [](const Numbers&) -> Json {
            return {{"shortest_edge", savedAndLoaded(options(86)).image.shortestEdge.value_or(0)}};
        },
        returnsResult({{"shortest_edge", 32}}));
    add(
        "save then load: num_frames",
        [](const Numbers&) -> Json { return savedAndLoaded(options(86)).image.numFrames; }, returnsResult(4));
    add(
        "save then load: hop_length (# before)",
        [](const Numbers& n) -> Json {
            return savedAndLoaded(options(static_cast<int>(44100.0 / n[0]))).audio.hopLength;
        },
        [](const Numbers& n) {
            return StatedOutcome{false, n[0]};
        });
}

} // namespace tvlt
