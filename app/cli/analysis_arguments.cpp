#include "app/cli/analysis_arguments.h"

#include "app/cli/fetch_checkpoint.h"
#include "app/cli/number_check.h"
#include "app/cli/session_arguments.h"
#include "core/analysis/engine.h"
#include "core/base/error.h"
#include "core/media/probe.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <initializer_list>
#include <limits>
#include <unistd.h>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

constexpr double kLongest = 1e9; // seconds

/// The one that is asked for; the demo checkpoint brings its own.
std::shared_ptr<const Checkpoint> openClassifier(const AnalysisArguments& a, const Checkpoint& checkpoint,
                                                 const Job& job) {
    std::string path = a.classifier;
    if (path.empty() && a.checkpoint.empty() && checkpoint.report.label != "untrained")
        if (const auto demo = findDemoClassifier())
            path = demo->string();
    if (path.empty())
        return nullptr;
    auto classifier = fetchAndLoad(path, loadOptions(a.device), job);
    if (!classifier->report.hasClassifier)
        throwUnsupported("has no classification head", classifier->name,
                         "Give a checkpoint of TvltForAudioVisualClassification to --classifier.");
    return classifier;
}

} // namespace

Request modelRequest(const AnalysisArguments& a, Asks asks, const Job& job) {
    Request request;
    LoadOptions options = loadOptions(a.device);
    options.heads = a.heads;
    options.decoderHeads = a.decoderHeads;
    request.checkpoint = openCheckpoint(a.checkpoint, options, job);
    const bool reconstructs = asks == Asks::Reconstruction || asks == Asks::ReconstructionAndPredictions;
    if (reconstructs && !request.checkpoint->report.hasMae)
        throwUnsupported("has no MAE decoder, so there is nothing to reconstruct with", request.checkpoint->name,
                         "Give a pre-training checkpoint.");
    request.reconstruct = reconstructs;
    request.predict = asks == Asks::ReconstructionAndPredictions || asks == Asks::Predictions;
    if (request.predict || asks == Asks::InsideWithClassifier)
        request.classifier = openClassifier(a, *request.checkpoint, job);
    request.borrowStatistics = a.borrowStatistics;
    request.recipe = recipeFromName(a.recipe);
    request.frames = a.frames;
    return request;
}

namespace {

Request requestOf(const AnalysisArguments& a, Asks asks, const Job& job) {
    ClipInfo clip = probe({a.clips, a.audio, 1.0}, job);
    Request request = modelRequest(a, asks, job);
    request.clip = std::move(clip);
    if (a.start || a.duration) {
        const double start = a.start.value_or(0.0);
        request.segment = Segment{start, a.duration ? *a.duration : defaultDuration(request, start)};
    }
    return request;
}

/// What weights that need a word call themselves: "untrained", "demo model…".
void printLabel(const char* what, const std::string& name, const LoadReport& report) {
    if (!report.label.empty())
        std::fprintf(stderr, "tvlt: %s %s: %s\n", what, name.c_str(), report.label.c_str());
}

void printEach(std::initializer_list<const std::vector<std::string>*> lists) {
    for (const auto* notes : lists)
        for (const std::string& note : *notes)
            std::fprintf(stderr, "tvlt: note: %s\n", note.c_str());
}

void addClipOptions(CLI::App& command, AnalysisArguments& a) {
    command.add_option("CLIP", a.clips, "A clip, or images that together are a video");
    command
        .add_option("--session", a.session,
                    "A session that the workbench saved: its clip, segment, checkpoint and mask, where no option says "
                    "otherwise")
        ->type_name("FILE");
    command.parse_complete_callback([&a] {
        if (a.clips.empty() && a.session.empty())
            throw CLI::RequiredError("CLIP (or --session FILE)");
    });
    command.add_option("--audio", a.audio, "Take the sound from this file");
    addSegmentOptions(command, a);
}

void addModelOptions(CLI::App& command, AnalysisArguments& a) {
    command.add_option(
        "--checkpoint", a.checkpoint,
        "Folder, .safetensors, .ckpt or hub id (downloaded when it is not in the cache); the demo model by "
        "default");
    command
        .add_option("--heads", a.heads,
                    "Attention heads of the encoder, where the file does not say (the authors'); default: width / 64")
        ->check(CLI::Range(1, 1024));
    command.add_option("--decoder-heads", a.decoderHeads, "The same of the decoder; default: width / 32")
        ->check(CLI::Range(1, 1024));
}

} // namespace

