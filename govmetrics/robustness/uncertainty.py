"""How sure is a rank? Follow the recipe many times, with everything that could be otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import (
    Dataset,
    Fault,
    Judgements,
    Result,
    Survey,
    Table,
    Text,
    UnsuitableMethod,
)
from govmetrics.core.checks import holders, place_of, positions_of, unit_faults
from govmetrics.core.errors import Faults
from govmetrics.core.options import COUNT, LIST, SEED, SHARE, asked, is_ascending, wanted
from govmetrics.core.panel_rows import period_among
from govmetrics.core.parallel import JOBS
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import Recipe
from govmetrics.robustness.change_confidence import ChangeConfidence, change_table, mean_change
from govmetrics.robustness.evaluate import evaluate, job_of
from govmetrics.robustness.factor_names import names_of
from govmetrics.robustness.factors import NOMINAL, Factor

PAIRS = 5_000
"""Above this many units the table of all pairs is refused; `beats` answers for chosen units."""
FIRST = 5
"""So many units' intervals are told in words; the table has all."""


@dataclass(frozen=True, eq=False)
class Uncertainty(Result):
    """Ranks under everything that could be otherwise.

    Attributes
    ----------
    intervals : DataFrame
        One row per unit, best nominal rank first: nominal, median, mean, lower and upper rank.
    scores : DataFrame, shape (draws, units)
        Root scores in every draw.
    tiers : Series
        Units with the same number cannot be told apart: in order of mean rank, a tier ends at the first
        unit that the tier's best beats with probability `level`.
    design : DataFrame, shape (draws, factors)
        The level of every factor in every draw; -1 is nominal.
    factors : tuple of str
        What varied.
    level : float
        Probability that the intervals and tiers refer to.
    draws : int
        How many combinations of levels were followed.
    seed : int
        With it the analysis can be repeated.
    recipe : Recipe or None
        The nominal choices.
    period : hashable or None
        Of several periods the one whose units are ranked.
    change : ChangeConfidence or None
        Of several periods: how sure the changes of score since the period before are, in the same draws.
    nominal_scores : Series or None
        Root scores by the nominal choices.
    values : DataFrame or None
        The data that were followed.
    varied : tuple of Factor
        What `factors` names, as it was given.

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
    draws: int
    seed: int
    recipe: Recipe | None = None
    period: Any = None
    change: ChangeConfidence | None = None
    nominal_scores: pd.Series | None = None
    values: pd.DataFrame | None = None
    varied: tuple[Any, ...] = ()

    _left_out: ClassVar = ("scores", "design", "recipe", "change", "nominal_scores", "values", "varied")
    _cites: ClassVar = ("Saisana2005",)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Competition ranks in every draw, shape (draws, units)."""
        return pd.DataFrame(
            rank_rows(self.scores.to_numpy()), index=self.scores.index, columns=self.scores.columns
        )

    @cached_property
    def probability_better(self) -> pd.DataFrame:
        """P(row beats column), units x units; with its transpose and the ties it adds up to one."""
        count = self.scores.shape[1]
        if count > PAIRS:
            problem, way_out = "{count:,} units have too many pairs", "use beats(units)"
            raise UnsuitableMethod("probability_better", problem, way_out, count=count)
        return self.beats(list(self.scores.columns))

    def beats(self, units: Sequence[Any]) -> pd.DataFrame:
        """Return P(unit beats every other unit), one row for each of `units`."""
        asked(units=(units, LIST))
        Faults(unit_faults(self.scores.columns, units)).raise_all()
        ranks = self.ranks.to_numpy()
        places = positions_of(self.scores.columns, units)
        rows = [(ranks[:, [place]] < ranks).mean(axis=0) for place in places]
        return pd.DataFrame(rows, index=self.scores.columns[places], columns=self.scores.columns, dtype=float)

    def probability_top(self, top: int) -> pd.Series:
        """Return the probability of every unit to be among the first `top`."""
        asked(top=(top, COUNT))
        return (self.ranks <= top).mean().rename(f"top {top}")

    def probability_grades(self, cuts: Sequence[float], names: Sequence[str]) -> pd.DataFrame:
        """Return the probability of each grade: `names` from worst to best, parted by ascending `cuts`."""
        asked(cuts=(cuts, LIST), names=(names, LIST))
        faults = Faults()
        if len(names) != len(cuts) + 1 or not is_ascending(cuts):
            problem, way_out = (
                "{cuts} do not part {count:# grade|# grades}",
                "give ascending cuts, one fewer than names",
            )
            faults.append(Fault("cuts", problem, way_out, cuts=list(cuts), count=len(names)))
        if len(set(map(str, names))) < len(names):
            faults.append(Fault("names", "a grade is named twice", "give every grade its own name"))
        faults.raise_all()
        scores = self.scores.to_numpy()
        grade = np.searchsorted(np.asarray(cuts, dtype=float), scores, side="right")
        known = ~np.isnan(scores)  # where a unit has no score it has no grade
        with np.errstate(invalid="ignore"):
            shares = {
                str(name): ((grade == k) & known).sum(axis=0) / known.sum(axis=0)
                for k, name in enumerate(names)
            }
        return pd.DataFrame(shares, index=self.scores.columns)

    def to_frame(self) -> pd.DataFrame:
        """Return the intervals with the tiers, as a copy."""
        return self.intervals.join(self.tiers)

    def _tables(self) -> list[Table]:
        caption = Text("Ranks and how sure they are ({level:.0%} intervals)", level=self.level)
        return [Table.of(caption, self.to_frame(), "robustness")]

    def _method(self) -> tuple[Text, ...]:
        told = (
            "How sure the ranks are was found by Monte Carlo simulation: scores and ranks were computed again for "
            "{draws:,} random combinations of {factors} (seed {seed}). The interval of a rank holds the middle {level:.3g}% of "
            "these; a tier ends at the first unit that its best beats in at least {level:.3g}% of them."
        )
        factors = [Text(name) for name in self.factors]
        return (Text(told, draws=self.draws, factors=factors, seed=self.seed, level=100 * self.level),)

    def _finding(self) -> tuple[Text, ...]:
        known = self.intervals.dropna(subset=["nominal", "lower", "upper"])
        told = [] if self.period is None else [Text("Ranks of {period}.", period=str(self.period))]
        told += [_spans(known, self.draws, self.factors, self.level)] if len(known) else []
        without = list(self.intervals.index.difference(known.index, sort=False))
        if without:
            text = "{count:# unit has|# units have} no rank, because too much evidence is missing: {units:5}."
            told.append(Text(text, count=len(without), units=without))
        gone = self.scores[known.index].isna().mean()
        if (gone > 0).any():
            text = (
                "{count:# unit falls|# units fall} short of evidence in some draws, {unit:3} in {share:.1%} of them: what is "
                "said of a unit's rank is of the draws in which it has one."
            )
            told.append(Text(text, count=int((gone > 0).sum()), unit=holders(gone), share=float(gone.max())))
        text = "{unit}: rank {rank:.0f}, between {lower:.0f} and {upper:.0f}."
        told += [
            Text(text, unit=place_of(unit), rank=row["nominal"], lower=row["lower"], upper=row["upper"])
            for unit, row in known.head(FIRST).iterrows()
        ]
        return tuple(told)


