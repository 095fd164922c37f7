"""How sure is a rank? Follow the recipe many times, with everything that could be otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.checks import count_faults, is_number, place_of, seed_faults, share_faults
from govmetrics.core.errors import Faults, choose
from govmetrics.core.results import html, jsonable
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import Recipe
from govmetrics.robustness.checks import data_faults, seed_of, unit_faults
from govmetrics.robustness.evaluate import Job, evaluate, job_faults
from govmetrics.robustness.factors import NOMINAL, Factor

PAIRS = 5_000
"""Above this many units the table of all pairs is refused; `beats` answers for chosen units."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Ranks under everything that could be otherwise.

    Attributes
    ----------
    intervals : DataFrame
        One row per unit, best nominal rank first: nominal, median, mean, lower and upper rank.
    scores : DataFrame, shape (draws, units)
        Root scores of every replicate.
    tiers : Series
        Units with the same number cannot be told apart: in order of mean rank, a tier ends at the first
        unit that the tier's best beats with probability `level`.
    design : DataFrame, shape (draws, factors)
        The level of every factor in every replicate; -1 is nominal.
    factors : tuple of str
        What varied.
    level : float
        Probability that the intervals and tiers refer to.
    seed : int
        With it the analysis can be repeated.

    See Also
    --------
    uncertainty
    """

    intervals: pd.DataFrame
    scores: pd.DataFrame
    tiers: pd.Series
    design: pd.DataFrame
    factors: tuple[str, ...]
    level: float
    seed: int

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Competition ranks of every replicate, shape (draws, units)."""
        return pd.DataFrame(
            rank_rows(self.scores.to_numpy()), index=self.scores.index, columns=self.scores.columns
        )

    @cached_property
    def probability_better(self) -> pd.DataFrame:
        """P(row beats column), units x units; with its transpose and the ties it adds up to one."""
        if self.scores.shape[1] > PAIRS:
            raise UnsuitableMethod(
                Fault(
                    "probability_better",
                    f"{self.scores.shape[1]:,} units have too many pairs",
                    "use beats(units)",
                )
            )
        return self.beats(list(self.scores.columns))

    def beats(self, units: Sequence[Any]) -> pd.DataFrame:
        """Return P(unit beats every other unit), one row for each of `units`."""
        if isinstance(units, str) or not np.iterable(units):
            raise FaultyInput(Fault("units", f"is {units!r}", "give a list"))
        Faults(unit_faults(self.scores.columns, units)).raise_all()
        ranks = self.ranks.to_numpy()
        places = self.scores.columns.get_indexer(pd.Index(units))
        rows = np.array([(ranks[:, [place]] < ranks).mean(axis=0) for place in places])
        return pd.DataFrame(rows, index=self.scores.columns[places], columns=self.scores.columns)

    def probability_top(self, k: int) -> pd.Series:
        """Return the probability of every unit to be among the first `k`."""
        Faults(count_faults(k, "k")).raise_all()
        return (self.ranks <= k).mean().rename(f"top {k}")

    def probability_grades(self, cuts: Sequence[float], names: Sequence[str]) -> pd.DataFrame:
        """Return the probability of each grade: `names` from worst to best, parted by ascending `cuts`."""
        sound = all(map(is_number, cuts)) and all(a < b for a, b in pairwise(cuts))
        faults = []
        if len(names) != len(cuts) + 1 or not sound:
            problem = f"{list(cuts)} do not part {len(names)} grades"
            faults.append(Fault("cuts", problem, "give ascending cuts, one fewer than names"))
        if len(set(names)) < len(names):
            faults.append(Fault("names", "a grade is named twice", "give every grade its own name"))
        if faults:
            raise FaultyInput(faults)
        scores = self.scores.to_numpy()
        grade = np.searchsorted(np.asarray(cuts, dtype=float), scores, side="right")
        known = ~np.isnan(scores)  # where a unit has no score it has no grade
        with np.errstate(invalid="ignore"):
            shares = {
                name: ((grade == k) & known).sum(axis=0) / known.sum(axis=0) for k, name in enumerate(names)
            }
        return pd.DataFrame(shares, index=self.scores.columns)

    def to_frame(self) -> pd.DataFrame:
        """Return the intervals with the tiers, as a copy."""
        return self.intervals.join(self.tiers)

    def to_dict(self) -> dict[str, Any]:
        """Return intervals, tiers, factors, level and seed, JSON-ready."""
        return {
            "intervals": jsonable(self.to_frame()),
            "factors": list(self.factors),
            "draws": len(self.scores),
            "level": self.level,
            "seed": self.seed,
        }

    def summary(self, language: str = "en") -> str:
        """Return one sentence per unit: its rank, and between which ranks it lies."""
        choose(language, ("en", "zh"), "language")
        text = "{}: 第 {} 名（{} 至 {}）" if language == "zh" else "{}: rank {}, between {} and {}"
        none = (
            "{}: 无名次（数据不足）" if language == "zh" else "{}: no rank, for too much evidence is missing"
        )
        return "\n".join(
            none.format(place_of(label))
            if np.isnan(nominal)
            else text.format(place_of(label), f"{nominal:.0f}", f"{lower:.0f}", f"{upper:.0f}")
            for label, nominal, lower, upper in self.intervals[["nominal", "lower", "upper"]].itertuples()
        )

    def _repr_html_(self) -> str:
        return html(
            self.to_frame(),
            f"Ranks under {', '.join(self.factors) or 'no factor'} ({len(self.scores)} draws)",
        )


