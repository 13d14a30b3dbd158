"""Every seed and small fixture through its reader, cut off at each byte and with bits flipped; see tests/fuzz."""
import re

from harness import CRASH, GOLDEN, HANG, REFUSED, ROOT, SURVIVED, run

FUZZ = ROOT / "tests" / "fuzz"
MORE = {"safetensors": [GOLDEN / "features" / "below_one_hop.safetensors"],
        "checkpoint": [GOLDEN / "checkpoint" / "zip.bin", GOLDEN / "checkpoint" / "legacy.ckpt"]}


def damage(bench):
    for corpus in sorted((FUZZ / "corpus").iterdir()):
        target = corpus.name
        replay = bench.program(f"replay_{target}")
        files = [corpus, *(folder for folder in [FUZZ / "regressions" / target] if folder.exists())]
        step = str(bench.few(61, 3) if target == "clip" else bench.few(5, 1))
        for words in ([replay, *files], [replay, "--damage", "--step", step, *files, *MORE.get(target, [])]):
            ended = run(words, timeout=1800)
            counted = re.search(r"(\d+) inputs read, (\d+) refused", ended.out)
            if ended.code == 0 and counted:
                read, refused = int(counted[1]), int(counted[2])
                bench.add(target, REFUSED, times=refused)
                bench.add(target, SURVIVED, times=read - refused)
            else:
                bench.add(target, HANG if ended.hung else CRASH, ended.err[-500:])
