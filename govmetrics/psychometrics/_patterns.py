"""Which items load on which factor: checked, laid out for the fit, with starting values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.numerics.correlations import Array
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
    columns = {str(name) for name in as_table(items).columns}
    faults, read = [], {}
    if not isinstance(factors, Mapping) or not factors:
        raise FaultyInput(Fault("factors", "not a mapping with factors", "give {factor: [item, item, ...]}"))
    for factor, names in factors.items():
        if isinstance(names, str):
            faults.append(
                Fault(f"factors: {factor}", "a text, not a list of items", "give [item, item, ...]")
            )
            continue
        read[str(factor)] = [str(name) for name in names]
        unknown = sorted(set(read[str(factor)]) - columns)
        if unknown:
            faults.append(
                Fault(f"factors: {factor}", f"no such items: {', '.join(unknown)}", "use the columns' names")
            )
        if len(set(read[str(factor)])) < len(read[str(factor)]):
            faults.append(Fault(f"factors: {factor}", "an item is listed twice", "list it once"))
    if faults:
        raise FaultyInput(faults)
    few = [
        Fault(f"factors: {f}", f"{len(n)} items", "a factor needs at least two")
        for f, n in read.items()
        if len(n) < 2
    ]
    if few:
        raise UnsuitableMethod(few)
    return Pattern(read, list(dict.fromkeys(name for names in read.values() for name in names)))


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


def variance_one(layout: Layout) -> NDArray[np.bool_]:
    """Return which parameters (q,) are fixed when every factor has variance one."""
    fixed = np.zeros(layout.size, dtype=bool)
    i, j = layout.pairs
    fixed[layout.parts["covariances"]] = i == j
    return fixed