def _spans(known: pd.DataFrame, draws: int, factors: Sequence[str], level: float) -> Text:
    """Return the sentence on how wide the intervals are."""
    width = known["upper"] - known["lower"]
    text = (
        "In {draws:# draw|# draws} (varied: {factors}) the {level:.0%} interval of a rank spans "
        "{middle:# place|# places} in the median and {most:# place|# places} at most ({unit:3})."
    )
    return Text(text, draws=draws, factors=[Text(name) for name in factors], level=level,
                middle=_whole(width.median()), most=_whole(width.max()), unit=holders(width))  # fmt: skip


def _whole(number: float) -> float:
    return int(number) if number == int(number) else float(number)


def uncertainty(
    recipe: Recipe, data: Dataset, factors: Sequence[Factor], draws: int = 1000, rng: int | np.random.Generator = 0, *,
    level: float = 0.9, survey: Survey | Any = None, judgements: Judgements | None = None, n_jobs: int | None = None,
    period: Any = None, progress: Progress = None,
) -> Uncertainty:  # fmt: skip
    """Follow a recipe for random combinations of the factors' levels, and say how sure each rank is.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        Records. All periods are followed in every draw, so that what is taken from several of them stays so.
    factors : sequence of Factor
        What may vary (see `govmetrics.robustness.factors`); may be empty.
    draws : int
        How many combinations of levels are followed.
    rng : int or Generator
        Seed; it is recorded.
    level : float
        Confidence of the rank intervals, and the probability that separates tiers.
    survey : Survey or SurveyScores, optional
        As in `follow`: joined to the data; `StandardErrors` draws its scores again.
    judgements : Judgements, optional
        For the weighting "ahp".
    n_jobs : int, optional
        How many processes work at once; by default what joblib's context says (``with joblib.parallel_config(...)``), else
        one. Every backend gives the same numbers.
    period : optional
        Of several periods the one whose units are ranked; by default the latest.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

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
    faults = wanted(draws=(draws, COUNT), rng=(rng, SEED), level=(level, SHARE), n_jobs=(n_jobs, JOBS),
                    progress=(progress, PROGRESS))  # fmt: skip
    if period is not None and isinstance(data, Dataset):
        with faults:
            period = period_among(data.values.index, period)
    job = job_of((recipe, data, factors), rng, survey, judgements, faults, periods=True)
    generator = np.random.default_rng(job.seed)
    drawn = [generator.integers(0, factor.levels, draws) for factor in job.factors]
    levels = np.array(drawn, dtype=int).reshape(-1, draws).T
    if job.data.periods and period is None:
        period = job.data.periods[-1]
    ranked, units = rows_of(job.data.values.index, period)
    nominal = evaluate(job, np.full((1, len(drawn)), NOMINAL))
    with following(progress, draws):
        scores = evaluate(job, levels, n_jobs)
    names = names_of(job.factors)
    found = from_scores(scores[:, ranked], nominal[0, ranked], units, levels, names, level, job.seed)
    change = _since(job.data, nominal, scores, found, period)
    own = pd.Series(nominal[0, ranked], index=units, name="score")
    return replace(
        found, recipe=job.recipe, period=period, change=change, nominal_scores=own, values=job.data.values,
        varied=tuple(job.factors),
    )  # fmt: skip


def rows_of(index: pd.Index, period: Any) -> tuple[np.ndarray, pd.Index]:
    """Return the places of a period's rows, all where there are no periods, and their units."""
    if index.nlevels == 1:
        return np.arange(len(index)), index
    rows = np.flatnonzero(index.get_level_values("period") == period)
    return rows, index[rows].get_level_values("unit")


