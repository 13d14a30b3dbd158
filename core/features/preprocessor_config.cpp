#include "core/features/preprocessor_config.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/features/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace tvlt {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view fileName = "preprocessor_config.json";
constexpr int maxSide = 1 << 14;
constexpr int maxCount = 1 << 20;
// Beyond these, pixels leave what a float holds, and the model would paint NaN.
constexpr double leastDivisor = 1e-9;
constexpr double mostFactor = 1e9;
constexpr int defaultHopDivisor = 86; ///< TvltFeatureExtractor's hop_length_to_sampling_rate

/// Height and width from an int, a pair, or {"height": …, "width": …}.
void readSides(const JsonFields& fields, JsonFields::Names names, int& height, int& width) {
    const json* value = fields.find(names);
    if (value == nullptr)
        return;
    if (value->is_object()) {
        const JsonFields inner(*value, fields.path(*names.begin()));
        inner.require({"height", "width"});
        inner.read({"height"}, height, 1, maxSide);
        inner.read({"width"}, width, 1, maxSide);
    } else {
        const std::vector<int> sides = fields.intPair(names, maxSide);
        height = sides[0];
        width = sides[1];
    }
}

void readSize(const JsonFields& fields, ImageProcessorConfig& config) {
    const JsonFields::Names names = {"size", "image_size", "pixel_size"};
    const json* value = fields.find(names);
    if (value == nullptr)
        return;
    int edge = 0;
    if (value->is_object() && value->contains("shortest_edge")) {
        // "longest_edge" beside it is ignored, as the reference does.
        JsonFields(*value, fields.path("size")).read({"shortest_edge"}, edge, 1, maxSide);
        config.shortestEdge = edge;
    } else if (value->is_number()) {
        fields.read(names, edge, 1, maxSide);
        config.shortestEdge = edge;
    } else {
        readSides(fields, names, config.sizeHeight, config.sizeWidth);
        config.shortestEdge.reset();
    }
}

/// The file's object; null when there is no such file or it is not valid JSON (then a warning is added).
json readConfigFile(const fs::path& path, std::vector<std::string>& warnings) {
    std::error_code ec;
    if (!fs::exists(path, ec))
        return nullptr;
    try {
        return readJsonObject(path);
    } catch (const JsonSyntaxError& error) {
        warnings.push_back(error.error().where + " " + error.error().what +
                           " (a comma missing before this place?); defaults are used");
        return nullptr;
    }
}

bool holdsAny(const json& object, std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return object.contains(name); });
}

bool holdsImageProcessor(const json& object) {
    return holdsAny(object, {"image_processor_type", "size", "crop_size", "image_mean", "do_resize", "num_frames"});
}

} // namespace

ImageProcessorConfig imageProcessorFromJson(const json& object, const std::string& where, ImageProcessorConfig base) {
    const JsonFields fields(object, where);
    ImageProcessorConfig config = std::move(base);
    fields.read({"do_resize"}, config.doResize);
    readSize(fields, config);
    if (fields.find({"image_patch_size", "patch_size"}) != nullptr)
        config.patchSize = fields.intPair({"image_patch_size", "patch_size"}, maxSide);
    fields.read({"num_frames"}, config.numFrames, 1, maxCount);
    int resample = static_cast<int>(config.resample);
    fields.read({"resample"}, resample, 0, 5);
    config.resample = static_cast<Resample>(resample);
    fields.read({"do_center_crop"}, config.doCenterCrop);
    readSides(fields, {"crop_size"}, config.cropHeight, config.cropWidth);
    fields.read({"do_rescale"}, config.doRescale);
    fields.read({"rescale_factor"}, config.rescaleFactor);
    fields.read({"do_normalize"}, config.doNormalize);
    fields.readNumbers({"image_mean"}, config.imageMean);
    fields.readNumbers({"image_std"}, config.imageStd);
    const auto isZero = [](double v) { return std::fabs(v) < leastDivisor; };
    if (std::any_of(config.imageStd.begin(), config.imageStd.end(), isZero))
        throwBadInput("must not be 0: pixels are divided by it", fields.path("image_std"));
    const auto isHuge = [](double v) { return std::fabs(v) > mostFactor; };
    for (const auto* values : {&config.imageMean, &config.imageStd})
        if (std::any_of(values->begin(), values->end(), isHuge))
            throwBadInput("is larger than any picture's",
                          fields.path(values == &config.imageMean ? "image_mean" : "image_std"));
    if (isHuge(config.rescaleFactor))
        throwBadInput("is larger than any picture's", fields.path("rescale_factor"));
    return config;
}

