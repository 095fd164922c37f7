"""Speed of bootstrapped mediation and of structural equation models.

Run by hand, on one thread so that figures compare: ``OPENBLAS_NUM_THREADS=1 python -m benchmarks.mediation_speed``. The peers are
statsmodels' `Mediation` (one mediator; it refits both models in every draw) and a plain loop of NumPy's least squares, as
scripts have it, over the same draws: the loop's errors must be ours.
"""

from __future__ import annotations

import platform
from typing import Any

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.mediation import Mediation

import govmetrics as gm
from benchmarks.timing import timed

N, DRAWS, LIMIT = 1206, 5000, 2.0


def people(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(20240611)
    x, w = rng.normal(size=(2, n))
    first = 0.4 * x + 0.2 * x * w + rng.normal(size=n)
    second = 0.3 * x + rng.normal(size=n)
    y = 0.2 * x + 0.4 * first + 0.3 * second + rng.normal(size=n)
    return pd.DataFrame({"x": x, "w": w, "first": first, "second": second, "y": y})


def loop(table: pd.DataFrame, draws: int) -> np.ndarray:
    """Return both indirect effects of every draw, one least-squares fit after another."""
    data, rng = table[["x", "first", "second", "y"]].to_numpy(), np.random.default_rng(0)
    rows = rng.integers(0, len(data), size=(draws, len(data)))
    out = np.empty((draws, 2))
    for k, row in enumerate(rows):
        x, first, second, y = data[row].T
        one = np.ones(len(x))
        a = [np.linalg.lstsq(np.column_stack([one, x]), m, rcond=None)[0][1] for m in (first, second)]
        b = np.linalg.lstsq(np.column_stack([one, x, first, second]), y, rcond=None)[0][2:]
        out[k] = a * b
    return out


def statsmodels_mediation(table: pd.DataFrame, draws: int) -> Any:
    outcome = sm.OLS.from_formula("y ~ first + x", table)
    mediator = sm.OLS.from_formula("first ~ x", table)
    np.random.seed(0)  # noqa: NPY002 - its bootstrap draws from the global generator
    return Mediation(outcome, mediator, "x", "first").fit(method="bootstrap", n_rep=draws)


def main() -> None:
    print(f"{platform.platform()}, {platform.machine()}, Python {platform.python_version()}")
    print(
        f"numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, govmetrics {gm.__version__}"
    )
    table, mediate = people(N), gm.psychometrics.mediate
    gm.psychometrics.mediate(table, "y", "x", ["first", "second"], draws=100)
    took, found = timed(lambda: mediate(table, "y", "x", ["first", "second"], draws=DRAWS))
    print(f"{DRAWS:,} draws, n = {N:,}, two mediators: {took:.3f} s (limit {LIMIT:g})")
    plain, draws = timed(lambda: loop(table, DRAWS), 1)
    apart = np.abs(
        draws.std(axis=0, ddof=1) / found.effects.loc[["first", "second"], "se"].to_numpy() - 1
    ).max()
    print(
        f"  a loop of least squares over the same draws: {plain:.1f} s, {plain / took:.0f} times; errors apart by {apart:.1e}"
    )
    few = 200
    theirs, _ = timed(lambda: statsmodels_mediation(table, few), 1)
    ours, _ = timed(lambda: mediate(table, "y", "x", "first", draws=DRAWS))
    each = theirs / few * DRAWS
    print(
        f"  statsmodels' Mediation, one mediator, {few} draws: {theirs:.1f} s, so {each:.0f} s for {DRAWS:,}; ours {ours:.3f} s"
    )
    for name, more in (
        ("bias-corrected", {"interval": "bias_corrected"}),
        ("in series", {"serial": True}),
        ("both stages moderated", {"moderator": "w", "stage": ["first", "second", "direct"]}),
        ("60 clusters", {"cluster": pd.Series(np.arange(N) % 60)}),
    ):
        print(
            f"  {name}: {timed(lambda more=more: mediate(table, 'y', 'x', ['first', 'second'], draws=DRAWS, **more))[0]:.3f} s"
        )
    big = people(100_000)
    print(
        f"  n = 100,000, 1,000 draws: {timed(lambda: mediate(big, 'y', 'x', ['first', 'second'], draws=1000), 1)[0]:.2f} s"
    )
    rng = np.random.default_rng(1)
    factors = {f"f{k}": [f"f{k}q{i}" for i in range(5)] for k in range(5)}
    nodes = np.cumsum(rng.normal(size=(N, 5)), axis=1) * [1, 0.7, 0.6, 0.5, 0.45]
    items = pd.DataFrame(
        {q: nodes[:, k] + rng.normal(size=N) for k, names in enumerate(factors.values()) for q in names}
    )
    chain = {f"f{k}": [f"f{k - 1}"] for k in range(1, 5)}
    for robust in (False, True):
        took = timed(lambda robust=robust: gm.psychometrics.paths(items, chain, factors, robust=robust))[0]
        print(
            f"structural equation model, five factors of five items, n = {N:,}{', robust' if robust else ''}: {took:.3f} s"
        )


if __name__ == "__main__":
    main()
