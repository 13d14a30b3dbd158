#include "core/model/config.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/model/activation_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace tvlt {

using Json = nlohmann::json;

namespace {

// The ranges are far beyond any real model; they keep a damaged file from asking for all the memory there is.
struct IntField {
    const char* name;
    int TvltConfig::*member;
    int least;
    int most;
    const char* olderName = nullptr; ///< in older published files
};
constexpr IntField intFields[] = {
    {"spectrogram_length", &TvltConfig::spectrogram_length, 1, 1 << 20, "audio_size"},
    {"frequency_length", &TvltConfig::frequency_length, 1, 1 << 14, "feature_size"},
    {"num_image_channels", &TvltConfig::num_image_channels, 1, 1 << 10},
    {"num_audio_channels", &TvltConfig::num_audio_channels, 1, 1 << 10},
    {"num_frames", &TvltConfig::num_frames, 1, 1 << 14},
    {"hidden_size", &TvltConfig::hidden_size, 1, 1 << 15},
    {"num_hidden_layers", &TvltConfig::num_hidden_layers, 0, 1000},
    {"num_attention_heads", &TvltConfig::num_attention_heads, 1, 1 << 15},
    {"intermediate_size", &TvltConfig::intermediate_size, 1, 1 << 18},
    {"decoder_hidden_size", &TvltConfig::decoder_hidden_size, 1, 1 << 15},
    {"decoder_num_hidden_layers", &TvltConfig::decoder_num_hidden_layers, 0, 1000},
    {"decoder_num_attention_heads", &TvltConfig::decoder_num_attention_heads, 1, 1 << 15},
    {"decoder_intermediate_size", &TvltConfig::decoder_intermediate_size, 1, 1 << 18},
};

struct PairField {
    const char* name;
    std::array<int, 2> TvltConfig::*member;
    int most;
    bool takesInt; ///< one number for both
    const char* olderName = nullptr;
};
constexpr PairField pairFields[] = {
    {"image_size", &TvltConfig::image_size, 1 << 14, true, "pixel_size"},
    {"image_patch_size", &TvltConfig::image_patch_size, 1 << 12, true},
    {"audio_patch_size", &TvltConfig::audio_patch_size, 1 << 12, false},
};

struct RealField {
    const char* name;
    double TvltConfig::*member;
    double least;
    double most;
};
constexpr RealField realFields[] = {
    {"hidden_dropout_prob", &TvltConfig::hidden_dropout_prob, 0, 1},
    {"attention_probs_dropout_prob", &TvltConfig::attention_probs_dropout_prob, 0, 1},
    {"initializer_range", &TvltConfig::initializer_range, 0, 1e3},
    {"layer_norm_eps", &TvltConfig::layer_norm_eps, 0, 1e3},
    {"pixel_mask_ratio", &TvltConfig::pixel_mask_ratio, 0, 1},
    {"audio_mask_ratio", &TvltConfig::audio_mask_ratio, 0, 1},
};

struct BoolField {
    const char* name;
    bool TvltConfig::*member;
};
constexpr BoolField boolFields[] = {
    {"qkv_bias", &TvltConfig::qkv_bias},
    {"use_mean_pooling", &TvltConfig::use_mean_pooling},
    {"task_matching", &TvltConfig::task_matching},
    {"task_mae", &TvltConfig::task_mae},
};

constexpr std::size_t mostLabels = 1u << 20;
constexpr double mostParameters = 1e10; // 40 GB in f32
constexpr double mostValues = 1e9;      // of one input, 4 GB; TVLT's own have a million
constexpr double mostTokens = 1 << 20;  // of one input; TVLT's own have two thousand

std::string field(const std::string& where, const std::string& name) {
    return where + ", field " + name;
}

template <class Number> std::string text(Number value) {
    return Json(value).dump();
}

template <class Number>
void checkRange(Number value, Number least, Number most, const std::string& name, const std::string& where) {
    if (!(value >= least && value <= most)) // so that NaN fails
        throwBadInput("is " + text(value) + ", not between " + text(least) + " and " + text(most), field(where, name));
}

/// The value under a field's name or its older one; null counts as missing.
const Json* find(const Json& json, const char* name, const char* olderName = nullptr) {
    for (const char* key : {name, olderName}) {
        if (!key)
            continue;
        const auto it = json.find(key);
        if (it != json.end() && !it->is_null())
            return &*it;
    }
    return nullptr;
}

[[noreturn]] void wrongType(const Json& value, const char* expected, const std::string& place) {
    throwBadInput(std::string("is ") + value.type_name() + ", not " + expected, place);
}

/// A whole number; its range is checked by the caller's limits, before it is narrowed.
int toInt(const Json& value, int least, int most, const std::string& name, const std::string& where) {
    if (!value.is_number_integer())
        wrongType(value, "a whole number", field(where, name));
    const auto number =
        value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX ? INT64_MAX : value.get<std::int64_t>();
    checkRange<std::int64_t>(number, least, most, name, where);
    return static_cast<int>(number);
}

std::array<int, 2> toPair(const Json& value, const PairField& f, const std::string& where) {
    if (f.takesInt && value.is_number_integer()) {
        const int both = toInt(value, 1, f.most, f.name, where);
        return {both, both};
    }
    if (!value.is_array() || value.size() != 2)
        wrongType(value, "a list of two whole numbers", field(where, f.name));
    return {toInt(value[0], 1, f.most, f.name, where), toInt(value[1], 1, f.most, f.name, where)};
}

std::string toText(const Json& value, const std::string& name, const std::string& where) {
    if (!value.is_string())
        wrongType(value, "a text", field(where, name));
    return value.get<std::string>();
}

/// id2label: {"0": "LABEL_0", ...} in any order of keys.
std::vector<std::string> toLabels(const Json& map, const std::string& where) {
    const auto place = field(where, "id2label");
    if (!map.is_object())
        wrongType(map, "a map from number to label", place);
    if (map.empty() || map.size() > mostLabels)
        throwBadInput("has " + std::to_string(map.size()) + " labels", place);
    std::vector<std::string> labels;
    for (std::size_t id = 0; id < map.size(); ++id) {
        const auto it = map.find(std::to_string(id));
        if (it == map.end())
            throwBadInput("has no label " + std::to_string(id) + " among its " + std::to_string(map.size()), place,
                          "Number the labels from 0 without a gap.");
        if (!it->is_string())
            wrongType(*it, "a text", place);
        labels.push_back(printable(it->get_ref<const std::string&>()));
    }
    return labels;
}

std::vector<std::string> defaultLabels(std::size_t count) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < count; ++i)
        labels.push_back("LABEL_" + std::to_string(i));
    return labels;
}

