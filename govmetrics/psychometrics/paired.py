"""Did the same respondents change? Paired t and Wilcoxon's signed ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import FLAG, SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.holm import holm
from govmetrics.psychometrics._group_means import scale_of
from govmetrics.psychometrics.retest import matched

_STARS = (0.05, 0.01, 0.001)
_EXACT = 50  # differences from which the sum of ranks is taken as normal, as R's wilcox.test has it
ONCE = (
    "answered before only, and are not used: {names:5}",
    "answered afterwards only, and are not used: {names:5}",
)
"""Notes that name respondents."""
_SMALL = 30  # differences below which their mean need not be nearly normal, by convention


@dataclass(frozen=True, eq=False)
class PairedTests(Result):
    """Whether the answers of the same respondents changed (配对样本检验), measure by measure.

    Attributes
    ----------
    table : DataFrame
        Paired t, one row per measure: n (respondents with both answers), mean_first, sd_first, mean_second, sd_second, r (their
        correlation), difference (after less before), standard_error, lower, upper, t, df, p, p_holm (corrected over all rows),
        cohen_dz (difference over the standard deviation of differences), differs (where all changed alike, by the signed
        ranks).
    signed_ranks : DataFrame
        Wilcoxon's test, one row per measure: rises, falls, unchanged (left out, after Wilcoxon), positive (sum of ranks
        of rises), negative, z, p, exact (whether p is of the exact distribution), p_holm, effect (the matched-pairs
        rank-biserial correlation).
    significance : float
        A corrected p below it counts as a change; intervals are of confidence one minus it.
    continuity : bool
        Whether z has the correction for continuity.
    notes : tuple of str
        Who was asked only once, measures that could not be tested, assumptions that fail.

    See Also
    --------
    paired
    """

    table: pd.DataFrame
    signed_ranks: pd.DataFrame
    significance: float
    continuity: bool
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Paired t tests", "signed_ranks": "Wilcoxon's signed-rank tests"}

    def _method(self) -> tuple[Text, ...]:
        how = "with correction for continuity" if self.continuity else "without correction for continuity"
        found = (
            "Answers of the same respondents were compared by paired t tests with Cohen's d of the changes as effect "
            "size, and by Wilcoxon's signed-rank tests, in which unchanged answers are left out; p values of the "
            "latter are exact for small numbers without ties and else from the normal distribution, corrected for "
            "ties, {how}. p values were corrected for the number of tests by Holm's method."
        )
        return (Text(found, how=Text(how)),)

    def _finding(self) -> tuple[Text, ...]:
        differs = self.table[self.table["differs"]]
        up, down = (
            differs.index[rows].tolist() for rows in (differs["difference"] > 0, differs["difference"] < 0)
        )
        if self.table["p"].isna().all() and self.signed_ranks["p"].isna().all():
            return (Text("No change could be tested."),)
        if not len(differs):
            return (Text("No changes (Holm, p < {significance:g}).", significance=self.significance),)
        told = {"Higher afterwards (Holm, p < {significance:g}): {items}.": up,
                "Lower afterwards (Holm, p < {significance:g}): {items}.": down}  # fmt: skip
        return tuple(
            Text(text, significance=self.significance, items=items) for text, items in told.items() if items
        )

    def _tables(self) -> list[Table]:
        first = self.table.rename(columns={"r": "correlation"})
        ranks = self.signed_ranks.rename(columns={"effect": "rank_biserial", "exact": "exact_p"})
        captions = [Text(caption) for caption in self._shown.values()]
        return [
            Table.of(captions[0], first, "psychometrics", stars=_STARS, cites=("holm1979",)),
            Table.of(captions[1], ranks, "psychometrics", stars=_STARS, cites=("wilcoxon1945", "holm1979")),
        ]


def paired(
    before: pd.DataFrame | pd.Series,
    after: pd.DataFrame | pd.Series,
    significance: float = 0.05,
    continuity: bool = True,
) -> PairedTests:
    """Return paired tests of answers given twice by the same respondents, one row per column.

    Parameters
    ----------
    before, after : DataFrame or Series
        Answers at the two times, matched by index (respondent) and column (measure; two Series are one measure, whatever
        their names). NaN is a missing answer.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a change.
    continuity : bool
        Whether the z of Wilcoxon's test has the correction for continuity of one half (R has it, SPSS has not).

    Returns
    -------
    PairedTests
        Unweighted: ranks and paired differences know no design weights here.

    Raises
    ------
    FaultyInput
        Different measures, an index with duplicates, values that are not finite numbers.
    UnsuitableMethod
        Nobody answered twice.

    References
    ----------
    Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin, 1, 80-83.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6, 65-70.

    Examples
    --------
    Depression of nine patients before and after a therapy (Hollander and Wolfe 1973): R's `wilcox.test` has V = 40 and
    p = 0.0391 on both sides.

    >>> before = pd.Series([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], name="depression")
    >>> after = pd.Series([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29], name="depression")
    >>> paired(before, after).signed_ranks.loc["depression", ["positive", "negative", "p"]].astype(float).round(4).tolist()
    [5.0, 40.0, 0.0391]
    """
    faults = wanted(significance=(significance, SHARE), continuity=(continuity, FLAG))
    with faults:
        first, second = matched(before, after, ("before", "after"))
    faults.raise_all()
    shared = first.index[first.index.isin(second.index)]
    notes = _once(first.index, second.index)
    x, y = (part.loc[shared].to_numpy(dtype=float) for part in (first, second))
    if not len(shared) or np.isnan(x + y).all():
        raise UnsuitableMethod(
            "after", "nobody of `before` answers here", "give both under the respondents' own index"
        )
    names = [str(name) for name in first.columns]
    index = pd.Index(names, name="item")
    table = pd.DataFrame(_paired_t(x, y, significance), index=index)
    ranks = pd.DataFrame([_signed_ranks(d, continuity) for d in (y - x).T], index=index)
    for part in (table, ranks):
        part.insert(list(part.columns).index("p") + 1, "p_holm", holm(part["p"].to_numpy(dtype=float)))
    # where everybody changed alike there is no t, and the signed ranks decide
    decides = table["p_holm"].fillna(ranks["p_holm"].astype(float))
    table["differs"] = decides < significance
    notes += _said(table, y - x, names, significance)
    return PairedTests(table, ranks, significance, continuity, tuple(notes))


def _once(before: pd.Index, after: pd.Index) -> list[Note]:
    """Name the respondents who were asked only once."""
    told = dict(zip(ONCE, (before[~before.isin(after)], after[~after.isin(before)]), strict=True))
    return [Note(note, names=[str(name) for name in gone]) for note, gone in told.items() if len(gone)]


def _paired_t(x: Array, y: Array, significance: float) -> dict[str, Array]:
    """Return the columns of the table from answers before and after, each (n, p)."""
    both = ~np.isnan(x) & ~np.isnan(y)
    size = scale_of(np.concatenate([x, y]))
    x, y = (np.where(both, part / size, 0.0) for part in (x, y))
    n = both.sum(axis=0)
    d = y - x
    d = np.where(np.abs(d) <= 1e-15, 0.0, d)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [part.sum(axis=0) / n for part in (x, y, d)]
        away = [np.where(both, part - mean, 0.0) for part, mean in zip((x, y, d), means, strict=True)]
        sds = [np.where(n > 1, np.sqrt((part**2).sum(axis=0) / (n - 1)), np.nan) for part in away]
        r = (away[0] * away[1]).sum(axis=0) / ((n - 1) * sds[0] * sds[1])
        spread = np.where(sds[2] > 1e-14, sds[2], np.nan)  # differences that only rounding tells apart
        error = spread / np.sqrt(n)
        t, df = means[2] / error, np.where(np.isnan(spread), np.nan, n - 1.0)
        half = scipy.stats.t.isf(significance / 2, df) * error
    return {
        "n": n, "mean_first": means[0] * size, "sd_first": sds[0] * size, "mean_second": means[1] * size,
        "sd_second": sds[1] * size, "r": np.where(np.isfinite(r), r, np.nan), "difference": means[2] * size,
        "standard_error": error * size, "lower": (means[2] - half) * size, "upper": (means[2] + half) * size, "t": t,
        "df": df, "p": 2 * scipy.stats.t.sf(np.abs(t), df), "cohen_dz": means[2] / spread,
    }  # fmt: skip


def _signed_ranks(d: Array, continuity: bool) -> dict[str, Any]:
    """Return Wilcoxon's sums of ranks, z and p of differences (n,); those of zero are left out."""
    d = d[~np.isnan(d)]
    kept = d[d != 0]
    n = len(kept)
    row: dict[str, Any] = {"rises": int((d > 0).sum()), "falls": int((d < 0).sum()), "unchanged": len(d) - n}
    if not n:
        empty = dict.fromkeys(("positive", "negative", "z", "p", "effect"), np.nan)
        return row | empty | {"exact": False}
    sizes = _same(np.abs(kept))
    ranks = scipy.stats.rankdata(sizes)
    positive, whole = float(ranks[kept > 0].sum()), n * (n + 1) / 2
    _, times = np.unique(ranks, return_counts=True)
    spread = n * (n + 1) * (2 * n + 1) / 24 - float((times.astype(float) ** 3 - times).sum()) / 48
    away = positive - whole / 2
    if continuity:
        away = np.sign(away) * max(abs(away) - 0.5, 0.0)
    z = away / np.sqrt(spread)
    exact = bool(n < _EXACT and len(times) == n and n == len(d))
    p = 2 * scipy.stats.norm.sf(abs(z))
    if exact:
        p = scipy.stats.wilcoxon(kept, method="exact").pvalue
    return row | {"positive": positive, "negative": whole - positive, "z": z, "p": min(float(p), 1.0), "exact": exact,
                  "effect": (2 * positive - whole) / whole}  # fmt: skip


