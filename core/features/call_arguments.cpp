// The keyword arguments of a call by the reference's names, for all three processors.
#include "core/base/error.h"
#include "core/features/json_fields.h"
#include "core/features/processor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace tvlt {

using nlohmann::json;

namespace {

constexpr std::array imageOptionNames{"do_resize",      "size",           "patch_size", "num_frames",
                                      "resample",       "do_center_crop", "crop_size",  "do_rescale",
                                      "rescale_factor", "do_normalize",   "image_mean", "image_std"};
constexpr std::array imageArgumentNames{"is_mixed", "return_tensors", "data_format", "input_data_format", "mask_pixel"};
constexpr std::array audioNames{"sampling_rate", "resample", "return_attention_mask", "mask_audio", "return_tensors"};

template <std::size_t N> bool among(const std::array<const char*, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isImageName(std::string_view name) {
    return among(imageOptionNames, name) || among(imageArgumentNames, name);
}

void refuseUnknown(const json& arguments, bool (*known)(std::string_view), const std::string& where) {
    for (const auto& [name, value] : arguments.items())
        if (!known(name))
            throwBadInput("there is no such option", where + ": " + name);
}

ReturnTensors readReturnTensors(const JsonFields& fields) {
    const json* value = fields.find({"return_tensors"});
    if (value == nullptr)
        return ReturnTensors::None;
    if (*value == "np")
        return ReturnTensors::Numpy;
    if (*value == "pt")
        return ReturnTensors::Torch;
    throwBadInput("is " + value->dump() + ", but should be \"np\", \"pt\" or null", fields.path("return_tensors"));
}

ChannelFormat readFormat(const json& value, const std::string& where) {
    if (value == "channels_first")
        return ChannelFormat::First;
    if (value == "channels_last")
        return ChannelFormat::Last;
    throwBadInput("is " + value.dump() + ", but should be \"channels_first\" or \"channels_last\"", where);
}

} // namespace

ImageCall imageCallFromJson(const json& arguments, const ImageProcessorConfig& constructor, const std::string& where) {
    const JsonFields fields(arguments, where);
    refuseUnknown(arguments, isImageName, where);
    ImageCall call;
    call.options = imageProcessorFromJson(arguments, where, constructor);
    fields.read({"is_mixed"}, call.isMixed);
    fields.read({"mask_pixel"}, call.maskPixel);
    call.returnTensors = readReturnTensors(fields);
    if (const json* format = fields.find({"data_format"}))
        call.dataFormat = readFormat(*format, fields.path("data_format"));
    if (const json* format = fields.find({"input_data_format"}))
        call.inputDataFormat = readFormat(*format, fields.path("input_data_format"));
    return call;
}

SpeechCall speechCallFromJson(const json& arguments, const std::string& where) {
    const JsonFields fields(arguments, where);
    refuseUnknown(
        arguments, [](std::string_view name) { return among(audioNames, name); }, where);
    SpeechCall call;
    int rate = 0;
    fields.read({"sampling_rate"}, rate, 1, 1 << 24);
    if (rate > 0)
        call.samplingRate = rate;
    fields.read({"resample"}, call.resample);
    fields.read({"return_attention_mask"}, call.returnAttentionMask);
    fields.read({"mask_audio"}, call.maskAudio);
    call.returnTensors = readReturnTensors(fields);
    return call;
}

ProcessorCall TvltProcessor::callFromJson(const json& arguments, const std::string& where) const {
    json image = json::object();
    json audio = json::object();
    if (!arguments.is_object())
        throwBadInput("should be a JSON object", where);
    for (const auto& [name, value] : arguments.items()) {
        const bool soundsOwn = name == "resample" && value.is_boolean();
        if (soundsOwn && quirks_.resampleReachesImages)
            image[name] = value.get<bool>() ? 1 : 0;
        if (isImageName(name) && !soundsOwn)
            image[name] = value;
        if (among(audioNames, name) && !(name == "resample" && !soundsOwn))
            audio[name] = value;
        if (!isImageName(name) && !among(audioNames, name))
            throwBadInput("there is no such option", where + ": " + name);
    }
    return {imageCallFromJson(image, imageProcessor_.config(), where), speechCallFromJson(audio, where)};
}

} // namespace tvlt