LossType toLossType(const std::string& name, const std::string& where) {
    if (name == "classification")
        return LossType::Classification;
    if (name == "regression")
        return LossType::Regression;
    throwBadInput("is '" + name + "', not classification or regression", field(where, "loss_type"));
}

/// The reference's validator knows "patch_level", its masking "patch-level", its documentation both.
std::string toMaskType(std::string name) {
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

bool names(const Json& json, const std::string& architecture) {
    const Json* list = find(json, "architectures");
    return list && list->is_array() && std::find(list->begin(), list->end(), Json(architecture)) != list->end();
}

void checkHeads(int hidden, int heads, const std::string& prefix, const std::string& where) {
    if (hidden % heads != 0)
        throwBadInput("is " + std::to_string(hidden) + ", which is not a multiple of " + std::to_string(heads) + " " +
                          prefix + "num_attention_heads",
                      field(where, prefix + "hidden_size"));
}

double area(const std::array<int, 2>& size) {
    return static_cast<double>(size[0]) * size[1];
}

/// Refuses products of sizes that are each acceptable.
void checkInput(const TvltConfig& c, const std::string& where) {
    const double values = area(c.image_size) * c.num_frames * c.num_image_channels +
                          static_cast<double>(c.spectrogram_length) * c.frequency_length * c.num_audio_channels;
    const double tokens =
        static_cast<double>(c.patchesPerFrame()) * c.num_frames + static_cast<double>(c.maxTimeSteps()) * c.bands();
    if (values > mostValues || tokens > mostTokens)
        throwBadInput("the sizes give an input of " + text(std::round(values)) + " values in " +
                          text(std::round(tokens)) + " patches",
                      where, "Check image_size, num_frames, spectrogram_length, frequency_length and the patch sizes.");
}

/// The number of weights, roughly: likewise.
double roughParameters(const TvltConfig& c) {
    const auto layers = [](double count, double hidden, double intermediate) {
        return count * hidden * (4 * hidden + 2 * intermediate);
    };
    const double patchValues =
        area(c.image_patch_size) * c.num_image_channels + area(c.audio_patch_size) * c.num_audio_channels;
    const double positions =
        area(c.image_size) / area(c.image_patch_size) + c.num_frames + c.maxTimeSteps() + c.bands();
    return layers(c.num_hidden_layers, c.hidden_size, c.intermediate_size) +
           layers(c.decoder_num_hidden_layers, c.decoder_hidden_size, c.decoder_intermediate_size) +
           (patchValues + positions) * (static_cast<double>(c.hidden_size) + c.decoder_hidden_size) +
           2.0 * c.hidden_size * (static_cast<double>(c.hidden_size) + c.num_labels());
}

} // namespace

