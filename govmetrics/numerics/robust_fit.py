"""Standard errors and scaling factors of a factor model when answers are not normal."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, Moments, derivatives, matrices, scores


def sandwich(layout: Layout, t: Array, free: Array, group: Moments, x: Array) -> tuple[Array, float]:
    """Return the covariance (b, b) of the free parameters by Huber (1967), and the trace of its meat by its bread.

    Parameters
    ----------
    layout, t, free, group
        One group at its solution, as in `factor_model.fit`; `group.covariance` is over n.
    x : array (n, p)
        The answers.
    """
    bread = np.linalg.inv(_observed(layout, t, free, group))
    case = _case_scores(layout, t, free, x - group.mean)
    meat = case.T @ case / len(x)
    return bread @ meat @ bread / len(x), float(np.trace(bread @ meat))


def kurtosis_traces(x: Array, group: Moments) -> tuple[float, float]:
    """Return the same traces of the unrestricted model and of independent items, from answers `x` (n, p).

    They are (mean squared Mahalanobis distance squared - p) / 2 and the sum of (kurtosis - 1) / 2.
    """
    deviation = x - group.mean
    distance = np.einsum("ij,jk,ik->i", deviation, np.linalg.inv(group.covariance), deviation, optimize=True)
    kurtosis = (deviation**4).mean(axis=0) / np.diag(group.covariance) ** 2
    return float(((distance**2).mean() - x.shape[1]) / 2), float((kurtosis - 1).sum() / 2)


def _observed(layout: Layout, t: Array, free: Array, group: Moments) -> Array:
    """Return the observed information (b, b) of one respondent, by central differences of the score."""
    size = 1e-5 * np.maximum(np.abs(t), np.sqrt(np.abs(t[layout.parts["residuals"]]).mean()) * 1e-3)
    columns = []
    for move in free.T:
        h = float((np.abs(move) @ size) / np.abs(move).sum())
        ahead, behind = scores(layout, t + h * move, group)[0], scores(layout, t - h * move, group)[0]
        columns.append(free.T @ (behind - ahead) / (2 * h))
    information = np.column_stack(columns)
    return np.asarray((information + information.T) / 2)


def _case_scores(layout: Layout, t: Array, free: Array, deviation: Array) -> Array:
    """Return each respondent's score (n, b) from deviations from the mean (n, p)."""
    sigma = matrices(layout, t)[2]
    inverse = np.linalg.inv(sigma)
    own = np.tensordot(free.T, derivatives(layout, t)[0], axes=1)
    middle = inverse @ own @ inverse
    through = np.tensordot(middle, sigma, axes=([1, 2], [0, 1]))
    out = np.empty((len(deviation), len(own)))
    for first in range(0, len(deviation), 4_096):
        d = deviation[first : first + 4_096]
        forms = (d @ middle.transpose(1, 0, 2).reshape(d.shape[1], -1)).reshape(len(d), len(own), -1)
        out[first : first + len(d)] = (np.einsum("nbj,nj->nb", forms, d) - through) / 2
    return out
