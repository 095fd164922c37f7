"""Cohen's kappa: agreement of two raters on categories, also weighted by how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._frames import as_table
from govmetrics.psychometrics._matrix_tables import matrix_table
from govmetrics.psychometrics._rating_frames import (
    DISAGREEMENT,
    DISAGREEMENTS,
    Disagreement,
    enough_ratings,
    sorted_cells,
)

_FEW = 0.2
"""Ratings outside the commonest category below which the paradox of kappa is to be expected."""


@dataclass(frozen=True, eq=False)
class Kappa(Result):
    """Cohen's kappa of two raters (Cohen κ 系数), unweighted or weighted.

    Attributes
    ----------
    kappa, standard_error, lower, upper : float
        With the large-sample error of Fleiss, Cohen and Everitt, and the normal interval from it; not above 1.
    z, p : float
        Test of no agreement beyond chance, with the error under that hypothesis (NaN where it is zero).
    observed, chance : float
        Agreement observed, and what the raters' own shares of the categories give by chance; weighted where kappa is.
    largest : float
        The largest kappa that these shares allow, unweighted kappa only (NaN otherwise).
    disagreement : str
        How different ratings disagree: nominal (all alike), linear or quadratic in their distance.
    table : DataFrame
        How often the first rater's category (rows) met the second's (columns).
    things : int
        Subjects rated by both.
    level : float
        Of the interval.
    notes : tuple of str
        What was left out, and what a reader must know, above all where nearly all ratings are in one category.

    See Also
    --------
    kappa
    """

    kappa: float
    standard_error: float
    lower: float
    upper: float
    z: float
    p: float
    observed: float
    chance: float
    largest: float
    disagreement: str
    table: pd.DataFrame
    things: int
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "_row": "Cohen's kappa",
        "table": "Categories of the first rater by those of the second",
    }

    @property
    def _row(self) -> pd.DataFrame:
        names = (
            "kappa",
            "standard_error",
            "lower",
            "upper",
            "z",
            "p",
            "observed",
            "chance",
            "largest",
            "things",
        )
        row = {name: getattr(self, name) for name in names}
        return pd.DataFrame([row]).rename(columns={"observed": "observed_agreement", "chance": "chance_agreement",
                                                   "largest": "largest_kappa"})  # fmt: skip

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Agreement of two raters was measured by Cohen's kappa, different ratings counting {how}, with its "
            "{level:.3g}% interval from the large-sample standard error of Fleiss, Cohen and Everitt."
        )
        return (Text(told, how=DISAGREEMENTS[self.disagreement], level=100 * self.level),)

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "Cohen's kappa is {kappa:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, {p}; {things:# subject|# "
            "subjects}); the raters agree by {observed:.1%}, by chance they would by {chance:.1%}."
        )
        names = ("kappa", "lower", "upper", "things", "observed", "chance")
        values = {name: getattr(self, name) for name in names}
        return (Text(told, level=100 * self.level, p=p_words(self.p), **values),)

    def _tables(self) -> list[Table]:
        row = self._row if self.disagreement == "nominal" else self._row.drop(columns="largest_kappa")
        cites = ("cohen1960", "cohen1968", "fleisscohen1969")
        first = Table.of(Text(self._shown["_row"]), row, "psychometrics", cites=cites)
        names = pd.Index([str(name) for name in self.table.index], dtype=object, name="category")
        return [
            first,
            matrix_table(Text(self._shown["table"]), self.table.set_axis(names).set_axis(names, axis=1)),
        ]


def kappa(ratings: pd.DataFrame, disagreement: Disagreement = "nominal", level: float = 0.95) -> Kappa:
    r"""Return Cohen's kappa of the `ratings` of two raters.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, the two columns the raters, cells categories. Rows that lack a rating are not used.
    disagreement : {"nominal", "linear", "quadratic"}
        Whether all different ratings disagree alike, or by the distance of the categories or its square; the last two
        take numbers (1, 2, 4 are unequally far apart).
    level : float
        Confidence level.

    Returns
    -------
    Kappa

    Raises
    ------
    FaultyInput
        Text where categories must have distances; bad options.
    UnsuitableMethod
        Not two raters (use `fleiss`, `ac1` or `krippendorff`), fewer than two subjects, one category only.

    Notes
    -----
    With shares :math:`p_{ij}` of the table, margins :math:`p_{i.}, p_{.j}` and agreement :math:`w_{ij}` (1 on the
    diagonal) kappa is :math:`(p_o - p_e) / (1 - p_e)`, :math:`p_o = \sum w_{ij} p_{ij}`,
    :math:`p_e = \sum w_{ij} p_{i.} p_{.j}`.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 20,
    37-46.
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit.
    Psychological Bulletin, 70, 213-220.
    Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
    Psychological Bulletin, 72, 323-327.
    Feinstein, A. R. and Cicchetti, D. V. (1990). High agreement but low kappa: I. The problems of two paradoxes.
    Journal of Clinical Epidemiology, 43, 543-549.

    Examples
    --------
    >>> met = {("ectopic", "ectopic"): 13, ("AIU", "AIU"): 20, ("AIU", "NIU"): 7, ("NIU", "AIU"): 4, ("NIU", "NIU"): 56}
    >>> pairs = [pair for pair, times in met.items() for _ in range(times)]  # Gwet (2014), 100 pregnancies
    >>> found = kappa(pd.DataFrame(pairs, columns=["first", "second"]))
    >>> round(found.kappa, 4), round(found.standard_error, 4)
    (0.7964, 0.0589)
    """
    faults, what = (
        wanted(disagreement=(disagreement, DISAGREEMENT), level=(level, SHARE)),
        Text("Cohen's kappa"),
    )
    with faults:
        frame = as_table(ratings, "ratings")
        if frame.shape[1] != 2:
            problem, way = (
                "{raters:# rater|# raters}",
                "give two columns; for more raters use fleiss, ac1 or krippendorff",
            )
            raise UnsuitableMethod(what, problem, way, raters=frame.shape[1])
    faults.raise_all()
    cells, labels, agreement = sorted_cells(frame, disagreement)
    both = (cells >= 0).all(axis=1)
    enough_ratings(int(both.sum()), 2, what)
    counts = np.zeros((len(labels), len(labels)))
    np.add.at(counts, tuple(cells[both].T), 1.0)
    used = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    if used.sum() < 2:
        raise UnsuitableMethod(
            "ratings", "only one category is in use", "agreement needs subjects that differ"
        )
    value, error, null, observed, chance = _kappa(counts, agreement)
    z, half = value / null if null > 0 else np.nan, -float(ndtri((1 - level) / 2)) * error
    index = pd.Index(labels, name=str(frame.columns[0]))
    table = pd.DataFrame(
        counts.astype(int), index=index, columns=pd.Index(labels, name=str(frame.columns[1]))
    )
    return Kappa(
        kappa=value, standard_error=error, lower=value - half, upper=min(value + half, 1.0), z=float(z),
        p=float(2 * ndtr(-abs(z))), observed=observed, chance=chance,
        largest=_largest(counts) if disagreement == "nominal" else float("nan"), disagreement=disagreement,
        table=table.loc[used, used], things=int(both.sum()), level=level,
        notes=tuple(_notes(counts, list(map(str, frame.columns)), labels, (value, observed), int((~both).sum()))),
    )  # fmt: skip


def _kappa(counts: Array, w: Array) -> tuple[float, float, float, float, float]:
    """Return kappa, its error, that under chance, and the agreement observed and by chance, of counts and `w` (q, q)."""
    n = counts.sum()
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    both = np.outer(rows, columns)
    observed, chance = 1 - float(((1 - w) * p).sum()), float((w * both).sum())
    mean = (w @ columns)[
        :, None
    ] + rows @ w  # of row i and of column j (Fleiss, Cohen and Everitt, eq. 8 to 10)
    spread = (p * (w * (1 - chance) - mean * (1 - observed)) ** 2).sum()
    own = spread - (observed * chance - 2 * chance + observed) ** 2
    null = (both * (w - mean) ** 2).sum() - chance**2
    own, scale = own if own > 1e-15 else 0.0, np.sqrt(n)  # full agreement leaves rounding behind
    return (
        (observed - chance) / (1 - chance),
        float(np.sqrt(own) / (scale * (1 - chance) ** 2)),
        float(np.sqrt(max(null, 0.0)) / (scale * (1 - chance))),
        observed,
        chance,
    )


def _largest(counts: Array) -> float:
    """Return the largest kappa that the margins of counts (q, q) allow (Cohen 1960, eq. 8)."""
    rows, columns = counts.sum(axis=1) / counts.sum(), counts.sum(axis=0) / counts.sum()
    chance = float(rows @ columns)
    return float((np.minimum(rows, columns).sum() - chance) / (1 - chance))


def _notes(
    counts: Array, raters: list[str], labels: list[Any], found: tuple[float, float], lacking: int
) -> list[Note]:
    every = int(counts.sum()) + lacking
    left = Note("{lacking:,} of {every:,} rows lack a rating and are not used", lacking=lacking, every=every)
    notes = [left] if lacking else []
    for rater, given in zip(raters, (counts.sum(axis=1), counts.sum(axis=0)), strict=True):
        if (given > 0).sum() == 1:
            told = "{rater} gave every subject the same rating: kappa is zero whatever the other one said"
            notes.append(Note(told, rater=rater))
    value, observed = found
    notes += paradox(counts.sum(axis=0) + counts.sum(axis=1), labels, observed, value)
    if observed == 1:
        notes.append(
            Note(
                "the raters agree on every subject: the standard error is zero and says nothing about others"
            )
        )
    return notes


def paradox(given: Array, labels: list[Any], observed: float, value: float) -> list[Note]:
    """Return a note where nearly all ratings, counted by category in `given`, are in one category."""
    most = int(given.argmax())
    share = float(given[most] / given.sum())
    if 1 - share >= _FEW or observed == 1:
        return []
    told = (
        "{share:.0%} of the ratings are in category {category}: kappa may be low ({kappa:.2f}) although the raters agree "
        "({observed:.0%}), the paradox of Feinstein and Cicchetti; report the agreement observed and Gwet's AC1 beside it"
    )
    return [Note(told, share=share, category=str(labels[most]), kappa=value, observed=observed)]
