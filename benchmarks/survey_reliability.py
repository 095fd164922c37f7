"""Speed of reliability and factor analysis, each limit of the issue in one run.

Run by hand: ``python -m benchmarks.survey_reliability``. The peer is pingouin (GPL; not a dependency):
``pip install pingouin`` into an environment that also has govmetrics, or leave it out and see our side only.
pingouin has alpha alone, so its item table is what its users write: alpha without each item, and pandas'
correlations with the rest and the total.
"""

from __future__ import annotations

import platform
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import scipy

import govmetrics as gm
from benchmarks.timing import best


def peak(function: Callable[[], object]) -> float:
    """Return the most megabytes allocated at once during a call (numpy reports its arrays to tracemalloc)."""
    tracemalloc.start()
    function()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def answers(n: int, scales: int = 5, items: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(20240611)
    general = rng.standard_normal((n, 1), dtype=np.float32)
    columns = {}
    for s in range(scales):
        own = 0.7 * general + 0.7 * rng.standard_normal((n, 1), dtype=np.float32)
        for i in range(items):
            raw = 3 + own[:, 0] + rng.standard_normal(n, dtype=np.float32)
            columns[f"s{s + 1}q{i + 1}"] = np.clip(np.round(raw), 1, 5).astype(float)
    return pd.DataFrame(columns)


def with_pingouin(items: pd.DataFrame) -> float | None:
    try:
        import pingouin
    except ImportError:
        return None

    def table() -> None:
        pingouin.cronbach_alpha(items)
        total = items.sum(axis=1)
        for name in items:
            rest = items.drop(columns=name)
            pingouin.cronbach_alpha(rest)
            items[name].corr(total)
            items[name].corr(rest.sum(axis=1))

    return best(table, 3)


def main() -> None:
    print(
        f"{platform.platform()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    print(
        f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}, govmetrics {gm.__version__}"
    )
    items = answers(1206)
    gm.psychometrics.alpha(items)
    ours, theirs = best(lambda: gm.psychometrics.alpha(items), 20), with_pingouin(items)
    print(f"alpha with item table, 1,206 x 25: {1e3 * ours:.2f} ms")
    if theirs:
        print(
            f"  pingouin's alpha with the same table: {1e3 * theirs:.1f} ms, {theirs / ours:.0f} times (limit 50)"
        )
    draw = best(lambda: gm.psychometrics.alpha(items, interval="bootstrap"), 3)
    print(f"1,000 bootstrap draws with item intervals, 1,206 x 25: {draw:.3f} s (limit 0.5)")
    print(f"polychoric, 1,206 x 25: {best(lambda: gm.psychometrics.polychoric(items), 3):.3f} s (limit 0.5)")
    factors = {f"s{s}": [f"s{s}q{i}" for i in range(1, 6)] for s in range(1, 6)}
    print(
        f"CFA, 1,206 x 25, five factors: {best(lambda: gm.psychometrics.confirm(items, factors), 3):.3f} s (limit 0.2)"
    )
    for name, function in (
        ("omega, five group factors", lambda: gm.psychometrics.omega(items, 5)),
        ("EFA, ML, oblimin", lambda: gm.psychometrics.explore(items, 5, "ml", "oblimin")),
        ("parallel analysis, 100 draws", lambda: gm.psychometrics.parallel(items)),
        ("all 5,200,300 split halves", lambda: gm.psychometrics.split_half(items)),
    ):
        print(f"{name}, 1,206 x 25: {best(function, 2):.3f} s")
    million = answers(1_000_000)
    big = best(lambda: gm.psychometrics.alpha(million), 3)
    beyond = peak(lambda: gm.psychometrics.alpha(million))
    print(
        f"alpha with item table, 1,000,000 x 25: {big:.3f} s (limit 1), peak {beyond:.0f} MB beyond the data (limit 1,024)"
    )
    million.iloc[::50, 3] = np.nan
    for rule in ("listwise", "pairwise"):
        call = partial(gm.psychometrics.alpha, million, missing=rule)
        print(f"  2 % of one item missing, {rule}: {best(call, 2):.3f} s, {peak(call):.0f} MB")


if __name__ == "__main__":
    main()
