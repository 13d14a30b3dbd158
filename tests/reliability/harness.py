"""Running the program on bad inputs, and counting how it ends."""
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
# A pre-training checkpoint of a few KB: an analysis takes as long as the program needs to start.
TINY = GOLDEN / "model" / "pretraining"
MOST_MEMORY = 3 << 30  # resident; the readers' own bounds are far below, LibTorch and FFmpeg are not ours

REFUSED, SURVIVED, CRASH, HANG, LOST, UNCLEAR = "refused", "survived", "crash", "hang", "lost", "unclear"


class Missing(Exception):
    """A tool that a stage needs is not here: the stage fails."""


def tool(name):
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{name} is not installed")
    return path


class Run:
    """How a program ended."""

    def __init__(self, command, code, out, err, seconds, memory):
        self.command, self.code, self.out, self.err = command, code, out, err
        self.seconds, self.memory = seconds, memory  # memory: bytes resident at most

    @property
    def hung(self):
        return self.code is None

    @property
    def crashed(self):
        words = ("terminate called", "AddressSanitizer", "runtime error:", "ThreadSanitizer", "Assertion")
        return self.code is not None and (self.code < 0 or 128 <= self.code != 130) or any(w in self.err for w in words)

    def last_line(self):
        lines = [line for line in self.err.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def start(command, **more):
    return subprocess.Popen([os.fspath(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, start_new_session=True, **more)


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, timeout=60, limits=(), **more):
    """Runs to the end, or until the timeout. `limits`: (RLIMIT_…, value) for the program."""

    def prepare():
        for what, most in limits:
            resource.setrlimit(what, (most, most))

    begin = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([os.fspath(word) for word in command], stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, start_new_session=True, preexec_fn=prepare if limits else None, **more)
        code, memory = None, 0
        while time.monotonic() - begin < timeout:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid != 0:
                code, memory = os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024
                process.returncode = code
                break
            time.sleep(0.005)
        if code is None:
            kill(process)
            process.wait()
        out.seek(0)
        err.seek(0)
        return Run(command, code, out.read().decode(errors="replace"), err.read().decode(errors="replace"),
                   time.monotonic() - begin, memory)


def is_clear(ended, named=None):
    """One line that begins with the program's name, is plain text, and names what is wrong."""
    line = ended.last_line()
    plain = all(c >= " " and c != "\x7f" for c in line)
    return line.startswith("tvlt: ") and plain and "Internal" not in line and (named is None or named in line)


def judge(ended, named=None):
    """REFUSED (says what is wrong, and where if `named`), SURVIVED, or what must not be; and why."""
    if ended.hung:
        return HANG, "did not end"
    if ended.crashed:
        return CRASH, f"ended with {ended.code}: {ended.err[-600:]}"
    if ended.memory > MOST_MEMORY:
        return CRASH, f"took {ended.memory >> 20} MiB"
    if ended.code == 0:
        says_so = "info" in ended.command[1:2]  # tvlt info names weights that are not finite
        if not says_so and re.search(r"\bnan\b", ended.out, re.IGNORECASE):
            return UNCLEAR, "an answer that is not a number"
        return SURVIVED, ""
    if ended.code == 1 and is_clear(ended, named):
        return REFUSED, ended.last_line()
    return UNCLEAR, f"ended with {ended.code} and said: {ended.err[-300:]!r}"


class Table:
    """Counts by stage."""

    COLUMNS = ("inputs tried", "refused with a clear message", "survived", "crashes", "hangs", "files lost", "unclear")
    FIELDS = {REFUSED: 1, SURVIVED: 2, CRASH: 3, HANG: 4, LOST: 5, UNCLEAR: 6}

    def __init__(self):
        self.rows = {}
        self.failures = []

    def add(self, stage, name, outcome, detail="", times=1):
        row = self.rows.setdefault(stage, [0] * len(self.COLUMNS))
        row[0] += times
        row[self.FIELDS[outcome]] += times
        if outcome not in (REFUSED, SURVIVED):
            self.failures.append(f"{stage}: {name}: {outcome}: {detail}")
            print(f"    {outcome.upper()}  {name}: {detail}", flush=True)

    def stage_failed(self, stage, why):
        self.rows.setdefault(stage, [0] * len(self.COLUMNS))
        self.failures.append(f"{stage}: {why}")
        print(f"    FAILED  {why}", flush=True)

    @property
    def passed(self):
        return sum(row[1] + row[2] for row in self.rows.values())

    def text(self):
        names = list(self.rows) + ["all"]
        total = [sum(row[i] for row in self.rows.values()) for i in range(len(self.COLUMNS))]
        lines = ["| stage | " + " | ".join(self.COLUMNS) + " |", "|---|" + "---:|" * len(self.COLUMNS)]
        for name, row in zip(names, list(self.rows.values()) + [total]):
            lines.append(f"| {name} | " + " | ".join(f"{value:,}" for value in row) + " |")
        return "\n".join(lines)


class Bench:
    """What stages get: the programs, a folder of their own, and whether to be quick."""

    def __init__(self, build, table, stage, folder, quick):
        self.bin, self.table, self.stage, self.folder, self.quick = build / "bin", table, stage, folder, quick

    def program(self, name):
        path = self.bin / name
        if not path.exists():
            raise Missing(f"{path} is not built")
        return path

    def tvlt(self, *words, **more):
        return run([self.program("tvlt"), *words], **more)

    def few(self, quick, full):
        return quick if self.quick else full

    def add(self, name, outcome, detail="", times=1):
        self.table.add(self.stage, name, outcome, detail, times)

    def expect(self, name, ended, wanted=None, named=None):
        """Counts how a program ended; `wanted`: REFUSED or SURVIVED, where only that is right."""
        outcome, detail = judge(ended, named)
        if wanted is not None and outcome in (REFUSED, SURVIVED) and outcome != wanted:
            outcome, detail = UNCLEAR, f"{outcome}, but should be {wanted}: {detail}"
        self.add(name, outcome, detail)
        return outcome

    def ffmpeg(self, *words):
        made = run([tool("ffmpeg"), "-v", "error", "-y", "-nostdin", *words], timeout=600)
        if made.code != 0:
            raise Missing(f"ffmpeg cannot draw a clip: {made.err[-300:]}")

    def analysed(self, clip, *words, **more):
        """`tvlt reconstruct` with a tiny checkpoint."""
        return self.tvlt("reconstruct", clip, "--checkpoint", TINY, "--json", *words, **more)


def is_json(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False
