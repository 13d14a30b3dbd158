"""Time and memory of the encoder against the number of its tokens, as a PNG."""
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from tables import added_mb  # noqa: E402


def curves(rows):
    """Name -> the results, one a row."""
    found = {f"tvlt, LibTorch {result['libtorch']}": [row["tvlt"][tvlt] for row in rows]
             for tvlt, result in rows[0]["tvlt"].items()}
    found["transformers, eager"] = [row["eager"] for row in rows]
    found["transformers, sdpa"] = [row["sdpa"] for row in rows]
    return found


def plot_over_tokens(rows, path):
    tokens = [next(iter(row["tvlt"].values()))["tokens"] for row in rows]
    figure, (time, memory) = plt.subplots(1, 2, figsize=(10, 4), constrained_layout=True)
    for name, results in curves(rows).items():
        style = dict(marker="o", markersize=4, linestyle="--" if name.startswith("transformers") else "-", label=name)
        time.loglog(tokens, [result["median_s"] for result in results], **style)
        memory.loglog(tokens, [max(added_mb(result), 1.0) for result in results], **style)
    time.set_ylabel("seconds a pass")
    memory.set_ylabel("memory added, MB")
    for axes in (time, memory):
        axes.set_xlabel("tokens")
        axes.set_xticks(tokens, [str(count) for count in tokens])
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    time.set_title("encoder, base size, f32")
    memory.set_title("above weights and libraries")
    time.legend()
    figure.savefig(path, dpi=110)
