#include "core/base/error.h"
#include "core/features/mask_file.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>

using namespace tvlt;
using nlohmann::json;

namespace {

MaskSettings painted() {
    MaskSettings settings;
    settings.pixelRatio = 0.4;
    settings.audioRatio = 1.0;
    settings.audioType = AudioMaskType::PatchLevel;
    settings.seed = 18446744073709551615ULL;
    PatchLayout layout;
    layout.frames = 2;
    layout.patchRows = layout.patchCols = 3;
    layout.timeSteps = 4;
    layout.bands = 2;
    settings.pinLayout = layout;
    settings.pixelPins = {{0, 17}, {4}};
    settings.audioPins = {{}, {7}};
    return settings;
}

/// The message for a painted mask that `change` has spoiled.
std::string refusal(const std::function<void(json&)>& change) {
    json mask = maskToJson(painted());
    change(mask);
    try {
        (void)maskFromJson(mask, "m.json");
    } catch (const Exception& e) {
        return e.error().message();
    }
    return {};
}

} // namespace

TEST_CASE("a saved mask is the same when it is loaded") {
    const TempFolder folder;
    for (const MaskSettings& settings : {painted(), MaskSettings{}}) {
        saveMask(folder / "mask.json", settings);
        CHECK(loadMask(folder / "mask.json") == settings);
    }
}

TEST_CASE("a mask file without pins needs no layout, and what it leaves out keeps its default") {
    const MaskSettings settings = maskFromJson({{"format", "tvlt-mask"}, {"version", 1}, {"seed", 3}}, "m.json");
    CHECK(settings.seed == 3);
    CHECK(settings.pixelRatio == 0.75);
    CHECK(settings.pixelPins.empty());
}

TEST_CASE("a spoiled mask file is refused by the field that is wrong") {
    CHECK_THAT(refusal([](json& m) { m["format"] = "tvlt-session"; }), ContainsSubstring("m.json: format"));
    CHECK_THAT(refusal([](json& m) { m["version"] = 2; }), ContainsSubstring("newer version"));
    CHECK_THAT(refusal([](json& m) { m.erase("version"); }), ContainsSubstring("version"));
    CHECK_THAT(refusal([](json& m) { m["pixel_mask_ratio"] = 1.5; }), ContainsSubstring("pixel_mask_ratio"));
    CHECK_THAT(refusal([](json& m) { m["audio_mask_ratio"] = "half"; }), ContainsSubstring("audio_mask_ratio"));
    CHECK_THAT(refusal([](json& m) { m["audio_mask_type"] = "word-level"; }), ContainsSubstring("word-level"));
    CHECK_THAT(refusal([](json& m) { m["seed"] = -1; }), ContainsSubstring("seed"));
    CHECK_THAT(refusal([](json& m) { m.erase("layout"); }), ContainsSubstring("layout"));
    CHECK_THAT(refusal([](json& m) { m["layout"].erase("bands"); }), ContainsSubstring("bands"));
    CHECK_THAT(refusal([](json& m) { m["layout"]["frames"] = 1e9; }), ContainsSubstring("frames"));
    CHECK_THAT(refusal([](json& m) { m["layout"]["patch_height"] = 0; }), ContainsSubstring("extent"));
    CHECK_THAT(refusal([](json& m) { m["layout"]["patch_rows"] = m["layout"]["patch_columns"] = 65536; }),
               ContainsSubstring("patches"));
    CHECK_THAT(refusal([](json& m) { m["pixel_pins"]["hidden"] = {18}; }), ContainsSubstring("0 to 17"));
    CHECK_THAT(refusal([](json& m) { m["pixel_pins"]["hidden"] = {0.5}; }), ContainsSubstring("hidden"));
    CHECK_THAT(refusal([](json& m) { m["pixel_pins"]["hidden"] = 3; }), ContainsSubstring("list"));
    CHECK_THAT(refusal([](json& m) { m["audio_pins"]["hidden"] = {7}; }), ContainsSubstring("also in"));
    CHECK_THAT(refusal([](json& m) { m["audio_pins"] = 3; }), ContainsSubstring("audio_pins"));
    CHECK(refusal([](json& m) { m["later"] = "unknown"; }).empty());
}

TEST_CASE("a file that is no JSON is refused by its place, and a failed save leaves the old mask") {
    const TempFolder folder;
    std::ofstream(folder / "bad.json") << "{\"format\": tvlt}";
    CHECK_THROWS_WITH(loadMask(folder / "bad.json"), ContainsSubstring("bad.json:1:"));
    CHECK_THROWS_AS(loadMask(folder / "none.json"), Exception);
    CHECK_THROWS_AS(saveMask(folder / "no-such-folder" / "mask.json", painted()), Exception);
}
