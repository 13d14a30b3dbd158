#!/usr/bin/env python3
"""Stores what transformers makes of your TVLT checkpoint, for `tvlt parity` to compare with.

    pip install 'transformers==4.40.2' torch safetensors 'numpy<2' 'pillow==10.3.0'
    python make_parity_folder.py CHECKPOINT FOLDER
    tvlt parity FOLDER

CHECKPOINT is a folder or a hub id that transformers opens. FOLDER gets manifest.json and safetensors files: whole and
padded inputs, MAE masking, the pre-training losses or the classifier, one video and one recording through the
processors. docs/parity.md describes the format. Each case is run a second time in float64: the distance is float32's
own error, of which `tvlt parity` allows ten times.
"""

import argparse
import contextlib
import json
import math
import os
import shutil

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import (
    TvltConfig,
    TvltFeatureExtractor,
    TvltForAudioVisualClassification,
    TvltForPreTraining,
    TvltImageProcessor,
    TvltModel,
)

CLASSES = {c.__name__: c for c in (TvltForPreTraining, TvltForAudioVisualClassification, TvltModel)}


@contextlib.contextmanager
def controlled_masking(draws, seed=None):
    """Records the noise that masking draws (with a seed), or plays it back; ties are sorted stably."""
    rand, argsort = torch.rand, torch.argsort
    generator = torch.Generator().manual_seed(seed) if seed is not None else None

    def noise(*size, **_):
        if generator is None:
            return draws[next(played)]
        draws.append(rand(*size, generator=generator))
        return draws[-1]

    played = iter(range(len(draws)))
    torch.rand = noise
    torch.argsort = lambda x, dim=-1, descending=False: argsort(x, dim=dim, descending=descending, stable=True)
    try:
        yield
    finally:
        torch.rand, torch.argsort = rand, argsort


class Folder:
    def __init__(self, path, checkpoint):
        self.path, self.checkpoint, self.cases = path, checkpoint, []
        os.makedirs(path, exist_ok=True)

    def store(self, file, tensors):
        contiguous = {name: torch.as_tensor(t).detach().clone().contiguous() for name, t in tensors.items()}
        save_file(contiguous, os.path.join(self.path, file))
        return {name: f"{file}#{name}" for name in tensors}

    def write(self):
        manifest = {"format": 1, "cases": self.cases}
        with open(os.path.join(self.path, "manifest.json"), "w") as out:
            json.dump(manifest, out, indent=1)


def tensors_of(output):
    named = {name: value for name, value in output.items() if isinstance(value, torch.Tensor)}
    states = output.get("hidden_states")
    if states is not None:
        named["hidden_states.0"] = states[0]
        named[f"hidden_states.{len(states) - 1}"] = states[-1]
    return named


def add_model_case(folder, name, model, inputs, train=False, mask=False, seed=1):
    """Runs one forward pass in float32 and in float64 and stores inputs, noise, outputs and their distance."""
    draws = []
    flags = {"mask_pixel": mask, "mask_audio": mask} if isinstance(model, TvltModel) else {}
    states = not isinstance(model, TvltForPreTraining)

    def run(dtype, draw_seed=None):
        model.to(dtype).train(train)
        given = {k: v.to(dtype) if v.is_floating_point() else v for k, v in inputs.items()}
        with torch.no_grad(), controlled_masking(draws, draw_seed):
            return tensors_of(model(**given, **flags, output_hidden_states=states))

    expected = run(torch.float32, seed)
    exact = run(torch.float64)
    model.float()
    noise_names = ["pixel_noise", "audio_noise"][: len(draws)]
    stored = {f"in.{k}": v for k, v in {**inputs, **dict(zip(noise_names, draws))}.items()}
    refs = folder.store(f"{name}.safetensors", {**stored, **{f"out.{k}": v for k, v in expected.items()}})
    folder.cases.append({
        "kind": "model", "name": name, "cls": type(model).__name__, "checkpoint": folder.checkpoint,
        "train_mode": train, "flags": flags,
        "inputs": {k: refs[f"in.{k}"] for k in inputs}, "noise": {k: refs[f"in.{k}"] for k in noise_names},
        "expected": {k: refs[f"out.{k}"] for k in expected},
        "fp64_max_abs_diff": {k: float((v.double() - exact[k].double()).abs().max()) if v.numel() else 0.0
                              for k, v in expected.items()},
    })


def side(value, axis):
    return value[axis] if isinstance(value, (list, tuple)) else value


