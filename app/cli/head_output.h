#pragma once

#include "app/cli/analysis_arguments.h"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class Option;
}

namespace tvlt {

struct Checkpoint;

/// Which output of which heads is to be explained.
struct HeadOutputArguments {
    std::string label;
    bool matching = false;
};

struct HeadOutput {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::optional<int> label; ///< none: the class of the greatest logit, or the matching score
};

/// --class, --matching and --classifier. `only`: the flag that they belong to, and what stands before their help texts;
/// none: they are the command's own.
struct OnlyWith {
    CLI::Option* flag;
    std::string prefix;
};
void addHeadOutputOptions(CLI::App& command, AnalysisArguments& analysis, HeadOutputArguments& arguments,
                          const std::optional<OnlyWith>& only = {});
/// The classifier beside the checkpoint where there is one, else the checkpoint itself. Throws Exception: a classifier
/// that cannot say anything of this clip, a class or head that is not there.
[[nodiscard]] HeadOutput chosenOutput(const OpenedClip& opened, const HeadOutputArguments& arguments);

} // namespace tvlt
