#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/number_check.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/analysis/engine.h"
#include "core/base/file.h"
#include "core/export/analysis_export.h"
#include "core/export/comparison_export.h"
#include "core/export/info_json.h"
#include "core/media/probe.h"
#include "widgets/figure/comparison_figure.h"
#include "widgets/figure/figure_content.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct CompareArguments {
    AnalysisArguments analysis;
    std::vector<double> ratios;
    std::string ratioOf = "both";
    std::string otherCheckpoint;
    fs::path otherClip;
    OutputFiles files;
};

/// One column: what it is called, and what is asked for it.
struct Column {
    std::string name;
    Request request;
};

std::vector<double> ratiosOf(const CompareArguments& a) {
    return a.ratios.empty() ? std::vector<double>{0.25, 0.5, 0.75, 0.9} : a.ratios;
}

std::vector<Column> ratioColumns(const CompareArguments& a, const Request& base) {
    std::vector<Column> columns;
    for (const double ratio : ratiosOf(a)) {
        Request request = base;
        if (a.ratioOf != "audio")
            request.mask.pixelRatio = ratio;
        if (a.ratioOf != "pixel")
            request.mask.audioRatio = ratio;
        columns.push_back({ratioColumnName(QString::fromStdString(a.ratioOf), ratio).toStdString(), request});
    }
    return columns;
}

std::vector<Column> columnsOf(const CompareArguments& a, const Request& base, const Job& job) {
    if (!a.otherCheckpoint.empty()) {
        Request other = base;
        other.checkpoint = openCheckpoint(a.otherCheckpoint, loadOptions(a.analysis.device), job);
        return {{base.checkpoint->name, base}, {other.checkpoint->name, other}};
    }
    if (!a.otherClip.empty()) {
        Request other = base;
        other.clip = probe({{a.otherClip}, {}, 1.0}, job);
        return {{base.clip.path.filename().string(), base}, {other.clip.path.filename().string(), other}};
    }
    return ratioColumns(a, base);
}

void print(const ComparedAnalysis& compared) {
    std::printf("%-20s", compared.name.toStdString().c_str());
    if (const auto& pixel = compared.analysis->pixel; pixel && pixel->metrics.masked.mse)
        std::printf("  pixels mse %.6f  psnr %.2f dB", *pixel->metrics.masked.mse,
                    pixel->metrics.masked.psnr.value_or(0.0));
    if (const auto& audio = compared.analysis->audio; audio && audio->metrics.masked.mse)
        std::printf("  audio mse %.6f  off by %.2f dB", *audio->metrics.masked.mse,
                    audio->metrics.masked.maeDb.value_or(0.0));
    std::putchar('\n');
}

std::vector<std::string> argumentsOf(const CompareArguments& a, const OpenedClip& opened) {
    const AskedModel model = askedModel(opened);
    const MaskSettings& mask = opened.request->mask;
    if (!a.otherCheckpoint.empty() || !a.otherClip.empty())
        return compareArguments(model, mask, a.otherCheckpoint, a.otherClip, RecipePaths::NamesOnly);
    return compareArguments(model, mask, ratiosOf(a), a.ratioOf, RecipePaths::NamesOnly);
}

int compare(const CompareArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    OpenedClip opened;
    std::vector<ComparedAnalysis> compared;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.analysis, Asks::Reconstruction, job.part(0.0, 0.1));
        const auto columns = columnsOf(a, *opened.request, job.part(0.1, 0.2));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double share = 0.8 / static_cast<double>(columns.size());
            const Job part = job.part(0.2 + share * static_cast<double>(i), 0.2 + share * static_cast<double>(i + 1));
            const auto features = makeFeatures(columns[i].request, part.part(0.0, 0.3), opened.features);
            compared.push_back(
                {QString::fromStdString(columns[i].name), analyse(columns[i].request, features, part.part(0.3, 1.0))});
        }
    }
    printNotes(opened);
    const Request& request = *opened.request;
    writePages(a.files, [&](const FigureLook& look) { return figurePage(comparisonContent(compared), look); },
               {&request.clip, {request.checkpoint->name, request.checkpoint->report}, argumentsOf(a, opened)});
    if (!a.files.npz.empty())
        writeNpz(a.files.npz, comparisonArrays(namedAnalyses(compared)));
    if (!a.files.csv.empty())
        writeFileAtomically(a.files.csv, comparisonCsv(namedAnalyses(compared)));
    if (a.files.json) {
        nlohmann::json columns = nlohmann::json::array();
        for (const ComparedAnalysis& c : compared)
            columns.push_back({{"name", c.name.toStdString()}, {"analysis", analysisJson(*c.analysis)}});
        std::fputs(jsonText({{"columns", columns}}).c_str(), stdout);
    } else {
        for (const ComparedAnalysis& c : compared)
            print(c);
    }
    return 0;
}

} // namespace

void addCompareCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command =
        app.add_subcommand("compare", "One clip under several mask ratios, or two checkpoints or clips under one mask");
    const auto a = std::make_shared<CompareArguments>();
    addAnalysisOptions(*command, a->analysis);
    auto* ratios = command->add_option("--ratios", a->ratios, "Ratios to show; default: 0.25,0.5,0.75,0.9")
                       ->delimiter(',')
                       ->check(numberCheck("a share from 0 to 1", 0.0, false, 1.0));
    command->add_option("--ratio-of", a->ratioOf, "Whose ratio it is; the other one stays")
        ->check(CLI::IsMember({"both", "pixel", "audio"}))
        ->capture_default_str();
    auto* checkpoint =
        command->add_option("--with-checkpoint", a->otherCheckpoint, "Another checkpoint, on the same masks");
    command->add_option("--with-clip", a->otherClip, "Another clip, on the same masks and segment")
        ->excludes(checkpoint)
        ->excludes(ratios);
    checkpoint->excludes(ratios);
    addOutputFiles(*command, a->files,
                   {"Write one line a column and modality here, with its errors",
                    "Write every column's masks and reconstructions as arrays here",
                    "Print every column's metrics as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return compare(*a, std::move(stop)); }; });
}

} // namespace tvlt