def _same(sizes: Array) -> Array:
    """Return sizes with those made one that differ by rounding alone: 0.3 - 0.2 is 0.2 - 0.1."""
    order = np.argsort(sizes, kind="stable")
    ordered = sizes[order]
    new = np.concatenate([[True], np.diff(ordered) > 1e-12 * ordered[-1]])
    told = np.empty_like(sizes)
    told[order] = ordered[np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0))]
    return told


def _said(table: pd.DataFrame, d: Array, names: list[str], significance: float) -> list[Note]:
    """Return notes on measures without a test, and on differences that are not normal."""
    notes, odd = [], []
    for j, name in enumerate(names):
        n, own = int(table["n"].iloc[j]), d[:, j][~np.isnan(d[:, j])]
        if np.isnan(table["p"].iloc[j]):
            told = (
                "{item}: no t test, fewer than two answered twice"
                if n < 2
                else "{item}: no t test, everybody changed alike"
            )
            notes.append(Note(told, item=name))
        elif 3 <= n < _SMALL and scipy.stats.shapiro(own).pvalue < significance:
            odd.append(name)
    if odd:
        told = (
            "fewer than {small} differences that are not normal (Shapiro-Wilk, p < {significance:g}): {items:10}; read "
            "Wilcoxon's test there"
        )
        notes.append(Note(told, small=_SMALL, significance=significance, items=odd))
    return notes