class Shapes:
    def __init__(self, config):
        self.config = config
        self.height, self.width = side(config.image_size, 0), side(config.image_size, 1)
        self.per_frame = (self.height // side(config.image_patch_size, 0)) * (self.width // side(config.image_patch_size, 1))
        self.rows_per_step, self.bands = config.audio_patch_size[0], config.frequency_length // config.audio_patch_size[1]

    def inputs(self, batch, frames, rows, seed):
        c, g = self.config, torch.Generator().manual_seed(seed)

        def noise(*shape):
            return (torch.randn(shape, generator=g) * 0.5).clamp(-1, 1)

        return {"pixel_values": noise(batch, frames, c.num_image_channels, self.height, self.width),
                "audio_values": noise(batch, c.num_audio_channels, rows, c.frequency_length)}

    def masks(self, frames, rows, real_frames, real_rows):
        pixel = torch.zeros(len(real_frames), frames * self.per_frame, dtype=torch.int64)
        audio = torch.zeros(len(real_rows), rows // self.rows_per_step * self.bands)
        for i, (f, r) in enumerate(zip(real_frames, real_rows)):
            pixel[i, : f * self.per_frame] = 1
            audio[i, : math.ceil(r / self.rows_per_step) * self.bands] = 1
        return {"pixel_mask": pixel, "audio_mask": audio}


def add_model_cases(folder, model, seed):
    c, s = model.config, Shapes(model.config)
    encoder = model if isinstance(model, TvltModel) else model.tvlt
    rows = c.spectrogram_length // s.rows_per_step * s.rows_per_step
    short_frames, short_rows = min(2, c.num_frames), min(4 * s.rows_per_step, rows)
    short = s.inputs(2, short_frames, short_rows, seed)
    padding = s.masks(short_frames, short_rows, [short_frames, 1], [short_rows, 1])
    add_model_case(folder, "full", encoder, s.inputs(1, c.num_frames, rows, seed + 1))
    add_model_case(folder, "padded", encoder, {**short, **padding})
    add_model_case(folder, "masked", encoder, short, mask=True, seed=seed + 2)
    if isinstance(model, TvltForPreTraining):
        mixed = s.inputs(2, short_frames, short_rows, seed + 3)["pixel_values"]
        heads = {**short, "pixel_values_mixed": mixed, "labels": torch.tensor([[1.0], [0.0]])}
        add_model_case(folder, "matching", model, heads)
        if c.task_mae:
            add_model_case(folder, "pretraining_loss", model, heads, train=True, seed=seed + 4)
            add_model_case(folder, "pretraining_loss_padded", model, {**heads, **padding}, train=True, seed=seed + 5)
    elif isinstance(model, TvltForAudioVisualClassification):
        labels = torch.tensor([0, c.num_labels - 1])
        if c.loss_type == "regression":
            labels = torch.randn(2, c.num_labels, generator=torch.Generator().manual_seed(seed))
        add_model_case(folder, "classification", model, {**short, "labels": labels})


def add_image_case(folder, config, rng):
    s = Shapes(config)
    init = {"size": {"shortest_edge": min(s.height, s.width)}, "crop_size": {"height": s.height, "width": s.width},
            "patch_size": [side(config.image_patch_size, 0), side(config.image_patch_size, 1)],
            "num_frames": config.num_frames}
    y, x = np.mgrid[0:120, 0:170]
    waves = [128 + 100 * np.sin(y / (5 + k) + x / (9 - k) + k) + rng.normal(0, 15, y.shape) for k in range(3)]
    frame = np.clip(np.stack(waves, -1), 0, 255).astype(np.uint8)
    frames = [np.roll(frame, 7 * i, 1) for i in range(min(2, config.num_frames))]
    out = TvltImageProcessor(**init)(frames)
    values, mask = np.stack(out["pixel_values"][0]), np.asarray(out["pixel_mask"]).astype(np.int64)
    folder.store("image.safetensors", {"in.video0": np.stack(frames), "out.pixel_values.0": values, "out.pixel_mask": mask})
    folder.cases.append({
        "kind": "image", "name": "image", "cls": "TvltImageProcessor", "file": "image.safetensors", "init": init,
        "call": {}, "layout": "list_of_frames", "inputs": [{"video": "in.video0"}],
        "expected": {"pixel_values.0": {"full_shape": list(values.shape), "dtype": str(values.dtype)},
                     "pixel_mask": {"full_shape": list(mask.shape)}}})


def add_audio_case(folder, config, rng, rate=44100):
    init = {"spectrogram_length": config.spectrogram_length, "feature_size": config.frequency_length,
            "patch_size": list(config.audio_patch_size), "sampling_rate": rate}
    t = np.arange(rate) / rate
    wave = 0.4 * np.sin(2 * np.pi * (200 + 900 * t) * t) + 0.02 * rng.standard_normal(rate)
    samples = np.clip(np.rint(wave * 32767), -32768, 32767).astype(np.int16)
    extractor = TvltFeatureExtractor(**init)
    out = extractor(samples.astype(np.float32) / 32768, sampling_rate=rate, return_tensors="np")
    folder.store("audio.safetensors", {"in.wave0": samples, **{f"out.{k}": v for k, v in out.items()}})
    folder.cases.append({
        "kind": "audio", "name": "audio", "cls": "TvltFeatureExtractor", "file": "audio.safetensors", "init": init,
        "call": {"sampling_rate": rate}, "container": "list", "inputs": [{"tensor": "in.wave0"}],
        "hop_length": extractor.hop_length, "freq_len": extractor.freq_len,
        "expected": {k: {"full_shape": list(v.shape), "dtype": str(v.dtype)} for k, v in out.items()}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", help="a folder, or a hub id")
    parser.add_argument("folder", help="where to write; made if it is not there")
    parser.add_argument("--class", dest="cls", choices=sorted(CLASSES), help="default: as config.json says")
    parser.add_argument("--copy", action="store_true", help="put a copy of the checkpoint into the folder")
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    config = TvltConfig.from_pretrained(a.checkpoint)
    cls = CLASSES[a.cls or (config.architectures or ["TvltForPreTraining"])[0]]
    model = cls.from_pretrained(a.checkpoint).eval()
    os.makedirs(a.folder, exist_ok=True)
    if a.copy or not os.path.isdir(a.checkpoint):
        shutil.rmtree(os.path.join(a.folder, "checkpoint"), ignore_errors=True)
        model.save_pretrained(os.path.join(a.folder, "checkpoint"))
        checkpoint = "checkpoint"
    else:
        checkpoint = os.path.relpath(os.path.realpath(a.checkpoint), os.path.realpath(a.folder))
    folder, rng = Folder(a.folder, checkpoint), np.random.default_rng(a.seed)
    add_model_cases(folder, model, a.seed)
    if config.num_image_channels == 3:
        add_image_case(folder, config, rng)
    add_audio_case(folder, config, rng)
    folder.write()
    print(f"{len(folder.cases)} cases in {a.folder}: compare with `tvlt parity {a.folder}`")


if __name__ == "__main__":
    main()
