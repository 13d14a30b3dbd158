#pragma once

#include "core/features/batch_feature.h"
#include "core/features/feature_extractor.h"
#include "core/features/image_processor.h"
#include "core/parity/model_inputs.h"

namespace tvlt {

/// Kind "image": TvltImageProcessor. The reference's faults are switched on, for its outputs hold them.
void addImageCases(CaseFunctions& functions);
/// Kinds "audio" and "audio_resample_hint": TvltFeatureExtractor.
void addAudioCases(CaseFunctions& functions);
/// Kind "processor": TvltProcessor.
void addProcessorCases(CaseFunctions& functions);
/// Kinds "original video", "original audio" and the two of frame indices: the authors' loading code.
void addOriginalMediaCases(CaseFunctions& functions);

/// The safetensors file of a case ("file").
[[nodiscard]] const StateDict& caseFile(const nlohmann::json& entry, ParityContext& context);

/// The videos of an image case's "inputs" in the container that its "layout" names.
[[nodiscard]] Videos readVideos(const nlohmann::json& entry, ParityContext& context);
/// The recordings of an audio case's "inputs" in the container that it names.
[[nodiscard]] RawSpeech readSpeech(const nlohmann::json& entry, ParityContext& context);

/// Compares shape and element type with what a case states as full_shape and dtype.
void compareForm(const std::string& name, const torch::Tensor& got, const nlohmann::json& form, Comparison& comparison);
/// "float32" for "torch.float32" and for LibTorch's Float: the names that cases and rows use.
[[nodiscard]] std::string dtypeText(torch::ScalarType type);

} // namespace tvlt
