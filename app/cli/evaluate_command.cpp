#include "app/cli/commands.h"
#include "app/cli/open_checkpoint.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_grid.h"
#include "core/base/error.h"
#include "core/dataset/data_spec.h"
#include "core/dataset/open_data.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/evaluation_json.h"
#include "core/export/info_json.h"
#include "core/training/new_model.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct EvaluateArguments {
    std::string checkpoint;
    std::string classifier;
    std::string data;
    bool json = false;
    DeviceArguments device;
    EvaluationOptions options;
    fs::path grid;
    int gridClips = 12;
    std::vector<double> gridRatios{0.5, 0.75};
};

/// What is measured, and by what.
struct Subject {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const Checkpoint> classifier; ///< null: none
    OpenedData data;
};

/// The one that is asked for; else the checkpoint where it is one itself; else, for drawn clips, the demo's own.
std::shared_ptr<const Checkpoint> openClassifier(const EvaluateArguments& a,
                                                 const std::shared_ptr<const Checkpoint>& checkpoint, bool drawn,
                                                 const Job& job) {
    const LoadOptions options = loadOptions(a.device);
    if (!a.classifier.empty())
        return loadCheckpoint(a.classifier, options, job);
    if (checkpoint->report.hasClassifier)
        return checkpoint;
    const auto demo = a.checkpoint.empty() && drawn ? findDemoClassifier() : std::nullopt;
    return demo && checkpoint->report.label != "untrained" ? loadCheckpoint(demo->string(), options, job) : nullptr;
}

Subject openSubject(const EvaluateArguments& a, const Job& job) {
    const DataSpec spec = parseDataSpec(a.data);
    Subject subject;
    subject.checkpoint = openCheckpoint(a.checkpoint, loadOptions(a.device), job);
    subject.classifier = openClassifier(a, subject.checkpoint, std::holds_alternative<DrawnData>(spec), job);
    const ModelInput input = modelInputOf(*subject.checkpoint);
    OpenDataOptions options;
    if (subject.classifier) {
        checkClassifier(*subject.classifier);
        if (modelInputOf(*subject.classifier) != input)
            throwBadInput("takes clips of another shape than " + subject.checkpoint->name, subject.classifier->name,
                          "Give a classifier that was fine-tuned from that checkpoint, or measure it by itself.");
        options.targets = TargetKind::Classes;
        options.classNames = subject.classifier->config.id2label;
    }
    subject.data = openData(a.data, input, options);
    return subject;
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value != 0.0 && value < 1e-3 ? "%.2g" : "%.4f", value);
    return text;
}

void printPaint(const char* name, const std::optional<PaintScore>& score) {
    if (!score || score->model.patches == 0)
        return;
    std::printf("%s: error %s; simple fills:", name, number(score->model.mse()).c_str());
    for (const auto& fill : score->fills)
        std::printf(" %s %s%s", fill.name.c_str(), number(fill.error.mse()).c_str(),
                    &fill == &score->fills.back() ? "\n" : ",");
}

void printTable(const EvaluationTable& table) {
    const bool demo = table.label.starts_with("demo");
    std::printf("%s%s on %s: %ld clips, %.0f %% of the picture and %.0f %% of the sound hidden, seed %lu, %s %s\n\n",
                table.checkpoint.c_str(), table.label.empty() ? "" : (" (" + table.label + ")").c_str(),
                table.data.c_str(), static_cast<long>(table.clips), 100 * table.mask.pixelRatio,
                100 * table.mask.audioRatio, static_cast<unsigned long>(table.mask.seed), table.device.c_str(),
                table.dtype.c_str());
    for (const Measure& measure : measures(table)) {
        std::printf("%-26s %9s", measure.key, measure.value ? number(*measure.value).c_str() : "-");
        if (demo) {
            const bool met =
                measure.value && (measure.atMost ? *measure.value <= measure.target : *measure.value >= measure.target);
            std::printf("  %s %-6g %-6s", measure.atMost ? "<=" : ">=", measure.target,
                        !measure.value ? ""
                        : met          ? "met"
                                       : "missed");
        }
        std::printf("  %s\n", measure.meaning);
    }
    std::putchar('\n');
    printPaint("picture", table.pixel);
    printPaint("sound", table.audio);
    if (table.hearing)
        std::printf("hidden frames, %s: own sound %s, another clip's %s; better in %ld clips, worse in %ld\n",
                    table.hearing->onShapes ? "patches that hold a shape" : "all their patches",
                    number(table.hearing->ownSound.mse()).c_str(), number(table.hearing->otherSound.mse()).c_str(),
                    static_cast<long>(table.hearing->test.wins), static_cast<long>(table.hearing->test.losses));
}

