"""Why two scores differ: what the values did, leaf by leaf, and what the weights did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import is_additive
from govmetrics.core import Fault, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import COUNT, LANGUAGE, asked, wanted
from govmetrics.core.progress import PROGRESS, UNITS, Progress, following
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Language, Text, method_name
from govmetrics.explain.additive import additive_shares
from govmetrics.explain.checks import draw_faults, node_faults, row_faults
from govmetrics.explain.coalitions import default_draws
from govmetrics.explain.contributions import ADDITIVE, of_orders
from govmetrics.explain.shapley import shapley
from govmetrics.explain.sides import Side, rows_of, side_of
from govmetrics.explain.worth import game_of
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.recipe import ASSESSMENT, Assessment
from govmetrics.weighting.change import differences, same_yardstick, split_change


@dataclass(frozen=True, eq=False)
class Difference(Result):
    """Differences of scores, split without a remainder.

    Attributes
    ----------
    before, after : Series
        The two scores.
    performance : DataFrame, shape (units, leaves)
        Points from other values.
    weighting : DataFrame
        Points from other weights: a column per leaf for the arithmetic mean, else one column `weights`.
    tree : IndicatorTree
        Of the leaves.
    node : str
        Whose score.
    method : str
        "additive", "shapley" or "shapley, sampled".
    errors : DataFrame or None
        Upper bounds of the standard errors of sampled `performance`.
    seed : int or None
        Of the sample.
    other : label or None
        Of two units the one that `before` belongs to; None between periods.

    See Also
    --------
    between_periods
    between_units
    """

    before: pd.Series
    after: pd.Series
    performance: pd.DataFrame
    weighting: pd.DataFrame
    tree: IndicatorTree
    node: str
    method: str
    errors: pd.DataFrame | None = None
    seed: int | None = None
    other: Any = None

    _shown: ClassVar = {
        "changes": "Differences of score",
        "performance": "Points from other values",
        "weighting": "Points from other weights",
    }

    def _method(self) -> tuple[Text, ...]:
        node = self._names()[self.node]
        if self.method == ADDITIVE:
            told = (
                "Differences of score at {node} were split without a remainder, after Bennet: what values did, at the mean of "
                "the two sides' weights, and what weights did, at the mean of their values."
            )
            return (Text(told, node=node),)
        told = (
            "Differences of score at {node} were split without a remainder: values and weights were exchanged in both orders "
            "and averaged, and what values did was shared out by Shapley values of the indicators within their groups."
        )
        return (Text(told, node=node), of_orders(self.method, self.seed))

    def _tables(self) -> list[Table]:
        cites = ("Bennet1920",) if self.method == ADDITIVE else ("Bennet1920", "Shorrocks2013")
        first, *parts = super()._tables()
        if self.other is not None:
            both = self.changes.rename(columns={"before": "score_other", "after": "score"}).rename_axis(
                "unit"
            )
            caption = Text("Differences of score from {other}", other=str(place_of(self.other)))
            first = Table.of(caption, both, "explain", self._names())
        return [replace(table, cites=cites) for table in (first, *parts)]

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One row per unit: before, after, change = performance + weighting."""
        return pd.DataFrame(
            {
                "before": self.before,
                "after": self.after,
                "change": self.after - self.before,
                "performance": self.performance.sum(axis=1, skipna=False),
                "weighting": self.weighting.sum(axis=1, skipna=False),
            }
        ).pipe(differences)

    def summary(self, language: Language | None = None, unit: object = None, top: int = 3) -> str:
        """Return what made most of the difference: in a unit's score, or in the mean of all.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        unit : label, optional
            A row of the scores.
        top : int
            So many leaves are named.
        """
        asked(top=(top, COUNT), language=(language, LANGUAGE))
        return self._told(self._finding(top) if unit is None else (self._of(unit, top),), language)

    def _finding(self, top: int = 3) -> tuple[Text, ...]:
        """The difference, and the leaves that made most of it."""
        if len(self.before) == 1:
            return (self._of(self.before.index[0], top),)
        mean = self.changes.mean()
        return (
            Text("Scores at {node} ({method}): {change:+.2f} on average, of which values {values:+.2f} ({leaves}) and "
                 "weights {weights:+.2f}.", node=self._names()[self.node], method=Text(self.method),
                 change=mean["change"], values=mean["performance"], weights=mean["weighting"],
                 leaves=self._largest(self.performance.mean(), top)),
        )  # fmt: skip

    def _of(self, unit: object, top: int) -> Text:
        """A unit's difference, and the leaves that made most of it."""
        Faults(row_faults(self.performance.index, [unit], "unit")).raise_all()
        place, name = positions_of(self.performance.index, [unit])[0], str(place_of(unit))
        total = self.changes.iloc[place]
        if np.isnan(total["change"]):
            return Text("{unit}: one of the two scores is missing", unit=name)
        return Text(
            "{unit}: {change:+.2f}, of which values {values:+.2f} ({leaves}) and weights {weights:+.2f}.",
            unit=name, change=total["change"], values=total["performance"], weights=total["weighting"],
            leaves=self._largest(self.performance.iloc[place], top),
        )  # fmt: skip

    def _largest(self, row: pd.Series, top: int) -> list[Text]:
        names, largest = self._names(), row.iloc[np.argsort(-row.abs().to_numpy(), kind="stable")[:top]]
        return [
            Text("{name} {points:+.2f}", name=names[str(code)], points=points)
            for code, points in largest.items()
        ]


