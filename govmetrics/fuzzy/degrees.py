"""Degrees that are no memberships (they may be negative, or come of clouds), at every node, and the grade that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import shown
from govmetrics.core.panel_rows import counted
from govmetrics.core.plain import plain
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.scores import weight_on
from govmetrics.core.table import Table
from govmetrics.core.weights import Weights
from govmetrics.core.words import Note, Text
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.operators import _product
from govmetrics.fuzzy.verdicts import _maximum
from govmetrics.numerics.climb import climb

_MOST_ROWS = 2_000
"""Of a larger evaluation the tables have the root only; a printed table would have no reader."""


@dataclass(frozen=True, eq=False)
class GradeDegrees(Result):
    """How far every unit belongs to every grade at every node, by degrees that are no memberships.

    Attributes
    ----------
    degrees : DataFrame, index (unit, node)
        One column per grade; NaN where too little is known.
    verdicts : DataFrame, index (unit, node)
        ``grade`` of the greatest degree (of tied grades the worse), that ``degree``, and ``place``, the mean place in the
        scale (级别特征值) by degrees between their least and greatest.
    coverage : DataFrame, shape (units, nodes)
        Share of each node's weight that rests on evidence.
    weights : Weights
    grades : GradeScale
    clouds : DataFrame or None, index (unit, node)
        Ex, En and He of each node, where the degrees compare clouds.
    notes : tuple of str
        What a reader must know.
    procedure : Procedure
        How they were found, in words; written by the method.

    See Also
    --------
    matter_element
    cloud
    """

    degrees: pd.DataFrame
    verdicts: pd.DataFrame
    coverage: pd.DataFrame
    weights: Weights
    grades: GradeScale
    clouds: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _may_lack: ClassVar = ("clouds",)

    def at(self, node: str | None = None) -> pd.DataFrame:
        """Return degrees and verdict at one node (the root by default), one row per unit."""
        tree = self.weights.tree
        code = tree.root.code if node is None else node
        if not (isinstance(code, str) and code in tree):
            way_out = "there are: {labels}"
            raise FaultyInput(
                "node", "{value} is not in the tree", way_out, value=shown(code), labels=tree.node_codes
            )
        found = pd.concat([self.degrees, self.verdicts], axis="columns")
        return found.iloc[tree.node_codes.index(code) :: len(tree.nodes)].droplevel([-1])

    def to_frame(self) -> pd.DataFrame:
        """Return degrees and verdict of every unit at every node."""
        return pd.concat([self.degrees, self.verdicts], axis="columns")

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        frames = dict.fromkeys(("degrees", "verdicts", "coverage", "clouds"), pd.DataFrame)
        return {"grades": dict, "weights": Weights, **frames, "notes": tuple[str, ...]}

    def _content(self) -> dict[str, Any]:
        told = self.verdicts.assign(
            grade=self.verdicts["grade"].astype(object).where(self.verdicts["grade"].notna(), None)
        )
        return {
            "grades": self.grades.to_dict(),
            "weights": self.weights._inside(),
            "degrees": plain(self.degrees),
            "verdicts": plain(told),
            "coverage": plain(self.coverage),
            **({} if self.clouds is None else {"clouds": plain(self.clouds)}),
            "notes": plain(self.notes),
        }

    def _names(self) -> Any:
        return self.weights.tree.names()

    def _finding(self) -> tuple[Text, ...]:
        root, names = self.at(), self.grades.spoken
        graded = root[root["grade"].notna()]
        counts = graded["grade"].value_counts()
        keys = [self.grades.keys[place] for place in self.grades.worst_to_best[::-1]]
        told = [
            Text("{grade} {count:,}", grade=names[key], count=int(counts[key])) for key in keys if counts[key]
        ]
        by_degree = "{rows} {rows:is|are} graded at {node} by the greatest correlation degree: {grades:50}."
        by_cloud = "{rows} {rows:is|are} graded at {node} by the most similar cloud: {grades:50}."
        template = by_degree if self.clouds is None else by_cloud
        found = [Text(template, rows=counted(graded.index), node=self._root, grades=told)]
        left = root.index[root["grade"].isna()]
        if len(left):
            found.append(
                Text("{rows} {rows:has|have} too little evidence for a verdict.", rows=counted(left))
            )
        return tuple(found)

    def _tables(self) -> list[Table]:
        names, cites, node = self.grades.spoken, self.procedure.cites, self._root
        whole = Text("Correlation degrees and grades at {node}", node=node)
        parts = Text("Correlation degrees and grades at every node")
        if self.clouds is not None:
            whole = Text("Similarity to the grades' clouds at {node}", node=node)
            parts = Text("Similarity to the grades' clouds at every node")
        tables = [Table.of(whole, self.at(), "fuzzy", names, cites=cites)]
        small = len(self.degrees) <= _MOST_ROWS
        if small and len(self.weights.tree.nodes) > 1:
            tables.append(self._by_node(parts, self.to_frame()))
        if self.clouds is not None and small:
            tables.append(self._by_node(Text("Clouds of every node"), self.clouds))
        if (self.coverage < 1 - 1e-9).any(axis=None):
            caption = Text("Share of the weight that rests on evidence")
            tables.append(Table.of(caption, self.coverage, "fuzzy", self.weights.tree.names()))
        return tables

    def _by_node(self, caption: Text, frame: pd.DataFrame) -> Table:
        """Return a table with a row for each unit and node, which is called by its name."""
        assert isinstance(frame.index, pd.MultiIndex)
        labels = self.weights.tree.names()
        rows = frame.index.droplevel([-1]).to_frame(index=False)
        rows.columns = pd.Index(("period", "unit")[-len(rows.columns) :])
        nodes = pd.Series(
            [labels[code] for code in frame.index.get_level_values(-1)], dtype=object, name="node"
        )
        whole = pd.concat([rows, nodes, frame.reset_index(drop=True)], axis="columns")
        return Table.of(
            caption, whole, "fuzzy", self.grades.spoken, groups="unit" if rows.shape[1] == 1 else ""
        )

    @property
    def _root(self) -> Text:
        tree = self.weights.tree
        return tree.names()[tree.root.code]


def climbed(leaves: np.ndarray, weights: Weights, min_coverage: float) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted means at every node (units, nodes, m) of leaves (units, leaves, m), and the coverage (units, nodes)."""
    tree = weights.tree
    found = climb(
        tree.branches, leaves.swapaxes(0, 1), weights.shares, _mean, tree.least_coverage(min_coverage)
    )
    return found.values.swapaxes(0, 1), np.broadcast_to(found.coverage, found.values.shape[:2]).T


