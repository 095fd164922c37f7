"""Models beyond the radial one, beside one linear program a unit with scipy's HiGHS (what Python peers do at best).

Run by hand: ``OMP_NUM_THREADS=1 python benchmarks/dea_models.py [n]``. The peer solves every 20th unit and is scaled up;
both answers are compared on those units.
"""

from __future__ import annotations

import os
import platform
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import pandas as pd
import scipy
from scipy.optimize import linprog

from govmetrics import dea


def slacks_based(x, y, o):
    n, (m, s) = len(x), (x.shape[1], y.shape[1])
    c = np.concatenate([np.zeros(n), -1 / (m * x[o]), np.zeros(s), [1.0]])
    rows = [np.concatenate([np.zeros(n + m), 1 / (s * y[o]), [1.0]])]
    rows += [np.concatenate([x[:, i], np.eye(m)[i], np.zeros(s), [-x[o, i]]]) for i in range(m)]
    rows += [np.concatenate([y[:, r], np.zeros(m), -np.eye(s)[r], [-y[o, r]]]) for r in range(s)]
    rows += [np.concatenate([np.ones(n), np.zeros(m + s), [-1.0]])]
    return linprog(c, A_eq=np.array(rows), b_eq=np.append(1.0, np.zeros(m + s + 1))).fun


def additive(x, y, o):
    n, (m, s) = len(x), (x.shape[1], y.shape[1])
    rows = np.vstack([x.T, y.T, np.ones(n)])
    slack = np.vstack([np.diag(np.append(np.ones(m), -np.ones(s))), np.zeros(m + s)])
    c = np.append(np.zeros(n), -np.ones(m + s))
    return -linprog(c, A_eq=np.hstack([rows, slack]), b_eq=np.concatenate([x[o], y[o], [1.0]])).fun


def directional(x, y, o):
    n = len(x)
    ub = np.vstack([np.column_stack([x.T, x[o]]), np.column_stack([-y.T, y[o]])])
    eq = np.append(np.ones(n), 0.0)[None]
    bounds = [(0, None)] * n + [(None, None)]
    c = np.append(np.zeros(n), -1.0)
    return -linprog(c, A_ub=ub, b_ub=np.append(x[o], -y[o]), A_eq=eq, b_eq=[1.0], bounds=bounds).fun


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(0)
    x, y = rng.lognormal(0, 0.5, (n, 3)), rng.lognormal(0, 0.5, (n, 3))
    some = range(0, n, 20)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"
    )
    print(
        f"n = {n}, 3 inputs, 3 outputs, variable returns; ours gives scores, slacks, targets, peers, certificate"
    )
    sides = {
        "slacks_based": (dea.slacks_based, slacks_based, "scores"),
        "additive": (dea.additive, additive, "inefficiency"),
        "directional": (dea.directional, directional, "inefficiency"),
    }
    for name, (ours, peer, field) in sides.items():
        ours(x[:50], y[:50])
        start = time.perf_counter()
        found = ours(x, y)
        mine = time.perf_counter() - start
        start = time.perf_counter()
        other = np.array([peer(x, y, o) for o in some])
        theirs = (time.perf_counter() - start) * n / len(some)
        apart = np.abs(getattr(found, field).to_numpy()[list(some)] - other).max()
        print(
            f"{name:13s} ours {mine:7.3f} s   scipy {theirs:8.2f} s   ratio {theirs / mine:6.0f}   apart {apart:.1e}"
        )
    bad = rng.lognormal(0, 0.5, (n, 2))
    weak = {"undesirable": pd.DataFrame(bad).add_prefix("bad"), "disposability": "weak"}
    few, made = rng.uniform(1, 9, (200, 2)), rng.normal(0, 0.3, (200, 2))
    made = np.exp(0.9 * np.log(few).mean(axis=1, keepdims=True) + made)
    for name, run in {
        "hyperbolic": lambda: dea.hyperbolic(x, y),
        "super_slacks_based": lambda: dea.super_slacks_based(x, y),
        "order_m": lambda: dea.order_m(x, y),
        "outliers": lambda: dea.outliers(x, y),
        "weak, two bad outputs": lambda: dea.directional(x[:, :2], y[:, :2], "outputs", **weak),
        "closest targets, 100 units": lambda: dea.closest_targets(few[:100], made[:100]),
        "closest targets, 200 units": lambda: dea.closest_targets(few, made),
    }.items():
        start = time.perf_counter()
        run()
        print(f"{name:27s} {time.perf_counter() - start:7.3f} s")


if __name__ == "__main__":
    main()
