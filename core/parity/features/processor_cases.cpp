#include "core/base/error.h"
#include "core/features/processor.h"
#include "core/parity/features/media_cases.h"
#include "core/parity/features/nd_tensor.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

bool isPixels(const std::string& output) {
    return output.rfind("pixel_", 0) == 0;
}

void runProcessor(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& file = caseFile(entry.json, context);
    const auto& init = objectAt(entry.json, "init");
    const auto quirks = ReferenceQuirks::all();
    const TvltProcessor processor(
        TvltImageProcessor(imageProcessorFromJson(objectAt(init, "image_processor"), "image_processor"), quirks),
        TvltFeatureExtractor(featureExtractorFromJson(objectAt(init, "feature_extractor"), "feature_extractor"),
                             quirks),
        quirks);
    auto arguments = objectAt(entry.json, "call");
    arguments["return_tensors"] = "np"; // what the case's outputs were stored from
    ProcessorInputs inputs;
    for (const auto& name : entry.json.at("inputs")) {
        const auto tensor = tensorNamed(file, name.get<std::string>(), "the case's file");
        if (name == "in.images")
            inputs.images = ndArray(tensor);
        else if (name == "in.images_mixed")
            inputs.imagesMixed = ndArray(tensor);
        else if (name == "in.audio")
            inputs.audio = ndArray(scaledSamples(tensor));
        else
            throwUnsupported("input \"" + name.get<std::string>() + "\" is unknown");
    }
    const auto output = processor(inputs, processor.callFromJson(arguments, "call"));
    auto order = nlohmann::json::array();
    for (const auto& [name, value] : output.items)
        order.push_back(name);
    if (entry.json.contains("expected_key_order"))
        comparison.require(order == entry.json.at("expected_key_order"), "outputs are " + order.dump());
    for (const auto& [name, form] : entry.json.at("expected").items()) {
        const auto got = toTensor(output.array(name));
        compareForm(name, got, form, comparison);
        const auto expected = tensorNamed(file, "out." + name, "the case's file");
        if (isPixels(name))
            comparison.exact(name, got, expected);
        else
            comparison.tensor(name, got, expected, caseTolerance(entry.json, name));
    }
}

} // namespace

void addProcessorCases(CaseFunctions& functions) {
    functions["processor"] = runProcessor;
}

} // namespace tvlt
