"""Guttman's six lower bounds of reliability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.correlations import Array, squared_multiple, to_correlation
from govmetrics.psychometrics._item_frames import (
    Correlations,
    covariance_of,
    inverse_of,
    read_answers,
    read_correlations,
)
from govmetrics.psychometrics.split_half import all_splits


@dataclass(frozen=True, eq=False)
class Guttman:
    """Guttman's lambda1 to lambda6 (Guttman λ 系数); lambda3 is alpha, lambda4 the best split half.

    `splits` says whether lambda4 is over all splits into halves or over a sample of them.

    Attributes
    ----------
    lambda1, lambda2, lambda3, lambda4, lambda5, lambda6 : float
        Lower bounds of the reliability.
    matrix : str
        Whether covariances or correlations were used.
    splits : str
        Whether lambda4 is over all splits into halves or over a sample of them.
    n : int
        Respondents used.
    notes : tuple of str
        What was left out, and what looks wrong.

    See Also
    --------
    guttman
    """

    lambda1: float
    lambda2: float
    lambda3: float
    lambda4: float
    lambda5: float
    lambda6: float
    matrix: str
    splits: str
    n: int
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per bound."""
        values = {f"lambda{i}": getattr(self, f"lambda{i}") for i in range(1, 7)}
        return pd.Series(values, name="value").rename_axis("bound").to_frame()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), f"Guttman's lower bounds of reliability, n = {self.n}")


def guttman(
    items: pd.DataFrame,
    matrix: Literal["covariance", "correlation"] = "covariance",
    n: int | None = None,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
    rng: int | np.random.Generator = 0,
) -> Guttman:
    """Return Guttman's six lower bounds of the reliability of the sum of `items`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped; or a correlation matrix when `n` is given.
    matrix : {"covariance", "correlation"}
        Bounds of the sum of the items, or of the sum of standardised items.
    n : int, optional
        Respondents behind a correlation matrix.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.
    rng : int or Generator
        For the sample of splits of more than 26 items.

    Returns
    -------
    Guttman

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `alpha`; constant items and singular correlations too (lambda6 needs the inverse).

    References
    ----------
    Guttman, L. (1945). A basis for analyzing test-retest reliability. Psychometrika, 10.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5, .4], [.5, 1, .3], [.4, .3, 1]])
    >>> round(guttman(r, n=100).lambda2, 4)
    0.6712
    """
    choose(matrix, ("covariance", "correlation"), "matrix")
    if n is None:
        answers = read_answers(items, weights, missing)
        # covariances and correlations come from the same answers; the second refuses constant items
        r = read_correlations(items, None, weights, missing)
        cov = covariance_of(answers) if matrix == "covariance" else r.values
    else:
        r = read_correlations(items, n)
        cov, matrix = r.values, "correlation"
    inverse_of(r, "lambda6")
    return _labelled(cov, matrix, r, rng)


def _labelled(
    cov: Array, matrix: Literal["covariance", "correlation"], r: Correlations, rng: int | np.random.Generator
) -> Guttman:
    lambdas = _guttman(cov)
    splits, complete = all_splits(cov, np.random.default_rng(rng))
    kind = f"all {len(splits)} splits" if complete else f"{len(splits)} splits drawn at random"
    return Guttman(
        lambda1=lambdas[0],
        lambda2=lambdas[1],
        lambda3=lambdas[2],
        lambda4=float(splits.max()),
        lambda5=lambdas[3],
        lambda6=lambdas[4],
        matrix=matrix,
        splits=kind,
        n=r.n,
        notes=tuple(r.notes),
    )


def _guttman(cov: Array) -> tuple[float, float, float, float, float]:
    """Return lambda1, 2, 3, 5 and 6 of covariances (k, k), in Guttman's (1945) numbering."""
    k = len(cov)
    total, variance = cov.sum(), np.diag(cov)
    squares = cov**2
    np.fill_diagonal(squares, 0)
    lambda1 = 1 - variance.sum() / total
    lambda2 = lambda1 + np.sqrt(k / (k - 1) * squares.sum()) / total
    lambda3 = k / (k - 1) * lambda1
    lambda5 = lambda1 + 2 * np.sqrt(squares.sum(axis=0).max()) / total
    errors = variance * (1 - squared_multiple(to_correlation(cov)))
    return float(lambda1), float(lambda2), float(lambda3), float(lambda5), float(1 - errors.sum() / total)