def _mean(place: int, x: np.ndarray, w: np.ndarray) -> np.ndarray:  # noqa: ARG001 - all groups alike
    """Return the weighted mean of x (parts, units, m) over the parts that are there."""
    there = ~np.isnan(x[..., :1]) * w[:, None, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.where(there > 0, x, 0.0) * there).sum(axis=0) / there.sum(axis=0))


def verdicts_of(degrees: np.ndarray, grades: GradeScale) -> pd.DataFrame:
    """Return grade, degree and mean place of degrees (rows, grades), which may be negative."""
    place, _ = _maximum(degrees, grades)
    least = degrees.min(axis=1, keepdims=True)
    span = degrees.max(axis=1, keepdims=True) - least
    share = np.where(span > 0, (degrees - least) / np.where(span > 0, span, 1.0), 1.0)
    mean = share @ np.arange(1.0, len(grades) + 1) / share.sum(axis=1)
    known = ~np.isnan(degrees[:, 0])
    ordered = [grades.keys[i] for i in grades.worst_to_best]
    rank = np.append(np.argsort(grades.worst_to_best), -1)
    grade = pd.Categorical.from_codes(rank[place], categories=pd.Index(ordered), ordered=True)
    return pd.DataFrame(
        {"grade": grade, "degree": degrees.max(axis=1), "place": np.where(known, mean, np.nan)}
    )


def graded_by(
    leaves: np.ndarray, units: pd.Index, weights: Weights, grades: GradeScale, min_coverage: float,
    procedure: Procedure, imputed: pd.DataFrame | None = None,
) -> GradeDegrees:  # fmt: skip
    """Return the result of degrees (units, leaves, grades), carried up by weighted means; imputed values are no evidence."""
    values, coverage = climbed(leaves, weights, min_coverage)
    if imputed is not None:
        known = ~np.isnan(leaves[..., 0]) & ~imputed.to_numpy(dtype=bool)
        coverage = weight_on(known, weights, ~np.isnan(values[..., 0]))
    best = values[:, 0].max(axis=1)
    outside = list(units[np.nan_to_num(best) < 0])
    text = "No grade's field holds {units:5} at {node}: all degrees are negative, and the grade given is the nearest."
    note = Note(text, units=outside, node=weights.tree.names()[weights.tree.root.code])
    return made(values, coverage, units, weights, grades, procedure, (note,) if outside else ())


def made(
    values: np.ndarray, coverage: np.ndarray, units: pd.Index, weights: Weights, grades: GradeScale,
    procedure: Procedure, notes: tuple[Note, ...] = (), clouds: np.ndarray | None = None,
) -> GradeDegrees:  # fmt: skip
    """Return the result of degrees (units, nodes, grades) at every node."""
    nodes = pd.Index(weights.tree.node_codes)
    index = _product(units, nodes, "node")
    flat = values.reshape(-1, len(grades))
    drawn = None if clouds is None else pd.DataFrame(clouds.reshape(-1, 3), index, ["Ex", "En", "He"])
    return GradeDegrees(
        pd.DataFrame(flat, index, grades.keys),
        verdicts_of(flat, grades).set_axis(index),
        pd.DataFrame(coverage, units, nodes.rename("code")),
        weights,
        grades,
        drawn,
        notes,
        procedure,
    )