int runEvaluate(const EvaluateArguments& a, const std::stop_token& stop) {
    EvaluationTable table;
    std::vector<SamplePictures> samples;
    std::vector<std::string> warnings;
    {
        ProgressLine line;
        const Job job = line.job(stop);
        const Subject subject = openSubject(a, job.part(0.0, 0.02));
        warnings = subject.data.warnings;
        const Checkpoint& checkpoint = *subject.checkpoint;
        if (!a.grid.empty()) // first: it is looked at while the rest is measured
            samples = samplePictures(checkpoint, *subject.data.source, a.gridClips, a.gridRatios,
                                     maskSettings(checkpoint, a.options), job.part(0.02, 0.1));
        if (!samples.empty())
            writeGrid(samples, checkpoint.name + ' ' + checkpoint.report.label, a.grid);
        table = evaluate(checkpoint, subject.classifier.get(), *subject.data.source, a.options, job.part(0.1, 1.0));
        table.data = a.data;
    }
    for (const std::string& warning : warnings)
        std::fprintf(stderr, "tvlt: note: %s\n", warning.c_str());
    for (const UnusedClip& clip : table.unused)
        std::fprintf(stderr, "tvlt: left out %s: %s\n", clip.name.c_str(), clip.reason.c_str());
    if (a.json)
        std::fputs(jsonText(evaluationJson(table)).c_str(), stdout);
    else
        printTable(table);
    return 0;
}

std::string checkRatio(const std::string& text) {
    double value = -1.0;
    return CLI::detail::lexical_cast(text, value) && value >= 0.0 && value <= 1.0
               ? std::string()
               : text + " is not a share from 0 to 1";
}

} // namespace

void addEvaluateCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("evaluate", "Measure how well a checkpoint paints, matches and classifies");
    const auto a = std::make_shared<EvaluateArguments>();
    const CLI::Validator ratio(checkRatio, "");
    command->add_option("CHECKPOINT", a->checkpoint,
                        "Folder, .safetensors, .ckpt or hub id; the demo model by default");
    command->add_option("--classifier", a->classifier,
                        "A classifier to measure too; of the demo model its own by default");
    command
        ->add_option("--data", a->data,
                     "synth:SEED:COUNT, a folder of clips, a .txt list of them, or a .csv of clips and labels")
        ->required();
    command->add_flag("--json", a->json, "Print as JSON");
    command
        ->add_option("--pixel-ratio", a->options.pixelRatio, "Share of hidden picture patches; the model's by default")
        ->check(ratio);
    command->add_option("--audio-ratio", a->options.audioRatio, "Share of hidden sound patches; the model's by default")
        ->check(ratio);
    command->add_option("--seed", a->options.seed, "Of masks, hidden frames and shifts")->capture_default_str();
    command->add_option("--batch", a->options.batch, "Clips that go through the model together")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    addDeviceOptions(*command, a->device);
    command->add_option("--grid", a->grid, "Also write a picture of some clips as the model paints them")
        ->type_name("FILE.png");
    command->add_option("--grid-clips", a->gridClips, "Number of clips in it")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_option("--grid-ratios", a->gridRatios, "Shares of hidden picture patches in it")
        ->delimiter(',')
        ->check(ratio)
        ->capture_default_str();
    command->callback([a, &run] { run = [a](std::stop_token stop) { return runEvaluate(*a, stop); }; });
}

} // namespace tvlt
