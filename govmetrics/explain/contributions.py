"""What every leaf contributes to every unit's score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import is_additive
from govmetrics.core import Fault, Scores, UnsuitableMethod
from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.errors import Faults
from govmetrics.core.options import ANY, COUNT, LANGUAGE, asked, optional, several
from govmetrics.core.progress import PROGRESS, UNITS, Progress, following
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Language, Text, method_name
from govmetrics.explain.additive import additive_shares
from govmetrics.explain.baseline import Baseline, baseline_values
from govmetrics.explain.checks import SCORES, draw_faults, node_faults, row_faults
from govmetrics.explain.coalitions import default_draws
from govmetrics.explain.shapley import shapley
from govmetrics.explain.worth import game_of
from govmetrics.numerics.arrays import Array
from govmetrics.recipe import Assessment

ADDITIVE = "additive"
"""The method of scores that are weighted sums."""


@dataclass(frozen=True, eq=False)
class Contributions(Result):
    """Scores as sums over leaves.

    Attributes
    ----------
    values : DataFrame, shape (units, leaves below the node)
        Points; each row sums to score minus baseline.
    scores, baseline : Series
        Every unit's score, and the score it is measured from.
    tree : IndicatorTree
        Of the leaves.
    node : str
        Whose score.
    method : str
        "additive" (exact), "shapley" (all coalitions) or "shapley, sampled".
    errors : DataFrame or None
        Standard errors of sampled values.
    seed : int or None
        Of the sample; None where nothing was drawn, or a generator was given.

    See Also
    --------
    contributions
    """

    values: pd.DataFrame
    scores: pd.Series
    baseline: pd.Series
    tree: IndicatorTree
    node: str
    method: str
    errors: pd.DataFrame | None = None
    seed: int | None = None

    _shown: ClassVar = {
        "values": "Contributions of the indicators",
        "errors": "Standard errors of the contributions",
    }

    def _method(self) -> tuple[Text, ...]:
        node = self._names()[self.node]
        if self.method == ADDITIVE:
            told = "Scores at {node} were split exactly: an indicator contributes its value times its share of the whole."
            return (Text(told, node=node),)
        told = "Scores at {node} were split, from a baseline, by Shapley values of the indicators within their groups."
        return (Text(told, node=node), of_orders(self.method, self.seed))

    def _tables(self) -> list[Table]:
        """Return the contributions with the baseline and the score that they add up to, and their errors."""
        exact = self.method == ADDITIVE
        whole = self.values.assign(score=self.scores)
        if not exact:
            whole.insert(0, "baseline", self.baseline)
        cites = ("oecd2008",) if exact else ("Shapley1953", "Owen1977", "Winter1989")
        shown = {"values": whole, "errors": self.errors}
        return [
            Table.of(Text(self._shown[name]), frame, "explain", self._names(), cites=cites)
            for name, frame in shown.items()
            if frame is not None and frame.size
        ]

    def of_parts(self) -> pd.DataFrame:
        """Return units x parts of the node: the sums of the leaves below each."""
        parts = self.tree.parts(self.node) or [self.node]
        sums = {code: self.values[self.tree.leaves(code)].sum(axis=1, skipna=False) for code in parts}
        return pd.DataFrame(sums)

    def summary(self, language: Language | None = None, unit: object = None, top: int = 3) -> str:
        """Return what gives and costs most: in a unit's score, or in the mean of all.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        unit : label, optional
            A row of the scores; (period, unit) where there are periods.
        top : int
            So many leaves are named at either end.
        """
        asked(top=(top, COUNT), language=(language, LANGUAGE))
        return self._told(self._finding(top) if unit is None else (self._of(unit, top),), language)

    def _finding(self, top: int = 3) -> tuple[Text, ...]:
        """The leaves that give and cost most on average."""
        best, worst = self._extremes(self.values.mean(), top)
        told = "Scores at {node} ({method}): on average most comes from {best}, least from {worst}."
        if not worst:
            told = "Scores at {node} ({method}), points on average: {best}."
        return (Text(told, node=self._names()[self.node], method=Text(self.method), best=best, worst=worst),)

    def _of(self, unit: object, top: int) -> Text:
        """A unit's score, and the leaves that give and cost it most."""
        Faults(row_faults(self.values.index, [unit], "unit")).raise_all()
        place, name = positions_of(self.values.index, [unit])[0], str(place_of(unit))
        score, base = float(self.scores.iloc[place]), float(self.baseline.iloc[place])
        if np.isnan(score):
            return Text("{unit}: no score", unit=name)
        best, worst = self._extremes(self.values.iloc[place], top)
        told = "{unit}: score {score:.2f} from {base:.2f}; most from {best}; least from {worst}."
        if not worst:
            told = "{unit}: score {score:.2f} from {base:.2f}; points: {best}."
        return Text(told, unit=name, score=score, base=base, best=best, worst=worst)

    def _extremes(self, row: pd.Series, top: int) -> tuple[list[Text], list[Text]]:
        """Return the leaves with the most and, of the others, with the least points."""
        names = self._names()
        named = [
            Text("{name} {points:+.2f}", name=names[str(code)], points=points)
            for code, points in row.sort_values(ascending=False, kind="stable").items()
        ]
        return named[:top], named[::-1][: min(top, max(0, len(named) - top))]