def between_units(
    assessment: Assessment,
    unit: object,
    other: object,
    node: str | None = None,
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Difference:
    """Split the score of one unit minus that of another into leaves.

    Parameters
    ----------
    assessment : Assessment
        Holds both.
    unit, other : labels
        Rows of the scores; (period, unit) where there are periods.
    node : str, optional
        Whose score; the root by default.
    draws, rng
        As in `contributions`.

    Returns
    -------
    Difference
        One row, named by `unit`; `before` is the other's score. Weights play a part only where values are missing,
        because then the known leaves weigh more.

    Raises
    ------
    FaultyInput
        Unknown rows or nodes, or rows without a score.
    UnsuitableMethod
        See `between_periods`.

    References
    ----------
    Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on the
    Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> gm.explain.between_units(run, "West", "East").to_frame().round(2).loc["West"].to_dict()
    {'before': 66.67, 'after': 15.0, 'change': -51.67, 'performance': -51.67, 'weighting': 0.0}
    """
    asked(assessment=(assessment, ASSESSMENT))
    values = assessment.scores.values
    code = values.columns[0] if node is None else node
    faults = Faults(node_faults(code, values.columns))
    faults += row_faults(values.index, [unit], "unit") + row_faults(values.index, [other], "other")
    faults += draw_faults(draws, rng)
    faults.raise_all()
    places = positions_of(values.index, [other, unit])
    empty = values.index[places][values[code].iloc[places].isna().to_numpy()]
    if len(empty):
        raise FaultyInput(Fault(place_of(row), "has no score", "look at its coverage") for row in empty)
    one, two = (rows_of(assessment, np.array([place]), unit) for place in places)
    return replace(_difference(one, two, code, draws, rng), other=other)


def between_periods(
    before: Side,
    after: Side,
    node: str | None = None,
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
    *,
    progress: Progress = None,
) -> Difference:
    r"""Split every unit's change of score into what its values did, leaf by leaf, and what the weights did.

    For the arithmetic mean this is `weighting.split_change`, each unit with the shares its score was formed with: a
    leaf that is known at one time only counts as weight moving to or from it. For other aggregations values and
    weights are exchanged in both orders and averaged, and the values' part is shared out by Shapley values within
    the tree, under both weights.

    Parameters
    ----------
    before, after : Assessment, or (Assessment, period)
        ``(run, 2020), (run, 2024)`` of one run over several periods, or two runs, each with its own weights; scaled
        by the same bounds.
    node : str, optional
        Whose score; the root by default.
    draws, rng
        As in `contributions`.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    Difference
        NaN for units without a score at either time.

    Raises
    ------
    FaultyInput
        Different trees, units, bounds or aggregations.
    UnsuitableMethod
        Aggregations that compare units with each other; other than arithmetic means with a value that is missing at
        one time only.

    References
    ----------
    Bennet, T. L. (1920). The theory of measurement of changes in cost of living. Journal of the Royal Statistical
    Society 83, 455-462. Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified
    framework based on the Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"year": [2020, 2020, 2024, 2024], "unit": ["East", "West"] * 2,
    ...                       "trust": [20.0, 60, 40, 60], "solved": [50.0, 90, 50, 80]})
    >>> data = gm.read_records(table, tree, period="year")
    >>> run = gm.panel.follow_periods(gm.Recipe(weighting="equal"), data)
    >>> gm.explain.between_periods((run, 2020), (run, 2024)).to_frame().loc["East"].round(2).to_dict()
    {'before': 0.0, 'after': 25.0, 'change': 25.0, 'performance': 25.0, 'weighting': 0.0}
    """
    faults = draw_faults(draws, rng)
    faults += wanted(progress=(progress, PROGRESS))
    with faults:
        one = side_of(before, "before")
        code = one.scores.values.columns[0] if node is None else node
        faults += node_faults(code, one.scores.values.columns)
    with faults:
        two = side_of(after, "after")
    faults.raise_all()
    if one.recipe.aggregation != two.recipe.aggregation:
        raise FaultyInput("after", "is aggregated by another method than `before`", "use compare_recipes")
    same_yardstick(one.scaled, two.scaled)
    order = two.scores.values.index.get_indexer(one.scores.values.index)
    with following(progress, 2 * len(one.scores.values), UNITS):  # under both weights
        return _difference(one, rows_of(two, order), code, draws, rng)


def _difference(
    one: Assessment, two: Assessment, node: str, draws: int | None, rng: int | np.random.Generator
) -> Difference:
    """Split what lies between two assessments with the same rows."""
    before, after = one.scores.values[node], two.scores.values[node]
    known = np.flatnonzero((before.notna() & after.notna()).to_numpy())
    tree = one.scaled.tree
    labels = before.index
    if is_additive(one.scores, node) and is_additive(two.scores, node):
        performance, weighting = _additive(rows_of(one, known), rows_of(two, known), node)
        return Difference(
            before, after, performance.reindex(labels), weighting.reindex(labels), tree, node, "additive"
        )
    _refuse(one, two, node, known)
    draws = default_draws(tree, node) if draws is None else draws
    base = one.scaled.values.to_numpy()[known]
    games = [replace(game_of(two, node), weights=side.weights) for side in (one, two)]
    # The same orders under both weights.
    seed = int(rng.integers(2**32)) if isinstance(rng, np.random.Generator) else rng
    (f00, p0, e0), (f01, p1, e1) = (
        shapley(g, known, base, draws, np.random.default_rng(seed)) for g in games
    )
    weights = (f01 - f00 + (f01 + p1.sum(axis=1)) - (f00 + p0.sum(axis=1))) / 2
    codes = pd.Index(tree.leaves(node), name="code")

    def labelled(array: Array, columns: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(array, labels[known], columns).reindex(labels)

    errors = None if e0 is None or e1 is None else labelled((e0 + e1) / 2, codes)
    how = "shapley" if draws is None else "shapley, sampled"
    return Difference(
        before, after, labelled((p0 + p1) / 2, codes), labelled(weights[:, None], pd.Index(["weights"])),
        tree, node, how, errors, None if draws is None else seed,
    )  # fmt: skip


def _additive(one: Assessment, two: Assessment, node: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    if not len(one.scores.values):
        empty = pd.DataFrame(columns=one.scaled.tree.leaves(node), dtype=float)
        return empty, empty
    shares = [additive_shares(side.scores, node) for side in (one, two)]
    x0, x1 = (_below(side.scaled, node) for side in (one, two))
    # Where one side lacks a value its share is zero there, so that any value may stand in: the other's keeps the
    # values' part at zero.
    before, after = (
        replace(x, values=x.values.fillna(y.values).fillna(0.0)) for x, y in ((x0, x1), (x1, x0))
    )
    split = split_change(before, after, *shares)
    return split.performance, split.weighting


def _below(scaled: Scaled, node: str) -> Scaled:
    """Return the values of the leaves below a node."""
    codes = scaled.tree.leaves(node)
    bounds = scaled.bounds.loc[codes] if set(codes) <= set(scaled.bounds.index) else scaled.bounds
    return Scaled(IndicatorTree(scaled.tree[node]), scaled.values[codes], bounds, scaled.method, scaled.scale)


def _refuse(one: Assessment, two: Assessment, node: str, known: Ints) -> None:
    method = one.recipe.chosen("aggregation").method
    if method.compares_units:
        problem = "by {method} a score depends on all units, so that one unit's values alone do not make it"
        way_out = "explain the contributions of each instead"
        raise UnsuitableMethod("aggregation", problem, way_out, method=method_name(method.name))
    codes = one.scaled.tree.leaves(node)
    gaps = [side.scaled.values[codes].isna().to_numpy()[known] for side in (one, two)]
    rows, columns = np.nonzero(gaps[0] != gaps[1])
    labels = list(one.scores.values.index[known])
    way_out = "impute it, or leave the unit out"
    found = each(
        zip(rows.tolist(), columns.tolist(), strict=True),
        lambda at: Fault(place_of(labels[at[0]], codes[at[1]]), "the value is missing on one side", way_out),
    )
    Faults(found).raise_all(UnsuitableMethod)
