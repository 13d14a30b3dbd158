#include "app/cli/batch_files.h"

#include "app/cli/batch_arguments.h"
#include "app/cli/output_files.h"
#include "core/base/error.h"
#include "core/batch/answer_arrays.h"
#include "core/batch/batch_folder.h"
#include "core/export/clip_hash.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_arguments.h"
#include "widgets/figure/prediction_figure.h"
#include "widgets/figure/sweep_figure.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <optional>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr int kTopClasses = 5;

void makeFolder(const fs::path& folder, const Shard& shard) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (!fs::is_directory(folder))
        throwBadInput("cannot be created", folder.string(), "Check permissions and free space.");
    std::vector<fs::path> halves;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        long long number = 0;
        const bool half = std::sscanf(name.c_str(), ".%lld-", &number) == 1 && name.find(".part.") != std::string::npos;
        if (half && shard.contains(number))
            halves.push_back(entry.path());
    }
    for (const fs::path& half : halves)
        fs::remove(half, ec);
}

/// The figure that the question's own command paints, and the arguments that make it again. None: no answer.
struct Painted {
    FigurePage page;
    std::vector<std::string> arguments;
};

std::optional<Painted> paint(const ClipAnswers& answers, BatchQuestion question, const FigureLook& look) {
    const Request& request = answers.clip.request;
    const AskedModel model{*answers.clip.features, request.checkpoint->report.path,
                           request.classifier ? request.classifier->report.path : std::string()};
    switch (question) {
    case BatchQuestion::Reconstruct: {
        if (!answers.reconstruction)
            return std::nullopt;
        FigureOptions options;
        options.widthMm = look.widthMm;
        options.fontPt = look.fontPt;
        options.dpi = look.dpi;
        return Painted{figurePage(ReconstructionFigure(answers.reconstruction, options), options),
                       reconstructArguments(*answers.reconstruction, RecipePaths::NamesOnly)};
    }
    case BatchQuestion::Sweep:
        if (!answers.sweep)
            return std::nullopt;
        return Painted{sweepPage(*answers.sweep, look), sweepArguments(model, *answers.sweep, RecipePaths::NamesOnly)};
    case BatchQuestion::Classify:
        if (!answers.predictions || (answers.predictions->classes.empty() && answers.predictions->regression.empty()))
            return std::nullopt;
        return Painted{classesFigure(*answers.predictions, kTopClasses, look).page(),
                       classifyArguments(model, kTopClasses, RecipePaths::NamesOnly)};
    case BatchQuestion::Match:
        if (!answers.sync)
            return std::nullopt;
        return Painted{matchingFigure(*answers.sync, std::nullopt, look).page(),
                       matchArguments(model, *answers.sync, {}, 0, RecipePaths::NamesOnly)};
    }
    return std::nullopt;
}

CheckpointUsed checkpointOf(const Request& request, BatchQuestion question) {
    const Checkpoint& used =
        question == BatchQuestion::Classify && request.classifier ? *request.classifier : *request.checkpoint;
    return {used.name, used.report};
}

} // namespace

void makeBatchFolders(const BatchArguments& a, const Shard& shard) {
    if (a.npz)
        makeFolder(a.folder / "npz", shard);
    if (a.figures)
        makeFolder(a.folder / "figures", shard);
}

void writeBatchFiles(const BatchArguments& a, const BatchSettings& settings, const ClipAnswers& answers) {
    if (!answers.clip.features)
        return;
    const std::string stem = clipStem(answers.clip.number, answers.clip.path);
    const auto file = [&](const char* folder, BatchQuestion question, const std::string& ending) {
        return a.folder / folder / (stem + "." + std::string(batchQuestionName(question)) + "." + ending);
    };
    const std::string hash = a.figures && !a.noRecipe ? clipHash(answers.clip.request.clip) : std::string();
    for (const BatchQuestion question : settings.questions) {
        if (const auto arrays = answerArrays(answers, question); a.npz && !arrays.empty())
            writeNpz(file("npz", question, "npz"), arrays);
        if (!a.figures)
            continue;
        auto painted = paint(answers, question, a.look);
        if (!painted)
            continue;
        if (!a.noRecipe)
            painted->page.recipe = pageRecipe(
                {&answers.clip.request.clip, checkpointOf(answers.clip.request, question), painted->arguments}, hash,
                a.look);
        writeFigureFile(painted->page, file("figures", question, a.figureFormat));
    }
}

} // namespace tvlt
