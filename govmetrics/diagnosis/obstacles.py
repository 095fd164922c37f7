"""Obstacle degree (障碍度): which indicators hold a unit back, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import (
    Array,
    by_unit,
    check_words,
    label,
    listed,
    named,
    row_labels,
    same_tree,
    shares_of_scale,
)


@dataclass(frozen=True, eq=False)
class Obstacles:
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

    def to_frame(self) -> pd.DataFrame:
        """Return the obstacle degrees as a copy, units by leaves."""
        return self.values.copy()

    def top(self, k: int = 5, language: str = "en") -> pd.DataFrame:
        """Return the k greatest obstacles of each unit, greatest first; names and headings in `language`.

        Returns
        -------
        DataFrame
            One row per unit and place: (period,) unit, place, code, name, contribution (F), shortfall (I) and
            degree (O). Leaves without shortfall are not listed; equal degrees keep the tree's order.
        """
        return headed(self._top(k, language), language)

    def _top(self, k: int, language: str) -> pd.DataFrame:
        check_words(language, k)
        degrees = self.values.fillna(0.0).to_numpy()
        order = np.argsort(-degrees, axis=1, kind="stable")[:, :k]
        rows = np.repeat(np.arange(len(degrees)), order.shape[1])
        columns = order.ravel()
        held = degrees[rows, columns] > 0
        rows, columns, place = (
            rows[held],
            columns[held],
            np.tile(np.arange(1, order.shape[1] + 1), len(order))[held],
        )
        codes = self.values.columns.to_numpy()[columns]
        names = np.array(named(self.tree, self.values.columns, language), dtype=object)
        return pd.DataFrame(
            {
                **row_labels(self.values.index, rows),
                "place": place,
                "code": codes,
                "name": names[columns],
                "contribution": self.contributions.to_numpy()[columns],
                "shortfall": self.shortfalls.to_numpy()[rows, columns],
                "degree": degrees[rows, columns],
            }
        )

    def summary(self, language: str = "en", k: int = 3) -> str:
        """Return a line per unit with its greatest obstacles, then the notes."""
        joiner, colon = ("、", "：主要障碍因素为") if language == "zh" else (", ", ": held back by ")
        top = self._top(k, language)
        words = [f"{name} {degree:.1%}" for name, degree in zip(top["name"], top["degree"], strict=True)]
        lines = [f"{label(unit)}{colon}{joiner.join(said)}" for unit, said in by_unit(top, words).items()]
        return "\n".join([*lines, *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return degrees, contributions, shortfalls and notes, JSON-ready."""
        return fields_dict(self, leave_out=("tree",))

    def _repr_html_(self) -> str:
        return html(self.values, "Obstacle degree 障碍度")


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


def _notes(shortfall: Array, degrees: Array, index: pd.Index) -> tuple[str, ...]:
    missing = np.isnan(shortfall)
    none = np.asarray(np.isnan(degrees).all(axis=1))
    empty = np.asarray(missing.all(axis=1))
    part = np.asarray(missing.any(axis=1) & ~none)
    notes = [
        (none & ~empty, "no shortfall where the weights lie, so no obstacles"),
        (empty, "no values, so no obstacles are known"),
        (part, "some leaves are missing; the degrees are shared out over the known ones"),
    ]
    return tuple(f"{listed(list(index[which]))}: {text}" for which, text in notes if which.any())
