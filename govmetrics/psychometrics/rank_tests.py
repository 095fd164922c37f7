"""Do groups differ in rank? Mann and Whitney's U, Kruskal and Wallis' H, Dunn's pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import FLAG, SHARE, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.core.words.terms import Kind
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.holm import holm
from govmetrics.psychometrics._frames import numbers_of, places_of
from govmetrics.psychometrics._post_hoc import pairs_of
from govmetrics.psychometrics.compare import divided, group_names
from govmetrics.psychometrics.group_agreement import ungrouped
from govmetrics.psychometrics.group_comparison import decided

Adjust = Literal["holm", "bonferroni", "none"]
_STARS = (0.05, 0.01, 0.001)
_EXACT = 50  # answers of a group from which U is taken as normal, as R's wilcox.test has it
_PAIRS = 25_000_000
_ADJUSTED = {
    "holm": "Pairs of groups were compared by Dunn's test, their p values corrected by Holm's method.",
    "bonferroni": "Pairs of groups were compared by Dunn's test, their p values corrected by Bonferroni's method.",
    "none": "Pairs of groups were compared by Dunn's test, their p values not corrected.",
}


@dataclass(frozen=True, eq=False)
class RankTests(Result):
    """Whether groups differ in rank (秩和检验), measure by measure.

    Attributes
    ----------
    table : DataFrame
        One row per measure: n; the groups' medians and mean ranks; test; statistic (U of the first group, or H); z (of U, with
        ties) or df (of H); p; exact (whether p is of the exact distribution); p_holm (corrected over all rows); effect with its
        name: the rank-biserial correlation, above zero where the first group ranks higher, or epsilon squared; shift (Hodges
        and Lehmann's, the median of all differences between the two groups); differs.
    by : str
        What the groups are of.
    significance : float
        A corrected p below it counts as a difference.
    groups : tuple of str
        The groups compared.
    continuity : bool
        Whether z has the correction for continuity.
    post_hoc, adjust : str or None
        How pairs of groups were compared, and their p values corrected.
    pairs : DataFrame
        Of Dunn's test, a row per measure and pair of groups: difference of mean ranks, standard_error, z, p, p_adjusted
        (over the pairs of the measure), differs.
    notes : tuple of str
        Measures that could not be tested, what to look at next.

    See Also
    --------
    rank_tests
    """

    table: pd.DataFrame
    by: str
    significance: float
    groups: tuple[str, ...]
    continuity: bool
    post_hoc: str | None
    adjust: str
    pairs: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Differences in rank between groups"}

    @property
    def _two(self) -> bool:
        return len(self.groups) == 2

    def _method(self) -> tuple[Text, ...]:
        if not self._two:
            found = (
                "Groups by {by} were compared by Kruskal and Wallis' test of ranks, corrected for ties, with p values "
                "corrected for the number of tests by Holm's method and epsilon squared as effect size."
            )
            more = () if self.post_hoc is None else (Text(_ADJUSTED[self.adjust]),)
            return (Text(found, by=self.by), *more)
        how = "with correction for continuity" if self.continuity else "without correction for continuity"
        found = (
            "Groups by {by} were compared by Mann and Whitney's U test, its p exact for small groups without ties and else "
            "from the normal distribution, corrected for ties, {how}; p values were corrected for the number of tests by "
            "Holm's method, and the effect size is the rank-biserial correlation."
        )
        return (Text(found, by=self.by, how=Text(how)),)

    def _finding(self) -> tuple[Text, ...]:
        found = self.table.index[self.table["differs"]].tolist()
        if self.table["p"].isna().all():
            return (Text("Nothing could be tested by {by}.", by=self.by),)
        told = "Differences in rank by {by} (Holm, p < {significance:g}): {codes}."
        if not found:
            told = "No differences in rank by {by} (Holm, p < {significance:g})."
        return (Text(told, by=self.by, significance=self.significance, codes=found),)

    def _tables(self) -> list[Table]:
        names: dict[str, str] = {
            "statistic": "U" if self._two else "H",
            "effect": Text("rank-biserial correlation" if self._two else "epsilon squared"),
        }
        for g in self.groups:
            names |= {
                f"median {g}": Text("Median of {group}", group=g),
                f"mean rank {g}": Text("Mean rank of {group}", group=g),
            }
        shown = decided(self.table).drop(columns=["test", "effect_name"]).rename(columns={"exact": "exact_p"})
        kinds: dict[Any, Kind] = dict.fromkeys(("statistic", "effect"), "number")
        cites = ("mannwhitney1947",) if self._two else ("kruskalwallis1952",)
        tables = [Table.of(Text(self._shown["table"]), shown, "psychometrics", names, stars=_STARS,
                           cites=(*cites, "holm1979"), kind=kinds)]  # fmt: skip
        if len(self.pairs):
            pairs = decided(self.pairs).rename(
                columns={"first": "group_first", "second": "group_second", "difference": "rank_difference"}
            )
            tables.append(
                Table.of(Text("Comparisons of pairs of groups"), pairs, "psychometrics", cites=("dunn1964",))
            )
        return tables


def rank_tests(
    frame: pd.DataFrame,
    by: str | pd.Series,
    post_hoc: Literal["dunn"] | None = None,
    adjust: Adjust = "holm",
    significance: float = 0.05,
    continuity: bool = True,
    shift: bool = False,
) -> RankTests:
    """Return tests of ranks between groups, one row per column of `frame`: Mann-Whitney for two, Kruskal-Wallis for more.

    Parameters
    ----------
    frame : DataFrame
        Respondents x measures (scores, or an item's codes). NaN is a missing answer.
    by : str or Series
        Column of `frame` with the group of each respondent, or a Series under the respondents' index; those without a group
        are not counted.
    post_hoc : {"dunn"}, optional
        Dunn's z of all pairs of groups, on the ranks of all; of two groups Mann and Whitney's test itself compares the pair.
    adjust : {"holm", "bonferroni", "none"}
        How the p values of a measure's pairs are corrected.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a difference.
    continuity : bool
        Whether the z of U has the correction for continuity of one half (R has it, SPSS has not).
    shift : bool
        Whether to compute Hodges and Lehmann's shift of two groups; all pairs of answers are looked at.

    Returns
    -------
    RankTests

    Raises
    ------
    FaultyInput
        Values that are not finite numbers, groups that do not match, unknown options.
    UnsuitableMethod
        One group; more than 25 million pairs of different answers for `shift`.

    Notes
    -----
    Ranks know no design weights: for answers with weights or from clusters use `compare`. U is exact where each group has
    fewer than 50 answers and no two answers are equal. The tests compare medians only where the groups' distributions have
    one shape; else they tell which group tends to have the larger answers.

    References
    ----------
    Mann, H. B. and Whitney, D. R. (1947). On a test of whether one of two random variables is stochastically larger than
    the other. Annals of Mathematical Statistics, 18, 50-60.
    Kruskal, W. H. and Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. JASA, 47, 583-621.
    Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics, 6, 241-252.

    Examples
    --------
    Permeability of a membrane at term and earlier, an example of Hollander and Wolfe (1973): R's `wilcox.test` has
    W = 35 and p = 0.1272 one-sided.

    >>> term, early = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], [1.15, 0.88, 0.90, 0.74, 1.21]
    >>> frame = pd.DataFrame({"permeability": term + early, "age": ["at term"] * 10 + ["before"] * 5})
    >>> rank_tests(frame, "age").table.loc["permeability", ["statistic", "p"]].astype(float).round(4).tolist()
    [35.0, 0.2544]
    """
    faults = wanted(
        post_hoc=(post_hoc, optional(choice("dunn"))), adjust=(adjust, choice("holm", "bonferroni", "none")),
        significance=(significance, SHARE), continuity=(continuity, FLAG), shift=(shift, FLAG),
    )  # fmt: skip
    with faults:
        rest, column, name = divided(frame, by)
        with faults:
            x, names = numbers_of(rest, "frame")
        with faults:
            place, found = places_of(column, rest.index, "by")
    faults.raise_all()
    if not names:
        raise FaultyInput("frame", "has no columns", "give at least one column beside the groups")
    groups = group_names(found, "by")
    if len(groups) < 2:
        way = "name a column with two groups or more"
        raise UnsuitableMethod("by", "has {count:# group|# groups}", way, count=len(groups))
    notes: list[Note] = [*ungrouped(place)]
    rows, pairs = [], []
    for item, y in zip(names, x.T, strict=True):
        row, of_pairs = _ranked(y, place, groups, adjust, continuity, shift)
        rows.append(row)
        if np.isnan(row["p"]):
            empty = [g for g in groups if np.isnan(row[f"median {g}"])]
            told = (
                "{item}: not tested, nobody of {groups:5} answered"
                if empty
                else "{item}: not tested, all answers are alike"
            )
            notes.append(Note(told, item=item, groups=empty))
        if post_hoc is not None and len(groups) > 2:  # of two groups the test itself is the pair's
            pairs.append(of_pairs.assign(code=item, differs=of_pairs["p_adjusted"] < significance))
    table = pd.DataFrame(rows, index=pd.Index(names, name="code"))
    table.insert(list(table.columns).index("p") + 1, "p_holm", holm(table["p"].to_numpy(dtype=float)))
    table["differs"] = table["p_holm"] < significance
    every = pd.concat(pairs, ignore_index=True) if pairs else pd.DataFrame()
    every = every[["code", *(c for c in every if c != "code")]] if pairs else every
    notes += _said(table, groups, place, post_hoc, significance)
    return RankTests(
        table, name, significance, tuple(groups), continuity, post_hoc, adjust, every, tuple(notes)
    )


def _ranked(
    y: Array, place: Ints, groups: list[str], adjust: str, continuity: bool, shift: bool
) -> tuple[Mapping[str, Any], pd.DataFrame]:
    """Return the row of one measure, and its pairs of groups."""
    used = ~np.isnan(y) & (place >= 0)
    y, group = y[used], place[used]
    ranks, total = np.asarray(scipy.stats.rankdata(y)), len(y)
    count = len(groups)
    n = np.bincount(group, minlength=count).astype(float)
    sums: Array = np.bincount(group, ranks, minlength=count).astype(float)
    _, times = np.unique(y, return_counts=True)
    ties = float((times.astype(float) ** 3 - times).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / n
    row: dict[str, Any] = {"n": total}
    row |= {f"median {name}": np.median(y[group == g]) if n[g] else np.nan for g, name in enumerate(groups)}
    row |= {f"mean rank {name}": means[g] for g, name in enumerate(groups)}
    fit = bool((n > 0).all() and len(times) > 1)
    spread = (total * (total + 1) - ties / (total - 1)) / 12 if fit else np.nan  # of a rank, Dunn's
    if count == 2:
        row |= _mann_whitney(y, group, n, sums, spread, fit, continuity)
        if shift:
            row["shift"] = _shift(y[group == 0], y[group == 1]) if fit else np.nan
    else:
        h = ((sums**2 / n).sum() - total * (total + 1) ** 2 / 4) / spread if fit else np.nan
        df = count - 1.0
        row |= {"test": "Kruskal-Wallis", "statistic": h, "df": df if fit else np.nan, "p": float(scipy.stats.chi2.sf(h, df)),
                "effect": h / (total - 1) if fit else np.nan, "effect_name": "epsilon squared"}  # fmt: skip
    return row, _dunn(means, n, spread, groups, adjust)


def _mann_whitney(
    y: Array, group: Ints, n: Array, sums: Array, spread: float, fit: bool, continuity: bool
) -> dict[str, Any]:
    """Return U of the first group, z, p and the rank-biserial correlation."""
    told = {"test": "Mann-Whitney", "effect_name": "rank-biserial correlation"}
    if not fit:
        return told | dict.fromkeys(("statistic", "z", "p", "effect"), np.nan) | {"exact": False}
    u, middle = sums[0] - n[0] * (n[0] + 1) / 2, n[0] * n[1] / 2
    away = u - middle
    if continuity:
        away = np.sign(away) * max(abs(away) - 0.5, 0.0)
    z = away / np.sqrt(spread * n[0] * n[1] / n.sum())
    exact = bool((n < _EXACT).all() and len(np.unique(y)) == len(y))
    p = 2 * scipy.stats.norm.sf(abs(z))
    if exact:
        p = scipy.stats.mannwhitneyu(y[group == 0], y[group == 1], method="exact").pvalue
    return told | {
        "statistic": u, "z": z, "p": min(float(p), 1.0), "exact": exact, "effect": 2 * u / (n[0] * n[1]) - 1
    }  # fmt: skip


def _shift(x: Array, y: Array) -> float:
    """Return the median of all differences; equal answers are looked at once."""
    (x, often_x), (y, often_y) = (np.unique(part, return_counts=True) for part in (x, y))
    if len(x) * len(y) > _PAIRS:
        problem = "{count:,} pairs of different answers are too many to look at"
        raise UnsuitableMethod("shift", problem, "leave `shift` out", count=len(x) * len(y))
    between, often = np.subtract.outer(x, y).ravel(), np.multiply.outer(often_x, often_y).ravel()
    order = np.argsort(between)
    upto = np.cumsum(often[order])
    middle = np.searchsorted(upto, [(upto[-1] + 1) // 2, upto[-1] // 2 + 1])
    return float(between[order][middle].mean())


def _dunn(means: Array, n: Array, spread: float, groups: list[str], adjust: str) -> pd.DataFrame:
    """Return Dunn's z of all pairs of groups: difference of mean ranks over its error, with ties."""
    first, second = pairs_of(len(groups)).T
    names = np.array(groups, dtype=object)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = means[first] - means[second]
        error = np.sqrt(spread * (1 / n[first] + 1 / n[second]))
        z = difference / error
    p = 2 * scipy.stats.norm.sf(np.abs(z))
    times = np.isfinite(p).sum()
    corrected = holm(p) if adjust == "holm" else np.minimum(p * times, 1.0) if adjust == "bonferroni" else p
    return pd.DataFrame({"first": names[first], "second": names[second], "difference": difference, "standard_error": error,
                         "z": z, "p": p, "p_adjusted": corrected})  # fmt: skip


def _said(
    table: pd.DataFrame, groups: list[str], place: Ints, post_hoc: str | None, significance: float
) -> list[Note]:
    """Return notes on small groups, and on what a referee asks next."""
    notes = []
    few = [g for i, g in enumerate(groups) if (place == i).sum() < 5]
    if few and len(groups) > 2:
        told = "fewer than 5 respondents of {groups:5}: the chi-square distribution of H is rough"
        notes.append(Note(told, groups=few))
    if len(groups) > 2 and post_hoc is None and (table["p"] < significance).any():
        notes.append(Note('which groups differ is told by pairs: post_hoc="dunn"'))
    return notes
