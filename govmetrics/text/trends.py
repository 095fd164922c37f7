"""Words over time: counts, rates and shares by period with intervals, and what changed from first to last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
import scipy
from scipy import sparse

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import FLAG, SHARE, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.holm import holm
from govmetrics.numerics.shares import wilson
from govmetrics.text._poisson import dispersion, limits
from govmetrics.text._sums import PER, groups, summed
from govmetrics.text.dictionary import WORDS, Words
from govmetrics.text.documents import GIVEN, Given, documents_of
from govmetrics.text.keywords import by_theme, keywords

Of = Literal["words", "themes"]


@dataclass(frozen=True, eq=False)
class WordTrends(Result):
    """Words by period.

    Attributes
    ----------
    values : DataFrame
        Rows (word or theme, period): count, documents with it, share of the period's documents with share_lower and
        share_upper, rate per 1,000 characters with lower and upper.
    changes : DataFrame
        Rows are words: rate_first and rate_last, ratio (last over first) with lower and upper, p, and p_holm over all words;
        NaN where the word is missing in one of the two periods.
    periods : DataFrame
        Documents and characters of every period.
    level : float

    See Also
    --------
    trends
    """

    values: pd.DataFrame
    changes: pd.DataFrame
    periods: pd.DataFrame
    level: float
    theme_names: Mapping[str, str]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Words by period",
        "changes": "From the first period to the last",
        "periods": "Documents by period",
    }
    _cites: ClassVar = ("wilson1927",)

    def _names(self) -> Mapping[Any, str]:
        return {theme: Label(theme, name) for theme, name in self.theme_names.items() if name}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Rates are occurrences per 1,000 characters, with exact Poisson intervals at {level:.0%} widened by the "
            "dispersion between documents; shares are those of documents, with Wilson's intervals. First and last period are "
            "compared by the ratio of rates; p values are Holm's over all words."
        )
        return (Text(told, level=self.level),)

    def _finding(self) -> tuple[Text, ...]:
        first, last = self.periods.index[0], self.periods.index[-1]
        sure = self.changes[self.changes["p_holm"] < 1 - self.level].sort_values("ratio", kind="stable")
        names = self._names()

        def told(rows: pd.DataFrame) -> list[Text]:
            ratios = rows["ratio"].to_dict()
            return [
                Text("{word} ({ratio:.2f})", word=names.get(word, str(word)), ratio=ratio)
                for word, ratio in ratios.items()
            ]

        up, down = sure[sure["ratio"] > 1].iloc[::-1], sure[sure["ratio"] < 1]
        said = (
            [Text("From {first} to {last}, beyond chance:", first=str(first), last=str(last))]
            if len(sure)
            else []
        )
        said += [Text("more often {words:5} (ratio of rates);", words=told(up))] if len(up) else []
        said += [Text("less often {words:5} (ratio of rates).", words=told(down))] if len(down) else []
        nothing = Text(
            "From {first} to {last} no word changed beyond chance.", first=str(first), last=str(last)
        )
        return tuple(said) or (nothing,)


def trends(
    documents: Given, words: Words = None, of: Of = "words", overlaps: bool = False, level: float = 0.95, simplify: bool = False
) -> WordTrends:  # fmt: skip
    r"""Follow words over periods: how often they occur, in how many documents, and what changed.

    Parameters
    ----------
    documents : Documents, DataFrame
        With periods.
    words, overlaps, simplify
        As for `keywords`.
    of : {"words", "themes"}
        What is followed; themes need words by theme.
    level : float
        Of the intervals.

    Returns
    -------
    WordTrends

    Raises
    ------
    FaultyInput
        Documents without periods, or with periods of unknown order; words without themes where themes are asked for.
    UnsuitableMethod
        One period only.

    Notes
    -----
    Words come in clusters: a document on parking says parking ten times. Poisson's interval would be too narrow, so that
    the count c and the characters are divided by the dispersion between documents,
    :math:`\phi = \max(1, \frac{1}{m-1} \sum (y_i - r x_i)^2 / (r x_i))`, before Garwood's limits
    :math:`\chi^2_{\alpha/2}(2c) / 2` and :math:`\chi^2_{1-\alpha/2}(2c + 2) / 2` are taken. The ratio of rates has the
    variance :math:`\phi_1 / c_1 + \phi_2 / c_2` on the scale of logarithms. Documents of other kinds in other periods
    change rates too: see what was collected.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212. Garwood, F.
    (1936), Biometrika 28, for the limits of a Poisson mean.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> told = pd.DataFrame({"text": ["停车难停车贵"] * 4 + ["路灯坏了停车"] * 4, "period": ["2024"] * 4 + ["2025"] * 4})
    >>> found = gm.text.trends(told, ["停车", "路灯"])
    >>> found.values.loc["停车", ["count", "rate"]].round(1).to_dict("index")
    {'2024': {'count': 8, 'rate': 333.3}, '2025': {'count': 4, 'rate': 166.7}}
    """
    asked(documents=(documents, GIVEN), words=(words, WORDS), of=(of, choice("words", "themes")), overlaps=(overlaps, FLAG),
          level=(level, SHARE), simplify=(simplify, FLAG))  # fmt: skip
    found = documents_of(documents)
    if "period" not in found.frame.columns:
        raise FaultyInput("documents", "have no periods", "read them with period=...")
    counted = keywords(found, words, overlaps, "rate", simplify)
    table, names = (
        (counted.hits, list(counted.words.index))
        if of == "words"
        else by_theme(counted.hits, counted.words["theme"])
    )
    if not names:
        raise FaultyInput("of", "the words have no themes", 'give {{theme: [words]}}, or of="words"')
    group, index = groups(found, ("period",))
    if len(index) < 2:
        raise UnsuitableMethod("documents", "there is one period", "give two or more, or take keywords")
    return _followed(table, found.lengths.to_numpy(float), (group, index), names, float(level), counted)


def _followed(
    table: sparse.csr_array,
    x: Array,
    by: tuple[np.ndarray, pd.Index],
    names: list[str],
    level: float,
    counted: Any,
) -> WordTrends:
    """Return the result, from counts of shape (documents, words), characters and the period of every document."""
    group, index = by
    n = len(index)
    count, _ = summed(table, x, group, n, "count")
    share, _ = summed(table, x, group, n, "share")
    characters: Array = np.bincount(group, x, minlength=n)[:, None].astype(np.float64)
    m = np.bincount(group, minlength=n)[:, None]
    phi = dispersion(table, x, group, n)
    lower, upper = limits(count, characters, phi, level)
    z = float(scipy.stats.norm.ppf((1 + level) / 2))
    share_lower, share_upper = wilson(share, np.broadcast_to(m, share.shape).astype(float), z)
    columns = {"count": count.astype(int), "documents": np.rint(share * m).astype(int), "share": share,
               "share_lower": share_lower, "share_upper": share_upper, "rate": PER * count / characters,
               "lower": PER * lower, "upper": PER * upper}  # fmt: skip
    what = "word" if len(names) == len(counted.words) and names == list(counted.words.index) else "theme"
    rows = pd.MultiIndex.from_product([names, index], names=[what, "period"])
    values = pd.DataFrame({key: array.T.ravel() for key, array in columns.items()}, rows)
    changes = _changes(count, characters, phi, level, pd.Index(names, name=what))
    periods = pd.DataFrame({"documents": m[:, 0], "characters": characters[:, 0].astype(int)}, index)
    return WordTrends(values, changes, periods, level, counted.theme_names, counted.notes)


def _changes(count: Array, characters: Array, phi: Array, level: float, names: pd.Index) -> pd.DataFrame:
    """Return the ratio of the last rate to the first, with its interval and p values."""
    first, last = PER * count[0] / characters[0], PER * count[-1] / characters[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        there = (count[0] > 0) & (count[-1] > 0)
        log = np.where(there, np.log(last / first), np.nan)
        error = np.sqrt(phi[0] / count[0] + phi[-1] / count[-1])
        z = scipy.stats.norm.ppf((1 + level) / 2)
        p = 2 * scipy.stats.norm.sf(np.abs(log) / error)
        frame = pd.DataFrame({"rate_first": first, "rate_last": last, "ratio": np.exp(log), "lower": np.exp(log - z * error),
                              "upper": np.exp(log + z * error), "p": p}, names)  # fmt: skip
    return frame.assign(p_holm=holm(p))
