#include "core/base/error.h"
#include "core/parity/features/media_cases.h"
#include "core/parity/features/nd_tensor.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

const char* const kFile = "the case's file";

std::vector<NdArray> framesOf(const nlohmann::json& video, const StateDict& file) {
    if (video.contains("video"))
        return ndArray(tensorNamed(file, video.at("video").get<std::string>(), kFile)).split();
    std::vector<NdArray> frames;
    for (const auto& name : video.at("frames"))
        frames.push_back(ndArray(tensorNamed(file, name.get<std::string>(), kFile)));
    return frames;
}

/// One video of the output, whatever container it came in.
torch::Tensor videoOf(const FeatureValue& pixels, std::size_t index) {
    if (const auto* array = std::get_if<NdArray>(&pixels))
        return toTensor(array->at(static_cast<std::int64_t>(index)));
    const auto& videos = std::get<NestedFrames>(pixels);
    if (index >= videos.size())
        throwBadInput("only " + std::to_string(videos.size()) + " videos came out");
    return toTensor(NdArray::stack(videos[index]));
}

/// A case stores a video's values, or (pixel_values_u8) some of its frames in 8 bits with the table lut256 that turns
/// them into the values.
void compareVideo(const std::string& name, const torch::Tensor& got, const nlohmann::json& form, const StateDict& file,
                  Comparison& comparison) {
    compareForm(name, got, form, comparison);
    const auto stored = tensorNamed(file, "out." + name, kFile);
    if (!form.contains("frames_stored"))
        return comparison.exact(name, got, stored);
    const auto indices = torch::tensor(form.at("frames_stored").get<std::vector<std::int64_t>>());
    const auto table = tensorNamed(file, "out.lut256", kFile);
    const auto values = table.index_select(0, stored.to(torch::kInt64).flatten()).view(stored.sizes());
    comparison.exact(name, got.index_select(0, indices), values);
}

void runImage(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& file = caseFile(entry.json, context);
    const TvltImageProcessor processor(imageProcessorFromJson(objectAt(entry.json, "init"), "init"),
                                       ReferenceQuirks::all());
    const auto call = imageCallFromJson(objectAt(entry.json, "call"), processor.config(), "call");
    const auto output = processor(readVideos(entry.json, context), call);
    const std::string mixed = call.isMixed ? "_mixed" : "";
    const auto* pixels = output.find("pixel_values" + mixed);
    comparison.require(pixels != nullptr, "pixel_values" + mixed + " is missing");
    for (const auto& [name, form] : entry.json.at("expected").items()) {
        const auto dot = name.rfind('.');
        if (dot != name.npos && pixels != nullptr) {
            compareVideo(name, videoOf(*pixels, std::stoul(name.substr(dot + 1))), form, file, comparison);
        } else {
            const auto got = toTensor(output.array(name + mixed));
            compareForm(name, got, form, comparison);
            comparison.exact(name, got, tensorNamed(file, "out." + name, kFile));
        }
    }
}

} // namespace

Videos readVideos(const nlohmann::json& entry, ParityContext& context) {
    const auto& file = caseFile(entry, context);
    NestedFrames videos;
    for (const auto& video : entry.at("inputs"))
        videos.push_back(framesOf(video, file));
    if (videos.empty() || videos.front().empty())
        throwBadInput("no frames", "inputs");
    std::vector<NdArray> stacked;
    const auto layout = entry.value("layout", "list_of_frames");
    if (layout == "single_image")
        return videos.front().front();
    if (layout == "list_of_frames")
        return videos.front();
    if (layout == "list_of_lists")
        return videos;
    if (layout == "array4d")
        return NdArray::stack(videos.front());
    for (const auto& video : videos)
        stacked.push_back(NdArray::stack(video));
    if (layout == "list_of_array4d")
        return stacked;
    if (layout == "array5d")
        return NdArray::stack(stacked);
    throwUnsupported("layout \"" + layout + "\" is unknown");
}

void addImageCases(CaseFunctions& functions) {
    functions["image"] = runImage;
}

const StateDict& caseFile(const nlohmann::json& entry, ParityContext& context) {
    return context.tensors.file(entry.at("file").get<std::string>());
}

std::string dtypeText(torch::ScalarType type) {
    switch (type) {
    case torch::kUInt8:
        return "uint8";
    case torch::kInt16:
        return "int16";
    case torch::kInt64:
        return "int64";
    case torch::kFloat32:
        return "float32";
    case torch::kFloat64:
        return "float64";
    default:
        return c10::toString(type);
    }
}

void compareForm(const std::string& name, const torch::Tensor& got, const nlohmann::json& form,
                 Comparison& comparison) {
    if (form.contains("full_shape"))
        comparison.require(nlohmann::json(got.sizes().vec()) == form.at("full_shape"),
                           name + " has shape " + nlohmann::json(got.sizes().vec()).dump() + ", expected " +
                               form.at("full_shape").dump());
    if (form.contains("dtype"))
        comparison.require(dtypeText(got.scalar_type()) == form.at("dtype").get<std::string>(),
                           name + " is " + dtypeText(got.scalar_type()) + ", expected " + form.at("dtype").dump());
}

} // namespace tvlt