TvltConfig configFromJson(const Json& json, const std::string& where) {
    if (!json.is_object())
        throwBadInput("is not a JSON object", where, "This is not the config of a model.");
    if (const Json* type = find(json, "model_type"); type && *type != "tvlt")
        throwUnsupported("is " + printable(type->dump(), 60) + ", not \"tvlt\"", field(where, "model_type"),
                         "Open a TVLT checkpoint.");

    TvltConfig config;
    for (const auto& f : intFields)
        if (const Json* value = find(json, f.name, f.olderName))
            config.*f.member = toInt(*value, f.least, f.most, f.name, where);
    for (const auto& f : pairFields)
        if (const Json* value = find(json, f.name, f.olderName))
            config.*f.member = toPair(*value, f, where);
    for (const auto& f : realFields)
        if (const Json* value = find(json, f.name)) {
            if (!value->is_number())
                wrongType(*value, "a number", field(where, f.name));
            config.*f.member = value->get<double>();
        }
    for (const auto& f : boolFields)
        if (const Json* value = find(json, f.name)) {
            if (!value->is_boolean())
                wrongType(*value, "true or false", field(where, f.name));
            config.*f.member = value->get<bool>();
        }
    if (const Json* value = find(json, "hidden_act"))
        config.hidden_act = toText(*value, "hidden_act", where);
    if (const Json* value = find(json, "audio_mask_type"))
        config.audio_mask_type = toMaskType(toText(*value, "audio_mask_type", where));
    if (const Json* value = find(json, "loss_type"))
        config.loss_type = toLossType(toText(*value, "loss_type", where), where);
    if (const Json* value = find(json, "id2label"))
        config.id2label = toLabels(*value, where);
    else if (const Json* count = find(json, "num_labels"))
        config.id2label = defaultLabels(
            static_cast<std::size_t>(toInt(*count, 1, static_cast<int>(mostLabels), "num_labels", where)));
    config.classifier_layer_norm_eps = config.layer_norm_eps;

    // The reference's pre-training class takes the patch size apart, so there it has to be a list.
    if (const Json* patch = find(json, "image_patch_size");
        patch && patch->is_number() && config.task_mae && names(json, "TvltForPreTraining"))
        throwBadInput("is a number; the MAE head of TvltForPreTraining takes a list of two",
                      field(where, "image_patch_size"));
    const bool otherClass = find(json, "architectures") && !names(json, "TvltForPreTraining");
    if (!otherClass && !config.task_matching && !config.task_mae)
        throwBadInput("is false, and so is task_mae: nothing is left to pre-train", field(where, "task_matching"),
                      "Set one of the two to true.");
    validate(config, where);
    return config;
}

void validate(const TvltConfig& config, const std::string& where) {
    for (const auto& f : intFields)
        checkRange(config.*f.member, f.least, f.most, f.name, where);
    for (const auto& f : pairFields)
        for (const int value : config.*f.member)
            checkRange(value, 1, f.most, f.name, where);
    for (const auto& f : realFields)
        checkRange(config.*f.member, f.least, f.most, f.name, where);
    checkRange(config.classifier_layer_norm_eps, 0.0, 1e3, "classifier_layer_norm_eps", where);

    if (config.patchesPerFrame() == 0)
        throwBadInput("is larger than image_size", field(where, "image_patch_size"));
    if (config.maxTimeSteps() == 0 || config.bands() == 0)
        throwBadInput("is larger than spectrogram_length or frequency_length", field(where, "audio_patch_size"));
    checkHeads(config.hidden_size, config.num_attention_heads, "", where);
    checkHeads(config.decoder_hidden_size, config.decoder_num_attention_heads, "decoder_", where);
    if (!isActivation(config.hidden_act))
        throwBadInput("is '" + config.hidden_act + "', which is no known activation", field(where, "hidden_act"),
                      "Known are: " + activationNames() + ".");
    if (config.audio_mask_type != "frame-level" && config.audio_mask_type != "patch-level")
        throwBadInput("is '" + config.audio_mask_type + "', not frame-level or patch-level",
                      field(where, "audio_mask_type"));
    if (config.id2label.empty() || config.id2label.size() > mostLabels)
        throwBadInput("has " + std::to_string(config.id2label.size()) + " labels", field(where, "id2label"));
    checkInput(config, where);
    if (const double parameters = roughParameters(config); parameters > mostParameters)
        throwBadInput("the sizes give a model of about " + text(std::round(parameters)) + " parameters", where,
                      "Check hidden_size, intermediate_size, num_hidden_layers, the decoder's and the patch sizes.");
}

Json configToJson(const TvltConfig& config, const std::string& architecture) {
    Json json = {{"architectures", {architecture}},
                 {"model_type", "tvlt"},
                 {"torch_dtype", "float32"},
                 {"transformers_version", "4.40.2"},
                 {"hidden_act", config.hidden_act},
                 // The only spelling of patch level that the reference's own config class takes.
                 {"audio_mask_type", config.audio_mask_type == "patch-level" ? "patch_level" : config.audio_mask_type},
                 {"loss_type", config.loss_type == LossType::Regression ? "regression" : "classification"}};
    for (const auto& f : intFields)
        json[f.name] = config.*f.member;
    for (const auto& f : pairFields)
        json[f.name] = config.*f.member;
    for (const auto& f : realFields)
        json[f.name] = config.*f.member;
    for (const auto& f : boolFields)
        json[f.name] = config.*f.member;
    if (config.image_size[0] == config.image_size[1])
        json["image_size"] = config.image_size[0];
    if (config.id2label != defaultLabels(2)) {
        json["id2label"] = json["label2id"] = Json::object();
        for (std::size_t id = 0; id < config.id2label.size(); ++id) {
            json["id2label"][std::to_string(id)] = config.id2label[id];
            json["label2id"][config.id2label[id]] = id;
        }
    }
    return json;
}

} // namespace tvlt
