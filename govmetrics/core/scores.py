"""Scores: a value per unit at every node, and the ranking they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import groups_of
from govmetrics.core.dataset import as_floats, row_faults, value_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.near import spelled
from govmetrics.core.options import FRAME, MAPPING, TEXT, asked, instance, optional, shown
from govmetrics.core.panel_rows import at_period
from govmetrics.core.periods import codes_of
from govmetrics.core.procedure import PROCEDURE, UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.scaled import Scaled, scale_faults
from govmetrics.core.table import Table
from govmetrics.core.weights import WEIGHTS, Weights
from govmetrics.core.words import Label, Text, method_name
from govmetrics.numerics.arrays import unrepeated
from govmetrics.numerics.climb import climb
from govmetrics.numerics.means import weighted_sum
from govmetrics.numerics.ranks import competition_within

MIN_COVERAGE = 2 / 3
"""A node is scored when at least two thirds of its weight rest on evidence, unless told otherwise."""


def ranked(scores: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return competition ranks of scores, largest first, and the order best to worst; one ranking per period.

    NaN has no rank and comes last in its period.

    Examples
    --------
    >>> ranked(pd.Series([0.1, 0.4, 0.4], index=list("abc")))[0].to_dict()
    {'a': 3, 'b': 1, 'c': 1}
    """
    index = scores.index
    periods = None if index.nlevels == 1 else codes_of(index.get_level_values("period"))
    ranks, order = competition_within(scores.to_numpy(dtype=float), periods)
    series = pd.Series(ranks, index=index, name="rank")
    return series.astype("Int64" if np.isnan(ranks).any() else "int64"), order


