"""Is a change of score more than what is not sure? The same draws on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Result, Table, Text
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults
from govmetrics.core.options import COUNT, SEED, SHARE, among, wanted
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.numerics.dust import without_dust
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import ASSESSMENT, Assessment, Recipe
from govmetrics.robustness.checks import seed_of
from govmetrics.robustness.data_factors import MissingData
from govmetrics.robustness.evaluate import Job, drawn_weights, evaluate, factor_faults
from govmetrics.robustness.factor_names import names_of
from govmetrics.robustness.factors import DATA_FACTORS, NOMINAL, WEIGHT_FACTORS, Choice, Factor
from govmetrics.robustness.weight_factors import DrawnWeights
from govmetrics.robustness.yardsticks import apart, in_order_of

MOVED = 5
"""So many units whose change is sure are told of in words, by direction."""


@dataclass(frozen=True, eq=False)
class ChangeConfidence(Result):
    """Changes of score with their intervals.

    Attributes
    ----------
    changes : DataFrame
        A row for each unit, the greatest change first: before, after, change, change_lower, change_upper, sure (the
        interval holds no zero), rank_before and rank_after among these units.
    level : float
        Probability that the intervals refer to.
    draws : int
        How many combinations of levels were followed on both sides.
    factors : tuple of str
        What varied.
    seed : int
        With it the analysis can be repeated.
    since, period : hashable or None
        The periods of the two sides.
    parts : DataFrame or None
        Where the sides' weights differ, a row for each unit: what its values did (performance) and what other weights did
        (weighting), each with lower and upper; the two sum to the change. None where the whole change is performance.
    overall : Series or None
        Of all units that have a change together: the mean change, with lower and upper.

    See Also
    --------
    change_confidence
    """

    changes: pd.DataFrame
    level: float
    draws: int
    factors: tuple[str, ...]
    seed: int
    since: Any = None
    period: Any = None
    parts: pd.DataFrame | None = None
    overall: pd.Series | None = None

    _by_line: ClassVar = True
    _cites: ClassVar = ("Saisana2005",)

    def to_frame(self) -> pd.DataFrame:
        """Return the changes, as a copy."""
        return self.changes.copy()

    def _tables(self) -> list[Table]:
        found = [Table.of(self._caption(), self.changes, "robustness")]
        if self.parts is not None:
            caption = Text(
                "What values and other weights did, and how sure it is ({level:.0%} intervals)",
                level=self.level,
            )
            found.append(Table.of(caption, self.parts, "robustness"))
        return found

    def _caption(self) -> Text:
        said = {"level": self.level}
        if self.since is None or self.period is None:
            return Text("Changes of score and how sure they are ({level:.0%} intervals)", **said)
        caption = "Changes of score from {since} to {period} and how sure they are ({level:.0%} intervals)"
        return Text(caption, since=str(self.since), period=str(self.period), **said)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Both sides of every change were computed again for the same {draws:,} random combinations of {factors} (seed "
            "{seed}); a change is beyond error where its {level:.3g}% interval holds no zero."
        )
        factors = [Text(name) for name in self.factors]
        said = Text(told, draws=self.draws, factors=factors, seed=self.seed, level=100 * self.level)
        if self.parts is None:
            return (said,)
        split = (
            "In every draw the change is split: what the values did is the mean under the earlier and the later weights, and "
            "what the weights did the mean over the earlier and the later values."
        )
        return (said, Text(split))

    def _finding(self) -> tuple[Text, ...]:
        table = self.changes.dropna(subset=["change"])
        if not self.factors:
            return (Text("Nothing varied, so that nothing is known of how sure the changes are."),)
        sure = table[table["sure"]]
        up, down = sure[sure["change"] > 0], sure[sure["change"] < 0].iloc[::-1]
        told = [
            Text("At {level:.0%} (varied: {factors}) {up} of {count:# unit|# units} gained and {down} lost more than what "
                 "is not sure; {rest} may not have changed.", level=self.level, count=len(table),
                 factors=[Text(name) for name in self.factors], up=len(up), down=len(down), rest=len(table) - len(sure))
        ]  # fmt: skip
        if len(up):
            told.append(Text("Surely better: {units}.", units=_moved(up)))
        if len(down):
            told.append(Text("Surely worse: {units}.", units=_moved(down)))
        return tuple(told)


def _moved(rows: pd.DataFrame) -> list[Text]:
    text = "{unit} {change:+.2f} ({lower:+.2f} to {upper:+.2f})"
    return [
        Text(
            text,
            unit=place_of(unit),
            change=row["change"],
            lower=row["change_lower"],
            upper=row["change_upper"],
        )
        for unit, row in rows.head(MOVED).iterrows()
    ]


def change_confidence(
    before: Assessment, after: Assessment, factors: Sequence[Factor], factors_before: Sequence[Factor] | None = None,
    draws: int = 1000, rng: int | np.random.Generator = 0, *, level: float = 0.9, since: Any = None, period: Any = None,
    progress: Progress = None,
) -> ChangeConfidence:  # fmt: skip
    """Follow two assessments for the same random draws, and say which changes of score are more than what is not sure.

    The bounds of the normalisation and both sides' weights are held at what they were, so that a change is measured by
    one yardstick. In a draw, factors of the weights that both sides have are at the same level on both: who doubts the
    weights doubts them then and now, and what that moves on both sides alike is no change. Errors of what was measured are
    drawn for each side on its own, since other residents were asked. Missing values likewise.

    Where the sides' weights differ, each side is also scored under the other's weights of the same draw, and the change is
    split into what the values and what the weights did (Shapley's shares of the two).

    Parameters
    ----------
    before, after : Assessment
        Earlier and later, of the same tree, the parts of a group in any order; or twice the same one of several periods.
        Where `after` is scaled by other bounds, it is scaled by those of `before`.
    factors : sequence of Factor
        What may vary in `after`: weights and data, no choices of method.
    factors_before : sequence of Factor, optional
        What may vary in `before`; the same by default.
    draws : int
        How many combinations of levels are followed.
    rng : int or Generator
        Seed; it is recorded.
    level : float
        Confidence of the intervals.
    since, period : optional
        Of several periods of `before` and of `after` the one that is meant; by default the latest, and of one assessment
        given twice the latest two.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    ChangeConfidence
        Of the units that both sides have.

    Raises
    ------
    FaultyInput
        Sides of other trees, other normalisation or no unit in common; factors that do not fit.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the
    quality assessment of composite indicators. Journal of the Royal Statistical Society A 168, 307-323.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"year": [2020, 2020, 2024, 2024], "unit": ["East", "West"] * 2,
    ...                       "trust": [20.0, 60, 40, 60], "solved": [50.0, 90, 50, 80]})
    >>> run = gm.panel.follow_periods(gm.Recipe(weighting="equal"), gm.read_records(table, tree, period="year"))
    >>> errors = gm.robustness.MeasurementErrors({"trust": 3.0, "solved": 4.0})
    >>> gm.robustness.change_confidence(run, run, [errors]).changes[["change", "sure"]].to_dict("index")
    {'East': {'change': 25.0, 'sure': True}, 'West': {'change': -12.5, 'sure': False}}
    """
    faults = wanted(before=(before, ASSESSMENT), after=(after, ASSESSMENT), draws=(draws, COUNT), rng=(rng, SEED),
                    level=(level, SHARE), progress=(progress, PROGRESS))  # fmt: skip
    faults.raise_all()
    since, period = _periods(before, after, since, period)
    given = factors if factors_before is None else factors_before
    faults += apart(before, after)
    faults += _of_factors("factors", after, factors) + _of_factors("factors_before", before, given)
    faults.raise_all()
    before = in_order_of(before, after)
    seed = seed_of(rng)
    sides = [_held(side, before) for side in (before, after)]
    picks = np.random.default_rng(seed)
    names = tuple(dict.fromkeys((*names_of(factors), *names_of(given))))
    at = {
        name: picks.random(draws) for name in names
    }  # the same place on both sides, however many levels there are
    twice = before is after and factors_before is None  # one pass over all rows does
    first = _job(sides[0], before, None if twice else since, given, seed)
    second = first if twice else _job(sides[1], after, period, factors, seed)
    levels = _levels(first, at, draws, 0), _levels(second, at, draws, 0 if twice else 1)
    early, late = _at(first.data.values.index, since), _at(second.data.values.index, period)
    both = early.intersection(late, sort=False)
    if not len(both):
        faults.append(Fault("after", "has no unit in common with `before`", "give the same units"))
    faults.raise_all()
    rows = _rows(first.data.values.index, since, both), _rows(second.data.values.index, period, both)
    local = [
        _local(job, side, of) for job, side, of in zip((first, second), (before, after), levels, strict=True)
    ]
    parts = None
    alike = twice or bool(np.allclose(local[0], local[1], rtol=1e-9, atol=0))
    with following(progress, draws * (1 if twice else 2 if alike else 4)):
        if alike:
            then = evaluate(first, levels[0])
            now = then if twice else evaluate(second, levels[1])
            then, now = then[:, rows[0]], now[:, rows[1]]
        else:
            then, then_weighed_now = (x[:, rows[0]] for x in _under_both(first, levels[0], *local))
            now, now_weighed_then = (x[:, rows[1]] for x in _under_both(second, levels[1], *local[::-1]))
            values = (now_weighed_then - then + now - then_weighed_now) / 2
            weights = (then_weighed_now - then + now - now_weighed_then) / 2
            parts = parts_table({"performance": values, "weighting": weights}, then, now, both, level)
    table = change_table(then, now, both, level)
    parts = None if parts is None else parts.loc[table.index]
    overall = mean_change(then, now, level)
    return ChangeConfidence(table, level, draws, names, seed, since, period, parts, overall)


def mean_change(before: np.ndarray, after: np.ndarray, level: float) -> pd.Series | None:
    """Return the mean change of all units with its interval, of scores (1 + draws, units): the first row is nominal.

    Units that have no change count in no draw, and a draw in which one of the others has no score (its weights leave too
    little of the evidence) counts for nothing, so that all means are of the same units; None where there are none.
    """
    moves = without_dust(after - before, before, after)
    known = ~np.isnan(moves[0])
    if not known.any():
        return None
    means = moves[:, known].mean(axis=1, keepdims=True)
    lower, upper = _ends(means, level)[:, 0]
    return pd.Series({"change": means[0, 0], "lower": lower, "upper": upper}, name="mean")


def change_table(before: np.ndarray, after: np.ndarray, units: pd.Index, level: float) -> pd.DataFrame:
    """Return the changes of units with their intervals, of scores (1 + draws, units): the first row is nominal."""
    then, now = before[0], after[0]
    moves = without_dust(after - before, before, after)
    there, ends = ~np.isnan(then) & ~np.isnan(now), _ends(moves, level)
    ranks = [competition(np.where(there, side, np.nan))[0] for side in (then, now)]
    table = pd.DataFrame(
        {
            "before": then, "after": now, "change": moves[0], "change_lower": ends[0], "change_upper": ends[1],
            # An interval on the other side of zero than the change itself makes nothing sure.
            "sure": ((ends[0] > 0) & (moves[0] > 0)) | ((ends[1] < 0) & (moves[0] < 0)),
            "rank_before": ranks[0], "rank_after": ranks[1],
        },
        index=units,
    )  # fmt: skip
    return table.sort_values("change", ascending=False, kind="stable")


def parts_table(
    parts: dict[str, np.ndarray], before: np.ndarray, after: np.ndarray, units: pd.Index, level: float
) -> pd.DataFrame:
    """Return the parts of changes with their intervals; all shapes (1 + draws, units), the first row nominal."""
    columns: dict[str, np.ndarray] = {}
    for name, drawn in parts.items():
        points = without_dust(drawn, before, after)
        lower, upper = _ends(points, level)
        columns |= {name: points[0], f"{name}_lower": lower, f"{name}_upper": upper}
    return pd.DataFrame(columns, index=units)


def _ends(moves: np.ndarray, level: float) -> np.ndarray:
    """Return the ends of the intervals of moves (1 + draws, units), shape (2, units); none where the first is missing."""
    tail, known = (1 - level) / 2, ~np.isnan(moves[1:]).all(axis=0)
    ends = np.full((2, moves.shape[1]), np.nan)
    if len(moves) > 1 and known.any():
        shares = [tail, 1 - tail]
        ends[:, known] = np.nanquantile(moves[1:, known], shares, axis=0, method="inverted_cdf")
    ends[:, np.isnan(moves[0])] = np.nan
    return ends


def _periods(before: Assessment, after: Assessment, since: Any, period: Any) -> tuple[Any, Any]:
    """Return the periods that are meant; refuse those that there are not."""
    early, late, faults = before.dataset.periods, after.dataset.periods, Faults()
    for name, given, known in (("since", since, early), ("period", period, late)):
        if given is not None:
            faults += among(known, None if known else Text("the rows have no periods")).faults(name, given)
    faults.raise_all()
    last = period if period is not None else (late[-1] if late else None)
    if since is None and early:
        since = early[-1]
        if before is after:
            place = late.index(last)
            if place == 0:
                way_out = "give an assessment of several periods, or two assessments"
                Faults(
                    [Fault("before", "holds nothing before {period}", way_out, period=str(last))]
                ).raise_all()
            since = early[place - 1]
    return since, last


def _of_factors(place: str, side: Assessment, factors: Any) -> list[Fault]:
    if not isinstance(factors, list | tuple):
        way_out = "give a list, such as [PerturbedWeights()]"
        return [Fault(place, "is {kind}, not a list", way_out, kind=type(factors).__name__)]
    chosen = [factor for factor in factors if isinstance(factor, Choice)]
    if chosen:
        way_out = "leave choices out: a change is measured by one yardstick"
        return [Fault(Text(factor.name), "varies the method", way_out) for factor in chosen]
    return factor_faults(side.recipe, side.dataset, factors)


def _held(side: Assessment, before: Assessment) -> Any:
    """Return a side's recipe with the earlier bounds and its own weights written down."""
    normalisation = side.recipe.chosen("normalisation")
    if normalisation.method.takes_bounds:
        bounds = {code: [float(v) for v in row] for code, *row in before.scaled.bounds.itertuples()}
        normalisation = normalisation.given(bounds=bounds)
    weights = {str(code): float(share) for code, share in side.weights.local.items()}
    return replace(
        side.recipe,
        normalisation=normalisation.step,
        weighting={"assigned": {"weights": weights}},
        base_period=None,
    )


