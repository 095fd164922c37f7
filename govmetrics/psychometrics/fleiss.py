"""Fleiss' kappa: agreement of several raters on categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import FLAG, SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text, p_words
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.psychometrics._frames import as_table, numbers_of
from govmetrics.psychometrics._rating_frames import categories_in, enough_ratings


@dataclass(frozen=True, eq=False)
class Fleiss(Result):
    """Fleiss' kappa (Fleiss κ 系数).

    Attributes
    ----------
    kappa, standard_error, z, p, lower, upper : float
        Overall; the standard error, z and p are under no agreement beyond chance, the interval is
        kappa plus and minus its normal quantile times that error.
    exact : float
        Conger's kappa, which knows who rated (NaN when only counts are given).
    categories : DataFrame
        Share and kappa of each category.

    See Also
    --------
    fleiss
    """

    kappa: float
    standard_error: float
    z: float
    p: float
    lower: float
    upper: float
    exact: float
    categories: pd.DataFrame
    things: int
    raters: int
    level: float

    _shown: ClassVar = {"_row": "Fleiss' kappa", "categories": "Agreement on each category"}

    @property
    def _row(self) -> pd.DataFrame:
        names = ("kappa", "standard_error", "z", "p", "lower", "upper", "exact", "things", "raters")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Agreement of {raters} raters on {things:# subject|# subjects} was measured by Fleiss' kappa, tested "
            "against agreement by chance, with a {level:.3g}% interval from the normal approximation."
        )
        return (Text(found, raters=self.raters, things=self.things, level=100 * self.level),)

    def _tables(self) -> list[Table]:
        row = Table.of(
            Text(self._shown["_row"]),
            self._row,
            "psychometrics",
            cites=("fleiss1971", "fleissneelandis1979", "conger1980"),
        )
        each = self.categories.rename(columns={"share": "category_share"})
        return [row, Table.of(Text(self._shown["categories"]), each, "psychometrics")]

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Fleiss' kappa is {kappa:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, {p}; {things:# "
            "subject|# subjects}, {raters} raters)."
        )
        values = {name: getattr(self, name) for name in ("kappa", "lower", "upper", "things", "raters")}
        return (Text(found, level=100 * self.level, p=p_words(self.p), **values),)


def fleiss(ratings: pd.DataFrame, counts: bool = False, level: float = 0.95) -> Fleiss:
    """Return Fleiss' kappa of `ratings`.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, columns the raters, cells categories; or, with `counts`, columns are the
        categories and cells the number of raters who chose them.
    counts : bool
        Whether `ratings` holds counts.
    level : float
        Confidence level.

    Returns
    -------
    Fleiss

    Raises
    ------
    FaultyInput
        Counts that are not whole numbers of one sum.
    UnsuitableMethod
        Missing ratings (use `krippendorff`), fewer than two things or raters, one category only.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin, 76.
    Fleiss, J. L., Nee, J. C. M. and Landis, J. R. (1979). Large sample variance of kappa in the case of
    different sets of raters. Psychological Bulletin, 86.
    Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological
    Bulletin, 88.

    Examples
    --------
    >>> ratings = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": ["x", "x", "y", "x"], "c": ["x", "y", "y", "y"]})
    >>> round(fleiss(ratings).kappa, 4)
    0.3333
    """
    faults, what = wanted(counts=(counts, FLAG), level=(level, SHARE)), Text("Fleiss' kappa")
    with faults:
        frame = as_table(ratings, "ratings")
        enough_ratings(len(frame), 2 if counts is True else frame.shape[1], what)
    faults.raise_all()
    if counts:
        table, labels, exact = _given_counts(frame), list(frame.columns), float("nan")
    else:
        cells, labels = _cells(frame)
        table = (cells[:, :, None] == np.arange(len(labels))).sum(axis=1).astype(float)
    raters = int(table[0].sum())
    enough_ratings(len(table), raters, what)
    if (table.sum(axis=0) > 0).sum() < 2:
        raise UnsuitableMethod(
            "ratings", "only one category is in use", "agreement needs subjects that differ"
        )
    kappa, error, share, each = _fleiss(table)
    if not counts:
        exact = _conger(cells, len(labels), table)
    z, half = kappa / error, -float(ndtri((1 - level) / 2)) * error
    categories = pd.DataFrame({"share": share, "kappa": each}, index=pd.Index(labels, name="category"))
    p = float(2 * ndtr(-abs(z)))
    return Fleiss(
        kappa, error, z, p, kappa - half, kappa + half, exact, categories, len(table), raters, level
    )


def _fleiss(table: Array) -> tuple[float, float, Array, Array]:
    """Return kappa, its error under chance, and each category's share and kappa, of counts (n, c)."""
    n, m = len(table), table[0].sum()
    share = table.sum(axis=0) / (n * m)
    observed = ((table**2).sum() - n * m) / (n * m * (m - 1))
    chance = (share**2).sum()
    pq = share * (1 - share)
    error = np.sqrt(2 / (n * m * (m - 1)) * (pq.sum() ** 2 - (pq * (1 - 2 * share)).sum())) / pq.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 1 - (table * (m - table)).sum(axis=0) / (n * m * (m - 1) * np.where(pq > 0, pq, np.nan))
    return float((observed - chance) / (1 - chance)), float(error), share, np.asarray(each)


def _conger(cells: Ints, categories: int, table: Array) -> float:
    """Return Conger's kappa: chance agreement from each rater's own shares."""
    n, m = cells.shape
    own = np.stack([np.bincount(cells[:, j], minlength=categories) / n for j in range(m)])
    observed = ((table**2).sum() - n * m) / (n * m * (m - 1))
    chance = (own.mean(axis=0) ** 2).sum() - (own.var(axis=0, ddof=1) / m).sum()
    return float((observed - chance) / (1 - chance)) if chance < 1 else float("nan")


def _cells(frame: pd.DataFrame) -> tuple[Ints, list[Any]]:
    codes, labels = categories_in(frame)
    if (codes < 0).any():
        raise UnsuitableMethod("ratings", "some are missing", "use krippendorff, which allows for them")
    order = np.argsort(np.asarray(labels).astype(str), kind="stable")
    place = np.empty(len(labels), dtype=np.intp)
    place[order] = np.arange(len(labels))
    return place[codes].reshape(frame.shape), [labels[i] for i in order]


def _given_counts(frame: pd.DataFrame) -> Array:
    table, _ = numbers_of(frame, "ratings")
    whole = np.isfinite(table).all() and (table >= 0).all() and (table == np.round(table)).all()
    if not whole or not len(table) or np.ptp(table.sum(axis=1)) > 0:
        way = "let every row sum to the number of raters; with unequal numbers use krippendorff"
        raise FaultyInput("ratings", "are not counts of one number of raters", way)
    return table
