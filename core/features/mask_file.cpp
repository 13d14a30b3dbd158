#include "core/features/mask_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_file.h"
#include "core/features/json_fields.h"
#include "core/features/mask_pins.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace tvlt {

using nlohmann::json;

namespace {

constexpr const char* kFormat = "tvlt-mask";
constexpr int kVersion = 1;
constexpr int kMostCells = 1 << 16;   // along one edge of a layout
constexpr int kMostTokens = 16 << 20; // of one modality: far above what any model takes

struct LayoutField {
    const char* name;
    int PatchLayout::*member;
};

constexpr LayoutField kLayoutFields[] = {
    {"frames", &PatchLayout::frames},
    {"patch_rows", &PatchLayout::patchRows},
    {"patch_columns", &PatchLayout::patchCols},
    {"patch_height", &PatchLayout::patchHeight},
    {"patch_width", &PatchLayout::patchWidth},
    {"time_steps", &PatchLayout::timeSteps},
    {"bands", &PatchLayout::bands},
    {"spectrogram_columns_per_patch", &PatchLayout::patchColumns},
    {"mels_per_patch", &PatchLayout::patchMels},
};

PatchLayout layoutFromJson(const json& object, const std::string& where) {
    const JsonFields fields(object, where);
    PatchLayout layout;
    for (const LayoutField& field : kLayoutFields) {
        fields.require({field.name});
        fields.read({field.name}, layout.*field.member, 0, kMostCells);
    }
    for (const int size : {layout.patchHeight, layout.patchWidth, layout.patchColumns, layout.patchMels})
        if (size == 0)
            throwBadInput("has a patch without extent", where);
    if (1.0 * layout.frames * layout.patchRows * layout.patchCols > kMostTokens ||
        1.0 * layout.timeSteps * layout.bands > kMostTokens)
        throwBadInput("has more than " + std::to_string(kMostTokens) + " patches", where);
    return layout;
}

std::vector<int> tokensFromJson(const json& array, int tokens, const std::string& where) {
    if (!array.is_array())
        throwBadInput("should be a list of patches", where);
    std::vector<int> list;
    for (const json& item : array) {
        if (!item.is_number_integer() || item < 0 || item >= tokens)
            throwBadInput("holds " + item.dump().substr(0, 40) + ", but should hold whole numbers from 0 to " +
                              std::to_string(tokens - 1),
                          where);
        list.push_back(item.get<int>());
    }
    return list;
}

json pinsToJson(const Pins& pins) {
    return {{"hidden", pins.hidden}, {"shown", pins.shown}};
}

Pins pinsFromJson(const JsonFields& fields, const char* name, int tokens) {
    const json* found = fields.find({name});
    if (found == nullptr)
        return {};
    const JsonFields lists(*found, fields.path(name));
    Pins pins;
    if (const json* hidden = lists.find({"hidden"}))
        pins = withPins(pins, tokensFromJson(*hidden, tokens, lists.path("hidden")), PinTo::Hidden);
    if (const json* shown = lists.find({"shown"})) {
        const std::vector<int> list = tokensFromJson(*shown, tokens, lists.path("shown"));
        const std::size_t before = pins.hidden.size();
        pins = withPins(pins, list, PinTo::Shown);
        if (pins.hidden.size() != before)
            throwBadInput("holds a patch that is also in \"hidden\"", lists.path("shown"));
    }
    return pins;
}

double ratioFromJson(const JsonFields& fields, const char* name, double ratio) {
    fields.read({name}, ratio);
    if (!(ratio >= 0.0 && ratio <= 1.0))
        throwBadInput("is " + std::to_string(ratio) + ", but should be a share from 0 to 1", fields.path(name));
    return ratio;
}

void checkHeader(const JsonFields& fields) {
    const json* format = fields.find({"format"});
    if (format == nullptr || *format != kFormat)
        throwBadInput(std::string("is not \"") + kFormat + "\": this is no mask", fields.path("format"),
                      "Choose a file that Mask > Save mask wrote.");
    int version = 0;
    fields.require({"version"});
    fields.read({"version"}, version, 1, std::numeric_limits<int>::max());
    if (version > kVersion)
        throwUnsupported("is " + std::to_string(version) + ", and this program reads versions up to " +
                             std::to_string(kVersion),
                         fields.path("version"), "Open it with a newer version of the program.");
}

} // namespace

json maskToJson(const MaskSettings& settings) {
    json mask = {{"format", kFormat},
                 {"version", kVersion},
                 {"pixel_mask_ratio", settings.pixelRatio},
                 {"audio_mask_ratio", settings.audioRatio},
                 {"audio_mask_type", audioMaskTypeName(settings.audioType)},
                 {"seed", settings.seed}};
    if (settings.pixelPins.empty() && settings.audioPins.empty())
        return mask;
    for (const LayoutField& field : kLayoutFields)
        mask["layout"][field.name] = settings.pinLayout.value().*field.member;
    mask["pixel_pins"] = pinsToJson(settings.pixelPins);
    mask["audio_pins"] = pinsToJson(settings.audioPins);
    return mask;
}

MaskSettings maskFromJson(const json& object, const std::string& where) {
    const JsonFields fields(object, where);
    checkHeader(fields);
    MaskSettings settings;
    settings.pixelRatio = ratioFromJson(fields, "pixel_mask_ratio", settings.pixelRatio);
    settings.audioRatio = ratioFromJson(fields, "audio_mask_ratio", settings.audioRatio);
    if (const json* type = fields.find({"audio_mask_type"})) {
        const auto known = type->is_string() ? audioMaskTypeFromName(type->get<std::string>()) : std::nullopt;
        if (!known)
            throwBadInput("is " + type->dump().substr(0, 40) + R"(, but should be "frame-level" or "patch-level")",
                          fields.path("audio_mask_type"));
        settings.audioType = *known;
    }
    if (const json* seed = fields.find({"seed"})) {
        if (!seed->is_number_unsigned() && !(seed->is_number_integer() && seed->get<std::int64_t>() >= 0))
            throwBadInput("is " + seed->dump().substr(0, 40) + ", but should be a whole number from 0 on",
                          fields.path("seed"));
        settings.seed = seed->get<std::uint64_t>();
    }
    if (const json* layout = fields.find({"layout"})) {
        settings.pinLayout = layoutFromJson(*layout, fields.path("layout"));
        settings.pixelPins = pinsFromJson(fields, "pixel_pins", settings.pinLayout->pixelTokens());
        settings.audioPins = pinsFromJson(fields, "audio_pins", settings.pinLayout->audioTokens());
    } else if (fields.find({"pixel_pins", "audio_pins"}) != nullptr) {
        throwBadInput("is missing, but there are pins", fields.path("layout"));
    }
    return settings;
}

void saveMask(const std::filesystem::path& path, const MaskSettings& settings) {
    writeFileAtomically(path, maskToJson(settings).dump(1) + "\n");
}

MaskSettings loadMask(const std::filesystem::path& path) {
    return maskFromJson(readJsonObject(path), path.string());
}

} // namespace tvlt
