#include "app/cli/head_output.h"

#include "core/analysis/analysis.h"
#include "core/analysis/predictions.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace tvlt {

namespace {

std::shared_ptr<const Checkpoint> askedCheckpoint(const OpenedClip& opened, bool matching) {
    const Request& request = *opened.request;
    if (matching && (request.checkpoint->report.hasClassifier || !request.checkpoint->report.hasMatching))
        throwUnsupported("has no matching head", request.checkpoint->name, "Give a pre-training checkpoint.");
    if (matching || !request.classifier)
        return request.checkpoint;
    if (const auto reason = reasonAgainstClassifier(request, *opened.features); !reason.empty())
        throwUnsupported("cannot say anything of this clip: " + reason, request.classifier->name);
    return request.classifier;
}

std::optional<int> labelOf(const std::string& name, const Checkpoint& checkpoint) {
    if (name.empty())
        return std::nullopt;
    const auto& names = checkpoint.config.id2label;
    const auto found = std::find(names.begin(), names.end(), name);
    if (!checkpoint.report.hasClassifier || found == names.end()) {
        std::string known;
        for (const std::string& label : names)
            known += (known.empty() ? "" : ", ") + label;
        throwBadInput("there is no class of this name", "--class " + name,
                      checkpoint.report.hasClassifier ? "There are " + known + "."
                                                      : checkpoint.name + " has no classifier.");
    }
    return static_cast<int>(found - names.begin());
}

} // namespace

void addHeadOutputOptions(CLI::App& command, AnalysisArguments& analysis, HeadOutputArguments& a,
                          const std::optional<OnlyWith>& only) {
    const std::string prefix = only ? only->prefix : std::string();
    CLI::Option* label =
        command.add_option("--class", a.label, prefix + "For this class; default: the most likely one");
    CLI::Option* matching =
        command.add_flag("--matching", a.matching, prefix + "For the matching score, also where there is a classifier")
            ->excludes(label);
    if (only)
        for (CLI::Option* option : {label, matching})
            option->needs(only->flag);
    command.add_option("--classifier", analysis.classifier, prefix + "Whose classes; the demo model brings its own");
}

HeadOutput chosenOutput(const OpenedClip& opened, const HeadOutputArguments& a) {
    auto checkpoint = askedCheckpoint(opened, a.matching);
    const auto label = labelOf(a.label, *checkpoint);
    return {std::move(checkpoint), label};
}

} // namespace tvlt
