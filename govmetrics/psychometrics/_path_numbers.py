"""The numbers of a model of paths: fitted, labelled, with standardised and indirect effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.numerics import fit as indices
from govmetrics.numerics import structural
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.factor_model import Moments
from govmetrics.numerics.structural import Model
from govmetrics.psychometrics._columns import Columns
from govmetrics.psychometrics._model_fit import model_fit, robust_indices
from govmetrics.psychometrics._path_model import Written, laid_out


@dataclass(frozen=True, eq=False)
class FittedPaths:
    """A fitted model in standard deviations of the columns: parameters, their covariances; the deviations of all variables."""

    written: Written
    model: Model
    t: Array
    spread: Array
    units: Array
    indices: dict[str, float]
    residual: Array


def fitted(written: Written, columns: Columns, *, robust: bool) -> FittedPaths:
    """Fit the model to the columns."""
    x, w = columns.of(*written.columns), columns.weights
    scale = np.abs(x - x.mean(axis=0)).max(axis=0)
    x = (x - columns.mean(*written.columns)) / scale
    cov = x.T @ (x if w is None else x * w[:, None]) / len(x)
    sd = np.sqrt(np.diag(cov))
    x, r = x / sd, cov / np.outer(sd, sd)
    if np.linalg.eigvalsh(r)[0] < 1e-10:
        way = "use more respondents than columns, and leave out columns that are made of others"
        raise UnsuitableMethod("frame", "the covariance matrix is singular", way)
    model, start = laid_out(written, r)
    solution = structural.fit(model, r, start)
    _check(solution)
    n = float(columns.n)
    own = structural.matrices(model, solution.parameters)[2][: model.seen, : model.seen]
    found = model_fit(
        [own],
        [Moments(r, np.zeros(len(r)), n)],
        np.array([solution.discrepancy]),
        model.parameters,
        columns.n,
    )
    given = np.array([written.columns.index(name) for name in written.given], dtype=np.intp)
    found = _given_predictors(found, r, given)
    found |= _in_units(found, sd * scale)
    del found["rmr"]  # of covariances in the columns' units it says nothing
    spread = np.linalg.inv(solution.information) / n
    if robust:
        spread, trace = structural.sandwich(model, solution.parameters, r, x, w, columns.clusters)
        found |= robust_indices(found, (trace, *structural.free_traces(x, r, w, columns.clusters, given)))
    sizes = dict(zip(written.columns, sd * scale, strict=True))
    units = np.array(
        [sizes[name] if name in sizes else sizes[written.factors[name][0]] for name in written.variables]
    )
    return FittedPaths(
        written, model, solution.parameters, np.asarray(spread, dtype=float), units, found, r - own
    )


def coefficients(fits: FittedPaths, level: float) -> pd.DataFrame:
    """Return the arrows among the variables, with standardised ones."""
    count = _structural(fits)
    raw, se = _raw(fits)
    beta = _standard(fits)[:count]
    beta_se = _errors(fits, lambda t: _standard(fits, t)[:count])
    table = _estimates(raw[:count], se[:count], level)
    table["beta"], table["beta_se"] = beta, beta_se
    rows = [(outcome, name) for outcome, predictors in fits.written.arrows.items() for name in predictors]
    return table.set_index(pd.MultiIndex.from_tuples(rows, names=["outcome", "predictor"]))


def loadings(fits: FittedPaths) -> pd.DataFrame | None:
    """Return the loadings of the items, the first of each factor set to one; None where there are no factors."""
    written = fits.written
    if not written.factors:
        return None
    place = {name: k for k, name in enumerate(written.variables)}
    rows = [(factor, item) for factor, items in written.factors.items() for item in items]
    raw, se = (iter(part[_structural(fits) : len(fits.model.targets)]) for part in _raw(fits))
    markers = {(factor, items[0]) for factor, items in written.factors.items()}
    values = [(1.0, 0.0) if row in markers else (next(raw), next(se)) for row in rows]
    table = _estimates(np.array([v for v, _ in values]), np.array([e for _, e in values]), 0.95)
    _, _, sigma = structural.matrices(fits.model, fits.t)
    arrows = structural.matrices(fits.model, fits.t)[0]
    sd = np.sqrt(np.diag(sigma))
    table["standardized"] = [arrows[place[i], place[f]] * sd[place[f]] / sd[place[i]] for f, i in rows]
    table = table.rename(columns={"b": "estimate"}).drop(columns=["lower", "upper"])
    return table.set_index(pd.MultiIndex.from_tuples(rows, names=["factor", "item"]))


def covariances(fits: FittedPaths, level: float) -> pd.DataFrame:
    """Return the covariances of variables that no arrow leads to, and of residuals that may covary."""
    cut, left, right = len(fits.model.targets), fits.model.left, fits.model.right
    apart = left != right
    raw, se = (part[cut:][apart] for part in _raw(fits))
    names = fits.written.variables
    variances = dict(zip(left[~apart], fits.t[cut:][~apart], strict=True))
    table = _estimates(raw, se, level)
    table["correlation"] = [
        value / np.sqrt(variances[a] * variances[b])
        for value, a, b in zip(fits.t[cut:][apart], left[apart], right[apart], strict=True)
    ]
    rows = [(names[b], names[a]) for a, b in zip(left[apart], right[apart], strict=True)]
    return table.set_index(
        pd.MultiIndex.from_arrays([[a for a, _ in rows], [b for _, b in rows]], names=["variable", "with"])
    )


def unexplained(fits: FittedPaths) -> dict[str, float]:
    """Return the share of every outcome and item that is not explained."""
    cut, names = len(fits.model.targets), fits.written.variables
    sigma = structural.matrices(fits.model, fits.t)[2]
    own = {*fits.written.arrows, *(item for items in fits.written.factors.values() for item in items)}
    pairs = zip(fits.model.left, fits.model.right, fits.t[cut:], strict=True)
    return {names[a]: float(value / sigma[a, a]) for a, b, value in pairs if a == b and names[a] in own}


def effects(fits: FittedPaths, level: float) -> pd.DataFrame:
    """Return direct, indirect and total effects of every variable on those after it (Bollen 1987), with delta-method errors."""
    names = fits.written.variables
    arrows = structural.matrices(fits.model, fits.t)[0]
    nodes = [names.index(name) for name in fits.written.nodes]
    reach = np.linalg.inv(np.eye(len(nodes)) - (arrows[np.ix_(nodes, nodes)] != 0)) - np.eye(len(nodes))
    pairs = [(i, j) for i in range(len(nodes)) for j in range(len(nodes)) if reach[i, j] > 0]
    rows, columns = (np.array([pair[side] for pair in pairs], dtype=np.intp) for side in (0, 1))
    by = fits.units[nodes][rows] / fits.units[nodes][columns]

    def of(t: Array) -> Array:
        own, _, sigma = structural.matrices(fits.model, t)
        b, sd = own[np.ix_(nodes, nodes)], np.sqrt(np.diag(sigma))[nodes]
        total = np.linalg.inv(np.eye(len(nodes)) - b) - np.eye(len(nodes))
        parts = [b[rows, columns], (total - b)[rows, columns], total[rows, columns]]
        return np.concatenate(
            [*(part * by for part in parts), *(part * sd[columns] / sd[rows] for part in parts)]
        )

    values, se = of(fits.t).reshape(6, -1), _errors(fits, of).reshape(6, -1)
    table = pd.DataFrame({"direct": values[0]})
    for k, name in ((1, "indirect"), (2, "total")):
        known = se[k] > 1e-12 * np.abs(by)
        error = np.where(known, se[k], np.nan)
        half = -ndtri((1 - level) / 2) * error
        table[name], table[f"{name}_se"] = values[k], error
        table[f"{name}_p"] = 2 * ndtr(-np.abs(values[k] / error))
        table[f"{name}_lower"], table[f"{name}_upper"] = values[k] - half, values[k] + half
    for k, name in ((3, "beta_direct"), (4, "beta_indirect"), (5, "beta_total")):
        table[name] = values[k]
    own = fits.written.nodes
    return table.set_index(
        pd.MultiIndex.from_arrays(
            [[own[i] for i in rows], [own[j] for j in columns]], names=["outcome", "predictor"]
        )
    )


def _structural(fits: FittedPaths) -> int:
    return sum(len(predictors) for predictors in fits.written.arrows.values())


def _raw(fits: FittedPaths) -> tuple[Array, Array]:
    """Return the parameters and their errors in the columns' own units."""
    model, units = fits.model, fits.units
    scale = np.concatenate(
        [units[model.targets] / units[model.sources], units[model.left] * units[model.right]]
    )
    return fits.t * scale, np.sqrt(np.maximum(np.diag(fits.spread), 0.0)) * scale


