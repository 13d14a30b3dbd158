#!/usr/bin/env python3
"""Ten optimizer steps of transformers' TVLT classes, for the trainer to follow: weights, batches, noise and losses.

    pip install 'transformers==4.40.2' torch safetensors 'numpy<2'
    python make_training_golden.py FOLDER

FOLDER gets pretraining/ and classification/, each with config.json and steps.safetensors:

    weights.*                     the weights before the first step
    batch0.*, batch1.*            inputs by the names of the model's arguments; step i takes batch i % 2
    pixel_noise, audio_noise      (steps, batch, tokens or time steps): what masking sorts; pre-training only
    loss, gradient_norm           (steps): each before its step, the norm before clipping

Floating point numbers but losses, norms and noise are stored as float16 and are exactly that in the run, which is in
float32. AdamW with a learning rate of 1e-3, betas 0.9 and 0.95, weight decay 0.05 on matrices and convolutions alone,
gradients clipped to norm 1.
"""

import os
import sys

import torch
from safetensors.torch import save_file
from transformers import TvltConfig, TvltForAudioVisualClassification, TvltForPreTraining

STEPS, BATCH, FRAMES, ROWS = 10, 4, 3, 64
MICRO = dict(image_size=[16, 24], image_patch_size=[8, 8], num_frames=FRAMES, spectrogram_length=ROWS,
             frequency_length=16, audio_patch_size=[16, 8], hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
             intermediate_size=32, decoder_hidden_size=16, decoder_num_attention_heads=2, decoder_num_hidden_layers=1,
             decoder_intermediate_size=24)
PIXEL_TOKENS, TIME_STEPS, BANDS = 18, 4, 2


def half(tensor):
    """The nearest number that float16 holds, as float32."""
    return tensor.half().float()


def initial(cls, generator, **over):
    """A model with no weight at 0, where the reference leaves many."""
    model = cls(TvltConfig(**{**MICRO, **over})).train()
    with torch.no_grad():
        for name, p in model.named_parameters():
            r = torch.randn(p.shape, generator=generator)
            if "layernorm" in name or name.startswith("classifier.1"):
                r = 0.1 * r + (1 if name.endswith("weight") else 0)
            elif name.endswith("weight"):
                r = r / p[0].numel() ** 0.5
            else:
                r = 0.1 * r
            p.copy_(half(r))
    return model


def values(generator, *shape):
    return half(torch.clamp(torch.randn(shape, generator=generator) * 0.5, -1, 1))


def optimizer(model):
    def decays(name, p):
        return p.dim() > 1 and name.endswith("weight")

    named = list(model.named_parameters())
    groups = [{"params": [p for n, p in named if decays(n, p)], "weight_decay": 0.05},
              {"params": [p for n, p in named if not decays(n, p)], "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95))


def run(folder, model, batches, noise):
    """`noise` is handed to masking in the order in which it draws; ties are sorted stably."""
    stored = {f"weights.{k}": v.detach().half() for k, v in model.state_dict().items()}
    for i, batch in enumerate(batches):
        for k, v in batch.items():
            stored[f"batch{i}.{k}"] = v.half() if v.is_floating_point() else v
    stored.update(noise)
    rand, argsort = torch.rand, torch.argsort
    torch.argsort = lambda x, dim=-1: argsort(x, dim=dim, stable=True)
    losses, norms, optim = [], [], optimizer(model)
    for step in range(STEPS):
        draws = [v[step] for v in noise.values()]
        torch.rand = lambda *_, **__: draws.pop(0).clone()
        optim.zero_grad()
        loss = model(**batches[step % len(batches)]).loss
        loss.backward()
        losses.append(loss.item())
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optim.step()
        assert not draws
    torch.rand, torch.argsort = rand, argsort
    stored.update(loss=torch.tensor(losses), gradient_norm=torch.tensor(norms))
    os.makedirs(folder, exist_ok=True)
    model.config.architectures = [type(model).__name__]
    model.config.to_json_file(os.path.join(folder, "config.json"))
    path = os.path.join(folder, "steps.safetensors")
    save_file({k: v.contiguous() for k, v in stored.items()}, path)
    print(f"{path}: {os.path.getsize(path)} bytes, losses {losses[0]:.4f} to {losses[-1]:.4f}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    g = torch.Generator().manual_seed(11)

    def inputs():
        return {"pixel_values": values(g, BATCH, FRAMES, 3, 16, 24), "audio_values": values(g, BATCH, 1, ROWS, 16)}

    batches = [{**inputs(), "labels": torch.tensor([[1.0], [0.0], [1.0], [0.0]])} for _ in range(2)]
    for batch in batches:  # every other picture belongs to another sound
        mixed = batch["pixel_values"].clone()
        mixed[1::2] = batch["pixel_values"][1::2].flip(0)
        batch["pixel_values_mixed"] = mixed
    noise = {"pixel_noise": torch.rand((STEPS, BATCH, PIXEL_TOKENS), generator=g),
             "audio_noise": torch.rand((STEPS, BATCH, TIME_STEPS), generator=g)}
    run(os.path.join(sys.argv[1], "pretraining"), initial(TvltForPreTraining, g), batches, noise)

    batches = [{**inputs(), "labels": torch.randint(3, (BATCH,), generator=g)} for _ in range(2)]
    for batch in batches:  # one short clip in each
        batch["pixel_mask"] = torch.ones(BATCH, PIXEL_TOKENS, dtype=torch.int64)
        batch["audio_mask"] = torch.ones(BATCH, TIME_STEPS * BANDS, dtype=torch.int64)
        batch["pixel_mask"][1, 6:], batch["audio_mask"][1, 4:] = 0, 0
    run(os.path.join(sys.argv[1], "classification"), initial(TvltForAudioVisualClassification, g, num_labels=3),
        batches, {})


if __name__ == "__main__":
    main()
