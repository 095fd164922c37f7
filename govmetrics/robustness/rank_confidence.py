"""Confidence sets for ranks, from estimates and their standard errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput


def rank_confidence(
    values: pd.Series, standard_errors: pd.Series, level: float = 0.95, simultaneous: bool = False,
    draws: int = 2000, rng: int = 0, better: str = "more",
) -> pd.DataFrame:  # fmt: skip
    """Return for every unit the ranks that the evidence does not rule out.

    A unit's best rank is one plus the number of units that are significantly better; its worst, the number of all
    units minus those significantly worse. All differences of a unit from the others (or, simultaneously, all
    differences) are tested together by a step-down procedure with critical values from the largest studentised
    difference.

    Parameters
    ----------
    values : Series
        Estimates, independent between units.
    standard_errors : Series
        Same units; positive.
    level : float
        Probability with which a unit's set (or, simultaneously, all sets) holds the true rank.
    simultaneous : bool
        Sets that hold together.
    draws : int
        Simulated normal errors for the critical values.
    rng : int
        Seed.
    better : {"more", "less"}
        Which values are good.

    Returns
    -------
    DataFrame
        One row a unit: value, standard_error, rank, lower, upper. `attrs` has level, draws and seed.

    References
    ----------
    Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to mobility across
    neighbourhoods and academic achievement across countries. Review of Economic Studies 91, 476-518.
    """
    se = standard_errors.reindex(values.index)
    faults = [
        Fault(str(u), "the value is missing or infinite")
        for u in values.index[~np.isfinite(values.to_numpy(dtype=float))]
    ]
    faults += [
        Fault(str(u), f"the standard error is {se[u]}", "it must be positive")
        for u in values.index[~(se > 0)]
    ]
    if not 0 < level < 1:
        faults.append(Fault("level", f"is {level}", "give a probability between 0 and 1"))
    if better not in ("more", "less"):
        faults.append(Fault("better", f"is {better!r}", "choose one of: more, less"))
    if faults:
        raise FaultyInput(faults)
    x = values.to_numpy(dtype=float) * (1 if better == "more" else -1)
    s = se.to_numpy(dtype=float)
    noise = np.random.default_rng(rng).standard_normal((draws, len(x))) * s
    better_than, worse_than = (_all_pairs if simultaneous else _each_unit)(x, s, noise, level)
    rank = 1 + (x[None, :] > x[:, None]).sum(axis=1)
    table = pd.DataFrame(
        {
            "value": values, "standard_error": se, "rank": rank,
            "lower": 1 + better_than, "upper": len(x) - worse_than,
        },
        index=values.index,
    )  # fmt: skip
    table.attrs = {"level": level, "simultaneous": simultaneous, "draws": draws, "seed": rng}
    return table.sort_values("rank", kind="stable")


def _each_unit(
    x: np.ndarray, s: np.ndarray, noise: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many units are significantly better and worse than each, tested unit by unit."""
    n = len(x)
    better, worse = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    for j in range(n):
        others = np.delete(np.arange(n), j)
        width = np.sqrt(s[others] ** 2 + s[j] ** 2)
        simulated = np.abs(noise[:, others] - noise[:, [j]]) / width
        rejected = others[_step_down(np.abs(x[others] - x[j]) / width, simulated, level)]
        better[j], worse[j] = (x[rejected] > x[j]).sum(), (x[rejected] < x[j]).sum()
    return better, worse


def _all_pairs(
    x: np.ndarray, s: np.ndarray, noise: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many units are significantly better and worse than each, all pairs tested together."""
    first, second = np.triu_indices(len(x), 1)
    width = np.sqrt(s[first] ** 2 + s[second] ** 2)
    rejected = _step_down(
        np.abs(x[first] - x[second]) / width, np.abs(noise[:, first] - noise[:, second]) / width, level
    )
    winner = np.where(x[first] > x[second], first, second)[rejected]
    loser = np.where(x[first] > x[second], second, first)[rejected]
    return np.bincount(loser, minlength=len(x)), np.bincount(winner, minlength=len(x))


def _step_down(statistic: np.ndarray, simulated: np.ndarray, level: float) -> np.ndarray:
    """Return which hypotheses are rejected: the critical value falls as rejected ones leave the family."""
    rejected = np.zeros(len(statistic), dtype=bool)
    while not rejected.all():
        critical = np.quantile(simulated[:, ~rejected].max(axis=1), level, method="higher")
        new = ~rejected & (statistic > critical)
        if not new.any():
            break
        rejected |= new
    return rejected
