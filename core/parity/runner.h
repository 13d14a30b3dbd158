#pragma once

#include "core/parity/comparison.h"
#include "core/parity/manifest.h"
#include "core/parity/model_source.h"
#include "core/parity/report.h"
#include "core/parity/tensor_files.h"

#include <functional>
#include <map>
#include <string>

namespace tvlt {

/// What the code that runs a case works with.
struct ParityContext {
    const Manifest& manifest;
    TensorFiles& tensors;
    ModelSource& models;
};

/// Runs one entry and hands what it got to the comparison. Whatever it throws fails the entry with the error's words.
using CaseFunction = std::function<void(const ParityCase&, ParityContext&, Comparison&)>;
/// The code for each kind of entry.
using CaseFunctions = std::map<std::string, CaseFunction>;
/// Told of each result as it comes.
using ResultListener = std::function<void(const ParityResult&)>;

/// Kinds "model", "micro", "pretraining" and "classification": Hugging Face's classes.
void addModelCases(CaseFunctions& functions);
/// Kinds "original features", "original loss" and "original mae": the authors' forward passes.
void addOriginalModelCases(CaseFunctions& functions);

/// Runs every entry of the manifest; one whose kind has no function fails. bf16 models are judged by 2^-4 of each
/// tensor's largest value.
[[nodiscard]] ParityReport runCases(ParityContext& context, const CaseFunctions& functions,
                                    const ResultListener& listener = {});

} // namespace tvlt
