"""The measurements of packaging/bench/run as Markdown."""
import re
from pathlib import Path

BEGIN = "<!-- measured by packaging/bench/run -->"
END = "<!-- end of what was measured -->"


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "an unknown processor"


def added_mb(result):
    return max(0.0, result["peak_rss_mb"] - result["rss_base_mb"])


def machine_text(numbers):
    peer = numbers["passes"][0]["eager"]
    return (f"{processor()}, {numbers['threads']} threads, {numbers['size']} size, "
            f"{next(iter(numbers['passes'][0]['tvlt'].values()))['tokens']} tokens; transformers "
            f"{peer['transformers']} on torch {peer['torch']}.\n")


def passes_table(numbers, tvlt):
    """One build of ours beside transformers."""
    rows = [f"tvlt on LibTorch {numbers['passes'][0]['tvlt'][tvlt]['libtorch']}:\n",
            "| work | tvlt | eager | sdpa | × eager | × sdpa | of GEMM | memory added: tvlt, eager | of eager's |",
            "|---|---|---|---|---|---|---|---|---|"]
    for row in numbers["passes"]:
        ours, eager, sdpa = row["tvlt"][tvlt], row["eager"], row["sdpa"]
        seconds = ours["median_s"]
        rows.append(f"| {row['case']} {row['dtype']} | {seconds:.3f} s | {eager['median_s']:.3f} s | {sdpa['median_s']:.3f} s "
                    f"| {eager['median_s'] / seconds:.2f} | {sdpa['median_s'] / seconds:.2f} "
                    f"| {100 * ours['gflops'] / ours['gemm_gflops']:.0f} % of {ours['gemm_gflops']:.0f} GFLOP/s "
                    f"| {added_mb(ours):.0f} MB, {added_mb(eager):.0f} MB | {added_mb(ours) / max(added_mb(eager), 1):.2f} |")
    attention = numbers["attention"][tvlt]
    rows.append(f"\nAn attention row (one layer, all heads, one query) takes {1e3 * attention['median_s']:.2f} ms once the "
                f"pass of {attention['pass_s']:.2f} s is done: {attention['pass_s'] / attention['median_s']:.0f} × faster.\n")
    return "\n".join(rows)


def parts_table(numbers):
    rows = ["| part | tvlt | transformers | × |", "|---|---|---|---|"]
    for row in numbers["parts"]:
        for ours in row["tvlt"].values():
            theirs = row["eager"]["median_s"]
            rows.append(f"| {row['case']} (LibTorch {ours['libtorch']}) | {1e3 * ours['median_s']:.1f} ms "
                        f"| {1e3 * theirs:.1f} ms | {theirs / ours['median_s']:.1f} |")
    return "\n".join(rows) + "\n"


def write_between_marks(path, text):
    """Replaces what stands between the marks of a Markdown file."""
    page = Path(path).read_text()
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{path}: lacks the marks {BEGIN} and {END}")
    Path(path).write_text(pattern.sub(lambda _: f"{BEGIN}\n{text}\n{END}", page))
