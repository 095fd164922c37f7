"""Columns of a table by their role in a model: there, told apart, numbers, complete, varying; with weights and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.draw_order import content_order
from govmetrics.numerics.moment_regression import dependent
from govmetrics.psychometrics._frames import as_table, clusters_of, few_clusters, numbers_of
from govmetrics.psychometrics._item_frames import weights_of

SMALLEST = 1e-100
"""Spreads from here on downwards count as none: their squares would vanish."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Checked columns (n, k) in the order of the respondents' labels, by name; weights and clusters (n,); what happened."""

    values: Array
    names: list[str]
    weights: Array | None
    clusters: Ints | None
    notes: tuple[Note, ...]

    @property
    def n(self) -> int:
        """Respondents used."""
        return len(self.values)

    def of(self, *names: str) -> Array:
        """Return some columns (n, m)."""
        return self.values[:, [self.names.index(name) for name in names]]

    def mean(self, *names: str) -> Array:
        """Return the (weighted) means of some columns (m,)."""
        x = self.of(*names)
        return np.asarray(x.mean(axis=0) if self.weights is None else self.weights @ x / self.weights.sum())

    def errors(self, otherwise: str) -> str:
        """Return what standard errors allow for: clusters, weights, or what they are without either."""
        return "clusters" if self.clusters is not None else otherwise if self.weights is None else "weights"

    def also(self, name: str, values: Array) -> Columns:
        """Return the columns and one more."""
        return replace(self, values=np.column_stack([self.values, values]), names=[*self.names, name])


def read_columns(
    frame: pd.DataFrame,
    roles: Mapping[str, Sequence[str]],
    weights: pd.Series | None = None,
    cluster: str | pd.Series | None = None,
) -> Columns:
    """Check the columns of `frame` that arguments name (`roles`: argument to names), and leave out incomplete respondents."""
    table = as_table(frame, "frame")
    table = table.set_axis([str(c) for c in table.columns], axis=1)
    names = named(table, roles)
    faults = Faults()
    with faults:
        x = numbers_of(table[names], "frame")[0]
    with faults:
        w = weights_of(weights, table)
    with faults:
        groups = _clusters(table, cluster)
    faults.raise_all()
    kept = np.asarray(~np.isnan(x).any(axis=1))
    notes = _left_out(kept)
    if not kept.any():
        empty = np.asarray(np.isnan(x).all(axis=0))
        way = "give columns that the same respondents have"
        raise UnsuitableMethod(
            [Fault(name, "nobody answered it", way) for name, gone in zip(names, empty, strict=True) if gone]
            or [Fault("frame", "no respondent has a value in every column", way)]
        )
    order = content_order(x, w, groups)  # draws do not depend on the order of the rows
    order = order[kept[order]]
    x = x[order]
    _refuse_constant(x, names)
    if groups is not None:
        groups = np.unique(groups[order], return_inverse=True)[1]
        notes += _cluster_notes(groups)
    return Columns(x, names, None if w is None else w[order] / w[order].mean(), groups, tuple(notes))


def named(table: pd.DataFrame, roles: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names of all columns in use; refuse those that are not there and those with two roles."""
    columns, seen, faults = list(table.columns), dict[str, str](), Faults()
    for role, names in roles.items():
        for name in names:
            if name not in columns:
                faults.append(
                    Fault(
                        role, "no such column: {name}", "there are: {columns:10}", name=name, columns=columns
                    )
                )
            elif name in seen:
                problem, way = "{name} is named twice (in {other})", "give each column one role"
                faults.append(Fault(role, problem, way, name=name, other=seen[name]))
            seen.setdefault(name, role)
    faults.raise_all()
    return list(seen)


def refuse_dependent(columns: Columns, names: Sequence[str], place: str) -> None:
    """Refuse predictors of one equation that depend on each other, and name them; too few respondents for them, too."""
    if columns.n <= len(names) + 1:
        problem = "{n:# respondent|# respondents} for {count:# predictor|# predictors} and a constant"
        raise UnsuitableMethod(
            place, problem, "collect more answers, or leave predictors out", n=columns.n, count=len(names)
        )
    found = [
        name for name, one in zip(names, dependent(columns.of(*names), columns.weights), strict=True) if one
    ]
    if found:
        problem, way = "these depend on each other exactly: {names}", "leave one of these columns out"
        raise UnsuitableMethod(place, problem, way, names=found)


def refuse_exact(r_squared: float, outcome: str) -> None:
    """Refuse an outcome that its predictors leave nothing of: it has no errors."""
    if r_squared > 1 - 1e-12:
        way = "an outcome that is made of its predictors has nothing to explain: leave them out"
        raise UnsuitableMethod(outcome, "its predictors explain it exactly", way)


def listed(given: Any) -> list[str]:
    """Return names given as one or as a list."""
    return [str(name) for name in ([given] if isinstance(given, str | int | float) else given)]


def _clusters(table: pd.DataFrame, cluster: str | pd.Series | None) -> Ints | None:
    if cluster is None:
        return None
    if isinstance(cluster, str):
        if cluster not in table.columns:
            way = "there are: {columns:10}"
            raise FaultyInput(
                "cluster", "no such column: {name}", way, name=cluster, columns=list(table.columns)
            )
        cluster = table[cluster]
    return clusters_of(cluster, table.index)


def _left_out(kept: Bools) -> list[Note]:
    told = "{count:,} of {every:,} respondents lack a value and are not used"
    return [] if kept.all() else [Note(told, count=int((~kept).sum()), every=len(kept))]


def _refuse_constant(x: Array, names: list[str]) -> None:
    low, high = x.min(axis=0), x.max(axis=0)
    flat = ~(high - low > np.maximum(1e-12 * np.maximum(np.abs(low), np.abs(high)), SMALLEST))
    way = "a column that does not vary explains nothing and is not explained: leave it out, or measure it in smaller units"
    Faults(Fault(names[k], "has the same value for all", way) for k in np.flatnonzero(flat)).raise_all(
        UnsuitableMethod
    )


def _cluster_notes(groups: Ints) -> list[Note]:
    count = int(groups.max()) + 1
    if count < 2:
        way = "leave `cluster` out: only one cluster is left where all columns have values"
        raise UnsuitableMethod("cluster", "there is a single one", way)
    return few_clusters(groups)
