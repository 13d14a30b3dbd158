"""Disks that are full or cannot be written, memory that runs out, files that vanish or change while they are read."""
import json
import os
import pathlib
import random
import resource
import shutil
import struct
import subprocess
import time

from harness import CRASH, LOST, Missing, REFUSED, SURVIVED, TINY, UNCLEAR, judge, kill, run, tool


def clip(bench, seconds=2, size="320x240"):
    path = bench.folder / f"clip_{seconds}.mkv"
    if not path.exists():
        bench.ffmpeg("-f", "lavfi", "-i", f"testsrc=size={size}:rate=25:duration={seconds}", "-f", "lavfi", "-i",
                     f"sine=sample_rate=44100:duration={seconds}", "-c:v", "ffv1", "-c:a", "pcm_s16le", path)
    return path


def on_small_disk(bench, options, words, keep=None, timeout=120):
    """Runs `words` in a mount namespace of its own, where bench.folder / "disk" is a small tmpfs with `options`; {disk}
    in a word is its path. `keep`: a file's name and content that is there before and has to be there after."""
    disk = bench.folder / "disk"
    disk.mkdir(exist_ok=True)
    size, read_only = options
    script = [f"mount -t tmpfs -o size={size} none '{disk}'"]
    if keep:
        script.append(f"cp '{bench.folder / 'kept'}' '{disk / keep}'")
    if read_only:
        script.append(f"mount -o remount,ro '{disk}'")
    script.append('"$@"; code=$?')
    if keep:
        script.append(f"cmp -s '{bench.folder / 'kept'}' '{disk / keep}' || echo 'KEPT FILE IS LOST' >&2")
    script.append("exit $code")
    words = [str(word).replace("{disk}", str(disk)) for word in words]
    return run([tool("unshare"), "--map-root-user", "--mount", "sh", "-c", "\n".join(script), "sh", *words],
               timeout=timeout)


def disks(bench):
    path = clip(bench)
    probe = on_small_disk(bench, ("64k", False), ["true"])
    if probe.code != 0:
        raise Missing(f"no small disk can be mounted here: {probe.err.strip()}")
    tvlt = bench.program("tvlt")
    outputs = {"figure.png": ["-o"], "figure.pdf": ["-o"], "figure.svg": ["-o"], "arrays.npz": ["--npz"],
               "patches.csv": ["--csv"]}
    (bench.folder / "kept").write_text("what was there before\n")
    for kind, options in (("full", ("4k", False)), ("read-only", ("1m", True))):
        for name, option in outputs.items():
            words = [tvlt, "reconstruct", path, "--checkpoint", TINY, *option, f"{{disk}}/{name}"]
            ended = on_small_disk(bench, options, words, keep=name)
            if "KEPT FILE IS LOST" in ended.err:
                bench.add(f"{name} onto a {kind} disk", LOST, "the old file is not whole any more")
            else:
                bench.expect(f"{name} onto a {kind} disk", ended, REFUSED)
        ended = on_small_disk(bench, options, [tvlt, "movie", path, "--checkpoint", TINY, "--width", "480", "-o",
                                               "{disk}/movie.mp4"], keep="movie.mp4")
        bench.expect(f"a movie onto a {kind} disk", ended, REFUSED)
        ended = on_small_disk(bench, options, [tvlt, "synth", "{disk}/clips", "--count", "3"])
        bench.expect(f"drawn clips onto a {kind} disk", ended, REFUSED)
        ended = on_small_disk(bench, options, [tvlt, "train", "{disk}/run", "--data", "synth:7", "--from", TINY,
                                               "--steps", "2", "--batch", "2", "--validate-every", "0"])
        bench.expect(f"a training run onto a {kind} disk", ended, REFUSED)
    for name, option in outputs.items():  # the very same work, where there is room
        bench.expect(f"{name} where there is room", bench.analysed(path, *option, bench.folder / name), SURVIVED)
    bench.expect("a folder that is not there", bench.analysed(path, "-o", bench.folder / "none" / "f.png"), REFUSED)
    bench.expect("a folder in place of a file", bench.analysed(path, "-o", _folder(bench, "taken.png")), REFUSED)


def _folder(bench, name):
    (bench.folder / name).mkdir()
    (bench.folder / name / "inside").touch()
    return bench.folder / name


def memory(bench):
    """Address space that ends somewhere between the program's start and the end of its work."""
    path = clip(bench)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    whole = bench.analysed(path, env=environment)
    if whole.code != 0:
        bench.expect("without a limit", whole, SURVIVED)
        return
    # With less than that the libraries do not even load, or wait for memory for ever while they do.
    enough = next(most for most in range(256, 65536, 64)
                  if bench.tvlt("info", env=environment, limits=[(resource.RLIMIT_AS, most << 20)], timeout=5).code == 0)
    for more in range(0, bench.few(96, 256), bench.few(24, 4)):
        ended = bench.analysed(path, env=environment, limits=[(resource.RLIMIT_AS, (enough + more) << 20)])
        bench.expect(f"{more} MiB more than the start takes", ended)
    bench.expect("and with all of it again", bench.analysed(path, env=environment), SURVIVED)


def end_file(path):
    os.truncate(path, os.path.getsize(path) // 3)


def spoil(path):
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 4)
        file.write(os.urandom(os.path.getsize(path) // 2))


def replace(path):
    other = path.with_name("other" + path.suffix)
    other.write_bytes(b"not media")
    os.replace(other, path)


CHANGES = {"cut off": end_file, "spoilt": spoil, "removed": os.remove, "replaced": replace, "emptied": lambda p:
           os.truncate(p, 0), "made unreadable": lambda p: os.chmod(p, 0)}


def changed_while(bench, name, words, victim, make):
    """Starts the work, changes the victim after a while, and looks how it ends."""
    make()
    whole = run(words)
    for how, change in CHANGES.items():
        for _ in range(bench.few(2, 20)):
            make()
            process = subprocess.Popen([str(w) for w in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, start_new_session=True)
            time.sleep(random.uniform(0.0, whole.seconds))
            change(victim)
            try:
                out, err = process.communicate(timeout=60)
                code = process.returncode
            except subprocess.TimeoutExpired:
                kill(process)
                process.communicate()
                out, err, code = b"", b"", None
            ended = type(whole)(words, code, out.decode(errors="replace"), err.decode(errors="replace"), 0, 0)
            bench.expect(f"{name} {how} meanwhile", ended)
            if victim.exists():
                victim.unlink()


def vanishing(bench):
    source = clip(bench, 20)
    victim = bench.folder / "victim.mkv"
    tvlt = bench.program("tvlt")
    changed_while(bench, "a clip", [tvlt, "reconstruct", victim, "--checkpoint", TINY, "--json", "--duration", "19"],
                  victim, lambda: shutil.copy(source, victim))
    folder = bench.folder / "model"
    shutil.copytree(TINY, folder)
    weights = folder / "model.safetensors"
    good = weights.read_bytes()
    length, = struct.unpack("<Q", good[:8])
    header, data = json.loads(good[8:8 + length]), good[8 + length:]
    header["unused"] = {"dtype": "F32", "shape": [8_000_000], "data_offsets": [len(data), len(data) + 32_000_000]}
    text = json.dumps(header).encode()
    large = struct.pack("<Q", len(text)) + text + data + bytes(32_000_000)  # so that reading takes a while
    changed_while(bench, "a checkpoint", [tvlt, "reconstruct", clip(bench), "--checkpoint", folder, "--json"], weights,
                  lambda: weights.write_bytes(large))
