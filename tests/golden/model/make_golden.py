#!/usr/bin/env python3
"""Makes the reference results beside this script: very small TVLT models of transformers 4.40.2 and what they compute.

    python make_golden.py        # needs torch, transformers==4.40.2, safetensors

Noise is drawn here and handed to the reference, and its argsort is made stable: frame-level noise has ties, which the
default sort breaks differently on different CPUs.
"""
import json
import math
import os

import torch
from safetensors.torch import save_file
from transformers import TvltConfig, TvltForAudioVisualClassification, TvltForPreTraining, TvltModel
from transformers.activations import ACT2CLS

HERE = os.path.dirname(os.path.abspath(__file__))
MICRO = dict(image_size=[16, 24], image_patch_size=[8, 8], num_frames=3, spectrogram_length=64, frequency_length=16,
             audio_patch_size=[16, 8], hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=32,
             decoder_hidden_size=16, decoder_num_attention_heads=2, decoder_num_hidden_layers=1,
             decoder_intermediate_size=24)
G = torch.Generator().manual_seed(7)
CASES, TENSORS = [], {}
real_rand, real_argsort = torch.rand, torch.argsort


def build(cls, name, **over):
    """A model in which every parameter matters: the reference leaves many at 0 or 1."""
    model = cls(TvltConfig(**{**MICRO, **over})).eval()
    with torch.no_grad():
        for key, p in model.named_parameters():
            r = torch.randn(p.shape, generator=G)
            norm = "layernorm" in key or key.startswith("classifier.1")
            if norm and key.endswith("weight"):
                p.copy_(1 + 0.2 * r)
            elif key.endswith("weight") and p.dim() > 1:
                p.copy_(r * (1.6 if ".query." in key or ".key." in key else 0.8) / math.sqrt(p[0].numel()))
            else:
                p.copy_(0.2 * r)
    model.save_pretrained(os.path.join(HERE, name))
    for junk in ("generation_config.json",):
        if os.path.exists(os.path.join(HERE, name, junk)):
            os.remove(os.path.join(HERE, name, junk))
    return model


def put(prefix, tensors):
    refs = {}
    for key, value in tensors.items():
        TENSORS[f"{prefix}.{key}"] = value.detach().clone().contiguous()
        refs[key] = f"tensors.safetensors#{prefix}.{key}"
    return refs


def run(name, model, checkpoint, inputs, noise=(), train=False, flags=None, over=None, grad=False, keep=None):
    saved = {k: getattr(model.config, k) for k in over or {}}
    for key, value in (over or {}).items():
        setattr(model.config, key, value)
    queue = list(noise.values()) if noise else []
    torch.rand = lambda *a, **k: queue.pop(0).clone()
    torch.argsort = lambda x, dim=-1: real_argsort(x, dim=dim, stable=True)
    extra = flags or {}
    if isinstance(model, TvltModel) or isinstance(model, TvltForAudioVisualClassification):
        extra = dict(extra, output_attentions=True, output_hidden_states=True)
    model.train(train)
    with torch.set_grad_enabled(grad):
        out = model(**inputs, **extra)
    torch.rand, torch.argsort = real_rand, real_argsort
    expected = {}
    for key, value in out.items():
        if isinstance(value, torch.Tensor):
            expected[key] = value
        elif isinstance(value, tuple):
            expected.update({f"{key}.{i}": v for i, v in enumerate(value)})
    if keep:
        expected = {k: v for k, v in expected.items() if k in keep}
    case = dict(name=name, cls=type(model).__name__, checkpoint=checkpoint, train_mode=train, flags=flags or {},
                config_overrides=over or {}, inputs=put(f"{name}.in", inputs), noise=put(f"{name}.in", noise or {}),
                expected=put(f"{name}.out", expected))
    if grad:
        out.loss.backward()
        case["grad_tensors"] = put(f"{name}.grad", {k: p.grad for k, p in model.named_parameters()
                                                    if p.grad is not None and p.numel() <= 800})
        model.zero_grad()
    for key, value in saved.items():
        setattr(model.config, key, value)
    CASES.append(case)


