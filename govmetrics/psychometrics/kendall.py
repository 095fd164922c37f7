"""Kendall's coefficient of concordance W."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import scipy
from scipy.special import chdtrc

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.concordance import concordance
from govmetrics.psychometrics._rating_frames import numeric_ratings


@dataclass(frozen=True, eq=False)
class Kendall(Result):
    """Kendall's W (Kendall 协调系数): agreement of rankings from 0 to 1, corrected for ties.

    Attributes
    ----------
    w, uncorrected : float
        Agreement, with and without the correction for ties.
    chi_square, p : float
        Test that the raters rank at random.
    df : int
        Its degrees of freedom.
    things, raters : int
        How many were ranked, and by how many.
    notes : tuple of str
        What was left out, and what looks wrong.

    See Also
    --------
    kendall
    """

    w: float
    uncorrected: float
    chi_square: float
    df: int
    p: float
    things: int
    raters: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("kendallbabington1939",)
    _shown: ClassVar = {"_row": "Kendall's W"}

    @property
    def _row(self) -> pd.DataFrame:
        names = ("w", "uncorrected", "chi_square", "df", "p", "things", "raters")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Agreement of {raters} raters on {things:# subject|# subjects} was measured by Kendall's coefficient of "
            "concordance W, corrected for ties, and tested by chi-square."
        )
        return (Text(found, raters=self.raters, things=self.things),)

    def _finding(self) -> tuple[Text, ...]:
        found = "Kendall's W is {w:.3f} (χ²({df}) = {chi_square:.3f}, {p}; {things:# subject|# subjects}, {raters} raters)."
        values = {name: getattr(self, name) for name in ("w", "df", "chi_square", "things", "raters")}
        return (Text(found, p=p_words(self.p), **values),)


def kendall(ratings: pd.DataFrame) -> Kendall:
    """Return Kendall's W of `ratings`, with the correction for ties and the chi-square test.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is ranked or rated, columns the raters.

    Returns
    -------
    Kendall

    Raises
    ------
    FaultyInput
        Ratings that are not numbers.
    UnsuitableMethod
        Fewer than two things or raters; raters who rate everything alike.

    References
    ----------
    Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical
    Statistics, 10.

    Examples
    --------
    >>> round(kendall(pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3], "c": [1, 3, 2]})).w, 4)
    0.7778
    """
    x, notes = numeric_ratings(ratings, Text("Kendall's W"))
    if (np.ptp(x, axis=0) == 0).all():
        raise UnsuitableMethod("ratings", "every rater rates everything alike", "give ratings that differ")
    n, m = x.shape
    w, uncorrected = concordance(np.apply_along_axis(scipy.stats.rankdata, 0, x).T)
    chi_square = m * (n - 1) * w
    return Kendall(w, uncorrected, chi_square, n - 1, float(chdtrc(n - 1, chi_square)), n, m, notes)
