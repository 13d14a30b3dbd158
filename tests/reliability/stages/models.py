"""Checkpoints, configs, masks and sessions that mean harm or are broken, through the whole program."""
import json
import math
import pathlib
import shutil
import struct
import sys

from harness import REFUSED, ROOT, SURVIVED, TINY

sys.path.insert(0, str(ROOT / "tests" / "fuzz"))
import make_corpus as seeds  # noqa: E402


def clip(bench):
    path = bench.folder / "clip.mkv"
    bench.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1", "-f", "lavfi", "-i",
                 "sine=sample_rate=16000:duration=1", "-c:v", "ffv1", "-c:a", "pcm_s16le", path)
    return path


def parts(path):
    data = path.read_bytes()
    length, = struct.unpack("<Q", data[:8])
    return json.loads(data[8:8 + length]), data[8 + length:]


def joined(header, data):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def copy_of_tiny(bench, name):
    folder = bench.folder / name
    shutil.copytree(TINY, folder)
    return folder


def checkpoints(bench):
    path = clip(bench)
    witness = bench.folder / "witness"
    calls = {
        "os_system": ("os", "system"), "posix_system": ("posix", "system"), "eval": ("builtins", "eval"),
        "exec": ("builtins", "exec"), "popen": ("subprocess", "Popen"), "import": ("builtins", "__import__"),
        "getattr": ("builtins", "getattr"), "torch_load": ("torch.hub", "load"), "codecs": ("_codecs", "decode"),
        "numpy_load": ("numpy", "load"), "ctypes": ("ctypes", "CDLL"), "pip": ("pip", "main"),
    }
    for name, (module, function) in calls.items():
        harm = seeds.Call(seeds.Name(module, function), f"touch {witness}")
        for kind, make in (("zip", lambda o: seeds.zipped({"a/data.pkl": seeds.pickled(o)})),
                           ("legacy", lambda o: seeds.legacy(o, {})), ("bare", seeds.pickled)):
            places = (("unused", {"model": {}, "callbacks": [(1, {"x": harm})]}), ("alone", harm),
                      ("inside", {"model": {"w": harm}}))
            for where, obj in places[:bench.few(1, len(places))]:
                file = bench.folder / f"{name}_{kind}_{where}.ckpt"
                file.write_bytes(make(obj))
                bench.expect(file.name, bench.tvlt("info", file), REFUSED, named=file.name)
    if witness.exists():
        bench.add("the witness", "crash", "a pickle ran a command")
    for target in ("checkpoint", "safetensors", "pickle"):
        for seed in sorted((ROOT / "tests" / "fuzz" / "corpus" / target).iterdir()):
            file = bench.folder / (seed.name + (".safetensors" if target == "safetensors" else ".bin"))
            shutil.copy(seed, file)
            bench.expect(f"{target} {seed.name}", bench.tvlt("info", file), REFUSED, named=file.name)

    header, data = parts(TINY / "model.safetensors")
    name = next(key for key in header if key.startswith("tvlt.") and header[key]["dtype"] == "F32")
    begin = header[name]["data_offsets"][0]
    for what, value in (("nan", math.nan), ("inf", math.inf), ("minus_inf", -math.inf)):
        folder = copy_of_tiny(bench, "weights_" + what)
        spoiled = data[:begin] + struct.pack("<f", value) + data[begin + 4:]
        (folder / "model.safetensors").write_bytes(joined(header, spoiled))
        bench.expect(f"weights with {what}", bench.tvlt("reconstruct", path, "--checkpoint", folder, "--json"), REFUSED,
                     named=name)
        bench.expect(f"what weights with {what} are", bench.tvlt("info", folder), SURVIVED)
    for what, value in (("zero", 0.0), ("huge", 3e38), ("tiny", 1e-42)):
        folder = copy_of_tiny(bench, "weights_all_" + what)
        (folder / "model.safetensors").write_bytes(joined(header, struct.pack("<f", value) * (len(data) // 4)))
        bench.expect(f"all weights {what}", bench.tvlt("reconstruct", path, "--checkpoint", folder, "--json"))
    for cut in range(0, len(data), max(1, len(data) // bench.few(8, 60))):
        folder = copy_of_tiny(bench, f"cut_{cut}")
        (folder / "model.safetensors").write_bytes(joined(header, data[:cut]))
        bench.expect(f"weights cut off at {cut}", bench.tvlt("info", folder), REFUSED, named="model.safetensors")
    evil = copy_of_tiny(bench, "evil_names")
    renamed = {("\x1b]0;owned\x07\n" + "x" * 100_000 if key == name else key): value for key, value in header.items()}
    (evil / "model.safetensors").write_bytes(joined(renamed, data))
    bench.expect("a name that is a terminal's command", bench.tvlt("info", evil), REFUSED)
    for index in ("../secret.bin", "/etc/passwd", "..", "a/b", "a\\b", "", ".", "missing.bin", "a\0b"):
        folder = bench.folder / f"index_{index.encode().hex()}"
        folder.mkdir()
        shutil.copy(TINY / "config.json", folder)
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {name: index}}))
        bench.expect(f"a part called {index!r}", bench.tvlt("info", folder), REFUSED)


HARMFUL_VALUES = [None, True, -1, 0, 1, 2 ** 31, 2 ** 63, 1e300, "x", [], {}, [1, 2, 3], {"a": 1}, "\x1b[2J" * 1000]


def deep(depth):
    return "[" * depth + "]" * depth


def configs(bench):
    path = clip(bench)
    config = json.loads((TINY / "config.json").read_text())
    processor = TINY / "preprocessor_config.json"
    fields = list(config)
    values = HARMFUL_VALUES[1:9:bench.few(3, 1)] if bench.quick else HARMFUL_VALUES
    folder = copy_of_tiny(bench, "config")
    for field in fields[::bench.few(4, 1)]:
        for value in values:
            (folder / "config.json").write_text(json.dumps({**config, field: value}))
            bench.expect(f"config {field} = {value!r:.30}", bench.tvlt("info", folder))
    texts = {"empty": "", "half": json.dumps(config)[:100], "deep": '{"hidden_size":' + deep(100_000) + "}",
             "deep objects": '{"a":' * 200_000 + "1" + "}" * 200_000, "many": "[" + "1," * 2_000_000 + "1]",
             "labels": json.dumps({**config, "id2label": {str(i): "l" for i in range(1_100_000)}}),
             "not UTF-8": '{"model_type":"\udcff"}', "a list": "[]", "sixteen megabytes": " " * (17 << 20) + "{}"}
    for name, text in texts.items():
        (folder / "config.json").write_bytes(text.encode(errors="surrogateescape"))
        bench.expect(f"a config that is {name}", bench.tvlt("info", folder), REFUSED, named="config.json")
    (folder / "config.json").write_text(json.dumps(config))

    base = json.loads(processor.read_text()) if processor.exists() else {}
    wanted = {"n_fft": 1 << 20, "hop_length": 1, "sampling_rate": 1 << 24, "image_std": [1e-300] * 3, "size": 16384,
              "num_frames": 1 << 20, "spectrogram_length": 1 << 20, "feature_size": 16384, "padding_value": 1e300,
              "image_mean": [1e300] * 3, "rescale_factor": 1e300, "crop_size": 16384, "patch_size": [1, 1]}
    for field, value in wanted.items():
        (folder / "preprocessor_config.json").write_text(json.dumps({**base, field: value}))
        bench.expect(f"preprocessor {field} = {value!r:.30}",
                     bench.tvlt("reconstruct", path, "--checkpoint", folder, "--json", timeout=120))
    (folder / "preprocessor_config.json").write_text('{"size":' + deep(100_000) + "}")
    bench.expect("a preprocessor that is deep", bench.tvlt("info", folder), REFUSED, named="preprocessor_config.json")


def documents(bench):
    path = clip(bench)
    for seed in sorted((ROOT / "tests" / "fuzz" / "corpus" / "mask").iterdir()):
        bench.expect(f"mask {seed.name}", bench.analysed(path, "--mask", seed))
    session = {"format": "tvlt-session", "version": 1, "clip": [{"path": str(path)}], "checkpoint": str(TINY)}
    file = bench.folder / "s.tvlt.json"
    file.write_text(json.dumps(session))
    bench.expect("a session that is well", bench.tvlt("reconstruct", "--session", file, "--json"), SURVIVED)
    odd = {"clip": [[{"path": "/etc/passwd"}], [{"path": "/dev/zero"}], [{"path": "/proc/self/mem"}],
                    [{"path": "http://127.0.0.1/"}], [{"path": "a\0b"}], [{"path": "x" * 100_000}], [], [1], "x",
                    [{"path": str(path)}] * 1000],
           "checkpoint": ["/etc/passwd", "/dev/zero", "../../../etc", "a\0b", 7], "mask": [[], 1, {"format": "x"}],
           "time": ["x", -1e308, None], "segment": [{"start": 1e308, "duration": 1}, {"start": -1, "duration": 1}, []],
           "recipe": ["x", 1], "layout": [1, "A" * 2_000_000]}
    for field, values in odd.items():
        for value in values:
            file.write_text(json.dumps({**session, field: value}))
            bench.expect(f"session {field} = {value!r:.40}", bench.tvlt("reconstruct", "--session", file, "--json"))
    for name, text in {"deep": '{"clip":' + deep(100_000) + "}", "half": json.dumps(session)[:40], "empty": ""}.items():
        file.write_text(text)
        bench.expect(f"a session that is {name}", bench.tvlt("reconstruct", "--session", file, "--json"), REFUSED,
                     named="s.tvlt.json")
