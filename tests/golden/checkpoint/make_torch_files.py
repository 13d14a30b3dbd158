"""Makes zip.bin and legacy.ckpt from micro/model.safetensors: what torch.save writes now, and what it wrote before 1.6.

    python make_torch_files.py      (torch 2.x, safetensors)
"""
import argparse
import collections

import torch
from safetensors.torch import load_file

tensors = load_file("micro/model.safetensors")
torch.save(tensors, "zip.bin")
# A training script's file: wrapped in `model`, DataParallel's prefix, a Parameter, a half-precision and a shared,
# transposed view, an optimizer's storage in between.
weights = collections.OrderedDict(("module." + name, tensor) for name, tensor in tensors.items())
first = next(iter(weights))
weights[first] = torch.nn.Parameter(weights[first])
extra = torch.arange(6, dtype=torch.float16).reshape(2, 3)
weights["module.extra"] = extra.t()
weights["module.extra_row"] = extra[1]
torch.save(
    {"args": argparse.Namespace(lr=1e-4), "optimizer": {"step": torch.arange(3)}, "epoch": 3, "model": weights},
    "legacy.ckpt",
    _use_new_zipfile_serialization=False,
)
