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
        plantBug(config.id2label.size() == 1);
        requireReadAgain(configToJson(config, "TvltModel").dump(), [](const std::string& written) {
            return configToJson(configFromJson(parseJson(written, "written")), "TvltModel").dump();
        });
    });
    return 0;
}
