"""Speed of projection pursuit weights: 1,000 units x 50 leaves compared together, 50 starts.

Run by hand: `.venv/bin/python -m benchmarks.projection_pursuit_speed`. The peer is the index as papers' programs compute it,
from the n x n matrix of distances, against ours in sorted order: one value without its gradient, and one with it.
"""

from __future__ import annotations

import os
import platform

import numpy as np
import pandas as pd

import govmetrics as gm
from benchmarks.timing import timed
from govmetrics.weighting.projection_pursuit import index

UNITS, LEAVES = 1_000, 50


def by_pairs(x: np.ndarray, a: np.ndarray) -> float:
    z = x @ a
    s = z.std(ddof=1)
    r = np.abs(z[:, None] - z[None])
    return float(s * np.where(r < 0.1 * s, 0.1 * s - r, 0).sum())


def main() -> None:
    rng = np.random.default_rng(0)
    tree = gm.IndicatorTree.from_groups({f"g{i}": [f"x{i}{j}" for j in range(10)] for i in range(5)})
    x = rng.random((UNITS, LEAVES)) * 100
    scaled = gm.Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame(), "min_max", (0, 100))
    a = rng.random(LEAVES)
    a /= np.linalg.norm(a)
    centred = x - x.mean(axis=0)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}"
    )
    pairs, value = timed(lambda: by_pairs(centred, a), 5)
    ours, found = timed(lambda: index(centred, a)[0], 5)
    print(
        f"one index: by pairs {pairs * 1e3:.1f} ms, sorted with gradient {ours * 1e3:.2f} ms (equal: {np.isclose(value, found)})"
    )
    whole, weights = timed(lambda: gm.weighting.projection_pursuit(scaled, across="leaves"), 1)
    print(
        f"{UNITS:,} x {LEAVES}, {weights.details['starts']} starts: {whole:.2f} s; {weights.details['agreeing']} agree"
    )


if __name__ == "__main__":
    main()
