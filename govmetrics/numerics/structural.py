"""Linear structural models by maximum likelihood: arrows and two-headed arrows among variables, some of them unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.scoring import descend


@dataclass(frozen=True, eq=False)
class Model:
    """Variables v = A v + u with Cov(u) = S, the first `seen` of them observed.

    Free arrows go from `sources` to `targets` (their coefficients stand first in the parameters), free variances and
    covariances of u stand at (`left`, `right`), `left` >= `right`. `fixed` (k, k) are arrows that are set, zero elsewhere.
    """

    seen: int
    size: int
    targets: Ints
    sources: Ints
    left: Ints
    right: Ints
    fixed: Array

    @property
    def parameters(self) -> int:
        """How many are free."""
        return len(self.targets) + len(self.left)


@dataclass(frozen=True, eq=False)
class Solution:
    """Parameters (q,), the discrepancy, the expected information of one respondent (q, q), whether it converged."""

    parameters: Array
    discrepancy: float
    information: Array
    converged: bool


def matrices(model: Model, t: Array) -> tuple[Array, Array, Array]:
    """Return arrows (k, k), (I - A)^-1 (k, k) and the covariances of all variables (k, k)."""
    arrows, s = model.fixed.copy(), np.zeros((model.size, model.size))
    cut = len(model.targets)
    arrows[model.targets, model.sources] = t[:cut]
    s[model.left, model.right] = s[model.right, model.left] = t[cut:]
    total = np.linalg.inv(np.eye(model.size) - arrows)
    return arrows, np.asarray(total, dtype=float), np.asarray(total @ s @ total.T, dtype=float)


def derivatives(model: Model, t: Array) -> Array:
    """Return the derivatives of the implied covariances of what is observed by the parameters, (q, p, p)."""
    _, total, sigma = matrices(model, t)
    p = model.seen
    seen = total[:p]
    by_arrow = seen.T[model.targets][:, :, None] * sigma[:p].T[model.sources][:, None, :]
    by_arrow = by_arrow + by_arrow.transpose(0, 2, 1)
    by_pair = seen.T[model.left][:, :, None] * seen.T[model.right][:, None, :]
    apart = (model.left != model.right)[:, None, None]
    return np.concatenate([by_arrow, by_pair + np.where(apart, by_pair.transpose(0, 2, 1), 0.0)])


def discrepancy(model: Model, t: Array, cov: Array) -> float:
    """Return the likelihood discrepancy from covariances (p, p); infinite where the implied ones are not definite."""
    try:
        implied = matrices(model, t)[2][: model.seen, : model.seen]
        inverse = np.linalg.inv(np.linalg.cholesky(implied))
    except np.linalg.LinAlgError:
        return float("inf")
    scaled = inverse @ cov @ inverse.T
    return float(np.trace(scaled) - np.linalg.slogdet(scaled)[1] - model.seen)


def local(model: Model, t: Array, cov: Array) -> tuple[Array, Array]:
    """Return half the negative gradient (q,) of the discrepancy and the expected information (q, q)."""
    implied = matrices(model, t)[2][: model.seen, : model.seen]
    inverse, d = np.linalg.inv(implied), derivatives(model, t)
    rest = inverse @ (cov - implied) @ inverse
    weighted = inverse @ d @ inverse
    flat = d.reshape(len(d), -1)
    return flat @ rest.ravel() / 2, weighted.reshape(len(d), -1) @ flat.T / 2


def fit(model: Model, cov: Array, start: Array) -> Solution:
    """Return the maximum-likelihood solution for covariances (p, p) by Fisher's scoring."""
    found = descend(lambda t: discrepancy(model, t, cov), lambda t: local(model, t, cov), start)
    return Solution(
        found.at, discrepancy(model, found.at, cov), local(model, found.at, cov)[1], found.settled
    )


def sandwich(
    model: Model, t: Array, cov: Array, x: Array, weights: Array | None, clusters: Ints | None
) -> tuple[Array, float]:
    """Return the covariance (q, q) of the parameters by Huber (1967), and the trace of its meat by its bread.

    `x` (n, p) are deviations from the mean; `cov` is over the sum of the weights. Clusters, numbered from 0, add up their
    respondents' scores, times G / (G - 1).
    """
    bread = np.linalg.inv(_observed(model, t, cov))
    implied = matrices(model, t)[2][: model.seen, : model.seen]
    inverse = np.linalg.inv(implied)
    middle = inverse @ derivatives(model, t) @ inverse
    flat = middle.reshape(len(middle), -1)
    case = np.concatenate(
        [
            (d[:, :, None] * d[:, None, :]).reshape(len(d), -1) @ flat.T
            for d in np.array_split(x, max(1, len(x) // 4096))
        ]
    )
    case = (case - flat @ implied.ravel()) / 2
    meat = _squares(case, weights, clusters) / len(x)
    return bread @ meat @ bread / len(x), float(np.trace(bread @ meat))


def free_traces(
    x: Array, cov: Array, weights: Array | None, clusters: Ints | None, given: Ints
) -> tuple[float, float]:
    """Return the same traces of the unrestricted model, and of variables independent but for those that are `given`."""
    n, p = x.shape

    def unrestricted(columns: Ints) -> float:
        own = np.linalg.solve(np.linalg.cholesky(cov[np.ix_(columns, columns)]), x[:, columns].T).T
        i, j = np.triu_indices(len(columns))
        case = own[:, i] * own[:, j] - (i == j)
        case = case * np.where(i == j, np.sqrt(0.5), 1.0)
        return float(np.trace(_squares(case, weights, clusters)) / n)

    rest = np.setdiff1d(np.arange(p), given)
    independent = sum(unrestricted(np.array([k])) for k in rest) + (
        unrestricted(given) if len(given) else 0.0
    )
    return unrestricted(np.arange(p)), float(independent)


def jacobian(function: Callable[[Array], Array], t: Array, size: Array) -> Array:
    """Return the derivatives (m, q) of a function's values (m,) by central differences of the given sizes (q,)."""
    columns = []
    for place, step in enumerate(size):
        ahead, behind = t.copy(), t.copy()
        ahead[place] += step
        behind[place] -= step
        columns.append((function(ahead) - function(behind)) / (2 * step))
    return np.column_stack(columns)


def _observed(model: Model, t: Array, cov: Array) -> Array:
    """Return the observed information (q, q) of one respondent; variables are standardised, so one step suits all."""
    found = -jacobian(lambda value: local(model, value, cov)[0], t, np.full(len(t), 1e-5))
    return (found + found.T) / 2


def _squares(case: Array, weights: Array | None, clusters: Ints | None) -> Array:
    """Return the sum of outer products of weighted scores (n, q), by cluster where there are any."""
    case = case if weights is None else case * weights[:, None]
    if clusters is None:
        return np.asarray(case.T @ case)
    groups = int(clusters.max()) + 1
    sums = np.zeros((groups, case.shape[1]))
    np.add.at(sums, clusters, case)
    return np.asarray(groups / (groups - 1) * (sums.T @ sums))
