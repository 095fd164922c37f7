"""Kaiser-Meyer-Olkin measure of sampling adequacy and Bartlett's test of sphericity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words, paragraph
from govmetrics.numerics.sampling_adequacy import sampling_adequacy
from govmetrics.psychometrics._grades import grade_of
from govmetrics.psychometrics._item_frames import inverse_of, read_correlations

_GRADES = (
    Text("the data are well suited for factor analysis"),
    Text("the data are suited for factor analysis"),
    Text("the data are just about suited for factor analysis"),
    Text("the data are not suited for factor analysis"),
)
_BOUNDS = (0.8, 0.7, 0.6)


@dataclass(frozen=True, eq=False)
class Kmo(Result):
    """Sampling adequacy (KMO 取样适切性量数): overall, and a Series by item.

    Attributes
    ----------
    overall : float
        Of all items together, from 0 to 1.
    items : Series
        Of every item.
    n : int
        Respondents used.
    notes : tuple of str
        What was left out, and what looks wrong.

    See Also
    --------
    kmo
    """

    overall: float
    items: pd.Series
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("kaiserrice1974",)
    _shown: ClassVar = {"items": "KMO measure of sampling adequacy by item"}

    def _method(self) -> tuple[Text, ...]:
        return (
            Text(
                "Whether the items suit factor analysis was judged by the Kaiser-Meyer-Olkin measure of sampling "
                "adequacy (KMO)."
            ),
        )

    def _finding(self) -> tuple[Text, ...]:
        grade = grade_of(self.overall, _BOUNDS, _GRADES)
        return (Text("KMO is {kmo:.3f}: {grade}.", kmo=self.overall, grade=grade),)


@dataclass(frozen=True, eq=False)
class Bartlett(Result):
    """Test that all correlations are zero (Bartlett 球形检验): chi_square, df, p.

    Attributes
    ----------
    chi_square, p : float
        The statistic, and its probability if all correlations were zero.
    df : int
        Degrees of freedom, k (k - 1) / 2 for k items.
    n : int
        Respondents used.
    notes : tuple of str
        What was left out, and what looks wrong.

    See Also
    --------
    bartlett
    """

    chi_square: float
    df: int
    p: float
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("bartlett1951",)
    _shown: ClassVar = {"_row": "Bartlett's test of sphericity"}

    @property
    def _row(self) -> pd.DataFrame:
        return pd.DataFrame([{"chi_square": self.chi_square, "df": self.df, "p": self.p, "n": self.n}])

    def _method(self) -> tuple[Text, ...]:
        return (Text("That the items are uncorrelated was tested by Bartlett's test of sphericity."),)

    def _finding(self) -> tuple[Text, ...]:
        p = p_words(self.p)
        if self.p < 0.05:
            return (Text("Bartlett's test rejects that all correlations are zero ({p}).", p=p),)
        return (Text("Bartlett's test does not reject that all correlations are zero ({p}).", p=p),)


def kmo(
    items: pd.DataFrame,
    n: int | None = None,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
) -> Kmo:
    """Return the Kaiser-Meyer-Olkin measure of `items`, overall and by item.

    Parameters
    ----------
    items : DataFrame
        Respondents x items; or a correlation matrix when `n` is given.
    n : int, optional
        Respondents behind a correlation matrix.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.

    Returns
    -------
    Kmo

    Raises
    ------
    FaultyInput
        Answers that are not numbers, or not a correlation matrix.
    UnsuitableMethod
        Constant items, pairs never answered together, a singular correlation matrix.

    Notes
    -----
    Sum of squared correlations over the same plus the sum of squared partial correlations.

    References
    ----------
    Kaiser, H. F. and Rice, J. (1974). Little jiffy, mark IV. Educational and Psychological Measurement, 34.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5, .4], [.5, 1, .3], [.4, .3, 1]])
    >>> round(kmo(r, n=100).overall, 4)
    0.6279
    """
    r = read_correlations(items, n, weights, missing)
    overall, each = sampling_adequacy(r.values, inverse_of(r, Text("KMO")))
    index = pd.Index(r.names, name="item")
    return Kmo(overall, pd.Series(each, index=index, name="kmo"), r.n, tuple(r.notes))


def bartlett(
    items: pd.DataFrame,
    n: int | None = None,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
) -> Bartlett:
    """Return Bartlett's test of sphericity; parameters and errors as in `kmo`.

    Parameters
    ----------
    items : DataFrame
        Answers (respondents x items), or their correlation matrix with `n`.
    n : int, optional
        Number of respondents behind a correlation matrix.
    weights : Series, optional
        Design weights of the respondents.
    missing : {"listwise", "pairwise"}
        Use those who answered everything, or for each pair of items all who answered both.

    Returns
    -------
    Bartlett
        chi_square, df, p.

    Notes
    -----
    chi_square = -(n - 1 - (2 k + 5) / 6) log det R on k (k - 1) / 2 degrees of freedom.

    References
    ----------
    Bartlett, M. S. (1951). The effect of standardization on a chi-square approximation in factor analysis.
    Biometrika, 38.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5, .4], [.5, 1, .3], [.4, .3, 1]])
    >>> round(bartlett(r, n=100).chi_square, 3)
    46.449
    """
    r = read_correlations(items, n, weights, missing)
    inverse_of(r, Text("Bartlett's test"))
    k = len(r.names)
    chi_square = -(r.n - 1 - (2 * k + 5) / 6) * float(np.linalg.slogdet(r.values)[1])
    df = k * (k - 1) // 2
    return Bartlett(chi_square, df, float(chdtrc(df, max(chi_square, 0.0))), r.n, tuple(r.notes))


def kmo_table(kmo: Kmo, bartlett: Bartlett) -> Table:
    """Return KMO and Bartlett's test as one table, as SPSS and SPSSAU print them."""
    names = [
        Text("KMO measure of sampling adequacy"),
        Text("Bartlett's test: approx. chi-square"),
        Text("Bartlett's test: df"),
        Text("Bartlett's test: p"),
    ]
    values = [
        kmo.overall,
        bartlett.chi_square,
        bartlett.df,
        max(bartlett.p, np.finfo(float).tiny),
    ]  # small, not 0
    frame = pd.DataFrame({"test": pd.Series(names, dtype=object), "value": values})
    caption = Text("KMO and Bartlett's test")
    said = paragraph((*kmo._finding(), *bartlett._finding()))
    return Table.of(caption, frame, "psychometrics", cites=("kaiserrice1974", "bartlett1951"), sentence=said)
