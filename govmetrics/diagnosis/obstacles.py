"""Obstacle degree (障碍度): which indicators hold a unit back, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.labels import row_label
from govmetrics.core.options import COUNT, LANGUAGE, asked
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Language, Note, Text
from govmetrics.diagnosis.common import by_unit, row_labels, same_tree, shares_of_scale
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.ranks import smallest_of_each


@dataclass(frozen=True, eq=False)
class Obstacles(Result):
    """What holds each unit back.

    Attributes
    ----------
    values : DataFrame, shape (units, leaves)
        Obstacle degree O; each row sums to one. NaN where the value is missing, and in the whole row of
        a unit without any shortfall.
    groups : DataFrame, shape (units, groups)
        The degrees of the leaves below each group, summed; the root is left out.
    contributions : Series
        F: the leaves' weights across the tree.
    shortfalls : DataFrame, shape (units, leaves)
        I: how far each value stays behind the best end, as a share of the scale.
    tree : IndicatorTree
        For the names.
    notes : tuple of str
        Units without shortfall, and units judged on part of the leaves.

    See Also
    --------
    obstacles
    """

    values: pd.DataFrame
    groups: pd.DataFrame
    contributions: pd.Series
    shortfalls: pd.DataFrame
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "values": "Obstacle degrees of the indicators",
        "groups": "Obstacle degrees of the groups",
    }
    _kinds: ClassVar = {"values": "share", "groups": "share"}

    def top(self, top: int = 5) -> pd.DataFrame:
        """Return the greatest obstacles of each unit, greatest first.

        Parameters
        ----------
        top : int
            At most so many for each unit.

        Returns
        -------
        DataFrame
            One row per unit and obstacle: (period,) unit, rank, code, contribution (F), shortfall (I) and
            degree (O). Leaves without shortfall are not listed; equal degrees keep the tree's order.
        """
        asked(top=(top, COUNT))
        degrees = self.values.fillna(0.0).to_numpy()
        order = smallest_of_each(-degrees, top)
        rows, columns = np.repeat(np.arange(len(degrees)), order.shape[1]), order.ravel()
        held = degrees[rows, columns] > 0
        rank = np.tile(np.arange(1, order.shape[1] + 1), len(order))[held]
        rows, columns = rows[held], columns[held]
        return pd.DataFrame(
            {
                **row_labels(self.values.index, rows),
                "rank": rank,
                "code": self.values.columns.to_numpy()[columns],
                "contribution": self.contributions.to_numpy()[columns],
                "shortfall": self.shortfalls.to_numpy()[rows, columns],
                "degree": degrees[rows, columns],
            }
        )

    def summary(self, language: Language | None = None, top: int = 3) -> str:
        """Return a line for each unit with its greatest obstacles, then the notes.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        top : int
            At most so many for each unit.
        """
        asked(language=(language, LANGUAGE), top=(top, COUNT))
        frame = self.top(top)
        words = self._with_degrees(frame["code"], frame["degree"])
        lines = [
            Text("{unit}: held back by {obstacles}", unit=row_label(unit), obstacles=said)
            for unit, said in by_unit(frame, words).items()
        ]
        return self._told(lines, language)

    def _finding(self) -> tuple[Text, ...]:
        """What holds back most in the mean of all units."""
        mean = self.values.mean().sort_values(ascending=False, kind="stable").head(3)
        mean = mean[mean > 0]
        if not len(mean):
            return ()
        held = self._with_degrees(mean.index, mean)
        return (Text("On average, units are held back most by {obstacles}", obstacles=held),)

    def _with_degrees(
        self, codes: Iterable[object], degrees: Iterable[float], *, in_brackets: bool = False
    ) -> list[Text]:
        names = self._names()
        text = "{name} ({degree:.1%})" if in_brackets else "{name} {degree:.1%}"
        return [
            Text(text, name=names[str(code)], degree=degree)
            for code, degree in zip(codes, degrees, strict=True)
        ]

    _cites: ClassVar = ("LeiQiuLiu2016",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Obstacle degrees O = F·I / ΣF·I were computed from each indicator's contribution F, its weight across the tree, and "
            "its shortfall I, one minus the value as a share of its scale."
        )
        return (Text(found),)

    def _tables(self) -> list[Table]:
        """Return the five greatest obstacles of each unit by name, then their numbers, then all degrees."""
        numbers = Text("Contribution, shortfall and degree of the greatest obstacles")
        return [
            self._by_rank(),
            Table.of(numbers, self.top(), "diagnosis", self._names()),
            *super()._tables(),
        ]

    def _by_rank(self) -> Table:
        """Return a row for each unit: its five greatest obstacles, each with its degree."""
        top, index = self.top(), self.values.index
        told = by_unit(top, self._with_degrees(top["code"], top["degree"], in_brackets=True))
        rows = [told.get(row, []) for row in index]
        heads = [Text("Obstacle {rank}", rank=k + 1) for k in range(max(map(len, rows), default=0))]
        columns = {
            str(head): pd.Series([row[k] if k < len(row) else "" for row in rows], dtype=object)
            for k, head in enumerate(heads)
        }
        frame = pd.DataFrame({**row_labels(index, np.arange(len(index))), **columns})
        names = {str(head): head for head in heads}
        return Table.of(Text("Greatest obstacles of every unit"), frame, "diagnosis", names)


def obstacles(scaled: Scaled, weights: Weights) -> Obstacles:
    r"""Return the obstacle degree (障碍度) of every leaf in every unit.

    With the factor contribution F (a leaf's weight across the tree) and the shortfall I (one minus the
    value as a share of its scale), the degree is ``O = F I / sum of F I`` over the unit's leaves.

    Parameters
    ----------
    scaled : Scaled
        Values on a scale with ends (min-max, goalposts, target distance).
    weights : Weights
        Of the same tree.

    Returns
    -------
    Obstacles
        A missing value has no known shortfall: its cell is NaN and the unit's degrees share out over
        the leaves that are known. A value beyond the best end has no shortfall. A unit without any
        shortfall has no obstacles: its row is NaN. The notes name such units.

    Raises
    ------
    UnsuitableMethod
        The scale has no best end (z-scores).
    FaultyInput
        The weights belong to other leaves, rows that occur twice.

    References
    ----------
    Lei, Qiu and Liu (2016), Evaluation of regional land use performance based on entropy TOPSIS model and
    diagnosis of its obstacle factors, Transactions of the CSAE 32(13), 243-253 (in Chinese).

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> values = pd.DataFrame({"a1": [80.0], "a2": [50.0], "b1": [100.0]}, index=["Nanshan"])
    >>> scaled = Scaled(tree, values, pd.DataFrame(), "min_max", (0, 100))
    >>> even = Weights(tree, pd.Series({"A": 0.5, "B": 0.5, "a1": 0.5, "a2": 0.5, "b1": 1.0}))
    >>> obstacles(scaled, even).to_frame().round(3).to_dict("records")
    [{'a1': 0.286, 'a2': 0.714, 'b1': 0.0}]
    """
    faults = Faults()
    with faults:
        same_tree(scaled, weights)
    with faults:
        shares = shares_of_scale(scaled)
    faults.raise_all()
    tree, index = scaled.tree, scaled.values.index
    contributions = weights.across_tree()
    shortfall = np.maximum(1 - shares, 0.0)
    degrees = _obstacles(shortfall, contributions.to_numpy())
    values = pd.DataFrame(degrees, index=index, columns=tree.codes)
    below = {
        group.code: values[tree.leaves(group.code)].sum(axis=1, min_count=1) for group in tree.groups[1:]
    }
    return Obstacles(
        values,
        pd.DataFrame(below, index=index),
        contributions,
        pd.DataFrame(shortfall, index=index, columns=tree.codes),
        tree,
        _notes(shortfall, degrees, index),
    )


def _obstacles(shortfall: Array, contributions: Array) -> Array:
    """Return degrees (n, k) from shortfalls (n, k; NaN = missing) and contributions (k,)."""
    held = shortfall * contributions
    total = np.nansum(held, axis=1, keepdims=True)
    return np.asarray(held / np.where(total > 0, total, np.nan))


def _notes(shortfall: Array, degrees: Array, index: pd.Index) -> tuple[Note, ...]:
    missing = np.isnan(shortfall)
    none = np.asarray(np.isnan(degrees).all(axis=1))
    empty = np.asarray(missing.all(axis=1))
    part = np.asarray(missing.any(axis=1) & ~none)
    best, bare, some = (list(index[which]) for which in (none & ~empty, empty, part))
    found = []
    if best:
        found.append(
            Note("{units:5}: no shortfall where the weights lie, so there are no obstacles", units=best)
        )
    if bare:
        found.append(Note("{units:5}: no values, so no obstacles are known", units=bare))
    if some:
        text = "{units:5}: some indicators are missing; the degrees are shared out over the known ones"
        found.append(Note(text, units=some))
    return tuple(found)