void addSegmentOptions(CLI::App& command, AnalysisArguments& a) {
    command.add_option("--start", a.start, "Of the segment, in seconds")
        ->check(numberCheck("a number of seconds from 0 on", 0.0, false, kLongest));
    command.add_option("--duration", a.duration, "Of the segment, in seconds; as much as the model hears by default")
        ->check(numberCheck("a number of seconds above 0", 0.0, true, kLongest));
    command.add_option("--frames", a.frames, "Number of frames; the model's own by default")
        ->check(numberCheck("a number of frames from 1 on", 1, false, std::numeric_limits<int>::max()));
    command.add_option("--recipe", a.recipe, "Whose way from clip to numbers")
        ->check(CLI::IsMember({"auto", "hf", "original"}))
        ->capture_default_str();
}

void addAnalysisOptions(CLI::App& command, AnalysisArguments& a) {
    addClipOptions(command, a);
    addModelOptions(command, a);
    addMaskOptions(command, a.mask);
    addDeviceOptions(command, a.device);
}

void addWholeClipOptions(CLI::App& command, AnalysisArguments& a) {
    addClipOptions(command, a);
    addModelAndDeviceOptions(command, a);
}

void addModelAndDeviceOptions(CLI::App& command, AnalysisArguments& a) {
    addModelOptions(command, a);
    addDeviceOptions(command, a.device);
}

void addClassifierOption(CLI::App& command, AnalysisArguments& a) {
    command.add_option("--classifier", a.classifier,
                       "A checkpoint whose classes join the answer; the demo model brings its own");
}

AskedModel askedModel(const OpenedClip& opened) {
    const Request& request = *opened.request;
    return {*opened.features, request.checkpoint->report.path,
            request.classifier ? request.classifier->report.path : std::string()};
}

OpenedClip openClip(const AnalysisArguments& given, Asks asks, const Job& job) {
    const AnalysisArguments a = withSession(given);
    Request request = requestOf(a, asks, job.part(0.0, 0.5));
    const auto features = makeFeatures(request, job.part(0.5, 1.0));
    request.mask = maskOf(a.mask, *request.checkpoint, *features);
    return {std::make_shared<const Request>(std::move(request)), features};
}

std::shared_ptr<const Analysis> runAnalysis(const AnalysisArguments& a, Asks asks, const Job& job) {
    const OpenedClip opened = openClip(a, asks, job.part(0.0, 0.4));
    return analyse(*opened.request, opened.features, job.part(0.4, 1.0));
}

void printNotes(const Analysis& analysis) {
    printLabel("checkpoint", analysis.checkpointName, analysis.report);
    if (analysis.classifier)
        printLabel("classifier", analysis.classifier->name, analysis.classifier->report);
    printEach({&analysis.features->clip.warnings, &analysis.report.notes, &analysis.features->notes, &analysis.notes});
}

void printLabels(const Request& request) {
    printLabel("checkpoint", request.checkpoint->name, request.checkpoint->report);
    if (request.classifier)
        printLabel("classifier", request.classifier->name, request.classifier->report);
}

void printNotes(const OpenedClip& opened) {
    const Checkpoint& checkpoint = *opened.request->checkpoint;
    printLabels(*opened.request);
    printEach({&opened.features->clip.warnings, &checkpoint.report.notes, &opened.features->notes});
}

void checkOutput(const fs::path& path) {
    std::error_code ec;
    if (path.has_parent_path() && !fs::is_directory(path.parent_path(), ec))
        throwNotFound("no such folder", path.parent_path().string(), "Create it, or choose another place.");
    if (fs::is_directory(path, ec))
        throwBadInput("is a folder", path.string(), "Give the name of a file.");
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (access(folder.c_str(), W_OK) != 0)
        throwBadInput("cannot be written to", folder.string(), "Check its permissions, or choose another place.");
}

} // namespace tvlt
