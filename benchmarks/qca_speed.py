"""Speed of configurations: truth table and minimisation of 8 and 12 conditions by 100 cases, robustness, ceilings.

Run by hand: `.venv/bin/python benchmarks/qca_speed.py`. Cases are drawn (seed 0): every condition uniform, the outcome
C0*C1 + ~C2*C3 with an error of .08. Both outcomes are minimised, and the parsimonious solution with them. 12 conditions end
the search for further models after 200,000 branches. No peer: R's QCA could not be installed here, pyqca prints wrong numbers.
Linux, Python 3.11.7, NumPy 2.4.6, one of 2 cores, others at work on it:

    8 conditions x 100 cases: truth table 0.02 s; complex 0.54, parsimonious 0.18, intermediate 0.21 s
    12 conditions x 100 cases: truth table 0.06 s; complex 4.3, parsimonious 3.9, intermediate 5.8 s
    robustness of 4 conditions x 100 cases (3 tests and the ranges) 1.1 s; ceilings of 8 conditions, 10,000 draws each 1.3 s
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

import govmetrics as gm


def cases(k: int, n: int = 100) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    x = rng.uniform(0.01, 0.99, (n, k))
    y = np.maximum(np.minimum(x[:, 0], x[:, 1]), np.minimum(1 - x[:, 2], x[:, 3])) + rng.normal(0, 0.08, n)
    return pd.DataFrame(x, [f"case {at}" for at in range(n)], [f"C{at}" for at in range(k)]).assign(
        Y=np.clip(y, 0, 1)
    )


def told(what: str, run: Callable[[], object], warm: bool = True) -> None:
    if warm:
        run()  # imports
    start = time.perf_counter()
    run()
    print(f"{what:<60} {time.perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    print(platform.platform(), platform.python_version(), np.__version__, os.cpu_count(), "cores")
    expected = ["C0", "C1", "C3"]

    def ask(table: gm.qca.TruthTable, remainders: str) -> gm.qca.Solution:
        return gm.qca.minimise(table, remainders, expected if remainders == "directed" else None)

    for k in (8, 12):
        frame = cases(k)
        table = gm.qca.truth_table(frame, "Y")
        told(f"{k} conditions x 100 cases, truth table", lambda frame=frame: gm.qca.truth_table(frame, "Y"))
        for remainders in ("none", "all", "directed"):
            told(
                f"{k} conditions x 100 cases, remainders={remainders}",
                partial(ask, table, remainders),
                k < 12,
            )
    small = cases(4)
    solution = gm.qca.minimise(gm.qca.truth_table(small, "Y"), "directed", expected)
    told("4 conditions x 100 cases, robustness", lambda: gm.qca.robustness(solution))
    told(
        "8 conditions x 100 cases, ceilings, 10,000 draws",
        lambda: gm.qca.necessary_condition_analysis(cases(8), "Y"),
    )
