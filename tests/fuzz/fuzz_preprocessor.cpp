#include "core/base/json_file.h"
#include "core/features/preprocessor_config.h"
#include "tests/fuzz/target.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace tvlt;
using namespace tvlt::fuzz;

namespace {

PreprocessorConfig parsed(std::string_view text) {
    const nlohmann::json json = parseJson(text, "preprocessor_config.json");
    PreprocessorConfig config;
    config.image = imageProcessorFromJson(json, "preprocessor_config.json");
    config.audio = featureExtractorFromJson(json, "preprocessor_config.json");
    return config;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        const PreprocessorConfig config = parsed(textOf(data, size));
        require(config.audio.hopLength > 0 && config.audio.samplingRate > 0 && config.audio.patchSize.size() == 2);
        for (const double value : config.image.imageStd)
            require(std::isfinite(1.0F / static_cast<float>(value)));
        plantBug(config.image.resample == Resample::Hamming);
        requireReadAgain(preprocessorToJson(config).dump(),
                         [](const std::string& written) { return preprocessorToJson(parsed(written)).dump(); });
    });
    return 0;
}
