#include "core/base/error.h"
#include "core/base/image.h"
#include "core/base/result.h"
#include "core/features/recipe.h"
#include "core/parity/features/media_cases.h"
#include "core/parity/features/nd_tensor.h"

#include <torch/torch.h>

#include <algorithm>
#include <optional>

namespace tvlt {
namespace {

constexpr double kTieShare = 1e-4; // of 8-bit values that may be one level off: float32 ties in the authors' resize
constexpr int kMaxRows = 1024;
constexpr int kPatchRows = 16;

std::vector<Image> imagesOf(const torch::Tensor& frames) {
    std::vector<Image> images;
    for (std::int64_t t = 0; t < frames.size(0); ++t) {
        Image image(static_cast<int>(frames.size(2)), static_cast<int>(frames.size(1)));
        const auto frame = frames[t].contiguous();
        std::copy_n(frame.data_ptr<std::uint8_t>(), frame.numel(), image.rgb.begin());
        images.push_back(std::move(image));
    }
    return images;
}

void runVideo(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto reference = entry.json.at("inputs").at("frames").get<std::string>();
    const auto frames = context.tensors.at(reference);
    const auto expected = context.tensors.at(entry.json.at("outputs").at("u8").get<std::string>());
    const auto table = context.tensors.at(reference.substr(0, reference.find('#')) + "#lut256");
    const auto pixels = pixelsOriginal(imagesOf(frames), entry.json.at("video_size").get<int>());
    const auto got = torch::tensor(pixels.values).view({pixels.frames, pixels.channels, pixels.height, pixels.width});
    comparison.require(got.sizes() == expected.sizes(), "the picture has another shape");
    if (got.sizes() != expected.sizes())
        return;
    const auto levels = ((got.to(torch::kFloat64) + 1.0) * 127.5).round();
    const auto off = (levels - expected.to(torch::kFloat64)).abs();
    comparison.exact("values", got, table.index_select(0, levels.to(torch::kInt64).flatten()).view(got.sizes()));
    comparison.number("levels off", off.max().item<double>(), 0.0, {1.0, 0.0});
    comparison.number("share of levels off", off.gt(0.0).to(torch::kFloat64).mean().item<double>(), 0.0,
                      {kTieShare, 0.0});
}

/// The stored samples as their reader gives them, repeated as the case says: one vector a channel.
std::vector<std::vector<float>> channelsOf(const nlohmann::json& entry, ParityContext& context) {
    const auto pcm = scaledSamples(context.tensors.at(entry.at("inputs").at("pcm").get<std::string>()));
    std::vector<std::vector<float>> channels;
    for (std::int64_t c = 0; c < pcm.size(0); ++c) {
        const auto channel = pcm[c].repeat({entry.value("repeat", std::int64_t{1})}).contiguous();
        channels.emplace_back(channel.data_ptr<float>(), channel.data_ptr<float>() + channel.numel());
    }
    return channels;
}

/// [t0, t1) in seconds; none for the whole recording.
std::optional<Segment> cutOf(const nlohmann::json& entry) {
    if (!entry.contains("timestamp") || entry.at("timestamp").is_null())
        return {};
    const auto from = entry.at("timestamp").at(0).get<double>();
    return Segment{from, entry.at("timestamp").at(1).get<double>() - from};
}

void runAudio(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& json = entry.json;
    const auto channels = channelsOf(json, context);
    const auto rate = json.at("sampling_rate").get<int>();
    const auto cut = cutOf(json);
    const auto origin =
        json.value("origin", "sound file") == "video track" ? SoundOrigin::VideoTrack : SoundOrigin::SoundFile;
    const auto shape = json.at("shape").get<std::vector<std::int64_t>>();
    const auto audio =
        audioOriginal(channels, rate, static_cast<int>(shape.at(3)), kPatchRows, kMaxRows, {}, origin, cut);
    const auto mono = torch::tensor(monoOriginal(channels, rate, origin, cut), torch::kFloat64);
    const auto got = torch::tensor(audio.values).view({audio.rows, audio.mels});
    const auto count = [&](const char* name, double value, const nlohmann::json& expected) {
        comparison.number(name, value, numberOf(expected), {0.0, 0.0});
    };
    count("rows", audio.rows, shape.at(2));
    if (json.contains("samples_at_44100"))
        count("samples", static_cast<double>(mono.numel()), json.at("samples_at_44100"));
    if (json.contains("mel_frames"))
        count("real rows", audio.realRows, std::min(json.at("mel_frames").get<int>(), kMaxRows));
    for (const auto& [name, output] : json.at("outputs").items()) {
        const auto tolerance = caseTolerance(json, name);
        if (name == "audio")
            comparison.tensor(name, got, context.tensors.at(output.get<std::string>()), tolerance);
        else if (name == "resampled_mono")
            comparison.tensor(name, mono, context.tensors.at(output.get<std::string>()), tolerance);
        else if (name == "rows")
            comparison.tensor(name,
                              got.index_select(0, torch::tensor(output.at("index").get<std::vector<std::int64_t>>())),
                              context.tensors.at(output.at("tensor").get<std::string>()), tolerance);
        else
            throwUnsupported("output \"" + name + "\" is unknown");
    }
    if (json.contains("sum"))
        comparison.number("mean", got.to(torch::kFloat64).mean().item<double>(),
                          numberOf(json.at("sum")) / static_cast<double>(got.numel()), caseTolerance(json, "audio"));
}

void compareIndices(const std::vector<std::int64_t>& got, const nlohmann::json& expected, Comparison& comparison) {
    comparison.require(nlohmann::json(got) == expected,
                       "frames " + nlohmann::json(got).dump() + ", expected " + expected.dump());
}

void runFrameIndices(const ParityCase& entry, ParityContext&, Comparison& comparison) {
    compareIndices(frameIndicesOriginal(entry.json.at("frames_in_video").get<std::int64_t>(),
                                        entry.json.at("num_frames").get<int>()),
                   entry.json.at("indices"), comparison);
}

/// A span of time; "indices" is null where the authors' code fails.
void runFrameIndicesInSpan(const ParityCase& entry, ParityContext&, Comparison& comparison) {
    const auto& json = entry.json;
    const auto indices = guard([&] {
        return frameIndicesOriginal(json.at("frames_in_video").get<std::int64_t>(), json.at("fps").get<double>(),
                                    json.at("timestamp").at(0).get<double>(), json.at("timestamp").at(1).get<double>(),
                                    json.at("num_frames").get<int>());
    });
    if (json.at("indices").is_null())
        return comparison.require(!indices.ok() && indices.error().kind == Error::Kind::BadInput,
                                  "a time after the video's end was taken");
    compareIndices(indices.value(), json.at("indices"), comparison);
}

} // namespace

void addOriginalMediaCases(CaseFunctions& functions) {
    functions["original video"] = runVideo;
    functions["original audio"] = runAudio;
    functions["original frame indices"] = runFrameIndices;
    functions["original frame indices in a span"] = runFrameIndicesInSpan;
}

} // namespace tvlt
