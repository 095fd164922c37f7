"""Networks of stages by slacks, beside one linear program a unit with scipy's HiGHS.

Run by hand: ``OMP_NUM_THREADS=1 python benchmarks/dea_stages.py [n]``. The peer solves every 50th unit and is scaled up;
both answers are compared on those units. The programs of the peer are those of the tests.
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

from govmetrics import dea
from tests.dea.test_linked_stages import by_program, network, over_time, panel, table


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    warnings.simplefilter("ignore")
    versions = f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"
    print(f"{platform.machine()}, {versions}; {n} units")
    t, some = table(n), range(0, n, 50)
    for link in ("free", "fixed"):
        start = time.perf_counter()
        found = network(t, link=link)
        ours = time.perf_counter() - start
        start = time.perf_counter()
        peer = by_program(t, "none", "variable", link, np.full(3, 1 / 3), some)
        theirs = (time.perf_counter() - start) * n / len(some)
        apart = np.abs(found.scores.iloc[list(some)] - peer).max()
        print(f"network, 3 stages, 2 links {link}: {ours:.2f} s; a program a unit {theirs:.1f} s; apart {apart:.1e}; "
              f"largest error {found.error.max():.1e}")  # fmt: skip
    years = panel(n, 3)
    start = time.perf_counter()
    over_time(years, kinds=("good", "bad"))
    print(f"dynamic, 3 periods, 2 carry-overs: {time.perf_counter() - start:.2f} s")
    index = pd.MultiIndex.from_product([[2023, 2024], range(100)], names=["period", "unit"])
    x, y = (
        pd.DataFrame(np.random.default_rng(k).lognormal(1, 0.4, (200, 2)), index).add_prefix("ab"[k])
        for k in (0, 1)
    )
    start = time.perf_counter()
    dea.malmquist(x, y, draws=2000)
    print(f"malmquist, 100 units, 2 periods, 2000 draws: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
