"""Gwet's AC1 and AC2: agreement of two or more raters that a rare category does not upset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import LABEL, SHARE, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._frames import as_table
from govmetrics.psychometrics._rating_frames import (
    DISAGREEMENT,
    DISAGREEMENTS,
    Disagreement,
    counts_of,
    enough_ratings,
    sorted_cells,
)


@dataclass(frozen=True, eq=False)
class Ac1(Result):
    """Gwet's AC1 (Gwet AC1 系数), AC2 where disagreement is weighted.

    Attributes
    ----------
    ac1, standard_error, lower, upper : float
        With Gwet's standard error for subjects drawn from many, and the interval of Student's t with one degree of
        freedom less than subjects; not above 1.
    t, p : float
        Test of no agreement beyond chance (NaN where the error is zero).
    observed, chance : float
        Agreement observed of the pairs of raters, and by chance; weighted where the coefficient is.
    disagreement : str
        How different ratings disagree: nominal (AC1), linear or quadratic in their distance (AC2).
    categories : DataFrame
        Share of each category: every subject counts one, spread over its ratings.
    things, paired : int
        Subjects rated at all, and by two or more.
    raters : int
        Columns given.
    level : float
        Of the interval.
    notes : tuple of str
        What was left out, and what looks wrong.

    See Also
    --------
    ac1
    """

    ac1: float
    standard_error: float
    lower: float
    upper: float
    t: float
    p: float
    observed: float
    chance: float
    disagreement: str
    categories: pd.DataFrame
    things: int
    paired: int
    raters: int
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {"_row": "Gwet's coefficient of agreement", "categories": "Shares of the categories"}

    @property
    def _coefficient(self) -> str:
        return "AC1" if self.disagreement == "nominal" else "AC2"

    @property
    def _row(self) -> pd.DataFrame:
        names = (
            "ac1",
            "standard_error",
            "lower",
            "upper",
            "t",
            "p",
            "observed",
            "chance",
            "things",
            "raters",
        )
        renamed = {
            "ac1": self._coefficient.lower(),
            "observed": "observed_agreement",
            "chance": "chance_agreement",
        }
        return pd.DataFrame([{renamed.get(name, name): getattr(self, name) for name in names}])

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Agreement of {raters} raters was measured by Gwet's {coefficient}, different ratings counting {how}, with "
            "its {level:.3g}% interval from Student's t over the subjects."
        )
        values = {"raters": self.raters, "coefficient": self._coefficient, "level": 100 * self.level}
        return (Text(told, how=DISAGREEMENTS[self.disagreement], **values),)

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "Gwet's {coefficient} is {ac1:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, {p}; {things:# "
            "subject|# subjects}, {raters} raters); the raters agree by {observed:.1%}, by chance they would by "
            "{chance:.1%}."
        )
        names = ("ac1", "lower", "upper", "things", "raters", "observed", "chance")
        values = {name: getattr(self, name) for name in names}
        values |= {"coefficient": self._coefficient, "level": 100 * self.level, "p": p_words(self.p)}
        return (Text(told, **values),)

    def _tables(self) -> list[Table]:
        first = Table.of(
            Text(self._shown["_row"]), self._row, "psychometrics", cites=("gwet2008", "gwet2014")
        )
        shares = self.categories.rename(columns={"share": "category_share"})
        shares = shares.set_axis(
            pd.Index([str(name) for name in shares.index], dtype=object, name="category")
        )
        return [first, Table.of(Text(self._shown["categories"]), shares, "psychometrics")]


def ac1(
    ratings: pd.DataFrame,
    disagreement: Disagreement = "nominal",
    level: float = 0.95,
    categories: Iterable[Any] | None = None,
) -> Ac1:
    r"""Return Gwet's AC1 of `ratings`, or AC2 where disagreement is weighted.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, columns the raters, cells categories; missing ratings are NaN. Subjects with a single
        rating count in the shares of the categories only.
    disagreement : {"nominal", "linear", "quadratic"}
        Whether all different ratings disagree alike, or by the distance of the categories or its square; the last two
        take numbers.
    level : float
        Confidence level.
    categories : sequence, optional
        All categories that the raters could choose; by default those in use. Agreement by chance depends on how many
        there are, so name them where one was never chosen.

    Returns
    -------
    Ac1

    Raises
    ------
    FaultyInput
        Text where categories must have distances, ratings outside `categories`, bad options.
    UnsuitableMethod
        Fewer than two raters, or two subjects rated twice; one category only.

    Notes
    -----
    With :math:`\pi_k` the mean share of category k, :math:`q` categories and agreement :math:`w_{kl}`, chance is
    :math:`p_e = \sum w_{kl} \sum_k \pi_k (1 - \pi_k) / (q (q - 1))`, and the coefficient
    :math:`(p_a - p_e) / (1 - p_e)`. Its variance is that of the mean of what each subject contributes, linearised.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British
    Journal of Mathematical and Statistical Psychology, 61, 29-48.
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed. Advanced Analytics.

    Examples
    --------
    >>> found = ac1(pd.DataFrame({  # Gwet (2014), p. 120
    ...     "r1": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], "r2": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    ...     "r3": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3], "r4": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]}))
    >>> round(found.ac1, 5), round(found.standard_error, 5)
    (0.77544, 0.14295)
    """
    faults = wanted(
        disagreement=(disagreement, DISAGREEMENT), level=(level, SHARE), categories=(categories, optional(several(LABEL, 2)))
    )  # fmt: skip
    with faults:
        frame = as_table(ratings, "ratings")
    faults.raise_all()
    cells, labels, agreement = sorted_cells(frame, disagreement, categories)
    counts = counts_of(cells, len(labels))
    given = counts.sum(axis=1)
    single, none = int((given == 1).sum()), int((given == 0).sum())
    counts = counts[given > 0]
    enough_ratings(int((given > 1).sum()), frame.shape[1], Text("Gwet's AC1"))
    if len(labels) < 2:
        way = "name all that could be chosen in `categories`; otherwise agreement cannot be told from chance"
        raise UnsuitableMethod("ratings", "only one category is in use", way)
    value, error, observed, chance, share = _gwet(counts, agreement)
    df = len(counts) - 1
    t, half = value / error if error > 0 else np.nan, -float(stdtrit(df, (1 - level) / 2)) * error
    shares = pd.DataFrame({"share": share}, index=pd.Index(labels, name="category"))
    return Ac1(
        ac1=value, standard_error=error, lower=value - half, upper=min(value + half, 1.0), t=float(t),
        p=float(2 * stdtr(df, -abs(t))), observed=observed, chance=chance, disagreement=disagreement, categories=shares,
        things=len(counts), paired=int((given > 1).sum()), raters=frame.shape[1], level=level,
        notes=tuple(_notes(single, none, len(frame), observed)),
    )  # fmt: skip


def _gwet(counts: Array, w: Array) -> tuple[float, float, float, float, Array]:
    """Return the coefficient, its error, agreement observed and by chance, and shares, of counts (n, q) and `w` (q, q)."""
    n, q = counts.shape
    given = counts.sum(axis=1)
    share = counts / given[:, None]
    mean = share.mean(axis=0)
    scale = float(w.sum()) / (q * (q - 1))
    chance = scale * float((mean * (1 - mean)).sum())
    paired = given > 1
    pairs = np.where(paired, given * (given - 1), 1.0)
    own = np.where(paired, (counts * (counts @ w - 1)).sum(axis=1) / pairs, 0.0)
    observed = float(own[paired].mean())
    value = (observed - chance) / (1 - chance)
    # What each subject adds: to the agreement where it was rated twice, and to the shares behind chance.
    agreed = np.where(paired, n / paired.sum() * (own - chance) / (1 - chance), 0.0)
    by_chance = scale * (share * (1 - mean)).sum(axis=1)
    added = agreed - 2 * (1 - value) * (by_chance - chance) / (1 - chance)
    error = float(np.sqrt(((added - value) ** 2).sum() / (n * (n - 1))))
    return value, error if error > 1e-12 else 0.0, observed, chance, mean


def _notes(single: int, none: int, every: int, observed: float) -> list[Note]:
    notes = []
    if none:
        notes.append(
            Note("{none:,} of {every:,} rows have no rating and are not used", none=none, every=every)
        )
    if single:
        notes.append(Note("{count:# subject has|# subjects have} fewer than two ratings", count=single))
    if observed == 1:
        notes.append(
            Note(
                "the raters agree on every subject: the standard error is zero and says nothing about others"
            )
        )
    return notes