def main():
    values = lambda *shape: torch.clamp(torch.randn(shape, generator=G) * 0.5, -1, 1)  # noqa: E731
    pixels, mixed, audio = values(2, 3, 3, 16, 24), values(2, 3, 3, 16, 24), values(2, 1, 64, 16)
    both = dict(pixel_values=pixels, audio_values=audio)
    pixel_mask, audio_mask = torch.ones(2, 18, dtype=torch.int64), torch.ones(2, 8)
    pixel_mask[1, 12:], audio_mask[1, 4:] = 0, 0
    padded = dict(both, pixel_mask=pixel_mask, audio_mask=audio_mask)
    noise = dict(pixel_noise=real_rand((2, 18), generator=G), audio_noise=real_rand((2, 4), generator=G))
    flags = dict(mask_pixel=True, mask_audio=True)

    pre = build(TvltForPreTraining, "pretraining")
    run("plain", pre.tvlt, "pretraining", both)
    run("padded", pre.tvlt, "pretraining", padded)
    hidden = dict(padded, pixel_mask=pixel_mask.clone(), audio_mask=audio_mask.clone())
    hidden["pixel_mask"][1], hidden["audio_mask"][1] = 0, 0
    run("one_sample_hidden", pre.tvlt, "pretraining", hidden, keep=["last_hidden_state", "attentions.1"])
    run("pixel_mask_alone", pre.tvlt, "pretraining", dict(both, pixel_mask=pixel_mask), keep=["last_hidden_state"])
    run("short", pre.tvlt, "pretraining", dict(pixel_values=pixels[:, :1], audio_values=audio[:, :, :37]),
        keep=["last_hidden_state"])
    run("masked", pre.tvlt, "pretraining", padded, noise, flags=flags)
    run("masked_ratios", pre.tvlt, "pretraining", both, noise, flags=flags,
        over=dict(pixel_mask_ratio=1.0, audio_mask_ratio=0.4), keep=["last_hidden_state", "audio_label_masks"])
    labels = torch.tensor([[1.0], [0.0]])
    whole = dict(padded, pixel_values_mixed=mixed, pixel_mask_mixed=pixel_mask, labels=labels)
    run("train", pre, "pretraining", whole, noise, train=True, grad=True)
    run("train_patch_level", pre, "pretraining", whole,
        dict(pixel_noise=noise["pixel_noise"], audio_noise=real_rand((2, 8), generator=G)), train=True,
        over=dict(audio_mask_type="patch-level"), keep=["loss", "audio_logits"])
    run("evaluate", pre, "pretraining", whole)

    classes = build(TvltForAudioVisualClassification, "classification", num_labels=3)
    run("classes", classes, "classification", dict(padded, labels=torch.tensor([2, -100])), grad=True,
        keep=["logits", "loss"])
    run("soft_classes", classes, "classification", dict(both, labels=torch.softmax(values(2, 3), 1)),
        keep=["logits", "loss"])
    score = build(TvltForAudioVisualClassification, "regression", num_labels=1, loss_type="regression",
                  use_mean_pooling=True, qkv_bias=False)
    run("score", score, "regression", dict(both, labels=values(2, 1)), keep=["logits", "loss"])

    act = build(TvltModel, "activations", hidden_size=8, num_hidden_layers=1, num_attention_heads=2, num_frames=1)
    with torch.no_grad():  # wide enough for the activations to differ
        act.encoder.layer[0].intermediate.dense.bias.mul_(8)
    act.save_pretrained(os.path.join(HERE, "activations"))
    one = dict(pixel_values=pixels[:1, :1], audio_values=audio[:1, :, :16])
    for name in sorted(ACT2CLS):
        other = TvltModel(TvltConfig(**{**act.config.to_dict(), "hidden_act": name})).eval()
        other.load_state_dict(act.state_dict())
        other.config.hidden_act = name
        run(f"activation_{name}", other, "activations", one, keep=["last_hidden_state"])
        CASES[-1]["config_overrides"] = {"hidden_act": name}

    # Inputs stand in many cases: equal tensors are stored once.
    stored, renamed = {}, {}
    for key, value in TENSORS.items():
        same = next((k for k, v in stored.items() if v.dtype == value.dtype and v.shape == value.shape
                     and torch.equal(v, value)), None)
        renamed[key] = same or key
        if not same:
            stored[key] = value
    save_file(stored, os.path.join(HERE, "tensors.safetensors"))
    for case in CASES:
        for part in ("inputs", "noise", "expected", "grad_tensors"):
            for key, ref in case.get(part, {}).items():
                case[part][key] = "tensors.safetensors#" + renamed[ref.split("#")[1]]
    with open(os.path.join(HERE, "manifest.json"), "w") as f:
        f.write('{"cases": [\n' + ",\n".join(json.dumps(c) for c in CASES) + "\n]}\n")


main()
