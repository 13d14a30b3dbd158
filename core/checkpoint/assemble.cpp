#include "core/checkpoint/assemble.h"

#include "core/base/error.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/original_keys.h"
#include "core/model/state_dict.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace tvlt {

namespace {

enum class Part { Encoder, Mae, Matching, Classifier };

Part partOf(const std::string& key, ModelClass modelClass) {
    if (modelClass == ModelClass::Model || key.starts_with("tvlt."))
        return Part::Encoder;
    if (modelClass == ModelClass::Classification)
        return Part::Classifier;
    return key.starts_with("matching_head.") ? Part::Matching : Part::Mae;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + ")";
}

/// "a, b, c and 9 more".
std::string firstFew(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        text += (i > 0 ? ", " : "") + names[i];
    return names.size() <= shown ? text : text + " and " + std::to_string(names.size() - shown) + " more";
}

/// Sizes in a config are refused before memory is asked for when the weights cannot fill even the large matrices. The
/// encoder has to be complete anyway; heads may be missing, within what fits the memory.
void checkPlausible(const Assembly& assembly) {
    double stored = 0;
    double encoderStored = 0;
    for (const auto& [name, tensor] : assembly.tensors) {
        stored += static_cast<double>(tensor.numel());
        if (name.starts_with("tvlt."))
            encoderStored += static_cast<double>(tensor.numel());
    }
    const auto layers = [](double count, double hidden, double intermediate) {
        return count * hidden * (4 * hidden + 2 * intermediate);
    };
    const TvltConfig& c = assembly.config;
    const auto area = [](const std::array<int, 2>& size) { return static_cast<double>(size[0]) * size[1]; };
    const double encoder = layers(c.num_hidden_layers, c.hidden_size, c.intermediate_size);
    double described = encoder;
    double width = c.hidden_size;
    if (assembly.modelClass == ModelClass::PreTraining && c.task_mae) {
        described += layers(c.decoder_num_hidden_layers, c.decoder_hidden_size, c.decoder_intermediate_size);
        width += c.decoder_hidden_size;
    }
    described +=
        width * (c.patchesPerFrame() + c.num_frames + c.maxTimeSteps() + c.bands() +
                 area(c.image_patch_size) * c.num_image_channels + area(c.audio_patch_size) * c.num_audio_channels);
    if (assembly.modelClass == ModelClass::Classification)
        described += 2 * width * (width + c.num_labels());
    constexpr double slack = 5e7; // 200 MB; the published models' heads have half of it
    if (described > stored + slack || encoder > encoderStored)
        throwBadInput("the config describes " + std::to_string(std::llround(described)) +
                          " parameters, but the weights hold " + std::to_string(std::llround(stored)),
                      assembly.where, "Config and weights do not belong together.");
}

struct Built {
    std::shared_ptr<Modules> modules = std::make_shared<Modules>();
    KeyReport keys;
};

Built build(const Assembly& assembly) {
    Built built;
    switch (assembly.modelClass) {
    case ModelClass::PreTraining:
        built.modules->pretraining = TvltForPreTraining(assembly.config);
        break;
    case ModelClass::Classification:
        built.modules->classification = TvltForAudioVisualClassification(assembly.config);
        break;
    case ModelClass::Model:
        built.modules->model = TvltModel(assembly.config);
        built.keys = loadStateDict(built.modules->root(), withoutPrefix(assembly.tensors, "tvlt."));
        for (const auto& [name, tensor] : assembly.tensors)
            if (!name.starts_with("tvlt."))
                built.keys.unexpected.push_back(name);
        return built;
    }
    built.keys = loadStateDict(built.modules->root(), assembly.tensors);
    return built;
}

/// The keys as the file spells them.
void spellAsInFile(KeyReport& keys, const Assembly& assembly) {
    if (assembly.config.mode != ModelMode::Original)
        return;
    const auto spell = [&](std::string& key) {
        const bool bare = assembly.modelClass == ModelClass::Model && !key.starts_with("tvlt.");
        key = originalKey(bare ? "tvlt." + key : key);
    };
    for (auto* list : {&keys.missing, &keys.unexpected}) {
        std::for_each(list->begin(), list->end(), spell);
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    for (auto& wrong : keys.wrongShape)
        spell(wrong.key);
}

[[noreturn]] void refuseEncoder(const KeyReport& keys, const std::vector<std::string>& wrongShapes,
                                const std::string& where) {
    std::string what = "the encoder";
    if (!keys.missing.empty())
        what += " lacks " + std::to_string(keys.missing.size()) + " tensors (" + firstFew(keys.missing) + ")";
    if (!wrongShapes.empty())
        what += std::string(keys.missing.empty() ? "" : " and") + " has " + std::to_string(wrongShapes.size()) +
                " of a wrong shape (" + firstFew(wrongShapes) + ")";
    throwBadInput(what, where, "Config and weights do not belong together, or the file is incomplete.");
}

/// Which parts cannot be used. Throws when the encoder is one of them.
std::set<Part> brokenParts(const KeyReport& keys, const Assembly& assembly) {
    std::set<Part> broken;
    KeyReport encoder;
    std::vector<std::string> wrongShapes;
    for (const std::string& key : keys.missing) {
        broken.insert(partOf(key, assembly.modelClass));
        if (partOf(key, assembly.modelClass) == Part::Encoder)
            encoder.missing.push_back(key);
    }
    for (const auto& wrong : keys.wrongShape) {
        broken.insert(partOf(wrong.key, assembly.modelClass));
        if (partOf(wrong.key, assembly.modelClass) == Part::Encoder)
            encoder.wrongShape.push_back(wrong);
    }
    if (broken.count(Part::Encoder) == 0)
        return broken;
    spellAsInFile(encoder, assembly);
    for (const auto& wrong : encoder.wrongShape)
        wrongShapes.push_back(wrong.key + " " + shapeText(wrong.found) + " instead of " + shapeText(wrong.expected));
    refuseEncoder(encoder, wrongShapes, assembly.where);
}

/// Builds again without the heads that have not all of their weights.
Built withoutBroken(Built built, Assembly& assembly, const std::set<Part>& broken, LoadReport& report) {
    if (broken.empty())
        return built;
    const auto drop = [&](Part part, bool& task, const char* head, const char* use) {
        if (broken.count(part) == 0)
            return;
        task = false;
        report.notes.push_back(std::string("The ") + head + " has not all of its weights: " + use +
                               " is switched off.");
    };
    bool classify = assembly.modelClass == ModelClass::Classification;
    drop(Part::Mae, assembly.config.task_mae, "MAE decoder", "reconstruction");
    drop(Part::Matching, assembly.config.task_matching, "matching head", "matching");
    drop(Part::Classifier, classify, "classifier", "prediction");
    const bool pretrain =
        assembly.modelClass == ModelClass::PreTraining && (assembly.config.task_mae || assembly.config.task_matching);
    if (!classify && !pretrain)
        assembly.modelClass = ModelClass::Model;
    return build(assembly);
}

std::string dtypeText(const StateDict& tensors) {
    std::set<torch::ScalarType> types;
    for (const auto& [name, tensor] : tensors)
        if (tensor.is_floating_point())
            types.insert(tensor.scalar_type());
    if (types.size() != 1)
        return "mixed";
    switch (*types.begin()) {
    case torch::kFloat32:
        return "F32";
    case torch::kFloat16:
        return "F16";
    case torch::kBFloat16:
        return "BF16";
    default:
        return "F64";
    }
}

/// Whether a NaN or an infinity is among the values: a sum in double is finite when, and only when, all terms are.
bool hasNonFinite(const torch::Tensor& tensor) {
    return tensor.is_floating_point() && !std::isfinite(tensor.sum(torch::kFloat64).item<double>());
}

void listNonFinite(const Assembly& assembly, const KeyReport& keys, LoadReport& report) {
    const std::set<std::string> unused(keys.unexpected.begin(), keys.unexpected.end());
    for (const auto& [name, tensor] : assembly.tensors) {
        const std::string spelled = assembly.config.mode == ModelMode::Original ? originalKey(name) : name;
        if (unused.count(spelled) == 0 && hasNonFinite(tensor))
            report.nonFinite.push_back(spelled);
    }
    report.nonFinite.erase(std::unique(report.nonFinite.begin(), report.nonFinite.end()), report.nonFinite.end());
    if (!report.nonFinite.empty())
        report.notes.push_back(std::to_string(report.nonFinite.size()) +
                               " tensors hold NaN or infinity: what the model gives will be useless.");
}

} // namespace

const char* className(ModelClass modelClass) {
    switch (modelClass) {
    case ModelClass::PreTraining:
        return "TvltForPreTraining";
    case ModelClass::Classification:
        return "TvltForAudioVisualClassification";
    case ModelClass::Model:
        break;
    }
    return "TvltModel";
}

void assemble(Checkpoint& checkpoint, Assembly assembly, const LoadOptions& options, const Job& job) {
    const torch::NoGradGuard noGrad;
    LoadReport& report = checkpoint.report;
    checkPlausible(assembly);
    job.check();
    Built built = build(assembly);
    KeyReport keys = built.keys;
    job.check();
    built = withoutBroken(std::move(built), assembly, brokenParts(keys, assembly), report);
    spellAsInFile(keys, assembly);

    report.missing = keys.missing;
    report.unexpected.insert(report.unexpected.end(), keys.unexpected.begin(), keys.unexpected.end());
    for (const auto& wrong : keys.wrongShape)
        report.wrongShape.push_back({wrong.key, wrong.expected, wrong.found});
    report.dtype = dtypeText(assembly.tensors);
    report.hasMae = assembly.modelClass == ModelClass::PreTraining && assembly.config.task_mae;
    report.hasMatching = assembly.modelClass == ModelClass::PreTraining && assembly.config.task_matching;
    report.hasClassifier = assembly.modelClass == ModelClass::Classification;
    report.isRegression = report.hasClassifier && assembly.config.loss_type == LossType::Regression;
    report.heads = assembly.config.num_attention_heads;
    report.decoderHeads = report.hasMae ? assembly.config.decoder_num_attention_heads : 0;
    if (report.architecture.empty())
        report.architecture = className(assembly.modelClass);
    job.progress(0.8, "checking weights");
    listNonFinite(assembly, keys, report);
    job.check();

    checkpoint.config = assembly.config;
    checkpoint.modules = built.modules;
    place(checkpoint, options);
}

void place(Checkpoint& checkpoint, const LoadOptions& options) {
    Modules& modules = *checkpoint.modules;
    torch::nn::Module& root = modules.root();
    modules.device = torch::Device(options.device.name);
    modules.dtype = options.dtype == Dtype::BF16 ? torch::kBFloat16 : torch::kFloat32;
    root.eval();
    root.to(modules.device, modules.dtype);
    checkpoint.report.parameters = 0;
    for (const torch::Tensor& parameter : root.parameters())
        checkpoint.report.parameters += parameter.numel();
}

} // namespace tvlt