def _standard(fits: FittedPaths, t: Array | None = None) -> Array:
    """Return the free arrows between variables of deviation one."""
    t = fits.t if t is None else t
    sd = np.sqrt(np.diag(structural.matrices(fits.model, t)[2]))
    return np.asarray(t[: len(fits.model.targets)] * sd[fits.model.sources] / sd[fits.model.targets])


def _errors(fits: FittedPaths, function: Any) -> Array:
    """Return the delta-method errors of a function of the parameters."""
    slope = structural.jacobian(function, fits.t, np.full(len(fits.t), 1e-6))
    return np.asarray(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slope, fits.spread, slope), 0.0)))


def _estimates(b: Array, se: Array, level: float) -> pd.DataFrame:
    error = np.where(se > 0, se, np.nan)
    half = -ndtri((1 - level) / 2) * error
    z = b / error
    return pd.DataFrame(
        {"b": b, "se": se, "z": z, "p": 2 * ndtr(-np.abs(z)), "lower": b - half, "upper": b + half}
    )


def _given_predictors(found: dict[str, float], r: Array, given: Ints) -> dict[str, float]:
    """Return the indices with a null model that takes the observed predictors as they are, their covariances too."""
    if len(given) < 2:
        return found
    n, df, chi_square = found["n"], int(found["df"]), found["chi_square"]
    null = found["null_chi_square"] + n * float(np.linalg.slogdet(r[np.ix_(given, given)])[1])
    null_df = int(found["null_df"]) - len(given) * (len(given) - 1) // 2
    return found | {
        "null_chi_square": null, "null_df": float(null_df), "nfi": 1 - chi_square / null,
        "ifi": (null - chi_square) / (null - df),
        "cfi": indices.comparative(chi_square, df, null, null_df), "tli": indices.tucker_lewis(chi_square, df, null, null_df),
    }  # fmt: skip


def _in_units(found: dict[str, float], units: Array) -> dict[str, float]:
    """Return log likelihood and criteria of the columns in their units."""
    likelihood, count, n = (
        found["log_likelihood"] - found["n"] * float(np.log(units).sum()),
        found["parameters"],
        found["n"],
    )
    return {
        "log_likelihood": likelihood, "aic": -2 * likelihood + 2 * count, "bic": -2 * likelihood + count * float(np.log(n)),
        "bic_adjusted": -2 * likelihood + count * float(np.log((n + 2) / 24)),
    }  # fmt: skip


def _check(solution: structural.Solution) -> None:
    spread = np.maximum(np.diag(solution.information), 0.0)
    scaled = solution.information / np.maximum(np.sqrt(np.outer(spread, spread)), 1e-300)
    if not np.isfinite(scaled).all() or not solution.converged or np.linalg.eigvalsh(scaled)[0] < 1e-9:
        problem = "the model did not converge" if not solution.converged else "the model is not identified"
        way = "leave arrows or covariances out, or give each factor three or more items that belong together"
        raise UnsuitableMethod("model", problem, way)
