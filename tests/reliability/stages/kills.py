"""kill -9 at random moments: what is there afterwards is the old or the new, whole."""
import json
import random
import select
import time

from harness import HANG, LOST, REFUSED, SURVIVED, TINY, UNCLEAR, is_json, kill, run, start


def cut_short(bench, name, command, most):
    """Starts a program and ends it up to `most` seconds after its first line. False: none came, which is counted."""
    process = start(command)
    ready, _, _ = select.select([process.stdout], [], [], 60)
    time.sleep(random.uniform(0, most))
    kill(process)
    process.communicate()
    if not ready:
        bench.add(name, HANG, "nothing was written in a minute")
    return bool(ready)


def saves(bench):
    loop = bench.program("save_loop")
    for kind in ("session", "mask", "file", "checkpoint"):
        target = bench.folder / f"{kind}.kept"
        for i in range(bench.few(10, 50)):
            if not cut_short(bench, f"{kind}, time {i}", [loop, "write", kind, target], 0.15):
                continue
            ended = run([loop, "check", kind, target])
            whole = ended.code == 0 and ended.out.strip() in ("first", "second")
            bench.add(f"{kind}, time {i}", SURVIVED if whole else LOST, ended.err)


def windows(bench):
    """The window is ended while it keeps its session; the next start offers it, and it opens."""
    recover = bench.program("recover")
    clip = bench.folder / "clip.mkv"
    bench.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:duration=2", "-c:v", "ffv1", clip)
    kept = bench.folder / "kept"
    kept.mkdir()
    for i in range(bench.few(8, 50)):
        if not cut_short(bench, f"window, time {i}", [recover, "keep", kept, clip], 0.2):
            continue
        looked = run([recover, "look", kept])
        lines = looked.out.splitlines()
        again = looked.code == 0 and len(lines) == 2 and lines[0] == str(clip) and float(lines[1]) > 0
        bench.add(f"window, time {i}", SURVIVED if again else LOST, f"{looked.out} {looked.err[-300:]}")
        left = list(kept.glob("*.session.json"))
        if left:
            bench.add(f"window, time {i}", UNCLEAR, f"{left} stays behind")


def training(bench):
    """A run that saves after every step is ended again and again, and goes on each time."""
    tvlt = bench.program("tvlt")
    out = bench.folder / "run"
    words = [tvlt, "train", out, "--data", "synth:7", "--from", TINY, "--steps", "100000", "--batch", "2", "--save-every",
             "1", "--validate-every", "3", "--validation", "synth:9:2", "--seed", "3", "--threads", "1"]
    began = 0
    for i in range(bench.few(6, 60)):
        process = start(words + (["--resume"] if i > 0 else []))
        # As long as the start takes, and on for a random while.
        deadline = time.monotonic() + 120
        state = out / "last" / "training_state.json"
        while time.monotonic() < deadline and process.poll() is None and step_of(state) <= began:
            time.sleep(0.02)
        early = process.poll() is not None
        time.sleep(random.uniform(0, 0.6))
        kill(process)
        _, err = process.communicate()
        if early:
            bench.add(f"training, time {i}", LOST if i > 0 else UNCLEAR, err.decode(errors="replace")[-400:])
            return
        step = step_of(state)
        opened = bench.tvlt("info", "--json", out / "last")
        lines = (out / "log.csv").read_text().splitlines()
        if step <= began or opened.code != 0 or not is_json(opened.out):
            bench.add(f"training, time {i}", LOST, f"step {step} after {began}: {opened.err[-300:]}")
        elif not lines or not lines[0].startswith("step,"):
            bench.add(f"training, time {i}", LOST, "its log has no header")
        else:
            bench.add(f"training, time {i}", SURVIVED)
        began = step


def step_of(state):
    try:
        return json.loads(state.read_text())["step"]
    except (OSError, ValueError):
        return 0


def exports(bench):
    """Figures, arrays, tables and movies over ones that are there."""
    clip = bench.folder / "clip.mkv"
    bench.ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=2", "-f", "lavfi", "-i",
                 "sine=sample_rate=44100:duration=2", "-c:v", "ffv1", "-c:a", "pcm_s16le", clip)
    tvlt = bench.program("tvlt")
    folder = bench.folder / "figures"
    folder.mkdir()
    names = {"f.png": b"IEND", "f.pdf": b"%%EOF", "f.svg": b"</svg>", "a.npz": b"PK\x05\x06", "t.csv": b"\n",
             "m.mp4": b"moov"}
    words = {"figure": [tvlt, "reconstruct", clip, "--checkpoint", TINY, "-o", *(folder / n for n in list(names)[:3]),
                        "--npz", folder / "a.npz", "--csv", folder / "t.csv", "--json"],
             "movie": [tvlt, "movie", clip, "--checkpoint", TINY, "--width", "480", "--fps", "10", "-o",
                       folder / "m.mp4"]}
    for kind, command in words.items():
        first = run(command)
        if first.code != 0:
            bench.expect(f"the first {kind}", first, SURVIVED)
            continue
        for i in range(bench.few(8, 50)):
            process = start(command)
            time.sleep(first.seconds * random.uniform(0.3, 1.0))
            kill(process)
            process.communicate()
            lost = [name for name, mark in names.items()
                    if (folder / name).exists() and mark not in (folder / name).read_bytes()]
            bench.add(f"{kind}, time {i}", LOST if lost else SURVIVED, f"{lost} cut short")
    for name in names:
        if not (folder / name).exists():
            bench.add(name, LOST, "is not there")
