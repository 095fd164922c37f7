"""The numbers of importance-performance analysis: means, gaps, importance derived from an outcome."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Faults
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.numerics.draw_order import in_place
from govmetrics.numerics.linearisation import linearised_t, means_with_errors
from govmetrics.numerics.relative_importance import MOST_EXACT, shapley_exact, shapley_sampled

Derive = Literal["shapley", "regression", "partial_correlation", "correlation"]
_ORDERS = 2_000


def performances(x: Array, items: pd.Index, weights: Array | None) -> pd.DataFrame:
    """Return n, mean and its 95 % interval (Student's t) of each column."""
    n, mean, error = means_with_errors(x, weights)
    half = scipy.stats.t.ppf(0.975, np.maximum(n - 1, 1)) * error
    columns = {"n": n, "performance": mean, "lower": mean - half, "upper": mean + half}
    return pd.DataFrame(columns, index=pd.Index(items, name="item")).assign(importance=np.nan)


def gaps(
    performance: pd.DataFrame, importance: pd.DataFrame | pd.Series, weights: Array | None
) -> pd.DataFrame:
    """Return gap, t and p of each item: performance minus stated importance, paired by respondent."""
    x, index = performance.to_numpy(dtype=float), pd.Index(performance.columns, name="item")
    if isinstance(importance, pd.Series):
        stated = importance.reindex(performance.columns).to_numpy(dtype=float)
        gap = means_with_errors(x, weights)[1] - stated
        return pd.DataFrame({"gap": gap, "t": np.nan, "p": np.nan}, index=index)
    apart = x - importance[performance.columns].to_numpy(dtype=float)
    n, mean, error = means_with_errors(apart, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = mean / error
    p = 2 * scipy.stats.t.sf(np.abs(t), np.maximum(n - 1, 1))
    return pd.DataFrame({"gap": mean, "t": t, "p": p}, index=index)


def derived(
    performance: pd.DataFrame,
    outcome: pd.Series,
    weights: Array | None,
    derive: Derive,
    rng: np.random.Generator,
) -> tuple[Array, Array, float, tuple[Note, ...]]:
    """Return importance (k,), its p values (k,), R squared and notes, over the complete rows."""
    both = np.column_stack([performance.to_numpy(dtype=float), outcome.to_numpy(dtype=float)])
    known = ~np.isnan(both).any(axis=1)
    complete, w = both[known], None if weights is None else weights[known]
    n, k = len(complete), performance.shape[1]
    _suitable(complete, performance.columns)
    r = to_correlation(covariance(complete, w))
    inner, ry = r[:k, :k], r[:k, k]
    beta = np.linalg.solve(inner, ry)
    r2 = float(np.minimum(1.0, ry @ beta))
    exact = r2 > 1 - 1e-12
    if exact and derive == "partial_correlation":
        raise UnsuitableMethod("outcome", "follows exactly from the items", "use shapley")
    inverse = np.full((k + 1, k + 1), np.nan) if exact else np.linalg.inv(r)
    partial = -inverse[:k, k] / np.sqrt(np.diagonal(inverse)[:k] * inverse[k, k])
    p = _p_values(complete, w, partial, ry, alone=derive == "correlation")
    notes = []
    if n < len(both):
        notes.append(Note("derived from the {count} of {all} rows that are complete", count=n, all=len(both)))
    if exact and derive != "correlation":
        p = np.full(k, np.nan)
        notes.append(Note("the outcome follows exactly from the items, so nothing is tested"))
    if derive == "shapley" and k > MOST_EXACT:
        order = name_order(performance.columns)
        found = shapley_sampled(inner[np.ix_(order, order)], ry[order], _ORDERS, rng)
        shares, errors = (in_place(order, one) for one in found)
        text = "{count:,} orders of entry sampled; largest standard error {error:.2g}"
        notes.append(Note(text, count=2 * _ORDERS, error=float(errors.max())))
    elif derive == "shapley":
        shares = shapley_exact(inner, ry)
    else:
        shares = {"regression": beta, "partial_correlation": partial, "correlation": ry}[derive]
        if (shares < 0).any():
            text = "negative importance, often a sign of items that say the same: {items}; try shapley"
            notes.append(Note(text, items=[str(item) for item in performance.columns[shares < 0]]))
    return shares, p, r2, tuple(notes)


def _p_values(complete: Array, w: Array | None, partial: Array, ry: Array, alone: bool) -> Array:
    """Return two-sided p values (k,) of the items' coefficients, each item `alone` or all together."""
    n, k = len(complete), complete.shape[1] - 1
    free = n - 2 if alone else n - k - 1
    if w is not None:
        x, y = complete[:, :k], complete[:, k]
        t = np.array([linearised_t(x[:, [j]], y, w)[0] for j in range(k)]) if alone else linearised_t(x, y, w)
    else:
        # t of a coefficient and of its partial correlation are the same number.
        r = ry if alone else partial
        with np.errstate(divide="ignore", invalid="ignore"):
            t = r * np.sqrt(free / (1 - r**2))
    return np.asarray(2 * scipy.stats.t.sf(np.abs(t), free))


def _suitable(complete: Array, items: pd.Index) -> None:
    """Refuse complete rows (n, k + 1) from which importance cannot be derived."""
    n, k = complete.shape[0], complete.shape[1] - 1
    faults = []
    if n < k + 3:
        way_out = (
            "{items:# item needs|# items need} {least} complete rows; use fewer items, or stated importance"
        )
        problem = "{count:# row is|# rows are} complete"
        faults.append(Fault("rows", problem, way_out, count=n, items=k, least=k + 3))
    else:
        labels = [str(item) for item in items]
        still = np.ptp(complete, axis=0) <= 1e-14 * np.abs(complete).max(axis=0)  # up to floating point
        faults += [Fault(labels[j], "is constant", "leave it out") for j in np.flatnonzero(still[:k])]
        if still[k]:
            faults.append(Fault("outcome", "is constant", "take one that varies"))
        moving = np.flatnonzero(~still[:k])
        x = complete[:, moving]
        values, vectors = np.linalg.eigh(to_correlation(covariance(x))) if moving.size else (x[0], x)
        same = values < 1e-10
        if same.any():
            tied = [labels[moving[j]] for j in np.flatnonzero(np.abs(vectors[:, same]).max(axis=1) > 1e-6)]
            problem, way_out = "say exactly the same together", "leave {count} of them out"
            faults.append(Fault(", ".join(tied), problem, way_out, count=int(same.sum())))
    Faults(faults).raise_all(UnsuitableMethod)
