#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/number_check.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/analysis/engine.h"
#include "core/analysis/run_sweep.h"
#include "core/base/file.h"
#include "core/export/info_json.h"
#include "core/export/sweep_export.h"
#include "core/sweep/sweep_summary.h"
#include "widgets/figure/sweep_figure.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

constexpr int kRatios = 11;
constexpr int kGridRatios = 6;
constexpr int kMostSeeds = 1000;

struct SweepArguments {
    AnalysisArguments analysis;
    std::vector<double> ratios;
    int seeds = 3;
    std::string vary = "both";
    bool grid = false;
    OutputFiles files;
};

std::vector<double> ratiosOf(const SweepArguments& a) {
    return a.ratios.empty() ? evenRatios(a.grid ? kGridRatios : kRatios) : a.ratios;
}

std::vector<SweepPoint> pointsOf(const SweepArguments& a, const ClipFeatures& features, const MaskSettings& base) {
    const auto ratios = ratiosOf(a);
    const auto seeds = seedsFrom(base.seed, a.seeds);
    if (a.grid)
        return gridPoints(ratios, ratios, seeds);
    return crossPoints(base, features.pixels && a.vary != "audio", features.audio && a.vary != "pixel", ratios, seeds);
}

Sweep runOn(const SweepArguments& a, const OpenedClip& opened, const Job& job) {
    const Request& request = *opened.request;
    const auto points = pointsOf(a, *opened.features, request.mask);
    Sweep sweep = plannedSweep(*request.checkpoint, *opened.features, request.mask, ratiosOf(a), points.size());
    runSweep(*request.checkpoint, *opened.features, request.mask, points, job,
             [&](const SweepSample& sample) { sweep.samples.push_back(sample); });
    sweep.planned = sweep.samples.size();
    return sweep;
}

void printCurve(const Sweep& sweep, Modality varied, const char* name) {
    const bool pixel = varied == Modality::Pixel;
    const double fixed = pixel ? sweep.base.audioRatio : sweep.base.pixelRatio;
    for (const auto& [measure, title] :
         {std::pair{SweepMeasure::PixelLoss, "pixel loss"}, std::pair{SweepMeasure::AudioLoss, "audio loss"},
          std::pair{SweepMeasure::MatchingLogit, "matching logit"}}) {
        const auto curve = sweepCurve(sweep.samples, varied, fixed, measure);
        if (curve.size() < 2)
            continue;
        std::printf("%s over the %s mask ratio (%s ratio %g)\n", title, name, pixel ? "audio" : "pixel", fixed);
        for (const SweepStep& step : curve)
            std::printf("  %-6.4g %.6f ± %.6f\n", step.ratio, step.mean, step.deviation);
    }
}

void printGrid(const Sweep& sweep) {
    for (const auto& [measure, title] :
         {std::pair{SweepMeasure::PixelLoss, "pixel loss"}, std::pair{SweepMeasure::AudioLoss, "audio loss"},
          std::pair{SweepMeasure::MatchingLogit, "matching logit"}}) {
        const SweepMap map = sweepMap(sweep.samples, measure);
        if (map.means.empty())
            continue;
        std::printf("%s: pixel mask ratio down, audio mask ratio across\n        ", title);
        for (const double ratio : map.audioRatios)
            std::printf(" %9.4g", ratio);
        std::putchar('\n');
        for (std::size_t p = 0; p < map.pixelRatios.size(); ++p) {
            std::printf("%8.4g", map.pixelRatios[p]);
            for (std::size_t q = 0; q < map.audioRatios.size(); ++q) {
                const float value = map.means.at(static_cast<int>(p), static_cast<int>(q));
                if (std::isnan(value))
                    std::printf(" %9s", "-");
                else
                    std::printf(" %9.5f", static_cast<double>(value));
            }
            std::putchar('\n');
        }
    }
}

int sweepCommand(const SweepArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    OpenedClip opened;
    Sweep sweep;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.analysis, Asks::Reconstruction, job.part(0.0, 0.1));
        sweep = runOn(a, opened, job.part(0.1, 1.0));
    }
    printNotes(opened);
    if (!a.files.npz.empty())
        writeNpz(a.files.npz, sweepArrays(sweep));
    if (!a.files.csv.empty())
        writeFileAtomically(a.files.csv, sweepCsv(sweep));
    const Checkpoint& checkpoint = *opened.request->checkpoint;
    writePages(a.files, [&](const FigureLook& look) { return sweepPage(sweep, look); },
               {&opened.request->clip,
                {checkpoint.name, checkpoint.report},
                sweepArguments(askedModel(opened), sweep, RecipePaths::NamesOnly)});
    if (a.files.json) {
        std::fputs(jsonText(sweepJson(sweep)).c_str(), stdout);
    } else if (a.grid) {
        printGrid(sweep);
    } else {
        printCurve(sweep, Modality::Pixel, "pixel");
        printCurve(sweep, Modality::Audio, "audio");
    }
    return 0;
}

} // namespace

void addSweepCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("sweep", "Loss and matching against the mask ratios, over several seeds");
    const auto a = std::make_shared<SweepArguments>();
    addAnalysisOptions(*command, a->analysis);
    command->add_option("--ratios", a->ratios, "Ratios to run, as 0.25,0.5,0.75; default: 11 from 0 to 1, 6 in a grid")
        ->delimiter(',')
        ->check(numberCheck("a share from 0 to 1", 0.0, false, 1.0));
    command->add_option("--seeds", a->seeds, "Masks a ratio: seeds from --seed on")
        ->check(numberCheck("a number of seeds from 1 to 1000", 1, false, kMostSeeds))
        ->capture_default_str();
    CLI::Option* vary = command->add_option("--vary", a->vary, "Which ratio runs while the other stays")
                            ->check(CLI::IsMember({"pixel", "audio", "both"}))
                            ->capture_default_str();
    command->add_flag("--grid", a->grid, "Every pixel ratio with every audio ratio: heat maps")->excludes(vary);
    addOutputFiles(*command, a->files,
                   {"Write one line a pass here", "Write the arrays here", "Print samples and curves as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return sweepCommand(*a, std::move(stop)); }; });
}

} // namespace tvlt
