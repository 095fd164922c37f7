"""Kendall's coefficient of concordance W."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from scipy.stats import rankdata

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.concordance import concordance
from govmetrics.psychometrics._rating_frames import numeric_ratings


@dataclass(frozen=True, eq=False)
class Kendall:
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
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the coefficient as one row."""
        return pd.DataFrame([fields_dict(self, ("notes",))])

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Kendall's W")


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
    x, notes = numeric_ratings(ratings, "Kendall's W")
    if (np.ptp(x, axis=0) == 0).all():
        raise UnsuitableMethod(Fault("ratings", "every rater rates everything alike", "W needs rankings"))
    n, m = x.shape
    w, uncorrected = concordance(np.apply_along_axis(rankdata, 0, x).T)
    chi_square = m * (n - 1) * w
    return Kendall(w, uncorrected, chi_square, n - 1, float(chdtrc(n - 1, chi_square)), n, m, tuple(notes))
