#include "core/parity/features/error_rows.h"

#include "core/base/result.h"
#include "core/parity/features/media_cases.h"

#include <torch/torch.h>

#include <cmath>
#include <cstdlib>

namespace tvlt {
namespace {

nlohmann::json describeFrames(const NestedFrames& videos, ReturnTensors form) {
    if (form == ReturnTensors::Numpy)
        return tvlt::form({static_cast<std::int64_t>(videos.size())}, "object");
    nlohmann::json described{{"list", videos.size()}, {"of", nullptr}};
    if (videos.empty())
        return described;
    auto& first = described["of"] = {{"list", videos.front().size()}, {"of", nullptr}};
    if (!videos.front().empty())
        first["of"] = tvlt::form(videos.front().front().shape, videos.front().front().dtype());
    return described;
}

/// The same result in different words: "torch.float32" is "float32".
nlohmann::json plainResult(const nlohmann::json& result) {
    if (result.is_string() && result.get<std::string>().rfind("torch.", 0) == 0)
        return result.get<std::string>().substr(6);
    if (!result.is_structured())
        return result;
    auto plain = result;
    for (auto& value : plain)
        value = plainResult(value);
    return plain;
}

bool isNumber(const nlohmann::json& json) {
    return json.is_number() || json == "nan" || json == "inf" || json == "-inf";
}

bool sameResult(const nlohmann::json& got, const nlohmann::json& expected) {
    if (isNumber(got) && isNumber(expected)) {
        const double a = numberOf(got);
        const double b = numberOf(expected);
        return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b));
    }
    if (!got.is_object() || !expected.is_object())
        return got == expected;
    for (const auto& [key, value] : expected.items())
        if (!got.contains(key) || !sameResult(got.at(key), value))
            return false;
    for (const auto& [key, value] : got.items())
        if (!expected.contains(key) && key != "warned")
            return false;
    return true;
}

StatedOutcome expectedOutcome(const nlohmann::json& row, const ErrorCondition* condition, const Numbers& numbers) {
    const auto suggestion = row.value("suggestion", row.value("advice", "same error"));
    if (suggestion == "same error" || suggestion == "same result") {
        if (row.contains("original")) // the authors' rows hold their error in words
            return {row.at("original") != "no error", nullptr};
        return {row.at("outcome") == "raises", row.contains("result") ? row.at("result") : nlohmann::json()};
    }
    if (condition != nullptr && condition->stated)
        return condition->stated(numbers);
    if (row.contains("stated"))
        return {row.at("stated").value("raises", false),
                row.at("stated").contains("result") ? row.at("stated").at("result") : nlohmann::json()};
    throwUnsupported("the row suggests \"" + suggestion + "\", and no outcome of ours is stated for it", {},
                     "docs/parity.md says how a row states one.");
}

void judge(const Result<nlohmann::json>& outcome, const StatedOutcome& expected, Comparison& comparison) {
    if (expected.raises) {
        if (outcome)
            return comparison.require(false, "an error was expected, but it returned " + outcome.value().dump());
        const auto& error = outcome.error();
        return comparison.require(error.kind != Error::Kind::Internal,
                                  "the error is none that a person can act on: " + error.message());
    }
    if (!outcome)
        return comparison.require(false, "a result was expected, but: " + outcome.error().message());
    const auto got = plainResult(outcome.value());
    const auto wanted = plainResult(expected.result);
    comparison.require(sameResult(got, wanted), "returned " + got.dump() + ", expected " + wanted.dump());
}

ErrorConditions allConditions() {
    ErrorConditions conditions;
    addImageConditions(conditions);
    addAudioConditions(conditions);
    addProcessorConditions(conditions);
    addConfigConditions(conditions);
    addModelConditions(conditions);
    addHeadConditions(conditions);
    addOriginalConditions(conditions);
    return conditions;
}

void runRow(const ErrorConditions& conditions, const ParityCase& entry, ParityContext& context,
            Comparison& comparison) {
    const auto component = entry.json.value("component", "original");
    const auto words = entry.json.contains("case") ? entry.json.at("case").get<std::string>() : entry.name;
    Numbers numbers;
    const ErrorCondition* condition = nullptr;
    for (const auto& candidate : conditions)
        if (condition == nullptr && candidate.component == component && matchesPattern(candidate.words, words, numbers))
            condition = &candidate;
    const bool described = describesItself(entry.json);
    if (condition == nullptr && !described)
        throwUnsupported("this condition is unknown", entry.name,
                         "Describe it by fields, as docs/parity.md says for error rows.");
    const auto outcome = guard([&]() -> nlohmann::json {
        return described ? runDescribedRow(entry.json, context) : condition->run(numbers, context);
    });
    judge(outcome, expectedOutcome(entry.json, condition, numbers), comparison);
}

} // namespace

bool matchesPattern(const std::string& pattern, const std::string& words, Numbers& numbers) {
    Numbers found;
    const char* at = words.c_str();
    for (const char c : pattern) {
        if (c != '#') {
            if (*at++ != c)
                return false;
            continue;
        }
        char* end = nullptr;
        found.push_back(std::strtod(at, &end));
        if (end == at)
            return false;
        at = end;
    }
    if (*at != '\0')
        return false;
    numbers = std::move(found);
    return true;
}

std::function<StatedOutcome(const Numbers&)> raisesError() {
    return [](const Numbers&) { return StatedOutcome{true, nullptr}; };
}

std::function<StatedOutcome(const Numbers&)> returnsResult(nlohmann::json result) {
    return [result = std::move(result)](const Numbers&) { return StatedOutcome{false, result}; };
}

nlohmann::json form(std::vector<std::int64_t> shape, const std::string& dtype) {
    return {{"shape", std::move(shape)}, {"dtype", dtype}};
}

nlohmann::json describe(const torch::Tensor& tensor) {
    return tensor.defined() ? form(tensor.sizes().vec(), dtypeText(tensor.scalar_type())) : nlohmann::json();
}

nlohmann::json describeDefined(const StateDict& outputs) {
    auto described = nlohmann::json::object();
    for (const auto& [name, tensor] : outputs)
        if (tensor.defined())
            described[name] = describe(tensor);
    return described;
}

nlohmann::json describe(const BatchFeature& output, ReturnTensors returned) {
    auto described = nlohmann::json::object();
    for (const auto& [name, value] : output.items) {
        const auto* array = std::get_if<NdArray>(&value);
        described[name] = array != nullptr ? form(array->shape, array->dtype())
                                           : describeFrames(std::get<NestedFrames>(value), returned);
    }
    if (!output.warnings.empty())
        described["warned"] = true;
    return described;
}

void addErrorRows(CaseFunctions& functions) {
    const CaseFunction run = [conditions = allConditions()](const ParityCase& entry, ParityContext& context,
                                                            Comparison& comparison) {
        runRow(conditions, entry, context, comparison);
    };
    functions["error"] = run;
    functions["original error"] = run;
}

} // namespace tvlt