def uncertainty(
    recipe: Recipe, data: Dataset, factors: Sequence[Factor], draws: int = 1000, rng: int | np.random.Generator = 0,
    level: float = 0.9, judgements: Any = None, n_jobs: int = 1,
) -> Uncertainty:  # fmt: skip
    """Follow a recipe for random combinations of the factors' levels, and say how sure each rank is.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        Records, with survey scores joined; one period.
    factors : sequence of Factor
        What may vary (see `govmetrics.robustness.factors`); may be empty.
    draws : int
        Number of replicates.
    rng : int or Generator
        Seed; it is recorded.
    level : float
        Coverage of the rank intervals, and the probability that separates tiers.
    judgements : Judgements, optional
        For the weighting "ahp".
    n_jobs : int
        For joblib; every backend gives the same numbers.

    Returns
    -------
    Uncertainty

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the
    quality assessment of composite indicators. Journal of the Royal Statistical Society A 168, 307-323.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> sure = gm.robustness.uncertainty(*us_states(), [gm.robustness.PerturbedWeights(0.25)], draws=100)
    >>> sure.to_frame().iloc[0].to_dict()
    {'nominal': 1.0, 'median': 1.0, 'mean': 1.0, 'lower': 1.0, 'upper': 1.0, 'tier': 1.0}
    """
    faults = Faults(count_faults(draws, "draws") + share_faults(level, "level"))
    refuse_wrong(recipe, data, factors, rng, faults)
    seed = seed_of(rng)
    job = Job(recipe, data, tuple(factors), seed, judgements)
    generator = np.random.default_rng(seed)
    levels = (
        np.array([generator.integers(0, factor.levels, draws) for factor in factors], dtype=int)
        .reshape(-1, draws)
        .T
    )
    nominal = evaluate(job, np.full((1, len(factors)), NOMINAL))[0]
    scores = evaluate(job, levels, n_jobs)
    names = tuple(factor_name(f) for f in factors)
    return from_scores(scores, nominal, data.values.index, levels, names, level, seed)


def refuse_wrong(recipe: Any, data: Any, factors: Any, rng: Any, faults: Faults) -> None:
    """Refuse a recipe, data, factors and a seed that cannot be used, together with the `faults` found already."""
    wrong = data_faults(recipe, data)
    faults += wrong + seed_faults(rng)
    if not wrong:
        faults += job_faults(Job(recipe, data, factors, 0))
    faults.raise_all()


def from_scores(
    scores: np.ndarray,
    nominal: np.ndarray,
    units: pd.Index,
    levels: np.ndarray,
    names: tuple[str, ...],
    level: float,
    seed: int,
) -> Uncertainty:
    """Summarise replicates, shape (draws, units)."""
    ranks = rank_rows(scores)
    order = competition(nominal)[1]
    tail = (1 - level) / 2
    known = ~np.isnan(ranks).all(axis=0)
    columns = {
        "nominal": competition(nominal)[0],
        "median": _over(ranks, known, np.nanmedian),
        "mean": _over(ranks, known, np.nanmean),
        "lower": _over(
            ranks, known, lambda r, axis: np.nanquantile(r, tail, axis=axis, method="inverted_cdf")
        ),
        "upper": _over(
            ranks, known, lambda r, axis: np.nanquantile(r, 1 - tail, axis=axis, method="inverted_cdf")
        ),
    }
    intervals = pd.DataFrame(columns, index=units).iloc[order]
    frame = pd.DataFrame(scores, columns=units, index=pd.RangeIndex(len(scores), name="draw"))
    design = pd.DataFrame(levels, columns=list(names), index=frame.index)
    return Uncertainty(intervals, frame, _tiers(ranks, units, level), design, names, level, seed)


def _over(ranks: np.ndarray, known: np.ndarray, statistic: Any) -> np.ndarray:
    """Return a statistic of every unit's ranks; NaN for units that never have one."""
    result = np.full(ranks.shape[1], np.nan)
    result[known] = statistic(ranks[:, known], axis=0)
    return result


def factor_name(factor: Factor) -> str:
    """Return what a factor is called in tables."""
    return f"choice of {factor.stage}" if hasattr(factor, "stage") else type(factor).__name__


def rank_rows(scores: np.ndarray) -> np.ndarray:
    """Return competition ranks of every row; shape (draws, units)."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    width = 1e-12 * np.fmax.reduce(np.abs(scores), axis=1, keepdims=True)
    new = np.ones(scores.shape, dtype=bool)
    new[:, 1:] = ~(ordered[:, :-1] - ordered[:, 1:] <= width)
    place = np.maximum.accumulate(np.where(new, np.arange(1, scores.shape[1] + 1), 0), axis=1)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, place.astype(float), axis=1)
    return np.where(np.isnan(scores), np.nan, ranks)


def _tiers(ranks: np.ndarray, units: pd.Index, level: float) -> pd.Series:
    """Open a new tier at the first unit that the tier's best beats with probability `level`; none without a rank."""
    known = ~np.isnan(ranks).all(axis=0)
    mean = _over(ranks, known, np.nanmean)
    order = np.argsort(mean, kind="stable")  # units without a rank come last
    tiers = np.full(len(units), np.nan)
    head, tier = order[0], 1
    for unit in order[: known.sum()]:
        if (ranks[:, head] < ranks[:, unit]).mean() >= level:
            head, tier = unit, tier + 1
        tiers[unit] = tier
    found = pd.Series(tiers, index=units, name="tier").iloc[order]
    return found.astype("int64" if known.all() else "Int64")
