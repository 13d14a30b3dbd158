#include "core/export/info_json.h"

#include "core/base/version.h"

#include <nlohmann/json.hpp>

namespace tvlt {

using nlohmann::json;

namespace {

json rational(const Rational& r) {
    return std::to_string(r.num) + "/" + std::to_string(r.den);
}

json videoJson(const VideoStream& v) {
    return {{"codec", v.codec},
            {"width", v.width},
            {"height", v.height},
            {"rotation", v.rotation},
            {"sample_aspect_ratio", rational(v.sampleAspectRatio)},
            {"time_base", rational(v.timeBase)},
            {"frame_rate", v.frameRate.num > 0 ? json(v.frameRate.value()) : json()},
            {"variable_frame_rate", v.variableRate},
            {"frames", v.frameCount > 0 ? json(v.frameCount) : json()},
            {"start", v.start},
            {"duration", v.duration}};
}

json audioJson(const AudioStream& a) {
    return {{"codec", a.codec},
            {"sample_rate", a.sampleRate},
            {"channels", a.channels},
            {"start", a.start},
            {"duration", a.duration}};
}

} // namespace

json clipJson(const ClipInfo& clip) {
    json images = json::array();
    for (const auto& image : clip.images)
        images.push_back(image.string());
    return {{"path", clip.path.string()},
            {"images", images},
            {"audio_path", clip.audio ? json(clip.audioPath.string()) : json()},
            {"container", clip.container},
            {"title", clip.title},
            {"duration", clip.duration},
            {"still", clip.still},
            {"video", clip.video ? videoJson(*clip.video) : json()},
            {"audio", clip.audio ? audioJson(*clip.audio) : json()},
            {"warnings", clip.warnings}};
}

json reportJson(const std::string& name, const LoadReport& report) {
    json wrongShape = json::array();
    for (const auto& wrong : report.wrongShape)
        wrongShape.push_back({{"key", wrong.key}, {"expected", wrong.expected}, {"found", wrong.found}});
    return {{"name", name},
            {"path", report.path},
            {"label", report.label},
            {"format", report.format},
            {"architecture", report.architecture},
            {"mode", report.original ? "original" : "hf"},
            {"parameters", report.parameters},
            {"dtype", report.dtype},
            {"has_mae", report.hasMae},
            {"has_matching", report.hasMatching},
            {"has_classifier", report.hasClassifier},
            {"is_regression", report.isRegression},
            {"heads", report.heads},
            {"decoder_heads", report.decoderHeads},
            {"heads_assumed", report.headsAssumed},
            {"missing", report.missing},
            {"unexpected", report.unexpected},
            {"wrong_shape", wrongShape},
            {"non_finite", report.nonFinite},
            {"notes", report.notes}};
}

json runtimeJson(const RuntimeInfo& runtime) {
    json devices = json::array();
    for (const auto& device : runtime.devices)
        devices.push_back({{"name", device.name}, {"description", device.description}});
    return {{"version", version()},
            {"libtorch", runtime.libtorch},
            {"blas", runtime.blas},
            {"threads", runtime.threads},
            {"bf16_products", runtime.multipliesBf16 ? "bf16" : "f32"},
            {"devices", devices}};
}

std::string jsonText(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

} // namespace tvlt
