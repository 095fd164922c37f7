"""Confidence sets for ranks, from estimates and their standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Result, Table, Text
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.dataset import label_faults
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Faults, each
from govmetrics.core.memory import memory_faults
from govmetrics.core.options import COUNT, FLAG, SEED, SHARE, choice, instance, wanted
from govmetrics.core.parallel import parts_of, together
from govmetrics.core.within import tiny_faults
from govmetrics.numerics.draw_order import in_place
from govmetrics.numerics.rank_sets import each_unit, front, jointly
from govmetrics.numerics.ranks import competition
from govmetrics.robustness.checks import seed_of

VALUES = instance(pd.Series, Text("give a Series with an estimate for each unit"))
ERRORS = instance(pd.Series, Text("give a Series with a standard error for each unit"))
Array = np.ndarray


@dataclass(frozen=True, eq=False)
class RankConfidence(Result):
    """Ranks that the evidence does not rule out.

    Attributes
    ----------
    ranks : DataFrame
        A row for each unit, best first: value, standard_error, rank, lower, upper.
    level : float
        Confidence of the sets.
    simultaneous : bool
        Whether all sets hold together.
    draws, seed : int
        Of the simulation of critical values.

    See Also
    --------
    rank_confidence
    """

    ranks: pd.DataFrame
    level: float
    simultaneous: bool
    draws: int
    seed: int

    _cites: ClassVar = ("Mogstad2024",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Confidence sets of the ranks ({level:.3g}%, jointly for all units) come from step-down tests of the differences of "
            "all pairs of units"
            if self.simultaneous
            else "Confidence sets of the ranks ({level:.3g}%, for each unit) come from step-down tests of each unit's "
            "differences from all others"
        )
        drawn = "{tests}, with critical values from {draws:,} simulated draws (seed {seed})."
        return (Text(drawn, tests=Text(told, level=100 * self.level), draws=self.draws, seed=self.seed),)

    def _tables(self) -> list[Table]:
        return [
            Table.of(
                Text("Confidence sets of ranks ({level:.0%})", level=self.level), self.ranks, "robustness"
            )
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the ranks, as a copy."""
        return self.ranks.copy()

    def _finding(self) -> tuple[Text, ...]:
        text = (
            "With {level:.0%} confidence, jointly for all units: {certain} of {count} ranks are certain; the first "
            "place belongs to {first:5}."
            if self.simultaneous
            else "With {level:.0%} confidence for each unit: {certain} of {count} ranks are certain; the first place "
            "may belong to {first:5}."
        )
        certain = int((self.ranks["lower"] == self.ranks["upper"]).sum())
        first = list(self.ranks.index[self.ranks["lower"] == 1])
        return (Text(text, level=self.level, certain=certain, count=len(self.ranks), first=first),)


def rank_confidence(
    values: pd.Series, standard_errors: pd.Series, level: float = 0.95, simultaneous: bool = False,
    draws: int = 2000, rng: int | np.random.Generator = 0, better: Literal["more", "less"] = "more",
) -> RankConfidence:  # fmt: skip
    """Return for every unit the ranks that the evidence does not rule out.

    A unit's best rank is one plus the number of units that are significantly better; its worst, the number of all
    units minus those significantly worse. All differences of a unit from the others (or, simultaneously, all
    differences) are tested together by a step-down procedure with critical values from the largest studentised
    difference: a hypothesis that is rejected leaves the family, the opposite one of the same pair stays in it.

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
    rng : int or Generator
        Seed; it is recorded.
    better : {"more", "less"}
        Which values are good.

    Returns
    -------
    RankConfidence
        `ranks` has value, standard_error, rank, lower and upper of every unit, best first.

    Raises
    ------
    FaultyInput
        Values or errors that are missing, no numbers, or not positive; odd options: all at once.

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
    >>> gm.robustness.rank_confidence(values, errors).ranks[["lower", "upper"]].to_numpy().tolist()
    [[1, 2], [1, 2], [3, 3]]
    """
    faults = wanted(level=(level, SHARE), simultaneous=(simultaneous, FLAG), draws=(draws, COUNT), rng=(rng, SEED),
                    better=(better, choice("more", "less")))  # fmt: skip
    estimates, s = _numbers(values, standard_errors, faults)
    if not wanted(draws=(draws, COUNT)):
        faults += memory_faults("draws", 24.0 * draws * len(s), "take fewer draws, or fewer units")
    faults.raise_all()
    seed = seed_of(rng)
    x = estimates * (1 if better == "more" else -1)
    with np.errstate(over="ignore"):  # where a difference's error overflows, nothing is significant
        noise = np.random.default_rng(seed).standard_normal((draws, len(x)))
        noise = in_place(name_order(values.index), noise) * s
        better_than, worse_than = (
            jointly(x, s, noise, level) if simultaneous else _one_by_one(x, s, noise, level)
        )
    rank = competition(x, 0.0)[0].astype(int)
    index = values.index.rename("unit") if values.index.nlevels == 1 else values.index
    table = pd.DataFrame(
        {
            "value": estimates, "standard_error": s, "rank": rank,
            "lower": 1 + better_than, "upper": len(x) - worse_than,
        },
        index=index,
    )  # fmt: skip
    return RankConfidence(
        table.sort_values("rank", kind="stable"), float(level), bool(simultaneous), draws, seed
    )


def _one_by_one(x: Array, s: Array, noise: Array, level: float) -> tuple[Array, Array]:
    """Return how many are better and worse than each unit; units are tasks, so that they can be shared among workers."""
    fronts = front(noise, s), front(-noise, s)
    tasks = [(x, s, noise, level, fronts, part) for part in parts_of(range(len(x)))]
    found = list(together(each_unit, tasks))
    better, worse = (np.concatenate([part[way] for part in found]) for way in (0, 1))
    return better, worse


def _numbers(values: Any, standard_errors: Any, faults: Faults) -> tuple[Array, Array]:
    """Return estimates and their errors as arrays of one order; what cannot be used goes to `faults`."""
    kinds = wanted(values=(values, VALUES), standard_errors=(standard_errors, ERRORS))
    faults += kinds
    if kinds:
        return np.empty(0), np.empty(0)
    rows = label_faults(values.index)
    if not standard_errors.index.is_unique:
        rows.append(Fault("standard_errors", "a unit occurs more than once", "keep one row each"))
    faults += rows
    if rows:
        return np.empty(0), np.empty(0)
    x = floats_of(values.to_frame())[0][:, 0]
    s = floats_of(standard_errors.reindex(values.index).to_frame())[0][:, 0]
    units = np.array([place_of(unit) for unit in values.index], dtype=object)
    problem, way_out = "the value is missing, text or infinite", "correct it, or leave the unit out"
    faults += each(units[~np.isfinite(x)], lambda unit: Fault(unit, problem, way_out))
    wrong = ~(np.isfinite(s) & (s > 0))
    faults += each(
        zip(units[wrong], s[wrong].tolist(), strict=True),
        lambda at: Fault(at[0], "the standard error is {value:g}", "give a positive number", value=at[1]),
    )
    faults += [
        fault for unit, error in zip(units, s.tolist(), strict=True) for fault in tiny_faults(unit, error)
    ]
    return x, s
