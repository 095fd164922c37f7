"""Which items load on which factor: checked, laid out for the fit, with starting values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import way_to
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.numerics.factor_model import Layout
from govmetrics.psychometrics._frames import as_table

Factors = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Pattern:
    """Factors by name with their items; the items in use, in the order of the factors."""

    factors: dict[str, list[str]]
    items: list[str]

    def layout(self, means: bool = False) -> Layout:
        """Return where the parameters stand."""
        places = {name: i for i, name in enumerate(self.items)}
        rows = [places[name] for names in self.factors.values() for name in names]
        columns = [j for j, names in enumerate(self.factors.values()) for _ in names]
        return Layout(
            np.array(rows, dtype=np.intp),
            np.array(columns, dtype=np.intp),
            len(self.items),
            len(self.factors),
            means,
        )


def read_pattern(items: pd.DataFrame, factors: Factors) -> Pattern:
    """Check `factors` against the columns of `items`."""
    refuse_within("factors", factors)
    columns = {str(name) for name in as_table(items).columns}
    if not isinstance(factors, Mapping) or not factors:
        problem = "is not a mapping of factors to items"
        way = way_to(factors, _is_mapping, ("subscales",)) or Text("give {factor: [item, item, ...]}")
        raise FaultyInput("factors", problem, way)
    read: dict[str, list[str]] = {}
    faults = []
    for factor, names in factors.items():
        place = Text("factors: {factor}", factor=str(factor))
        if isinstance(names, str | bytes) or not isinstance(names, Iterable):
            faults.append(Fault(place, "is not a list of items", "give [item, item, ...]"))
            continue
        read[str(factor)] = own = [str(name) for name in names]
        unknown = sorted(set(own) - columns)
        if unknown:
            faults.append(Fault(place, "no such items: {unknown}", "use the columns' names", unknown=unknown))
        if len(set(own)) < len(own):
            faults.append(Fault(place, "an item is listed twice", "list it once"))
    Faults(faults).raise_all()
    few = [
        Fault(
            Text("factors: {factor}", factor=factor), "{count:# item|# items}", "a factor needs at least two",
            count=len(own),
        )
        for factor, own in read.items()
        if len(own) < 2
    ]  # fmt: skip
    Faults(few).raise_all(UnsuitableMethod)
    return Pattern(read, list(dict.fromkeys(name for names in read.values() for name in names)))


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def starting_values(layout: Layout, covariance: Array) -> Array:
    """Return one group's starting parameters (q,) with factors of variance one, from its covariances (p, p)."""
    t = np.zeros(layout.size)
    parts = layout.parts
    scores = np.zeros((layout.items, layout.factors))
    for j in range(layout.factors):
        own = layout.rows[layout.columns == j]
        values, vectors = np.linalg.eigh(covariance[np.ix_(own, own)])
        direction = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
        t[parts["loadings"].start + np.nonzero(layout.columns == j)[0]] = (
            0.85 * direction * np.sqrt(values[-1])
        )
        scores[own, j] = direction
    between = scores.T @ covariance @ scores
    spread = np.sqrt(np.diag(between))
    left, right = layout.pairs
    t[parts["covariances"]] = np.where(
        left == right, 1.0, 0.9 * (between / np.outer(spread, spread))[left, right]
    )
    t[parts["residuals"]] = 0.5 * np.diag(covariance)
    return t


def variance_one(layout: Layout) -> Bools:
    """Return which parameters (q,) are fixed when every factor has variance one."""
    fixed = np.zeros(layout.size, dtype=bool)
    i, j = layout.pairs
    fixed[layout.parts["covariances"]] = i == j
    return fixed