def _job(recipe: Recipe, side: Assessment, period: Any, factors: Sequence[Factor], seed: int) -> Job:
    """Return what is followed of a side: its period alone, where no other row moves the scores of that."""
    alike = recipe.chosen("aggregation").method.compares_units or any(
        isinstance(f, MissingData) for f in factors
    )
    if recipe.treatment or alike:
        return Job(recipe, side.dataset, tuple(factors), seed)
    data = side.dataset if period is None else side.dataset.at(period)
    return Job(recipe, data.scored(tuple(recipe.roles)), tuple(factors), seed)


def _levels(job: Job, at: dict[str, np.ndarray], draws: int, side: int) -> np.ndarray:
    """Return the levels of a side, (1 + draws, factors): nominal first.

    The level of a factor of the data seeds what is drawn: shifted by all levels that there are, the later side draws anew.
    """
    levels = np.full((1 + draws, len(job.factors)), NOMINAL)
    for j, (factor, name) in enumerate(zip(job.factors, names_of(job.factors), strict=True)):
        drawn_anew = side * factor.levels if isinstance(factor, DATA_FACTORS) else 0
        levels[1:, j] = (at[name] * factor.levels).astype(int) + drawn_anew
    return levels


def _weighing(job: Job) -> list[int]:
    return [j for j, factor in enumerate(job.factors) if isinstance(factor, WEIGHT_FACTORS)]


