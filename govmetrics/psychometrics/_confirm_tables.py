"""The tables of a fitted confirmatory model: estimates, standardised loadings, modifications, Heywood cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from govmetrics.core.words import Note, Text
from govmetrics.numerics import factor_model, factor_scales, modification
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, Moments
from govmetrics.psychometrics._patterns import Pattern


@dataclass(frozen=True)
class Fitted:
    """A fitted model with factors of variance one.

    Parameters (q,), their derivatives by the free ones (q, b), the covariances of the free ones (b, b), the moments
    fitted, and what freeing others would do (`numerics.modification`).
    """

    pattern: Pattern
    layout: Layout
    parameters: Array
    slope: Array
    free_spread: Array
    moments: Moments
    changes: tuple[modification.Pairs, modification.Pairs, Array, Array]

    @property
    def spread(self) -> Array:
        """Covariances of the parameters (q, q)."""
        return np.asarray(self.slope @ self.free_spread @ self.slope.T)


def loadings(fitted: Fitted, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of loadings with the standardised ones."""
    standard, move = factor_scales.standardized(fitted.layout, fitted.parameters)
    table["standardized"] = standard
    table["standardized_se"] = np.sqrt(np.diag(move @ fitted.spread @ move.T))
    named = [(factor, item) for factor, items in fitted.pattern.factors.items() for item in items]
    return table.set_index(pd.MultiIndex.from_tuples(named, names=["factor", "item"]))


def estimates(values: Array, errors: Array) -> pd.DataFrame:
    """Return estimates with z and p; a fixed parameter has error zero and no z."""
    errors = np.where(errors > 1e-9 * np.abs(values), errors, 0.0)
    z = np.divide(values, errors, out=np.full(len(values), np.nan), where=errors > 0)
    return pd.DataFrame({"estimate": values, "se": errors, "z": z, "p": 2 * ndtr(-np.abs(z))})


def modifications(fitted: Fitted, shown: Array) -> pd.DataFrame:
    """Return what freeing each fixed parameter would do, largest index first; `shown` (q,) are on the user's scale."""
    pattern, layout, t = fitted.pattern, fitted.layout, fitted.parameters
    (rows, columns), (left, right), index, change = fitted.changes
    names, count = list(pattern.factors), len(rows)
    sd = np.sqrt(np.diag(factor_model.matrices(layout, t)[2]))
    variances = shown[layout.parts["covariances"]][layout.pairs[0] == layout.pairs[1]]
    residual = np.sqrt(np.abs(t[layout.parts["residuals"]]))
    standard = np.concatenate(
        [change[:count] / sd[rows], change[count:] / (residual[left] * residual[right])]
    )
    shown_change = np.concatenate([change[:count] / np.sqrt(variances)[columns], change[count:]])
    table = pd.DataFrame(
        {
            "kind": ["loading"] * count + ["residual covariance"] * len(left),
            "left": [names[j] for j in columns] + [pattern.items[j] for j in right],
            "right": [pattern.items[i] for i in rows] + [pattern.items[i] for i in left],
            "index": index,
            "change": shown_change,
            "standardized_change": standard,
        }
    )
    return table.sort_values("index", ascending=False, ignore_index=True)


def negative_variances(residuals: pd.Series) -> list[Note]:
    """Return a note for each item whose residual variance is negative."""
    return [
        Note(
            "Heywood case: item {item} has residual variance {variance:.3f}; the model or the item is in doubt",
            item=str(name),
            variance=value,
        )
        for name, value in residuals.items()
        if value < 0
    ]


def loadings_words(table: pd.DataFrame) -> Text:
    """Return the sentence under a table of loadings: how large they are, and which cannot be told from zero."""
    sizes, free = table["standardized"], table["p"].notna()
    told = Text(
        "The standardised loadings run from {least:.3f} to {most:.3f}", least=sizes.min(), most=sizes.max()
    )
    weak = [item for _, item in table.index[free & (table["p"] >= 0.05)]]
    if weak:
        return Text("{loadings}; those of {items} are not significant (p ≥ 0.05).", loadings=told, items=weak)
    return Text("{loadings}, and all are significant (p < 0.05).", loadings=told)


def heywood(residuals: pd.Series, phi: Array, names: list[str]) -> list[Note]:
    """Return a note for each negative residual variance and each correlation of factors of one or more."""
    together = zip(*np.nonzero(np.tril(np.abs(phi), -1) >= 1), strict=True)
    return negative_variances(residuals) + [
        Note(
            "Heywood case: factors {left} and {right} correlate {correlation:.3f}; merge them",
            left=names[j],
            right=names[i],
            correlation=phi[i, j],
        )
        for i, j in together
    ]