def _since(
    data: Dataset, nominal: np.ndarray, scores: np.ndarray, found: Uncertainty, period: Any
) -> ChangeConfidence | None:
    """Return how sure the changes since the period before are; None where there is none, or no unit in both."""
    place = data.periods.index(period) if data.periods else 0
    if not place:
        return None
    since = data.periods[place - 1]
    (then, before), (now, after) = (rows_of(data.values.index, at) for at in (since, period))
    units = after.intersection(before, sort=False)
    if not len(units):
        return None
    rows = (then[before.get_indexer(units)], now[after.get_indexer(units)])
    one, two = (np.vstack([nominal[:, places], scores[:, places]]) for places in rows)
    table = change_table(one, two, units, found.level)
    overall = mean_change(one, two, found.level)
    return ChangeConfidence(
        table, found.level, found.draws, found.factors, found.seed, since, period, overall=overall
    )


def from_scores(
    scores: np.ndarray,
    nominal: np.ndarray,
    units: pd.Index,
    levels: np.ndarray,
    names: tuple[str, ...],
    level: float,
    seed: int,
) -> Uncertainty:
    """Summarise scores, shape (draws, units)."""
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
    return Uncertainty(intervals, frame, _tiers(ranks, units, level), design, names, level, len(frame), seed)


def _over(ranks: np.ndarray, known: np.ndarray, statistic: Any) -> np.ndarray:
    """Return a statistic of every unit's ranks; NaN for units that never have one."""
    result = np.full(ranks.shape[1], np.nan)
    result[known] = statistic(ranks[:, known], axis=0)
    return result


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