def _local(job: Job, side: Assessment, levels: np.ndarray) -> np.ndarray:
    """Return a side's local weights in every draw, (1 + draws, nodes)."""
    return drawn_weights(job, _weighing(job), levels[:, _weighing(job)], side.weights)


def _under_both(
    job: Job, levels: np.ndarray, own: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return a side's scores in every draw under its own weights and under the other side's, each (1 + draws, rows)."""
    of_data = [j for j in range(len(job.factors)) if j not in _weighing(job)]
    codes = job.data.scored(tuple(job.recipe.roles)).tree.node_codes[1:]
    drawn = DrawnWeights(pd.DataFrame(np.vstack([own, other]), columns=list(codes)))
    factors = (*(job.factors[j] for j in of_data), drawn)
    picked = np.column_stack([np.vstack([levels[:, of_data]] * 2), np.arange(2 * len(levels))])
    first, second = np.split(evaluate(replace(job, factors=factors), picked), 2)
    return first, second


def _at(index: pd.Index, period: Any) -> pd.Index:
    return (
        index if index.nlevels == 1 else index[index.get_level_values("period") == period].droplevel("period")
    )


def _rows(index: pd.Index, period: Any, units: pd.Index) -> np.ndarray:
    """Return the places of units in the rows of a period."""
    places = (
        np.arange(len(index))
        if index.nlevels == 1
        else np.flatnonzero(index.get_level_values("period") == period)
    )
    return np.asarray(places[_at(index, period).get_indexer(units)])
