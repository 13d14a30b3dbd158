#include "core/parity/runner.h"

#include "core/base/result.h"

namespace tvlt {
namespace {

/// bf16 keeps 8 bits of mantissa, and errors add up over layers.
constexpr Tolerance kBfloat16{0.0625, 0.0625};

ParityResult runCase(const ParityCase& entry, ParityContext& context, const CaseFunctions& functions) {
    Comparison comparison(context.models.dtype() == torch::kBFloat16 ? kBfloat16 : Tolerance{0.0, 0.0});
    const auto function = functions.find(entry.kind);
    if (function == functions.end()) {
        comparison.require(false, "no code of this build runs cases of kind \"" + entry.kind + "\"");
        return comparison.result(entry.name, entry.kind);
    }
    const auto done = guard([&] { function->second(entry, context, comparison); });
    if (!done)
        comparison.require(false, done.error().message());
    return comparison.result(entry.name, entry.kind);
}

} // namespace

ParityReport runCases(ParityContext& context, const CaseFunctions& functions, const ResultListener& listener) {
    ParityReport report;
    for (const auto& entry : context.manifest.cases) {
        report.results.push_back(runCase(entry, context, functions));
        if (listener)
            listener(report.results.back());
    }
    return report;
}

} // namespace tvlt
