"""Confidence sets for ranks, from estimates and their standard errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import count_faults, kind_faults, seed_faults, share_faults
from govmetrics.core.errors import Faults, choose, each
from govmetrics.robustness.checks import seed_of

Array = np.ndarray
BLOCK = 4_000_000
"""Numbers held at once."""


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
        One row per unit: value, standard_error, rank, lower, upper. `attrs` has level, draws and seed.

    References
    ----------
    Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to mobility across
    neighbourhoods and academic achievement across countries. Review of Economic Studies 91, 476-518.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> values = pd.Series({"East": 80.0, "West": 78.0, "North": 60.0})
    >>> errors = pd.Series({"East": 2.0, "West": 2.0, "North": 2.0})
    >>> gm.robustness.rank_confidence(values, errors)[["lower", "upper"]].to_numpy().tolist()
    [[1, 2], [1, 2], [3, 3]]
    """
    _refuse(values, standard_errors, (level, draws, rng, better))
    seed = seed_of(rng)
    se = standard_errors.reindex(values.index)
    x = values.to_numpy(dtype=float) * (1 if better == "more" else -1)
    s = se.to_numpy(dtype=float)
    noise = np.random.default_rng(seed).standard_normal((draws, len(x))) * s
    better_than, worse_than = (_all_pairs if simultaneous else _each_unit)(x, s, noise, level)
    rank = 1 + (x[None, :] > x[:, None]).sum(axis=1)
    table = pd.DataFrame(
        {
            "value": values, "standard_error": se, "rank": rank,
            "lower": 1 + better_than, "upper": len(x) - worse_than,
        },
        index=values.index,
    )  # fmt: skip
    table.attrs = {"level": level, "simultaneous": simultaneous, "draws": draws, "seed": seed}
    return table.sort_values("rank", kind="stable")


def _refuse(values: Any, standard_errors: Any, asked: tuple[Any, Any, Any, Any]) -> None:
    """Refuse what cannot be used, all at once."""
    level, draws, rng, better = asked
    faults = Faults(kind_faults(values, pd.Series, "values", "give one estimate a unit"))
    faults += kind_faults(standard_errors, pd.Series, "standard_errors", "give one a unit")
    if not faults:
        for place, series in (("values", values), ("standard_errors", standard_errors)):
            if not series.index.is_unique:
                faults.append(Fault(place, "a unit occurs more than once", "give one row a unit"))
        if not len(values):
            faults.append(Fault("values", "there are no units", "give at least one"))
    if not faults:
        x = pd.to_numeric(values, errors="coerce").astype(float)
        s = pd.to_numeric(standard_errors, errors="coerce").astype(float).reindex(values.index)
        bad, wrong = x[~np.isfinite(x)].index, s[~(np.isfinite(s) & (s > 0))]
        way_out = "correct it, or leave the unit out"
        faults += each(bad, lambda u: Fault(str(u), "the value is missing, text or infinite", way_out))
        faults += each(
            wrong.items(),
            lambda at: Fault(str(at[0]), f"the standard error is {at[1]}", "it must be positive"),
        )
    faults += share_faults(level, "level") + count_faults(draws, "draws") + seed_faults(rng)
    with faults:
        choose(better, ("more", "less"), "better")
    faults.raise_all()


def _each_unit(x: Array, s: Array, noise: Array, level: float) -> tuple[Array, Array]:
    """Return how many units are significantly better and worse than each, tested unit by unit."""
    n = len(x)
    better, worse = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    by_unit = np.ascontiguousarray(noise.T)
    for j in range(n):
        width = np.sqrt(s**2 + s[j] ** 2)
        simulated = np.abs(by_unit - by_unit[j]) / width[:, None]  # nothing for the unit itself
        rejected = _step_down(np.abs(x - x[j]) / width, partial(_largest_of, simulated), level)
        better[j], worse[j] = (x[rejected] > x[j]).sum(), (x[rejected] < x[j]).sum()
    return better, worse


def _all_pairs(x: Array, s: Array, noise: Array, level: float) -> tuple[Array, Array]:
    """Return how many units are significantly better and worse than each, all pairs tested together."""
    first, second = np.triu_indices(len(x), 1)
    width = np.sqrt(s[first] ** 2 + s[second] ** 2)

    def largest(left: Array) -> Array:
        one, two, w = first[left], second[left], width[left]
        step = max(1, BLOCK // len(w))  # all pairs of all draws may not fit into memory
        blocks = [noise[start : start + step] for start in range(0, len(noise), step)]
        return np.concatenate([(np.abs(block[:, one] - block[:, two]) / w).max(axis=1) for block in blocks])

    rejected = _step_down(np.abs(x[first] - x[second]) / width, largest, level)
    winner = np.where(x[first] > x[second], first, second)[rejected]
    loser = np.where(x[first] > x[second], second, first)[rejected]
    return np.bincount(loser, minlength=len(x)), np.bincount(winner, minlength=len(x))


def _largest_of(simulated: Array, left: Array) -> Array:
    return np.asarray(simulated[left].max(axis=0))


def _step_down(statistic: Array, largest: Callable[[Array], Array], level: float) -> Array:
    """Return which hypotheses are rejected: the critical value falls as rejected ones leave the family.

    `largest` gives the largest simulated statistic of every draw among the hypotheses that are left.
    """
    rejected = np.zeros(len(statistic), dtype=bool)
    while not rejected.all():
        new = ~rejected & (statistic > np.quantile(largest(~rejected), level, method="higher"))
        if not new.any():
            break
        rejected |= new
    return rejected
