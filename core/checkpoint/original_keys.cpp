#include "core/checkpoint/original_keys.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace tvlt {

namespace {

using Pair = std::pair<std::string_view, std::string_view>; ///< the authors' name, Hugging Face's

/// Names that end in a dot stand for all that starts with them.
constexpr std::array<Pair, 30> names{{
    {"cls_token", "tvlt.cls_embedding"},
    {"type_embed_v", "tvlt.pixel_embeddings.type_embed_v"},
    {"temporal_embed", "tvlt.pixel_embeddings.temporal_embed"},
    {"pos_embed_v", "tvlt.pixel_embeddings.pos_embed_v"},
    {"patch_embed_v.proj.", "tvlt.pixel_embeddings.patch_embeddings.projection."},
    {"type_embed_a", "tvlt.audio_embeddings.type_embed_a"},
    {"pos_embed_a", "tvlt.audio_embeddings.pos_embed_a"},
    {"freq_embed", "tvlt.audio_embeddings.freq_embed"},
    {"patch_embed_a.proj.", "tvlt.audio_embeddings.patch_embeddings.projection."},
    {"norm.", "tvlt.layernorm."},
    {"decoder_embed.", "encoder_to_decoder."},
    {"mask_token_v", "pixel_mask_token"},
    {"mask_token_a", "audio_mask_token"},
    {"decoder_pos_embed_v", "decoder_pixel_pos_embed"},
    {"decoder_temporal_embed", "decoder_temporal_embed"},
    {"decoder_type_embed_v", "decoder_pixel_type_embed"},
    {"decoder_pos_embed_a", "decoder_audio_pos_embed"},
    {"decoder_freq_embed", "decoder_freq_embed"},
    {"decoder_type_embed_a", "decoder_audio_type_embed"},
    {"decoder_norm.", "decoder.layernorm."},
    {"matching_score.pooler.dense.", "matching_head.pooler.dense."},
    {"matching_score.fc.", "matching_head.fc."},
    {"mae_score_video.decoder.", "pixel_mae_head.decoder."},
    {"mae_score_audio.decoder.", "audio_mae_head.decoder."},
    {"classifier.0.dense.", "pooler.dense."}, // the authors' tanh pooler, which Hugging Face's class has not
    {"classifier.1.", "classifier.0."},
    {"classifier.2.", "classifier.1."},
    {"classifier.4.", "classifier.3."},
    {"blocks.", "tvlt.encoder.layer."},
    {"decoder_blocks.", "decoder.decoder_layers."},
}};

/// Within a block, behind its number.
constexpr std::array<Pair, 6> blockNames{{
    {"norm1.", "layernorm_before."},
    {"norm2.", "layernorm_after."},
    {"attn.qkv.", "attention.attention.qkv."},
    {"attn.proj.", "attention.output.dense."},
    {"mlp.fc1.", "intermediate.dense."},
    {"mlp.fc2.", "output.dense."},
}};
constexpr std::string_view fused = ".attention.attention.qkv.";
constexpr std::array<std::string_view, 3> parts{".attention.attention.query.", ".attention.attention.key.",
                                                ".attention.attention.value."};

template <std::size_t N>
std::string translate(std::string_view key, const std::array<Pair, N>& table, std::string_view Pair::*from,
                      std::string_view Pair::*to) {
    for (const Pair& pair : table) {
        const std::string_view name = pair.*from;
        if (name.ends_with('.') ? key.starts_with(name) : key == name)
            return std::string(pair.*to) + std::string(key.substr(name.size()));
    }
    return {};
}

/// Translates the head of a key and, behind "blocks.N.", its tail.
std::string translateKey(std::string_view key, std::string_view Pair::*from, std::string_view Pair::*to) {
    std::string head = translate(key, names, from, to);
    for (const Pair& pair : names) {
        if (pair.first != "blocks." && pair.first != "decoder_blocks.")
            continue;
        const std::string_view prefix = pair.*from;
        if (!key.starts_with(prefix))
            continue;
        const std::size_t dot = key.find('.', prefix.size());
        const std::string_view number = key.substr(prefix.size(), dot - prefix.size());
        if (dot == std::string_view::npos || number.empty() ||
            !std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
            return {};
        const std::string tail = translate(key.substr(dot + 1), blockNames, from, to);
        return tail.empty() ? std::string() : std::string(pair.*to) + std::string(number) + "." + tail;
    }
    return head;
}

bool hasPrefix(const StateDict& tensors, const std::string& prefix) {
    const auto it = tensors.lower_bound(prefix);
    return it != tensors.end() && it->first.starts_with(prefix);
}

} // namespace

KeyFamily keyFamily(const StateDict& tensors) {
    const bool text = hasPrefix(tensors, "text_embeddings.");
    if (hasPrefix(tensors, "patch_embed_v.") && hasPrefix(tensors, "patch_embed_a."))
        return KeyFamily::Original;
    if (text)
        return KeyFamily::TextTvlt;
    if (hasPrefix(tensors, "patch_embed_v.") || hasPrefix(tensors, "patch_embed_a."))
        return KeyFamily::Original;
    if (hasPrefix(tensors, "patch_embed.proj.") && tensors.count("pos_embed") != 0)
        return KeyFamily::ImageMae;
    for (const char* key : {"tvlt.cls_embedding", "cls_embedding"})
        if (tensors.count(key) != 0)
            return KeyFamily::HuggingFace;
    for (const char* prefix : {"tvlt.", "pixel_embeddings.", "audio_embeddings."})
        if (hasPrefix(tensors, prefix))
            return KeyFamily::HuggingFace;
    return KeyFamily::Unknown;
}

std::string huggingFaceKey(const std::string& original) {
    return translateKey(original, &Pair::first, &Pair::second);
}

std::string originalKey(const std::string& huggingFace) {
    std::string key = huggingFace;
    for (const std::string_view part : parts)
        if (const std::size_t at = key.find(part); at != std::string::npos)
            key.replace(at, part.size(), fused);
    const std::string original = translateKey(key, &Pair::second, &Pair::first);
    return original.empty() ? huggingFace : original;
}

MappedKeys mapOriginalKeys(const StateDict& tensors) {
    MappedKeys mapped;
    for (const auto& [name, tensor] : tensors) {
        const std::string key = huggingFaceKey(name);
        if (key.empty()) {
            mapped.unexpected.push_back(name);
            continue;
        }
        const std::size_t at = key.find(fused);
        if (at == std::string::npos || tensor.dim() == 0 || tensor.size(0) % 3 != 0) {
            mapped.tensors.emplace(key, tensor);
            continue;
        }
        const std::int64_t rows = tensor.size(0) / 3;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            std::string part = key;
            part.replace(at, fused.size(), parts[i]);
            mapped.tensors.emplace(part, tensor.narrow(0, static_cast<std::int64_t>(i) * rows, rows));
        }
    }
    return mapped;
}

StateDict toOriginalKeys(const StateDict& tensors) {
    StateDict renamed;
    for (const auto& [name, tensor] : tensors) {
        const std::size_t at = name.find(parts[0]);
        if (at != std::string::npos) {
            std::vector<torch::Tensor> fusedParts;
            for (const std::string_view part : parts)
                fusedParts.push_back(tensors.at(std::string(name).replace(at, parts[0].size(), part)));
            renamed.emplace(originalKey(name), torch::cat(fusedParts));
        } else if (name.find(parts[1]) == std::string::npos && name.find(parts[2]) == std::string::npos) {
            renamed.emplace(originalKey(name), tensor);
        }
    }
    return renamed;
}

} // namespace tvlt
