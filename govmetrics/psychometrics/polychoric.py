"""Polychoric correlations of ordered answers, and alpha from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import FLAG, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import polychoric as kernel
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.psychometrics._item_frames import Answers, read_answers
from govmetrics.psychometrics._item_statistics import item_statistics, standardized_alpha
from govmetrics.psychometrics._matrix_tables import matrix_table
from govmetrics.psychometrics._polychoric_notes import polychoric_notes

_MOST = 20  # categories from which on an item is not treated as ordinal


@dataclass(frozen=True, eq=False)
class Polychoric(Result):
    """Polychoric correlations (多分格相关).

    Attributes
    ----------
    correlations : DataFrame
        Items x items.
    thresholds : DataFrame
        Item, upper answer of the category below the threshold, threshold; one row per threshold.
    alpha : float
        Ordinal alpha (有序 α 系数): alpha of the polychoric correlations.
    alpha_if_deleted : Series
        Ordinal alpha without each item.
    positive_definite : bool
        Whether the estimated matrix was positive definite; where not, and `smooth` was asked for,
        `correlations` is the smoothed matrix.
    n : int
        Respondents used.

    See Also
    --------
    polychoric
    """

    correlations: pd.DataFrame
    thresholds: pd.DataFrame
    alpha: float
    alpha_if_deleted: pd.Series
    positive_definite: bool
    n: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "correlations": "Polychoric correlations",
        "thresholds": "Thresholds",
        "alpha_if_deleted": "Ordinal alpha without each item",
    }

    def _method(self) -> tuple[Text, ...]:
        return (
            Text(
                "Polychoric correlations were estimated by maximum likelihood in two steps; ordinal alpha is "
                "Cronbach's alpha of them."
            ),
        )

    def _finding(self) -> tuple[Text, ...]:
        return (Text("Ordinal alpha is {alpha:.3f} (n = {n:,}).", alpha=self.alpha, n=self.n),)

    def _tables(self) -> list[Table]:
        first = matrix_table(
            Text(self._shown["correlations"]), self.correlations, ("olsson1979", "zumbo2007")
        )
        without = self.alpha_if_deleted.rename("ordinal_alpha_if_deleted")
        last = Table.of(Text(self._shown["alpha_if_deleted"]), without, "psychometrics")
        return [first, super()._tables()[1], last]


def polychoric(
    items: pd.DataFrame,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
    smooth: bool = False,
) -> Polychoric:
    """Return the two-step maximum-likelihood polychoric correlations of `items`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, each with at most 20 ordered answers. Only answers in use are categories: one
        that nobody chose has no thresholds of its own, and empty cells of a pair need no correction.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers; pairwise takes thresholds from all who answered an item.
    smooth : bool
        Whether a matrix that is not positive definite is replaced by the correlation matrix of its
        eigenvalues cut at 1e-6 (said in the notes).

    Returns
    -------
    Polychoric

    Notes
    -----
    Where a cell of two items' cross table is empty, the likelihood may grow up to a correlation of one: .9999 is
    given and named. Named, too, are correlations that half a respondent in the empty cells would change by more
    than .1, and those that rest on fewer than 30 respondents.

    Raises
    ------
    FaultyInput
        Answers that are not numbers.
    UnsuitableMethod
        Constant items, items with more than 20 different answers, pairs never answered together.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient.
    Psychometrika, 44.
    Zumbo, B. D., Gadermann, A. M. and Zeisser, C. (2007). Ordinal versions of coefficients alpha and theta
    for Likert rating scales. Journal of Modern Applied Statistical Methods, 6.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2, 1, 2], "b": [1, 1, 1, 2, 2, 2, 2, 1]})
    >>> round(float(polychoric(answers).correlations.loc["a", "b"]), 4)  # sin(2 pi (3 / 8 - 1 / 4))
    0.7071
    """
    faults = wanted(smooth=(smooth, FLAG))
    with faults:
        answers = read_answers(items, weights, missing)
    faults.raise_all()
    codes, labels = categories_of(answers)
    tables, shares = kernel.cross_tables(codes, [len(used) for used in labels], answers.weights)
    _check_pairs(tables, answers.names)
    thresholds = ndtri(kernel.below_thresholds(shares))
    r = kernel.correlations(tables, thresholds)
    notes = [*answers.notes, *polychoric_notes(r, tables, codes, labels, answers)]
    smallest = float(np.linalg.eigvalsh(r)[0])
    if smallest <= 0:
        notes.append(_indefinite(smallest, smooth))
        r = _smoothed(r) if smooth else r
    return _labelled(r, thresholds, labels, answers=answers, definite=smallest > 0, notes=notes)


def _labelled(
    r: Array, thresholds: Array, labels: list[Array], *, answers: Answers, definite: bool, notes: list[Note]
) -> Polychoric:
    index = pd.Index(answers.names, name="item")
    rows = [
        {"item": name, "answer": float(answer), "threshold": float(cut)}
        for name, used, cuts in zip(answers.names, labels, thresholds, strict=True)
        for answer, cut in zip(used[:-1], cuts, strict=False)
    ]
    return Polychoric(
        correlations=pd.DataFrame(r, index=index, columns=pd.Index(answers.names)),
        thresholds=pd.DataFrame(rows),
        alpha=standardized_alpha(r)[0],
        alpha_if_deleted=pd.Series(
            item_statistics(r)["alpha_if_deleted"], index=index, name="alpha_if_deleted"
        ),
        positive_definite=definite,
        n=answers.n,
        notes=tuple(notes),
    )


def categories_of(answers: Answers) -> tuple[Ints, list[Array]]:
    """Return codes (n, k), -1 where missing, and each item's answers in use; refuse what is not ordinal."""
    x = answers.values
    codes = np.full(x.shape, -1, dtype=np.intp)
    labels, faults = [], []
    for j, name in enumerate(answers.names):
        given = ~np.isnan(x[:, j])
        used, codes[given, j] = np.unique(x[given, j], return_inverse=True)
        labels.append(used)
        if len(used) < 2:
            problem = "every answer is the same"
            way_out = "a constant item has no correlations; leave it out and say so"
            faults.append(Fault(name, problem, way_out))
        elif len(used) > _MOST:
            problem = "{count:,} different answers"
            way_out = "use ordinary correlations, or fewer categories"
            faults.append(Fault(name, problem, way_out, count=len(used)))
    Faults(faults).raise_all(UnsuitableMethod)
    return codes, labels


def _check_pairs(tables: Array, names: list[str]) -> None:
    together = tables.sum(axis=(2, 3))
    rows, columns = np.nonzero(np.triu(together <= 0, 1))
    if len(rows):
        way = "leave one of the two out, or collect answers to both"
        pairs = [(names[i], names[j]) for i, j in zip(rows, columns, strict=True)]
        raise UnsuitableMethod([Fault(f"{a}, {b}", "never answered together", way) for a, b in pairs])


def _indefinite(smallest: float, smooth: bool) -> Note:
    if smooth:
        return Note(
            "the correlations are not positive definite (smallest eigenvalue {smallest:.3g}): smoothed",
            smallest=smallest,
        )
    return Note(
        "the correlations are not positive definite (smallest eigenvalue {smallest:.3g}): not changed; use "
        "smooth=True where an inverse is needed",
        smallest=smallest,
    )


def _smoothed(r: Array) -> Array:
    """Return the correlation matrix of `r` (k, k) with its eigenvalues cut at 1e-6."""
    values, vectors = np.linalg.eigh(r)
    cut = (vectors * np.maximum(values, 1e-6)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(cut))
    return np.asarray(cut * np.outer(scale, scale))
