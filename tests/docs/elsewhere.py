"""What tests/docs/run knows of the commands in the documentation that it cannot simply run."""

# Not run here: each is run by the file that is named, in which these words must stand.
ELSEWHERE = {
    "packaging/quickstart run": (".ci/run", "packaging/quickstart run"),
    "packaging/quickstart test": (".ci/run", "packaging/quickstart test"),
    "packaging/quickstart deb": ("tests/install/run", "packaging/quickstart deb"),
    "sudo apt-get install ./build/packages": ("tests/install/run", "apt-get install"),
    "cmake --preset ci": ("packaging/quickstart", 'cmake --preset "$preset"'),
    "ctest": ("packaging/quickstart", "ctest --test-dir"),
    "packaging/bench/run": (".ci/run", "packaging/bench/run --size small"),
    "tests/reliability/run": (".ci/run", "tests/reliability/run --quick"),
    "sbatch": ("tests/slurm/run", "sbatch"),
    "pip install": (".ci/run", "transformers==4.40.2"),
}

# In blocks of code, but nothing that a person types: the beginnings of such lines.
NO_COMMANDS = (
    "min(what is left of the clip",
    "mean over the windows",
    "1674378 passed, 0 failed",
)

# Run with smaller numbers: what is replaced, and by what.
SMALLER = (
    (r" --(steps|batch) \d+", ""),
    (r"^tvlt train \S+", r"\g<0> --steps 2 --batch 4 --validate-every 2"),
    (r" --stride \d+", ""),
    (r"^tvlt occlude \S+", r"\g<0> --stride 3"),
    (r"--count \d+", "--count 3"),
    (r"(synth:\d+):\d+", r"\1:6"),
    (r"--minutes \d+", "--minutes 0.1 --analyses 1"),
    (r"bench_parts( --benchmark_filter=\w+)?", r"bench_parts --benchmark_min_time=0.001 --benchmark_filter=Resample"),
)

# Words that stand for a person's own files, and what they are here.
STAND_INS = (
    (r"ZinengTang/tvlt-base", "checkpoint"),
    (r"\bCLIPS\b", "clips"),
    (r"\bFOLDER\b", "clips"),
    (r"\bCLIP\b", "clip.mp4"),
    (r"\bOTHER\b", "other.mp4"),
    (r"\b(CHECKPOINT|X)\b", "checkpoint"),
)
