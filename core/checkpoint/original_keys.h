#pragma once

#include "core/model/safetensors.h"

#include <string>
#include <vector>

namespace tvlt {

/// What a set of tensors is, by its keys.
enum class KeyFamily { HuggingFace, Original, ImageMae, TextTvlt, Unknown };
[[nodiscard]] KeyFamily keyFamily(const StateDict& tensors);

/// The Hugging Face name of one of the authors' keys, with the prefix `tvlt.` for the encoder; empty when it has none.
/// A fused `attn.qkv.` stays fused: "….attention.attention.qkv.weight".
[[nodiscard]] std::string huggingFaceKey(const std::string& original);
/// The inverse; query, key and value give the fused key. A name without an inverse comes back as it is.
[[nodiscard]] std::string originalKey(const std::string& huggingFace);

struct MappedKeys {
    StateDict tensors;                   ///< under Hugging Face names, qkv split
    std::vector<std::string> unexpected; ///< the authors' keys that have no place
};
/// Renames all tensors. Views, not copies.
[[nodiscard]] MappedKeys mapOriginalKeys(const StateDict& tensors);
/// The inverse: the authors' names, with query, key and value fused (those are copies).
[[nodiscard]] StateDict toOriginalKeys(const StateDict& tensors);

} // namespace tvlt
