#include "app/cli/commands.h"
#include "app/cli/mask_arguments.h"
#include "app/cli/number_check.h"
#include "app/cli/open_checkpoint.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_figures.h"
#include "core/analysis/engine.h"
#include "core/base/error.h"
#include "core/export/analysis_export.h"
#include "core/export/info_json.h"
#include "core/media/probe.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <unistd.h>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

constexpr double kLongest = 1e9; // seconds

struct ReconstructArguments {
    std::vector<fs::path> clips;
    std::vector<fs::path> figures;
    fs::path audio;
    fs::path npz;
    bool json = false;
    std::string checkpoint;
    std::string classifier;
    DeviceArguments device;
    MaskArguments mask;
    std::optional<double> start;
    std::optional<double> duration;
    std::optional<int> frames;
    std::string recipe = "auto";
    std::optional<int> heads;
    std::optional<int> decoderHeads;
};

std::string checkFigureName(const std::string& name) {
    std::string extension = fs::path(name).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return extension == ".png" || extension == ".svg" || extension == ".pdf"
               ? std::string()
               : name + " ends in none of .png, .svg, .pdf";
}

/// Before the model runs for a while: its results must have somewhere to go.
void checkFolders(const ReconstructArguments& a) {
    std::vector<fs::path> outputs = a.figures;
    if (!a.npz.empty())
        outputs.push_back(a.npz);
    for (const fs::path& path : outputs) {
        std::error_code ec;
        if (path.has_parent_path() && !fs::is_directory(path.parent_path(), ec))
            throwNotFound("no such folder", path.parent_path().string(), "Create it, or choose another place.");
        if (fs::is_directory(path, ec))
            throwBadInput("is a folder", path.string(), "Give the name of a file.");
        const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
        if (access(folder.c_str(), W_OK) != 0)
            throwBadInput("cannot be written to", folder.string(), "Check its permissions, or choose another place.");
    }
}

/// The one that is asked for; the demo checkpoint brings its own.
std::shared_ptr<const Checkpoint> openClassifier(const ReconstructArguments& a, const Checkpoint& checkpoint,
                                                 const Job& job) {
    std::string path = a.classifier;
    if (path.empty() && a.checkpoint.empty() && checkpoint.report.label != "untrained")
        if (const auto demo = findDemoClassifier())
            path = demo->string();
    if (path.empty())
        return nullptr;
    auto classifier = loadCheckpoint(path, loadOptions(a.device), job);
    if (!classifier->report.hasClassifier)
        throwUnsupported("has no classification head", classifier->name,
                         "Give a checkpoint of TvltForAudioVisualClassification to --classifier.");
    return classifier;
}

Request requestOf(const ReconstructArguments& a, const Job& job) {
    Request request;
    request.clip = probe({a.clips, a.audio, 1.0}, job);
    LoadOptions options = loadOptions(a.device);
    options.heads = a.heads;
    options.decoderHeads = a.decoderHeads;
    request.checkpoint = openCheckpoint(a.checkpoint, options, job);
    if (!request.checkpoint->report.hasMae)
        throwUnsupported("has no MAE decoder, so there is nothing to reconstruct with", request.checkpoint->name,
                         "Give a pre-training checkpoint.");
    request.classifier = openClassifier(a, *request.checkpoint, job);
    request.recipe = recipeFromName(a.recipe);
    request.frames = a.frames;
    if (a.start || a.duration) {
        const double start = a.start.value_or(0.0);
        request.segment = Segment{start, a.duration ? *a.duration : defaultDuration(request, start)};
    }
    return request;
}

void printStats(const char* name, const ErrorStats& s, const char* unit, const std::optional<double>& value) {
    std::printf("  %-8s %6d patches", name, s.patches);
    if (s.mse)
        std::printf("  mse %.6f", *s.mse);
    if (value)
        std::printf("  %s %.2f dB", unit, *value);
    std::putchar('\n');
}

