#pragma once

#include "core/model/outputs.h"

#include <cstdint>
#include <vector>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;
struct Job;
struct Modules;
struct TokenMask;

// From this folder's plain values to LibTorch's: for the .cpp files that run a model, in core alone.

/// A view of `values`, moved to where the model is. `values` must outlive it.
[[nodiscard]] torch::Tensor modelTensor(const std::vector<float>& values, const std::vector<std::int64_t>& shape,
                                        const Modules& modules);
/// The whole clip, one sample, with its padding masked. The features must outlive it.
[[nodiscard]] TvltInputs inputsOf(const Checkpoint& checkpoint, const ClipFeatures& features);
[[nodiscard]] TokenOrder orderOf(const TokenMask& mask, const Modules& modules);
/// Stops with `job` and reports to it, as the share of `expectedBlocks`. `job` must outlive it.
[[nodiscard]] ForwardOptions optionsFor(const Job& job, int expectedBlocks);

} // namespace tvlt