def contributions(
    source: Assessment | Scores,
    node: str | None = None,
    baseline: Baseline | None = None,
    units: Sequence[object] | None = None,
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
    *,
    progress: Progress = None,
) -> Contributions:
    r"""Split every unit's score into what each leaf contributes.

    Where the arithmetic mean is used all the way, the contribution of a leaf is its share of the whole times its
    value, and the score is their sum; where values are missing, the shares are those that the score was formed
    with. Else contributions are Shapley values of the leaves within the tree, which add up to the score minus the
    score of the baseline: the mean, over all orders in which groups stay together, of what is gained when a leaf's
    value replaces the baseline's.

    Parameters
    ----------
    source : Assessment or Scores
        Scores are enough for the arithmetic mean.
    node : str, optional
        Whose score; the root by default.
    baseline : {"zero", "mean", "low"} or mapping of leaf code to value, optional
        What is measured from: nothing, the mean of every leaf, the low end of the scale, or values of your own. By
        default "zero" for the arithmetic mean, else "mean".
    units : sequence, optional
        Rows to explain; all by default. Aggregations that compare units with each other take a run per coalition, so
        name a few.
    draws : int, optional
        Sample this many orders (and their reverses) instead of enumerating. By default coalitions are enumerated
        when no group has more than 12 parts and there are not too many, else 200 are drawn; of very many leaves
        fewer, but at least 20.
    rng : int or Generator
        For sampling.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    Contributions
        A row per unit and a column per leaf; they add up to the score (minus the baseline's).

    Raises
    ------
    FaultyInput
        Unknown node, leaves or units.
    UnsuitableMethod
        Scores without their assessment that are not arithmetic means; a baseline that the aggregation cannot take.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
    Owen, G. (1977). Values of games with a priori unions. Mathematical Economics and Game Theory, 76-88.
    Winter, E. (1989). A value for cooperative games with levels structure of cooperation. International Journal of
    Game Theory 18, 227-240.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> data = gm.read_records(pd.DataFrame({"a1": [0, 4], "a2": [0, 1], "b1": [2, 0]}, index=["u", "v"]), tree)
    >>> found = contributions(gm.follow(gm.Recipe(weighting="equal"), data))
    >>> found.to_frame().loc["v"].tolist(), found.scores["v"]
    ([25.0, 25.0, 0.0], np.float64(50.0))
    """
    scores = source.scores if isinstance(source, Assessment) else source
    asked(source=(scores, SCORES), progress=(progress, PROGRESS))
    node = scores.weights.tree.root.code if node is None else node
    _check(scores, node, units, (draws, rng))
    additive = is_additive(scores, node)
    if not additive and not isinstance(source, Assessment):
        problem, way_out = "by {method} do not tell how they were formed", "give the Assessment"
        raise UnsuitableMethod("scores", problem, way_out, method=method_name(scores.method))
    rows = slice(None) if units is None else positions_of(scores.values.index, units)
    picked = scores.values.iloc[rows]
    if additive and (baseline is None or (isinstance(baseline, str) and baseline == "zero")):
        values = picked[scores.weights.tree.leaves(node)].fillna(0.0)  # what is missing has no share
        points = additive_shares(scores, node).loc[picked.index] * values
        nothing = pd.Series(0.0, index=picked.index).where(picked[node].notna())
        return Contributions(points, picked[node], nothing, scores.weights.tree, node, "additive")
    if not isinstance(source, Assessment):
        raise UnsuitableMethod(
            "baseline", "one other than zero needs the whole record", "give the Assessment"
        )
    with following(progress, int(picked[node].notna().sum()), UNITS):
        return _shapley_contributions(
            source, picked, node, "mean" if baseline is None else baseline, draws, rng
        )


def _shapley_contributions(
    source: Assessment,
    picked: pd.DataFrame,
    node: str,
    baseline: Baseline,
    draws: int | None,
    rng: int | np.random.Generator,
) -> Contributions:
    game = game_of(source, node)
    tree = game.scaled.tree
    base = baseline_values(game, baseline)
    # Values that the aggregation cannot take are named before the work begins.
    if np.isnan(game.scores(base[None], pd.Index(["baseline"]))).any():
        way_out = "give values for the leaves below the node"
        raise UnsuitableMethod("baseline", "has no score, as values are missing", way_out)
    draws = default_draws(tree, node) if draws is None else draws
    scored = picked.index[picked[node].notna()]
    rows = game.scaled.values.index.get_indexer(scored)
    many = np.broadcast_to(base, (len(rows), len(base)))
    empty, points, spread = shapley(game, rows, many, draws, np.random.default_rng(rng))
    codes = pd.Index(tree.leaves(node), name="code")

    def labelled(array: Array) -> pd.DataFrame:
        return pd.DataFrame(array, scored, codes).reindex(picked.index)

    return Contributions(
        labelled(points),
        picked[node],
        pd.Series(empty, scored).reindex(picked.index),
        tree,
        node,
        "shapley" if draws is None else "shapley, sampled",
        None if spread is None else labelled(spread),
        int(rng) if draws is not None and isinstance(rng, int | np.integer) else None,
    )


def _check(scores: Scores, node: str, units: Sequence[object] | None, drawn: tuple[object, object]) -> None:
    faults = Faults(node_faults(node, scores.values.columns))
    odd = optional(several(ANY)).faults("units", units)
    faults += odd
    if units is not None and not odd:
        index = scores.values.index
        faults += row_faults(index, units, "units")
        rows = [row for row in positions_of(index, units) if row >= 0]
        if len(set(rows)) < len(rows):
            faults.append(Fault("units", "one is named more than once", "name each once"))
    faults += draw_faults(*drawn)
    faults.raise_all()


def of_orders(method: str, seed: int | None) -> Text:
    """Return the sentence on the orders in which Shapley values replaced what was compared."""
    if method == "shapley":
        return Text("All orders in which the indicators of a group stay together were enumerated.")
    told = "Orders in which the indicators of a group stay together were drawn at random."
    if seed is not None:
        told = "Orders in which the indicators of a group stay together were drawn at random (seed {seed})."
    return Text(told, seed=seed)
