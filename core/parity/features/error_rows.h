#pragma once

#include "core/features/batch_feature.h"
#include "core/parity/runner.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tvlt {

/// The numbers that stand in a row's words where its pattern has '#'.
using Numbers = std::vector<double>;

/// What the program is meant to do where a row advises something else than the reference's outcome.
struct StatedOutcome {
    bool raises = false;
    nlohmann::json result; ///< when it returns: in a row's form
};

/// A condition that rows describe in words: how to bring it about with the code that users run. It describes the
/// input; the row says what must come of it.
struct ErrorCondition {
    std::string component; ///< "TvltModel", …; "original" for the authors' code
    std::string words;     ///< the row's words; '#' stands for a number
    /// Runs it and returns what came out in a row's form (see describe()); throws as the code does.
    std::function<nlohmann::json(const Numbers&, ParityContext&)> run;
    /// What stands in place of the reference's outcome when the row suggests neither "same error" nor "same result".
    std::function<StatedOutcome(const Numbers&)> stated;
};
using ErrorConditions = std::vector<ErrorCondition>;

/// add(words, run, stated): appends a condition of `component` that needs nothing of the parity folder.
[[nodiscard]] inline auto conditionAdder(ErrorConditions& conditions, const char* component) {
    return [&conditions, component](const char* words, std::function<nlohmann::json(const Numbers&)> run,
                                    std::function<StatedOutcome(const Numbers&)> stated = {}) {
        conditions.push_back({component, words,
                              [run = std::move(run)](const Numbers& numbers, ParityContext&) { return run(numbers); },
                              std::move(stated)});
    };
}

/// A row's number that counts something.
[[nodiscard]] inline std::int64_t whole(double number) {
    return static_cast<std::int64_t>(number);
}

void addImageConditions(ErrorConditions& conditions);
void addAudioConditions(ErrorConditions& conditions);
void addProcessorConditions(ErrorConditions& conditions);
void addConfigConditions(ErrorConditions& conditions);
void addModelConditions(ErrorConditions& conditions);
void addHeadConditions(ErrorConditions& conditions);
void addOriginalConditions(ErrorConditions& conditions);

/// Kinds "error" and "original error". A row whose condition is neither known nor described by fields fails.
void addErrorRows(CaseFunctions& functions);

/// Runs a row that describes its condition by fields (docs/parity.md) instead of words.
[[nodiscard]] nlohmann::json runDescribedRow(const nlohmann::json& row, ParityContext& context);
[[nodiscard]] bool describesItself(const nlohmann::json& row);

/// Whether `words` are those of `pattern`; `numbers` gets what stands for each '#'.
[[nodiscard]] bool matchesPattern(const std::string& pattern, const std::string& words, Numbers& numbers);

/// For `stated`: always an error.
[[nodiscard]] std::function<StatedOutcome(const Numbers&)> raisesError();
/// For `stated`: always this result.
[[nodiscard]] std::function<StatedOutcome(const Numbers&)> returnsResult(nlohmann::json result);

/// {"shape": …, "dtype": "float32"}; null for an undefined tensor.
[[nodiscard]] nlohmann::json describe(const torch::Tensor& tensor);
/// Each output by name; "warned": true when there were warnings. NumPy holds ragged videos in an array of objects.
[[nodiscard]] nlohmann::json describe(const BatchFeature& output, ReturnTensors form);
/// {"shape": shape, "dtype": dtype}.
[[nodiscard]] nlohmann::json form(std::vector<std::int64_t> shape, const std::string& dtype = "float32");
/// The defined tensors among them.
[[nodiscard]] nlohmann::json describeDefined(const StateDict& outputs);

} // namespace tvlt
