"""Fuzzy evaluation of 660,000 communities x 50 indicators x 5 grades, from values to the root.

Run by hand: ``python benchmarks/fuzzy_speed.py [units]``. No Python library offers the method, so there is
no peer; the limits are our own: under 30 s and 3 GB. Prints machine, versions, seconds a step, peak memory.
"""

from __future__ import annotations

import platform
import resource
import sys
import time

import numpy as np
import pandas as pd

import govmetrics as gm


def main(units: int) -> None:
    print(platform.platform(), platform.processor(), sys.version.split()[0])
    print("numpy", np.__version__, "pandas", pd.__version__, "govmetrics", gm.__version__)
    groups = {f"G{g}": [f"G{g}_{i}" for i in range(10)] for g in range(5)}
    tree = gm.IndicatorTree.from_groups(groups, better={f"G{g}_0": "less" for g in range(5)})
    rng = np.random.default_rng(0)
    index = pd.RangeIndex(units, name="unit")
    data = gm.Dataset(tree, pd.DataFrame(rng.uniform(0, 100, (units, 50)), index, tree.codes))
    weights = gm.weighting.equal(tree)
    grades = gm.fuzzy.FIVE_GRADES
    resident = _peak()

    start, spent = time.perf_counter(), time.process_time()
    membership = gm.fuzzy.from_values(data, [10, 30, 50, 70, 90], "triangular", grades)
    _step("from_values", start)
    middle = time.perf_counter()
    result = gm.fuzzy.evaluate(membership, weights, grades)
    _step("evaluate", middle)
    last = time.perf_counter()
    verdicts = result.verdicts()
    _step("verdicts at the root", last)
    print(f"{units:,} units x 50 x 5: {time.perf_counter() - start:.1f} s "
          f"({time.process_time() - spent:.1f} s of one processor), peak {_peak():.2f} GB "
          f"(of which data and libraries {resident:.2f} GB)")  # fmt: skip
    print(verdicts["grade"].value_counts().to_dict())


def _step(name: str, start: float) -> None:
    print(f"  {name}: {time.perf_counter() - start:.1f} s")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 660_000)
