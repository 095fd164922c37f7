"""Factor models of ordered answers in several groups: thresholds and polychoric correlations by weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.factor_model import Layout, derivatives, matrices
from govmetrics.numerics.restrictions import Linear
from govmetrics.numerics.scoring import descend


@dataclass(frozen=True)
class Sample:
    """What a group shows: thresholds and then correlations (s,), n times their sampling covariance (s, s), respondents."""

    values: Array
    covariance: Array
    n: int


@dataclass(frozen=True)
class Shape:
    """Where a group's parameters stand: those of `layout` with the items' deviations for residuals, then thresholds.

    `items` (t,) says whose each threshold is.
    """

    layout: Layout
    items: Ints

    @property
    def parts(self) -> dict[str, slice]:
        """Places of each kind of parameter."""
        own = self.layout.parts
        end = self.layout.size
        kinds = {"loadings": "loadings", "covariances": "covariances", "deviations": "residuals"}
        kinds |= {"intercepts": "intercepts", "means": "means"}
        return {kind: own[old] for kind, old in kinds.items()} | {
            "thresholds": slice(end, end + len(self.items))
        }

    @property
    def size(self) -> int:
        """Parameters of a group."""
        return self.layout.size + len(self.items)


@dataclass(frozen=True)
class Solution:
    """A fit: each group's parameters (g, q), covariances of the free ones (b, b), the statistic as it is and adjusted."""

    parameters: Array
    spread: Array
    plain: float
    chi_square: float
    df: int
    converged: bool


def implied(shape: Shape, t: Array) -> tuple[Array, Array]:
    """Return the thresholds and correlations (s,) of standardised answers, and their derivatives (s, q)."""
    layout, parts, items = shape.layout, shape.parts, shape.items
    own, deviation = t[: layout.size], t[parts["deviations"]]
    loadings, phi, _, mean = matrices(layout, own)
    by_sigma, by_mean = derivatives(layout, own)
    i, j = np.triu_indices(layout.items, 1)
    distance = (t[parts["thresholds"]] - mean[items]) / deviation[items]
    scale = deviation[i] * deviation[j]
    r = (loadings @ phi @ loadings.T)[i, j] / scale
    slope = np.zeros((len(items) + len(i), shape.size))
    slope[: len(items), : layout.size] = -by_mean[:, items].T / deviation[items][:, None]
    slope[len(items) :, : layout.size] = by_sigma[:, i, j].T / scale[:, None]
    start, k = parts["deviations"].start, np.arange(len(items))
    slope[:, parts["deviations"]] = 0.0
    slope[k, start + items] = -distance / deviation[items]
    pair = len(items) + np.arange(len(i))
    slope[pair, start + i] = -r / deviation[i]
    slope[pair, start + j] = -r / deviation[j]
    slope[k, parts["thresholds"].start + k] = 1 / deviation[items]
    return np.concatenate([distance, r]), slope


def fit(shape: Shape, samples: list[Sample], restriction: Linear, start: Array) -> Solution:
    """Return the solution by diagonally weighted least squares, its statistic adjusted in mean and variance.

    The statistic counts one respondent less in each group, as that of one group does; its adjustment counts all.

    Parameters
    ----------
    shape : Shape
    samples : list of Sample
    restriction : Linear
        Of all groups' parameters (g q,).
    start : array (b,)
    """
    observed = np.concatenate([sample.values for sample in samples])
    total, counted = sum(sample.n for sample in samples), weights(samples, 1)

    def value(free: Array) -> float:
        t = restriction.at(free)[0].reshape(len(samples), -1)
        if (t[:, shape.parts["deviations"]] <= 0).any():
            return float("inf")
        return float(counted @ (observed - moments(shape, t)[0]) ** 2)

    def local(free: Array) -> tuple[Array, Array]:
        t, moves = restriction.at(free)
        there, slope = moments(shape, t.reshape(len(samples), -1))
        own = slope @ moves
        return own.T @ (counted * (observed - there)), own.T @ (counted[:, None] * own)

    found = descend(value, local, start, least=1e-14)
    t, moves = restriction.at(found.at)
    own = moments(shape, t.reshape(len(samples), -1))[1] @ moves
    gamma, df, weight = sampling(samples), len(observed) - own.shape[1], weights(samples)
    plain = total * value(found.at)
    bread = np.linalg.pinv(own.T @ (weight[:, None] * own), hermitian=True) @ (own.T * weight)
    return Solution(
        parameters=t.reshape(len(samples), -1),
        spread=np.asarray(bread @ gamma @ bread.T / total),
        plain=plain,
        chi_square=adjusted(plain, left_over(weight, own) @ gamma, df),
        df=df,
        converged=found.settled,
    )


