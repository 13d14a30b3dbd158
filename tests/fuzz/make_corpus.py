#!/usr/bin/env python3
"""Makes the seed corpora in tests/fuzz/corpus from tiny golden files and from clips that ffmpeg draws.

    tests/fuzz/make_corpus.py

Seeds are small (each corpus stays below 200 KB), so that a mutation meets what the reader looks at. What fuzzing found
stands in tests/fuzz/regressions and is not touched.
"""
import io
import json
import pathlib
import pickle
import struct
import subprocess
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"


def write(target, name, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def safetensors(entries, metadata=None):
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (dtype, shape, content) in entries.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    return headed(header, data)


def entry(shape, offsets):
    return {"dtype": "F32", "shape": shape, "data_offsets": offsets}


def headed(header, data):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def make_safetensors():
    write("safetensors", "empty", safetensors({}))
    write("safetensors", "one", safetensors({"a": ("F32", [2], bytes(8))}, {"format": "pt"}))
    sizes = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
    write("safetensors", "all_dtypes",
          safetensors({t: (t, [1, 2], bytes(2 * n)) for t, n in sizes.items()}))
    write("safetensors", "scalar_and_none", safetensors({"s": ("I8", [], b"\1"), "n": ("F32", [0, 3], b"")}))
    write("safetensors", "unknown_dtype", safetensors({"a": ("F8_E4M3", [1], b"\0")}))
    write("safetensors", "too_short", b"\1\0\0")
    write("safetensors", "no_object", struct.pack("<Q", 2) + b"[]")
    for name, second in {"overlap": [4, 12], "gap": [9, 17]}.items():
        write("safetensors", name, headed({"a": entry([2], [0, 8]), "b": entry([2], second)}, bytes(17)))
    for name, shape in {"shape_no_list": 2, "shape_long": [1] * 99, "extent_negative": [-2], "extent_text": ["2"],
                        "extent_huge": [2 ** 64 - 1], "shape_overflows": [2 ** 40, 2 ** 40]}.items():
        write("safetensors", name, headed({"a": entry(shape, [0, 8])}, bytes(8)))


class Storage:
    """Pickled as torch.save pickles a storage: by a persistent id."""

    def __init__(self, kind, key, elements):
        self.id = ("storage", Name("torch", kind), key, "cpu", elements)


class Name:
    """Pickled as a name, GLOBAL."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Call:
    """Pickled as a call of a name."""

    def __init__(self, name, *arguments):
        self.name, self.arguments = name, arguments


class Pickler(pickle._Pickler):  # the one in Python, whose saving can be replaced
    def persistent_id(self, obj):
        return obj.id if isinstance(obj, Storage) else None

    def save(self, obj, save_persistent_id=True):
        if isinstance(obj, Name):
            self.write(b"c" + obj.module.encode() + b"\n" + obj.name.encode() + b"\n")
        elif isinstance(obj, Call):
            self.save(obj.name)
            self.save(obj.arguments)
            self.write(b"R")
        else:
            super().save(obj, save_persistent_id)


def pickled(obj, protocol=2):
    out = io.BytesIO()
    Pickler(out, protocol).dump(obj)
    return out.getvalue()


def tensor(storage, offset, size, stride):
    return Call(Name("torch._utils", "_rebuild_tensor_v2"), storage, offset, size, stride, False,
                Call(Name("collections", "OrderedDict")))


def weights():
    first, half = Storage("FloatStorage", "0", 6), Storage("HalfStorage", "1", 4)
    return {"module.a": tensor(first, 0, (2, 3), (3, 1)), "a_row": tensor(first, 3, (3,), (1,)),
            "b": Call(Name("torch._utils", "_rebuild_parameter"), tensor(half, 0, (4,), (1,)), True,
                      Call(Name("collections", "OrderedDict")))}


def lightning():
    return {"state_dict": weights(), "pytorch-lightning_version": "1.5.0", "epoch": 3, "lr": 1e-4, "none": None,
            "hyper_parameters": {"config": {"num_heads": 12, "decoder_num_heads": 16, "deep": [[(1, 2), {3}], b"x"]}},
            "callbacks": Call(Name("pytorch_lightning.callbacks", "ModelCheckpoint"), "best"), "big": 2 ** 70,
            "dtype": Name("torch", "float32")}


def make_pickles():
    for protocol in (1, 2, 4):
        write("pickle", f"weights_{protocol}", pickled(weights(), protocol))
        write("pickle", f"lightning_{protocol}", pickled(lightning(), protocol))
    write("pickle", "system", b"cos\nsystem\n(S'echo'\ntR.")
    write("pickle", "eval", b"\x80\x02cbuiltins\neval\nX\x01\0\0\0x\x85R.")
    write("pickle", "text_protocol", b"(dp0\nS'a'\np1\n(lp2\nI1\naL2L\naF1.5\naVx\nasS'b'\ng2\ns.")
    write("pickle", "objects", b"}(X\1\0\0\0a(cproject\nThing\nK\1oX\1\0\0\0b(K\1iproject\nOther\n"
                               b"X\1\0\0\0ccproject\nThing\n)}\x92}bu.")
    for name, kind in zip("dfhblisctu", ["Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte",
                                         "Bool"]):
        write("pickle", f"storage_{name}", pickled({"w": tensor(Storage(kind + "Storage", "0", 2), 0, (2,), (1,))}))


def zipped(entries, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return out.getvalue()


def legacy(obj, storages):
    out = pickled(0x1950A86A20F9469CFC6C) + pickled(1001)
    out += pickled({"protocol_version": 1001, "little_endian": True, "type_sizes": {"int": 4}}) + pickled(obj)
    out += pickled(list(storages))
    for elements, data in storages.values():
        out += struct.pack("<q", elements) + data
    return out


def make_checkpoints():
    data = {"archive/data/0": bytes(24), "archive/data/1": bytes(8)}
    write("checkpoint", "zip", zipped({"archive/data.pkl": pickled(weights()), **data, "archive/version": "3\n"}))
    write("checkpoint", "zip_lightning", zipped({"archive/data.pkl": pickled(lightning()), "archive/byteorder": "little",
                                                 **data}))
    write("checkpoint", "zip_compressed", zipped({"archive/data.pkl": pickled(weights())}, zipfile.ZIP_DEFLATED))
    write("checkpoint", "zip_script", zipped({"a/data.pkl": pickled({}), "a/constants.pkl": b""}))
    write("checkpoint", "zip_parent", zipped({"a/data.pkl": pickled({}), "a/../b": b""}))
    write("checkpoint", "zip_no_pickle", zipped({"a/data": b"x"}))
    write("checkpoint", "zip_big_endian", zipped({"a/data.pkl": pickled({}), "a/byteorder": "big"}))
    write("checkpoint", "zip_long_byteorder", zipped({"a/data.pkl": pickled({}), "a/byteorder": "little" * 20}))
    write("checkpoint", "zip_two_pickles", zipped({"a/data.pkl": pickled({}), "b/data.pkl": pickled({})}))
    write("checkpoint", "zip_long_name", zipped({"a/data.pkl": pickled({}), "a/" + "b" * 1100: b""}))
    both = {"0": (6, bytes(24)), "1": (4, bytes(8))}
    write("checkpoint", "legacy_lacks_storage", legacy(weights(), {"0": both["0"]}))
    lists_twice = legacy(weights(), both)
    one_key, two_keys = pickled(["0", "1"]), pickled(["0", "0"])
    write("checkpoint", "legacy_lists_twice", lists_twice.replace(one_key, two_keys)[:-16] + struct.pack("<q", 6) + bytes(24))
    write("checkpoint", "legacy_ends_at_count", lists_twice[:lists_twice.index(one_key) + len(one_key) + 5])
    write("checkpoint", "legacy", legacy(weights(), both))
    write("checkpoint", "legacy_wrapped", legacy({"model": weights(), "epoch": 1}, both))
    write("checkpoint", "legacy_short", legacy(weights(), both)[:-5])
    write("checkpoint", "bare_pickle", pickled(weights()))


def make_json():
    micro = json.loads((GOLDEN / "checkpoint" / "micro" / "config.json").read_text())
    write("config", "micro", json.dumps(micro))
    write("config", "defaults", "{}")
    older = {"model_type": "tvlt", "pixel_size": 224, "audio_size": 2048, "feature_size": 128,
             "image_patch_size": [16, 16], "audio_patch_size": [16, 16], "num_labels": 3,
             "architectures": ["TvltForAudioVisualClassification"], "loss_type": "regression", "hidden_act": "gelu_new",
             "audio_mask_type": "patch_level", "layer_norm_eps": 1e-5, "qkv_bias": False, "task_mae": None}
    write("config", "older", json.dumps(older))
    write("config", "labels", json.dumps({"id2label": {"0": "cat", "1": "dog"}, "task_matching": False}))
    for field in ("hidden_size", "image_size", "hidden_act", "id2label", "layer_norm_eps", "qkv_bias"):
        write("config", "wrong_" + field, json.dumps({field: ["x"]}))
    for name, fields in {"one_patch_size": {"image_patch_size": 16, "architectures": ["TvltForPreTraining"]}, "no_task": {"task_mae": False, "task_matching": False},
                         "no_labels": {"id2label": {}}, "huge_input": {"image_size": 16384, "num_frames": 64},
                         "huge_model": {"hidden_size": 8192, "num_attention_heads": 64, "intermediate_size": 32768,
                                        "num_hidden_layers": 100}}.items():
        write("config", name, json.dumps(fields))
    write("config", "other_model", '{"model_type": "bert"}')
    write("config", "no_json", '{"hidden_size": 12,}')

    flat = {"image_processor_type": "TvltImageProcessor", "do_resize": True, "size": {"shortest_edge": 224},
            "num_frames": 8, "resample": 2, "do_center_crop": True, "crop_size": {"height": 224, "width": 224},
            "do_rescale": True, "rescale_factor": 0.00392, "do_normalize": True, "image_mean": [0.5, 0.5, 0.5],
            "image_std": 0.5, "patch_size": [16, 16], "spectrogram_length": 2048, "num_channels": 1,
            "feature_size": 128, "sampling_rate": 44100, "hop_length_to_sampling_rate": 86, "n_fft": 2048,
            "padding_value": 0.0}
    write("preprocessor", "flat", json.dumps(flat))
    write("preprocessor", "defaults", "{}")
    write("preprocessor", "older", json.dumps({"image_size": [96, 112], "pixel_size": 96, "audio_size": 1024,
                                               "frequency_length": 64, "image_patch_size": 8, "audio_patch_size": [4, 2],
                                               "hop_length": 512, "crop_size": 96}))
    write("preprocessor", "zero_std", json.dumps({"image_std": [0.5, 0, 0.5]}))
    for field in ("size", "image_mean", "do_resize", "hop_length", "patch_size"):
        write("preprocessor", "wrong_" + field, json.dumps({field: "x"}))

    mask = {"format": "tvlt-mask", "version": 1, "pixel_mask_ratio": 0.75, "audio_mask_ratio": 0.15,
            "audio_mask_type": "patch-level", "seed": 7,
            "layout": {"frames": 2, "patch_rows": 3, "patch_columns": 3, "patch_height": 16, "patch_width": 16,
                       "time_steps": 4, "bands": 2, "spectrogram_columns_per_patch": 16, "mels_per_patch": 16},
            "pixel_pins": {"hidden": [0, 4, 17], "shown": [1, 2]}, "audio_pins": {"hidden": [7], "shown": [0]}}
    write("mask", "painted", json.dumps(mask))
    plain = {key: mask[key] for key in ("format", "version", "pixel_mask_ratio", "seed")}
    write("mask", "plain", json.dumps(plain))
    write("mask", "no_layout", json.dumps({**plain, "pixel_pins": {"hidden": [1]}}))
    write("mask", "twice", json.dumps({**mask, "pixel_pins": {"hidden": [1], "shown": [1]}}))
    write("mask", "newer", json.dumps({**plain, "version": 9}))
    write("mask", "other", "{}")

    session = {"format": "tvlt-session", "version": 1, "clip": [{"path": "/a/clip.mp4", "relative": "clip.mp4"}],
               "audio": {"path": "/a/sound.wav", "relative": "sound.wav"}, "checkpoint": "ZinengTang/tvlt-base",
               "segment": {"start": 1.5, "duration": 20.0}, "recipe": "hf", "mask": mask, "borrow_statistics": True,
               "time": 2.25, "range": {"start": 2.0, "duration": 1.0}, "workspace": "compare",
               "columns": {"by": "ratios", "ratio_of": "pixel", "ratios": [0.25, 0.5], "other_checkpoint": "",
                           "other_clip": None}, "layout": "AAAA/wAA"}
    write("session", "whole", json.dumps(session))
    write("session", "least", '{"format": "tvlt-session", "version": 1}')
    write("session", "no_path", json.dumps({**session, "audio": {"path": "/a\0b"}}))
    write("session", "long_path", json.dumps({**session, "audio": {"path": "/a" * 2049}}))
    for field, value in {"clip": 1, "segment": {"start": -1}, "recipe": "x", "time": "x", "columns": {"by": "x"},
                         "mask": [], "version": 2, "format": "x", "layout": 1}.items():
        write("session", "wrong_" + field, json.dumps({**session, field: value}))


def make_clips():
    def draw(name, *arguments):
        path = HERE / "corpus" / "clip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, "-fflags", "+bitexact", "-flags", "+bitexact",
                        "-map_metadata", "-1", str(path)], check=True)

    picture = ["-f", "lavfi", "-i", "testsrc=size=16x16:rate=4:duration=1"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000:duration=0.5"]
    draw("h264.mp4", *picture, *sound, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "16k")
    draw("turned.mov", *picture, "-c:v", "mjpeg", "-q:v", "31", "-aspect", "2:1")
    draw("vp8.webm", *picture, *sound, "-c:v", "libvpx", "-b:v", "20k", "-c:a", "libopus", "-b:a", "8k")
    draw("ffv1.mkv", *picture, *sound, "-c:v", "ffv1", "-c:a", "pcm_s16le")
    draw("mpeg4.avi", *picture, *sound, "-c:v", "mpeg4", "-c:a", "pcm_u8")
    draw("mpeg2.ts", *picture, *sound, "-c:v", "mpeg2video", "-c:a", "mp2", "-ar", "32000", "-b:a", "32k")
    draw("sound.wav", *sound, "-ac", "2")
    draw("sound.flac", *sound)
    draw("sound.ogg", *sound, "-c:a", "libvorbis")
    draw("sound.mp3", *sound, "-c:a", "libmp3lame", "-b:a", "8k")
    draw("still.png", *picture, "-frames:v", "1")
    draw("still.jpg", *picture, "-frames:v", "1", "-q:v", "31", "-update", "1")
    draw("moving.gif", *picture)
    write("clip", "playlist.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
    write("clip", "concat.txt", "ffconcat version 1.0\nfile '/etc/passwd'\n")


if __name__ == "__main__":
    make_safetensors()
    make_pickles()
    make_checkpoints()
    make_json()
    make_clips()
    for folder in sorted((HERE / "corpus").iterdir()):
        print(folder.name, len(list(folder.iterdir())), "seeds,", sum(f.stat().st_size for f in folder.iterdir()), "bytes")