FeatureExtractorConfig featureExtractorFromJson(const json& object, const std::string& where) {
    const JsonFields fields(object, where);
    FeatureExtractorConfig config;
    fields.read({"spectrogram_length", "audio_size"}, config.spectrogramLength, 1, maxCount);
    fields.read({"num_channels"}, config.numChannels, 1, maxCount);
    if (fields.find({"audio_patch_size", "patch_size"}) != nullptr)
        config.patchSize = fields.intPair({"audio_patch_size", "patch_size"}, maxCount);
    fields.read({"feature_size", "frequency_length"}, config.featureSize, 1, maxSide);
    fields.read({"sampling_rate"}, config.samplingRate, 1, 1 << 24);
    fields.read({"n_fft"}, config.nFft, 2, maxCount);
    fields.read({"padding_value"}, config.paddingValue);
    if (std::fabs(config.paddingValue) > mostFactor)
        throwBadInput("is larger than any spectrogram's", fields.path("padding_value"));
    int divisor = defaultHopDivisor;
    fields.read({"hop_length_to_sampling_rate"}, divisor, 1, 1 << 24);
    // The reference recomputes the hop on loading and so loses one that is not the default; the saved one is right.
    config.hopLength = config.samplingRate / divisor;
    fields.read({"hop_length"}, config.hopLength, 1, 1 << 24);
    if (config.hopLength < 1)
        throwBadInput("leaves a hop of less than one sample", fields.path("hop_length_to_sampling_rate"));
    return config;
}

PreprocessorConfig loadPreprocessorConfig(const fs::path& folder) {
    PreprocessorConfig config;
    const json imageAlone = readConfigFile(folder / "image_processor" / fileName, config.warnings);
    const json audioAlone = readConfigFile(folder / "feature_extractor" / fileName, config.warnings);
    fs::path sharedPath = folder / "preprocessor_config.merged.json";
    json shared = readConfigFile(sharedPath, config.warnings);
    if (shared.is_null()) {
        sharedPath = folder / fileName;
        shared = readConfigFile(sharedPath, config.warnings);
    }

    if (!imageAlone.is_null()) {
        config.image = imageProcessorFromJson(imageAlone, (folder / "image_processor" / fileName).string());
    } else if (shared.is_object() && holdsImageProcessor(shared)) {
        config.image = imageProcessorFromJson(shared, sharedPath.string());
    } else if (shared.is_object()) {
        config.warnings.push_back(sharedPath.string() +
                                  " holds the feature extractor alone (the reference overwrites the image processor "
                                  "there); the image processor's defaults are used");
    }
    if (!audioAlone.is_null())
        config.audio = featureExtractorFromJson(audioAlone, (folder / "feature_extractor" / fileName).string());
    else if (shared.is_object())
        config.audio = featureExtractorFromJson(shared, sharedPath.string());
    return config;
}

json preprocessorToJson(const PreprocessorConfig& config) {
    const ImageProcessorConfig& image = config.image;
    const FeatureExtractorConfig& audio = config.audio;
    // One value for all channels is a number there: a list must have an entry per channel.
    const auto perChannel = [](const std::vector<double>& values) {
        return values.size() == 1 ? json(values[0]) : json(values);
    };
    json size = {{"height", image.sizeHeight}, {"width", image.sizeWidth}};
    if (image.shortestEdge)
        size = {{"shortest_edge", *image.shortestEdge}};
    return {
        {"image_processor_type", "TvltImageProcessor"},
        {"feature_extractor_type", "TvltFeatureExtractor"},
        {"processor_class", "TvltProcessor"},
        {"do_resize", image.doResize},
        {"size", size},
        {"num_frames", image.numFrames},
        {"resample", static_cast<int>(image.resample)},
        {"do_center_crop", image.doCenterCrop},
        {"crop_size", {{"height", image.cropHeight}, {"width", image.cropWidth}}},
        {"do_rescale", image.doRescale},
        {"rescale_factor", image.rescaleFactor},
        {"do_normalize", image.doNormalize},
        {"image_mean", perChannel(image.imageMean)},
        {"image_std", perChannel(image.imageStd)},
        {"spectrogram_length", audio.spectrogramLength},
        {"num_channels", audio.numChannels},
        {"feature_size", audio.featureSize},
        {"freq_len", audio.freqLen()},
        {"sampling_rate", audio.samplingRate},
        {"hop_length", audio.hopLength},
        {"n_fft", audio.nFft},
        {"padding_side", "right"},
        {"padding_value", audio.paddingValue},
        {"return_attention_mask", true},
        // The reference knows one patch_size for both; the two names after it keep what it cannot hold.
        {"patch_size", audio.patchSize},
        {"image_patch_size", image.patchSize},
        {"audio_patch_size", audio.patchSize},
    };
}

} // namespace tvlt
