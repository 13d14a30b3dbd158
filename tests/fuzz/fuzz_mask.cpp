#include "core/base/json_file.h"
#include "core/features/mask_file.h"
#include "core/features/mask_pins.h"
#include "tests/fuzz/target.h"

#include <nlohmann/json.hpp>

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        const MaskSettings mask = maskFromJson(parseJson(textOf(data, size), "mask"), "mask");
        require(mask.pixelRatio >= 0.0 && mask.pixelRatio <= 1.0 && mask.audioRatio >= 0.0 && mask.audioRatio <= 1.0);
        plantBug(mask.pixelPins.hidden.size() == 2 && mask.audioRatio == 1.0);
        requireReadAgain(maskToJson(mask).dump(), [](const std::string& written) {
            return maskToJson(maskFromJson(parseJson(written, "written"), "written")).dump();
        });
        // Painted on another model's patches.
        if (mask.pinLayout && mask.pinLayout->pixelTokens() < 1 << 16 && mask.pinLayout->audioTokens() < 1 << 16)
            (void)refitted(mask, PatchLayout{4, 6, 6, 16, 16, 12, 8, 16, 16});
    });
    return 0;
}