def nothing_in_common(samples: list[Sample], thresholds: int) -> tuple[float, int]:
    """Return the adjusted statistic of items that do not correlate, thresholds free in every group, and its degrees."""
    weight, gamma = weights(samples), sampling(samples)
    size = len(samples[0].values)
    pairs = np.tile(np.arange(size) >= thresholds, len(samples))
    observed = np.concatenate([sample.values for sample in samples])
    total, df = sum(sample.n for sample in samples), int(pairs.sum())
    plain = total * float(weights(samples, 1)[pairs] @ observed[pairs] ** 2)
    return adjusted(plain, (weight[:, None] * gamma)[np.ix_(pairs, pairs)], df), df


def difference(
    shape: Shape, samples: list[Sample], at: Array, moves: tuple[Array, Array], plain: tuple[float, float]
) -> tuple[float, int, float]:
    """Return the scaled difference of two nested models, its degrees of freedom and p (Satorra 2000).

    Parameters
    ----------
    shape, samples
    at : array (g, q)
        The parameters of the narrower model.
    moves : tuple of arrays (g q, b)
        What the narrower and the wider model let move there; of the wider, more may move than is identified.
    plain : tuple of float
        Their statistics before any adjustment.
    """
    slope = moments(shape, at)[1]
    narrow, wide = (slope @ own for own in moves)
    weight, gamma = weights(samples), sampling(samples)
    between = (left_over(weight, narrow) - left_over(weight, wide)) @ gamma
    df = _rank(weight, wide) - _rank(weight, narrow)
    if df <= 0:
        return plain[0] - plain[1], 0, float("nan")
    value = adjusted(plain[0] - plain[1], between, df)
    return value, df, float(chdtrc(df, max(value, 0.0)))


def moments(shape: Shape, t: Array) -> tuple[Array, Array]:
    """Return the implied values of all groups (g s,) and their derivatives (g s, g q)."""
    each = [implied(shape, row) for row in t]
    s, q = each[0][1].shape
    slope = np.zeros((len(t) * s, len(t) * q))
    for g, (_, own) in enumerate(each):
        slope[g * s : (g + 1) * s, g * q : (g + 1) * q] = own
    return np.concatenate([own for own, _ in each]), slope


def weights(samples: list[Sample], less: int = 0) -> Array:
    """Return the weights (g s,) of all values: a group's share, counting `less` respondents fewer, over their variance."""
    total = sum(sample.n for sample in samples)
    return np.concatenate([(one.n - less) / total / np.diag(one.covariance) for one in samples])


def sampling(samples: list[Sample]) -> Array:
    """Return n times the sampling covariance of all groups' values (g s, g s)."""
    total, s = sum(sample.n for sample in samples), len(samples[0].values)
    gamma = np.zeros((len(samples) * s, len(samples) * s))
    for g, sample in enumerate(samples):
        gamma[g * s : (g + 1) * s, g * s : (g + 1) * s] = sample.covariance * (total / sample.n)
    return gamma


def left_over(weight: Array, slope: Array) -> Array:
    """Return what the weights keep of residuals when parameters with these derivatives (s, b) have been fitted, (s, s)."""
    basis = _basis(weight, slope) * np.sqrt(weight)[:, None]
    return np.asarray(np.diag(weight) - basis @ basis.T)


def adjusted(value: float, product: Array, df: int) -> float:
    """Return a statistic scaled and shifted to the mean and variance of chi-square (Asparouhov and Muthen 2010)."""
    if df <= 0:
        return value
    first, second = float(np.trace(product)), float((product * product.T).sum())
    scale = np.sqrt(df / second)
    return float(scale * value + df - scale * first)


def _basis(weight: Array, slope: Array) -> Array:
    """Return an orthonormal basis (s, rank) of what the derivatives span, weighted."""
    scaled = np.sqrt(weight)[:, None] * slope
    size = np.sqrt((scaled**2).sum(axis=0))
    left, values, _ = np.linalg.svd(scaled[:, size > 0] / size[size > 0], full_matrices=False)
    return np.asarray(left[:, values > 1e-8 * values[0]])


def _rank(weight: Array, slope: Array) -> int:
    return int(_basis(weight, slope).shape[1])
