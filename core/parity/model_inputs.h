#pragma once

#include "core/parity/runner.h"

namespace tvlt {

/// The tensors of a case's "inputs" by name, on the models' device; pixel and audio values in the models' dtype.
[[nodiscard]] StateDict readInputs(const ParityCase& entry, ParityContext& context);

/// The model's inputs among them.
[[nodiscard]] TvltInputs modelInputs(const StateDict& inputs);

/// Puts a case's stored noise in the place of the draw, kept by the config's ratios. An undefined tensor leaves its
/// modality unmasked. Audio noise with fewer values than tokens holds one a time step.
void giveNoise(TvltInputs& inputs, const TvltConfig& config, const torch::Tensor& pixelNoise,
               const torch::Tensor& audioNoise);

/// The case's stored noise by name ("pixel_noise", "audio_noise"); empty when it has none.
[[nodiscard]] StateDict readNoise(const ParityCase& entry, ParityContext& context);

/// The tensor called `name`, undefined when there is none.
[[nodiscard]] torch::Tensor tensorOrNone(const StateDict& tensors, const std::string& name);

/// Compares all outputs that the case expects; an output that is not there fails. `expected` by the output's name.
void compareOutputs(const ParityCase& entry, const StateDict& outputs, const StateDict& expected,
                    Comparison& comparison);

/// The tensors of a case's "expected", by the output's name.
[[nodiscard]] StateDict readExpected(const ParityCase& entry, ParityContext& context);

/// The encoder's outputs by the reference's names: last_hidden_state, hidden_states.N, attentions.N, ….
void addEncoderOutputs(const TvltModelOutput& encoder, StateDict& outputs);

/// The parameter gradients that the case states: grad_tensors, grad_l2, grad_sum, each within 1e-4 (and 1e-4 of its
/// size). Call after backward().
void compareGradients(const ParityCase& entry, ParityContext& context, const torch::nn::Module& module,
                      Comparison& comparison);

/// The object at `key`; an empty one where there is none.
[[nodiscard]] const nlohmann::json& objectAt(const nlohmann::json& entry, const char* key);

/// Whether the case states gradients, so that its pass must record them.
[[nodiscard]] bool statesGradients(const ParityCase& entry);

} // namespace tvlt