void printSummary(const Analysis& analysis) {
    if (analysis.pixel) {
        std::printf("pixels  loss %.6f\n", analysis.pixel->loss);
        printStats("masked", analysis.pixel->metrics.masked, "psnr", analysis.pixel->metrics.masked.psnr);
        printStats("visible", analysis.pixel->metrics.visible, "psnr", analysis.pixel->metrics.visible.psnr);
    }
    if (analysis.audio) {
        std::printf("audio   loss %.6f\n", analysis.audio->loss);
        printStats("masked", analysis.audio->metrics.masked, "mae", analysis.audio->metrics.masked.maeDb);
        printStats("visible", analysis.audio->metrics.visible, "mae", analysis.audio->metrics.visible.maeDb);
    }
    if (analysis.matchingLogit)
        std::printf("match   logit %.4f\n", *analysis.matchingLogit);
    for (const ClassScore& score : analysis.classes)
        std::printf("class   %-12s %5.1f %%\n", score.label.c_str(), score.probability * 100.0);
    if (analysis.classifier)
        std::printf("classes by %s\n", analysis.classifier->name.c_str());
    std::printf("model   %s, %s %s, %.2f s\n", analysis.checkpointName.c_str(), analysis.device.c_str(),
                analysis.dtype.c_str(), analysis.seconds);
}

/// What weights that need a word call themselves: "untrained", "demo model…".
void printLabel(const char* what, const std::string& name, const LoadReport& report) {
    if (!report.label.empty())
        std::fprintf(stderr, "tvlt: %s %s: %s\n", what, name.c_str(), report.label.c_str());
}

void printNotes(const Analysis& analysis) {
    printLabel("checkpoint", analysis.checkpointName, analysis.report);
    if (analysis.classifier)
        printLabel("classifier", analysis.classifier->name, analysis.classifier->report);
    for (const auto* notes :
         {&analysis.features->clip.warnings, &analysis.report.notes, &analysis.features->notes, &analysis.notes})
        for (const std::string& note : *notes)
            std::fprintf(stderr, "tvlt: note: %s\n", note.c_str());
}

int reconstruct(const ReconstructArguments& a, std::stop_token stop) {
    checkFolders(a);
    std::shared_ptr<const Analysis> analysis;
    {
        ProgressLine line;
        const Job job = line.job(stop);
        Request request = requestOf(a, job.part(0.0, 0.2));
        const auto features = makeFeatures(request, job.part(0.2, 0.4));
        request.mask = maskOf(a.mask, *request.checkpoint, *features);
        analysis = analyse(request, features, job.part(0.4, 1.0));
    }
    printNotes(*analysis);
    if (!a.npz.empty())
        writeNpz(a.npz, analysisArrays(*analysis));
    if (!a.figures.empty())
        writeFigures(analysis, a.figures);
    if (a.json)
        std::fputs(jsonText(analysisJson(*analysis)).c_str(), stdout);
    else
        printSummary(*analysis);
    return 0;
}

void addClipOptions(CLI::App& command, ReconstructArguments& a) {
    command.add_option("CLIP", a.clips, "A clip, or images that together are a video")->required();
    command.add_option("--audio", a.audio, "Take the sound from this file");
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

} // namespace

void addReconstructCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("reconstruct", "Hide patches of a clip and let the model paint them back");
    const auto arguments = std::make_shared<ReconstructArguments>();
    addClipOptions(*command, *arguments);
    command->add_option("-o,--output", arguments->figures, "Figures to write: .png, .svg, .pdf")
        ->type_name("FIGURE")
        ->check(CLI::Validator(checkFigureName, ""));
    command->add_option("--checkpoint", arguments->checkpoint,
                        "Folder, .safetensors, .ckpt or hub id; the demo model by default");
    command->add_option("--classifier", arguments->classifier,
                        "A companion that says the classes; the demo model brings its own");
    command
        ->add_option("--heads", arguments->heads,
                     "Attention heads of the encoder, where the file does not say (the authors'); default: width / 64")
        ->check(CLI::Range(1, 1024));
    command->add_option("--decoder-heads", arguments->decoderHeads, "The same of the decoder; default: width / 32")
        ->check(CLI::Range(1, 1024));
    addMaskOptions(*command, arguments->mask);
    addDeviceOptions(*command, arguments->device);
    command->add_option("--npz", arguments->npz, "Write the arrays here");
    command->add_flag("--json", arguments->json, "Print the metrics as JSON");
    command->callback([arguments, &run] {
        if (arguments->figures.empty() && arguments->npz.empty() && !arguments->json)
            throw CLI::RequiredError("One of -o, --npz and --json");
        run = [arguments](std::stop_token stop) { return reconstruct(*arguments, std::move(stop)); };
    });
}

} // namespace tvlt
