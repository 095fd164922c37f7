"""Speed of relabelling networks: MRQAP of 21 actors, QAP of 73, brokers, core and periphery.

Run by hand: `.venv/bin/python benchmarks/network_tests_speed.py`. The peer is R's sna 2.7, run apart: `netlm(y, x, reps = 1000,
nullhyp = "qapspp")` of Krackhardt's managers takes 17.6 s and `netlogit` 39.4 s on the machine of the numbers below, shared
with others, for a fifth of the draws. Linux, Python 3.11.7, NumPy 2.4.6, one of 2 cores, others at work on it:

    MRQAP, 21 actors, 4 predictors, 5,000 draws     0.77 s      the same, logit                              4.87 s
    QAP, 73 actors, 5,000 draws                     0.10 s      the same, 7 did not answer                   1.36 s
    brokerage, 1,000 actors                         0.41 s      core and periphery, 21 actors, every split   0.91 s
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

import govmetrics as gm


def ties(n: int, seed: int, share: float) -> pd.DataFrame:
    return pd.DataFrame((np.random.default_rng(seed).random((n, n)) < share) * (1.0 - np.eye(n)))


def told(what: str, run: Callable[[], object]) -> None:
    run()  # imports
    start = time.perf_counter()
    run()
    print(f"{what:<60} {time.perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    print(platform.platform(), platform.python_version(), np.__version__, os.cpu_count(), "cores")
    y, large = ties(21, 0, 0.45), ties(73, 1, 0.05)
    given = {f"x{seed}": ties(21, seed, 0.3) for seed in range(2, 6)}
    kinds = pd.Series(np.arange(73) % 5)
    silent = large.copy()
    silent.iloc[:7] = np.nan
    told("MRQAP, 21 actors, 4 predictors, 5,000 draws", lambda: gm.network.qap_regression(y, given))
    told("the same, logit", lambda: gm.network.qap_regression(y, given, model="logit"))
    told("QAP, 73 actors, 5,000 draws", lambda: gm.network.qap(large, ties(73, 6, 0.05)))
    told("the same, 7 did not answer", lambda: gm.network.qap(silent, ties(73, 6, 0.05)))
    told("mixing, 73 actors, 5,000 draws", lambda: gm.network.mixing(large, kinds))
    told(
        "brokerage, 1,000 actors",
        lambda: gm.network.brokerage(ties(1000, 7, 0.01), pd.Series(np.arange(1000) % 5)),
    )
    told("core and periphery, 21 actors, every split", lambda: gm.network.core_periphery(y))
    told("core and periphery, 73 actors, 100 starts", lambda: gm.network.core_periphery(large))