def covered(
    scaled: Scaled, weights: Weights, values: np.ndarray | None = None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return the share of every node's weight that rests on evidence, and that which has a value, imputed or not.

    A part without a value in `values`, shape (units, nodes), counts as none; by default all have one that could. The
    second is None where nothing was imputed.
    """
    tree, index = scaled.tree, scaled.values.index
    known = scaled.values.notna().to_numpy()
    there = np.ones((len(index), len(tree.nodes)), dtype=bool) if values is None else ~np.isnan(values)
    marked = [known] if scaled.evidence is None else [known & scaled.evidence, known]
    found = weight_on(np.vstack(marked), weights, np.vstack([there] * len(marked)))  # up the tree once
    nodes = pd.Index(tree.node_codes, name="code")
    shares = [pd.DataFrame(part, index, nodes) for part in np.split(found, len(marked))]
    return shares[0], shares[1] if len(marked) > 1 else None


def weight_on(cells: np.ndarray, weights: Weights, there: np.ndarray) -> np.ndarray:
    """Return the share of every node's weight that rests on marked cells, (units, nodes).

    Parameters
    ----------
    cells : ndarray of bool, shape (units, leaves)
    weights : Weights
    there : ndarray of bool, shape (units, nodes)
        Which nodes have a value: a part without one counts as none further up.
    """
    branches = weights.tree.branches
    parts = dict(zip(branches.groups.tolist(), branches.parts, strict=True))
    found = climb(branches, cells.T.astype(float), weights.shares,
                  lambda place, x, w: weighted_sum(x * there.T[parts[place]], w))  # fmt: skip
    return found.values.T


def _shares(frame: pd.DataFrame) -> bool:
    """Tell whether every cell is a share of one, up to rounding."""
    cells = unrepeated(frame.to_numpy(dtype=float))
    return bool(cells.min(initial=0.0) >= -1e-9 and cells.max(initial=1.0) <= 1 + 1e-9)


@spelled
@dataclass(frozen=True, eq=False)
class Scores(Result):
    """The evaluation of every unit at every node.

    Parameters
    ----------
    values : DataFrame, shape (units, nodes)
        The root first; NaN where the coverage rule was not met.
    coverage : DataFrame, shape (units, nodes)
        Share of the node's weight that rests on evidence, in [0, 1]; a part without a score counts as none, and so
        does an imputed cell.
    weights : Weights
        What was used.
    method : str
        The aggregation.
    attributes : DataFrame
        Carried from the dataset.
    scale : (low, high), optional
        The ends of the scale that the scores are on, where the aggregation keeps those of the values.
    coverage_imputed : DataFrame, shape (units, nodes), optional
        Share of the node's weight that has a value, imputed or not; None where nothing was imputed.
    procedure : Procedure
        How they were found, in words; written by the aggregation.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [60.0, 80.0, 70.0], "order": [5.0, 8.0, 2.0]}, index=["East", "West", "North"])
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree))
    >>> scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    >>> scores.ranking().to_dict("index")
    {'West': {'score': 100.0, 'rank': 1}, 'East': {'score': 25.0, 'rank': 2}, 'North': {'score': 25.0, 'rank': 2}}
    """

    values: pd.DataFrame
    coverage: pd.DataFrame
    weights: Weights
    method: str = ""
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)
    scale: tuple[float, float] | None = None
    coverage_imputed: pd.DataFrame | None = None
    procedure: Procedure = UNTOLD

    _left_out: ClassVar = ("attributes",)

    def __post_init__(self) -> None:
        asked(values=(self.values, FRAME), coverage=(self.coverage, FRAME), weights=(self.weights, WEIGHTS),
              method=(self.method, TEXT), attributes=(self.attributes, FRAME),
              coverage_imputed=(self.coverage_imputed, optional(FRAME)), procedure=(self.procedure, PROCEDURE))  # fmt: skip
        nodes, index = self.weights.tree.node_codes, self.values.index
        faults = Faults([*row_faults(index), *scale_faults(self.scale)])
        shares = {"coverage": self.coverage, "coverage_imputed": self.coverage_imputed}
        given = {name: frame for name, frame in shares.items() if frame is not None}
        for name, frame in {"values": self.values, **given}.items():
            if list(frame.columns) != nodes:
                way_out = "give a column for each node of the tree, the root first"
                faults.append(Fault(name, "the nodes differ from those of the weights", way_out))
            faults += value_faults(frame)
        for name, frame in {**given, "attributes": self.attributes}.items():
            if len(frame.columns) and not frame.index.equals(index):
                faults.append(
                    Fault(name, "the rows differ from those of the values", "give both the same rows")
                )
        faults += [
            Fault(name, "holds what is not a share", "give a share from 0 to 1")
            for name, frame in given.items()
            if not faults and not _shares(as_floats(frame))
        ]
        faults.raise_all()
        object.__setattr__(self, "values", as_floats(self.values))
        object.__setattr__(
            self, "coverage", as_floats(self.coverage).set_axis(index)
        )  # the levels have names there
        if len(self.attributes.columns):
            object.__setattr__(self, "attributes", self.attributes.set_axis(index))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Scores:
        """Return the scores of what `to_dict` gave; how they were computed, in words, is not kept.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(Scores, content)
        tree, inner = read.tree(), read.value("weights")
        names = ("values", "coverage", "coverage_imputed", "attributes")
        frames = {name: read.frame(name) for name in names}
        scale = read.ends("scale")
        with read.faults:
            asked(weights=(inner, MAPPING))
            weights: Any = None if tree is None else Weights.from_dict({**inner, "tree": content["tree"]})
        read.faults.raise_all()
        return Scores(weights=weights, method=read.value("method"), scale=scale, **frames)

    def at(self, period: object) -> Scores:
        """Return the rows of one period, indexed by unit."""
        return at_period(self, period, ("values", "coverage", "attributes", "coverage_imputed"))

    def ranking(self, node: str | None = None, by: str | None = None) -> pd.DataFrame:
        """Rank the units at a node (the root by default); 1 is best and ties share a rank (1, 2, 2, 4).

        Parameters
        ----------
        node : str, optional
            A code of the tree.
        by : str, optional
            An attribute, such as a type or a class of income: each unit's group, and its rank among those of its group, too.

        Returns
        -------
        DataFrame
            Columns score and rank, with `by` also group and rank_in_group, best first; with periods, one ranking per
            period. Units without a score come last and have no rank.
        """
        code = self.weights.tree.root.code if node is None else node
        if not (isinstance(code, str) and code in self.values.columns):
            raise FaultyInput("node", "{value} is not scored", "there are: {labels}", value=shown(code),
                                    labels=list(self.values.columns))  # fmt: skip
        score = self.values[code]
        ranks, order = ranked(score)
        table = pd.DataFrame({"score": score.to_numpy(), "rank": ranks}, index=score.index)
        if by is not None:
            groups = groups_of(self.attributes, by)
            keys = [groups] if score.index.nlevels == 1 else [score.index.get_level_values("period"), groups]
            codes = np.asarray(table.groupby(keys, sort=False).ngroup())
            within = pd.Series(competition_within(score.to_numpy(dtype=float), codes)[0], score.index)
            table["group"] = groups
            table["rank_in_group"] = within.astype("Int64" if within.isna().any() else "int64")
        return table.iloc[order]

    def to_frame(self) -> pd.DataFrame:
        """Return the scores as a copy."""
        return self.values.copy()

    def _method(self) -> tuple[Text, ...]:
        known = "The scores were computed by {method}." if self.method else "The scores were given."
        return self.procedure.said or (Text(known, method=method_name(self.method)),)

    def _finding(self) -> tuple[Text, ...]:
        ranking = self.ranking()
        if ranking.index.nlevels == 2:
            latest = ranking.index.get_level_values("period")[-1]
            ranking = ranking[ranking.index.get_level_values("period") == latest].droplevel("period")
            when = Text(" in the latest period, {period}", period=latest)
        else:
            when = Text("")
        best = ranking.iloc[0]
        if pd.isna(best["score"]):
            return (Text("No unit has a score."),)
        scored = int(ranking["score"].notna().sum())
        first = ranking.index[(ranking["rank"] == best["rank"]).fillna(False)].map(str).tolist()
        told = "{scored} of {units:# unit has|# units have} a score{when}; {best:5} {count:comes|come} first with {score:.1f}."
        return (Text(told, when=when, scored=scored, units=len(ranking), best=first, count=len(first),
                     score=best["score"]),)  # fmt: skip

    def _names(self) -> dict[str, Label]:
        return self.weights.tree.names()

    def _tables(self) -> list[Table]:
        names = self._names()
        shown = {
            "Ranking": self.ranking(),
            "Scores of every node": self.values,
            "Data coverage": self.coverage,
        }
        if self.coverage_imputed is not None:
            shown["Data coverage, with imputed values"] = self.coverage_imputed
        return [Table.of(Text(caption), frame, "core", names, kind="share" if "overage" in caption else None)
                for caption, frame in shown.items()]  # fmt: skip


SCORES = instance(Scores, Text("make them with a function of govmetrics.aggregation"))
