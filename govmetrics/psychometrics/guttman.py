"""Guttman's six lower bounds of reliability."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.options import SEED, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import squared_multiple, to_correlation
from govmetrics.psychometrics._item_frames import (
    Correlations,
    covariance_of,
    inverse_of,
    read_answers,
    read_correlations,
)
from govmetrics.psychometrics.split_half import all_splits, splits_words


@dataclass(frozen=True, eq=False)
class Guttman(Result):
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
    splits: Text
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("guttman1945",)
    _shown: ClassVar = {"_bounds": "Guttman's lower bounds of reliability"}

    @property
    def _bounds(self) -> pd.DataFrame:
        values = {f"lambda{i}": getattr(self, f"lambda{i}") for i in range(1, 7)}
        return pd.Series(values, name="value").rename_axis("bound").to_frame()

    def _method(self) -> tuple[Text, ...]:
        matrix = Text("correlation matrix") if self.matrix == "correlation" else Text("covariance matrix")
        found = (
            "Guttman's six lower bounds of reliability were computed from the {matrix} of the items, λ4 as the "
            "largest over {splits}."
        )
        return (Text(found, matrix=matrix, splits=self.splits),)

    def _names(self) -> dict[str, str]:
        return {f"lambda{i}": f"λ{i}" for i in range(1, 7)}

    def _finding(self) -> tuple[Text, ...]:
        values = self._bounds["value"]
        found = "The largest of Guttman's lower bounds is {bound} = {value:.3f} (λ4 of {splits}; n = {n:,})."
        return (
            Text(
                found,
                bound=self._names()[str(values.idxmax())],
                value=values.max(),
                splits=self.splits,
                n=self.n,
            ),
        )


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
    faults = wanted(matrix=(matrix, choice("covariance", "correlation")), rng=(rng, SEED))
    with faults:
        r = read_correlations(items, n, weights, missing)
    faults.raise_all()
    if n is not None:
        cov, matrix = r.values, "correlation"
    else:  # the correlations are of the same answers; they are read first, as they refuse constant items
        cov = covariance_of(read_answers(items, weights, missing)) if matrix == "covariance" else r.values
    inverse_of(replace(r, values=to_correlation(cov)), Text("lambda6"))
    return _labelled(cov, matrix, r, rng)


def _labelled(
    cov: Array, matrix: Literal["covariance", "correlation"], r: Correlations, rng: int | np.random.Generator
) -> Guttman:
    lambdas = _guttman(cov)
    splits, complete = all_splits(cov, r.names, np.random.default_rng(rng))
    return Guttman(
        lambda1=lambdas[0],
        lambda2=lambdas[1],
        lambda3=lambdas[2],
        lambda4=float(splits.max()),
        lambda5=lambdas[3],
        lambda6=lambdas[4],
        matrix=matrix,
        splits=splits_words(len(splits), complete),
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
