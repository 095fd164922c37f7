"""Speed and memory of the base: 660,000 units x 50 leaves, and an index of 51 x 49, in one run.

Run by hand: `.venv/bin/python -m benchmarks.base_speed`. The peer is the bare NumPy arithmetic on the same array:
minima and maxima without regard to missing values, the linear map, the weighted sums, and one sort; no labels, no
checks, no coverage, no hashes.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys

import numpy as np
import pandas as pd

from benchmarks.timing import timed

UNITS, LEAVES, GROUPS = 660_000, 50, 5


def bare(x: np.ndarray, less: slice) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    scaled = (x - low) / (high - low) * 100
    scaled[:, less] = 100 - scaled[:, less]
    width = LEAVES // GROUPS
    groups = np.stack(
        [scaled[:, i * width : (i + 1) * width] @ np.full(width, 1 / width) for i in range(GROUPS)], axis=1
    )
    root = groups @ np.full(GROUPS, 1 / GROUPS)
    ranks = np.empty(len(root))
    ranks[np.argsort(-root, kind="stable")] = np.arange(1, len(root) + 1)
    return root, ranks


def main() -> None:
    import govmetrics as gm

    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"numpy {np.__version__}, pandas {pd.__version__}, govmetrics {gm.__version__}")
    rng = np.random.default_rng(0)
    x = rng.random((UNITS, LEAVES)) * rng.integers(1, 1000, LEAVES)
    width = LEAVES // GROUPS
    groups = {f"g{i}": [f"x{i}_{j}" for j in range(width)] for i in range(GROUPS)}
    tree = gm.IndicatorTree.from_groups(groups, {f"x0_{j}": "less" for j in range(5)})
    frame = pd.DataFrame(x, columns=tree.codes, copy=False)

    def ours():
        assessment = gm.follow(gm.Recipe(), gm.read_records(frame, tree))
        return assessment.scores.values["index"].to_numpy(), assessment.ranking()

    ours_time, (root, _) = timed(ours)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    bare_time, (expected, _) = timed(lambda: bare(x, slice(0, 5)))
    print(
        f"{UNITS:,} x {LEAVES}, frame to root scores and ranks (checks, coverage, input hash): {ours_time:.2f} s"
    )
    print(f"bare NumPy arithmetic: {bare_time:.2f} s; ratio {ours_time / bare_time:.1f} (asked: at most 6)")
    print(f"peak memory of the process with govmetrics: {memory:.2f} GB (asked: under 3)")
    print(f"largest difference of the root scores: {np.abs(root - expected).max():.1e}")

    small = gm.IndicatorTree.from_groups({f"g{i}": [f"y{i}_{j}" for j in range(7)] for i in range(7)})
    values = rng.lognormal(size=(51, 49))
    values[rng.random(values.shape) < 0.02] = np.nan
    data = gm.read_records(pd.DataFrame(values, columns=small.codes), small)
    recipe = gm.Recipe(treatment=["impute_mean", {"winsorise": {"otherwise": "log"}}], weighting="equal")

    def one_pass():
        return gm.follow(recipe, data).ranking()

    small_time, _ = timed(one_pass, 20)
    print(
        f"51 x 49: impute, winsorise, min-max, aggregate, rank, provenance: {small_time * 1e3:.1f} ms (asked: under 15)"
    )
    command = "import time; import pandas; s = time.perf_counter(); import govmetrics; print(time.perf_counter() - s)"
    cost = min(
        float(
            subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(3)
    )
    print(f"import govmetrics beyond pandas: {cost * 1e3:.0f} ms (asked: at most 500)")


if __name__ == "__main__":
    main()
