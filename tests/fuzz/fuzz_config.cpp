#include "core/base/json_file.h"
#include "core/model/config.h"
#include "tests/fuzz/target.h"

#include <nlohmann/json.hpp>

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        const TvltConfig config = configFromJson(parseJson(textOf(data, size), "config.json"));
        const auto patches = static_cast<std::int64_t>(config.patchesPerFrame()) * config.num_frames +
                             static_cast<std::int64_t>(config.maxTimeSteps()) * config.bands();
        require(patches > 0 && patches <= 1 << 20);
        plantBug(config.use_mean_pooling && !config.qkv_bias);
        // What is written is read again, and means the same.
        TvltConfig again;
        try {
            again = configFromJson(parseJson(configToJson(config, "TvltModel").dump(), "written"));
        } catch (const Exception&) {
            std::abort();
        }
        require(again.hidden_size == config.hidden_size && again.image_size == config.image_size &&
                again.id2label == config.id2label && again.hidden_act == config.hidden_act);
    });
    return 0;
}
