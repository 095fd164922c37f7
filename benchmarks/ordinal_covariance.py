"""What the two sampling covariances of `confirm_ordinal` are worth, by simulation from a known model.

Run by hand: ``python benchmarks/ordinal_covariance.py [SAMPLES]`` (500 by default, seed 20260101; some minutes).
Two correlated factors of four items with five answers each, even or piled up at one end. For each `acov` the table gives

* `correlations`: mean standard error of the polychoric correlations over their standard deviation between samples,
* `loadings`: the same of the standardised loadings,
* `covered`: how often loading +- 1.96 standard errors holds the true loading (nominal .95),
* `error`: root mean square error of the loadings, times 1,000 (the weights differ, so the estimates do),
* `chi_square`: mean of the statistic over its 19 degrees of freedom, and `rejected`: how often p < .05 (nominal .05).
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from scipy.special import ndtri

import govmetrics as gm
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.numerics import polychoric

SEED = 20260101
LOADINGS = np.array([0.8, 0.7, 0.6, 0.75, 0.8, 0.65, 0.7, 0.5])
FACTORS = {"a": ["x0", "x1", "x2", "x3"], "b": ["x4", "x5", "x6", "x7"]}
CUTS = {"even": [-1.2, -0.4, 0.4, 1.2], "piled up": [-2.0, -1.5, -0.9, -0.2]}


def answers(n: int, cuts: list[float], rng: np.random.Generator) -> pd.DataFrame:
    traits = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=n)
    z = np.repeat(traits, 4, axis=1) * LOADINGS + rng.normal(size=(n, 8)) * np.sqrt(1 - LOADINGS**2)
    return pd.DataFrame({f"x{i}": np.searchsorted(cuts, z[:, i]) + 1 for i in range(8)})


def correlations(items: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the polychoric correlations of a sample (pairs,), and their standard errors by each way."""
    codes = np.column_stack([np.unique(items[name], return_inverse=True)[1] for name in items])
    tables, shares = polychoric.cross_tables(codes, [int(column.max()) + 1 for column in codes.T], None)
    r = polychoric.correlations(tables, ndtri(polychoric.below_thresholds(shares)))
    found = {"r": r[np.triu_indices(8, 1)]}
    for acov, observed in {"scores": tables, "information": None}.items():
        spread = polychoric.sampling_covariance(codes, shares, r, observed)
        found[acov] = np.sqrt(np.diag(spread) / len(codes))
    return found


def compared(n: int, shape: str, samples: int) -> list[dict[str, object]]:
    rng = np.random.default_rng(SEED)
    pairs, models, failed = [], {"scores": [], "information": []}, 0
    while len(pairs) < samples:
        items = answers(n, CUTS[shape], rng)
        try:
            both = {acov: gm.psychometrics.confirm_ordinal(items, FACTORS, acov=acov) for acov in models}
        except UnsuitableMethod:  # for example: two items answered alike, in small samples
            failed += 1
            continue
        pairs.append(correlations(items))
        for acov, model in both.items():
            models[acov].append(model)
    between = np.std([sample["r"] for sample in pairs], axis=0)
    rows: list[dict[str, object]] = []
    for acov, fitted in models.items():
        loadings = np.array([model.loadings["standardized"] for model in fitted])
        errors = np.array([model.loadings["se"] for model in fitted])
        off = np.abs(loadings - LOADINGS)
        rows.append(
            {
                "n": n, "answers": shape, "acov": acov, "failed": failed,
                "correlations": float((np.mean([sample[acov] for sample in pairs], axis=0) / between).mean()),
                "loadings": float((errors.mean(axis=0) / loadings.std(axis=0)).mean()),
                "covered": float((off <= 1.96 * errors).mean()),
                "error": 1000 * float(np.sqrt((off**2).mean())),
                "chi_square": float(np.mean([model.fit["chi_square"] for model in fitted])) / 19,
                "rejected": float(np.mean([model.fit["p"] < 0.05 for model in fitted])),
            }
        )  # fmt: skip
    return rows


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rows = [row for n in (100, 200, 500, 1000) for shape in CUTS for row in compared(n, shape, count)]
    print(pd.DataFrame(rows).to_string(index=False, float_format="{:.3f}".format))
