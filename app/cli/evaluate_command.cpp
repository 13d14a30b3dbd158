#include "app/cli/commands.h"
#include "app/cli/fetch_checkpoint.h"
#include "app/cli/open_checkpoint.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_grid.h"
#include "core/base/error.h"
#include "core/base/printable.h"
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
    std::string fileColumn = "file";
    std::string labelColumn; ///< empty: "label"
    bool targets = false;    ///< show what the demo checkpoints are held to, whatever is measured
    fs::path grid;
    int gridClips = 12;
    std::vector<double> gridRatios{0.5, 0.75};
};

/// What is measured, and by what.
struct Subject {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const Checkpoint> classifier; ///< null: none
    OpenedData data;
    bool drawn = false; ///< the clips are the demo's kind
};

/// The one that is asked for; else the checkpoint where it is one itself; else the demo's own, which knows the labels
/// of drawn clips and is asked about others where their labels are named.
std::shared_ptr<const Checkpoint> openClassifier(const EvaluateArguments& a,
                                                 const std::shared_ptr<const Checkpoint>& checkpoint, bool drawn,
                                                 const Job& job) {
    const LoadOptions options = loadOptions(a.device);
    if (!a.classifier.empty())
        return fetchAndLoad(a.classifier, options, job);
    if (checkpoint->report.hasClassifier)
        return checkpoint;
    const bool known = drawn || !a.labelColumn.empty();
    const auto demo = a.checkpoint.empty() && known ? findDemoClassifier() : std::nullopt;
    return demo && checkpoint->report.label != "untrained" ? loadCheckpoint(demo->string(), options, job) : nullptr;
}

Subject openSubject(const EvaluateArguments& a, const Job& job) {
    const DataSpec spec = parseDataSpec(a.data);
    if (!a.labelColumn.empty() && !std::holds_alternative<LabelTable>(spec))
        throwBadInput("is for a .csv of clips and labels, which " + a.data + " is not", "--label-column");
    Subject subject;
    subject.drawn = std::holds_alternative<DrawnData>(spec);
    subject.checkpoint = openCheckpoint(a.checkpoint, loadOptions(a.device), job);
    subject.classifier = openClassifier(a, subject.checkpoint, subject.drawn, job);
    const ModelInput input = modelInputOf(*subject.checkpoint);
    OpenDataOptions options;
    options.columns.file = a.fileColumn;
    if (!a.labelColumn.empty())
        options.columns.labels = {a.labelColumn};
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

const char* verdict(const Measure& measure) {
    if (!measure.value)
        return "";
    if (measure.atMost ? *measure.value <= measure.target : *measure.value >= measure.target)
        return "met";
    return measure.remark.empty() ? "missed" : "-";
}

/// `targets`: what the demo checkpoints are held to is shown beside the measures.
void printTable(const EvaluationTable& table, bool targets) {
    std::printf("%s%s on %s: %ld clips, %.0f %% of the picture and %.0f %% of the sound hidden, seed %lu, %s %s\n\n",
                table.checkpoint.c_str(), table.label.empty() ? "" : (" (" + table.label + ")").c_str(),
                table.data.c_str(), static_cast<long>(table.clips), 100 * table.mask.pixelRatio,
                100 * table.mask.audioRatio, static_cast<unsigned long>(table.mask.seed), table.device.c_str(),
                table.dtype.c_str());
    for (const Measure& measure : measures(table)) {
        std::printf("%-26s %9s", measure.key, measure.value ? number(*measure.value).c_str() : "-");
        if (targets)
            std::printf("  %s %-6g %-6s", measure.atMost ? "<=" : ">=", measure.target, verdict(measure));
        std::printf("  %s%s%s%s\n", measure.meaning, measure.remark.empty() ? "" : " (", measure.remark.c_str(),
                    measure.remark.empty() ? "" : ")");
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
    bool targets = a.targets;
    std::vector<SamplePictures> samples;
    std::vector<std::string> warnings;
    {
        ProgressLine line;
        const Job job = line.job(stop);
        const Subject subject = openSubject(a, job.part(0.0, 0.02));
        warnings = subject.data.warnings;
        targets = targets || (subject.drawn && subject.checkpoint->report.label.starts_with("demo"));
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
        std::fprintf(stderr, "tvlt: left out %s: %s\n", printable(clip.name).c_str(), clip.reason.c_str());
    if (a.json)
        std::fputs(jsonText(evaluationJson(table)).c_str(), stdout);
    else
        printTable(table, targets);
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
    command->add_option("--file-column", a->fileColumn, "The .csv's column of files")->capture_default_str();
    command->add_option("--label-column", a->labelColumn,
                        "Its column of classes, 'label' by default; named, the demo model's own classifier is measured "
                        "by it, too");
    command->add_flag("--targets", a->targets,
                      "Show what the demo model is held to beside each measure, as for its own kind of clips");
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
        ->type_name("FILE.png")
        ->check(CLI::Validator(
            [](const std::string& name) {
                return fs::path(name).extension() == ".png" ? std::string() : name + " does not end in .png";
            },
            ""));
    command->add_option("--grid-clips", a->gridClips, "Number of clips in it")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_option("--grid-ratios", a->gridRatios, "Shares of hidden picture patches in it")
        ->delimiter(',')
        ->check(ratio)
        ->capture_default_str();
    command->callback([a, &run] { run = [a](const std::stop_token& stop) { return runEvaluate(*a, stop); }; });
}

} // namespace tvlt
