"""Do groups of respondents differ? t, analysis of variance and chi-square as one table, with effect sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import SHARE, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import Kind
from govmetrics.numerics.arrays import Ints
from govmetrics.psychometrics._frames import as_table, numbers_of, places_of
from govmetrics.psychometrics.group_agreement import ungrouped

Test = Literal["t", "anova", "chi_square"]
TEST = optional(choice("t", "anova", "chi_square"))
_STARS = (0.05, 0.01, 0.001)


class _Told(NamedTuple):
    """What is said of a test: its statistic, the name of its effect size, and the works."""

    statistic: str
    effect: str
    cites: tuple[str, ...]


_TESTS = {
    "Welch's t": _Told("t", "Hedges' g", ("welch1951", "hedges1981", "holm1979")),
    "Welch's F": _Told("F", "omega squared", ("welch1951", "holm1979")),
    "chi-square": _Told("χ²", "Cramér's V", ("holm1979",)),
}


@dataclass(frozen=True, eq=False)
class Differences(Result):
    """Whether groups differ, leaf by leaf.

    Attributes
    ----------
    table : DataFrame
        One row per leaf (or item): n, the groups' means and standard deviations, test, statistic, df, df2, p,
        p_holm (corrected over all rows), effect with its name (Hedges' g, omega squared, Cramér's V), differs.
    by : str
        The group column.
    significance : float
        A corrected p below it counts as a difference.
    groups : tuple of str
        The groups compared.
    notes : tuple of str
        Rows that could not be tested, small expected counts.
    labels : mapping of code to str
        What the rows are called, where they are leaves of a tree.

    See Also
    --------
    group_differences
    """

    table: pd.DataFrame
    by: str
    significance: float
    groups: tuple[str, ...]
    notes: tuple[str, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _shown: ClassVar = {"table": "Differences between groups"}
    _left_out: ClassVar = ("labels",)

    def _method(self) -> tuple[Text, ...]:
        test = str(self.table["test"].iloc[0])
        found = (
            "Groups by {by} were compared by {test} tests, with p values corrected for the number of tests by Holm's "
            "method and {effect} as effect size."
        )
        return (Text(found, by=self.by, test=Text(test), effect=Text(_TESTS[test].effect)),)

    def _finding(self) -> tuple[Text, ...]:
        found = [self.labels.get(code, str(code)) for code in self.table.index[self.table["differs"]]]
        told = "Differences by {by} (Holm, p < {significance:g}): {codes}."
        if not found:
            told = "No differences by {by} (Holm, p < {significance:g})."
        return (Text(told, by=self.by, significance=self.significance, codes=found),)

    def _tables(self) -> list[Table]:
        """Return the table as users of SPSS expect it, with stars at 0.05, 0.01 and 0.001."""
        names: dict[str, str] = dict(self.labels)
        for group in self.groups:
            names |= {
                f"mean {group}": Text("Mean of {group}", group=group),
                f"sd {group}": Text("Standard deviation of {group}", group=group),
            }
        told = _TESTS[str(self.table["test"].iloc[0])]
        names |= {"statistic": told.statistic, "effect": Text(told.effect)}
        # all rows have one test and one effect size: they head their columns
        table = self.table.drop(columns=["test", "effect_name"], errors="ignore")
        table = table.rename(columns={"df": "df_welch", "df2": "df2_welch"})
        kinds: dict[Any, Kind] = dict.fromkeys(("statistic", "effect"), "number")
        caption = Text(self._shown["table"])
        return [Table.of(caption, table, "psychometrics", names, stars=_STARS, cites=told.cites, kind=kinds)]


def group_differences(
    frame: pd.DataFrame, groups: pd.Series, test: Test | None = None, significance: float = 0.05
) -> Differences:
    """Return a table of tests of differences between groups, one row per column of `frame`.

    Parameters
    ----------
    frame : DataFrame
        Respondents x measures (scores, or an item's codes). NaN is a missing answer.
    groups : Series
        Group of each respondent, under the respondents' index; those without one are not counted.
    test : {"t", "anova", "chi_square"}, optional
        Welch's t or F for unequal variances, or Pearson's chi-square of the values as categories. By default
        t for two groups, analysis of variance for more.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a difference.

    Returns
    -------
    Differences

    Raises
    ------
    FaultyInput
        Values that are not finite numbers, groups that do not match or that only their types tell apart (1 and "1"),
        unknown test.
    UnsuitableMethod
        One group, or a t test of more than two.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values. Biometrika, 38, 330-336.
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of Educational
    Statistics, 6, 107-128.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6, 65-70.

    Examples
    --------
    >>> scores = pd.DataFrame({"trust": [100, 75, 100, 75, 0, 25, 0, 25]})
    >>> group_differences(scores, pd.Series(list("ffffmmmm"))).table.round(3).loc["trust", ["statistic", "df"]].tolist()
    [7.348, 6.0]
    """
    faults = wanted(significance=(significance, SHARE), test=(test, TEST))
    with faults:
        x, names = numbers_of(frame, "frame")
    with faults:
        place, found = places_of(groups, as_table(frame, "frame").index)
    faults.raise_all()
    if not names:
        raise FaultyInput("frame", "has no columns", "give at least one column")
    labels = group_names(found, "groups")
    kind = kind_of(labels, test, "groups")
    values = pd.DataFrame(x, columns=names)
    named = isinstance(groups, pd.Series) and groups.name is not None
    by = str(groups.name) if named else Label("group", "组别")
    return compared(values, place, labels, kind, significance, ungrouped(place), by)


def group_names(labels: Iterable[Any], place: str) -> list[str]:
    """Return the names of groups as text; refuse groups that only their types tell apart (1 and "1")."""
    names = [str(label) for label in labels]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        problem = "holds the same names as numbers and as text: {names:5}"
        raise FaultyInput(place, problem, "write each group in one way", names=twice)
    return names


def kind_of(groups: list[str], test: Test | None, place: str) -> str:
    """Return the test to use; refuse one group, and a t test of more than two."""
    kind = test or ("t" if len(groups) == 2 else "anova")
    if len(groups) < 2 or (kind == "t" and len(groups) > 2):
        way = 'name a column with two groups, or use test="anova"'
        raise UnsuitableMethod(place, "has {count:# group|# groups}", way, count=len(groups))
    return kind


def compared(
    values: pd.DataFrame,
    place: Ints,
    groups: list[str],
    kind: str,
    significance: float,
    notes: Sequence[str],
    by: str,
    labels: Mapping[str, Label] | None = None,
) -> Differences:
    """Return the differences of checked `values` (n, k) between groups, of which `place` (n,) says each one's."""
    said = list(notes)
    columns = {str(name): values[name].to_numpy() for name in values}
    if kind == "chi_square":
        rows = {name: _chi_square(y, place, name, said) for name, y in columns.items()}
    else:
        rows = {name: _means(y, place, groups, kind) for name, y in columns.items()}
        few = "{item}: not tested, some group has fewer than two answers or no variance"
        said += [Note(few, item=name) for name, row in rows.items() if np.isnan(row["p"])]
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")
    table["p_holm"] = _holm(table["p"].to_numpy())
    table["differs"] = table["p_holm"] < significance
    last = ["test", "statistic", "df", "df2", "p", "p_holm", "effect", "effect_name", "differs"]
    first = [c for c in table.columns if c not in last]
    shown = table[[*first, *(c for c in last if c in table)]]
    return Differences(shown, by, significance, tuple(groups), tuple(said), labels or {})


def _means(y: np.ndarray, place: np.ndarray, groups: list[str], kind: str) -> dict[str, Any]:
    parts = [y[(place == g) & ~np.isnan(y)] for g in range(len(groups))]
    n = np.array([len(part) for part in parts], dtype=float)
    row: dict[str, Any] = {"n": int(n.sum())}
    means = np.array([part.mean() if len(part) else np.nan for part in parts])
    variances = np.array([part.var(ddof=1) if len(part) > 1 else np.nan for part in parts])
    for name, mean, variance in zip(groups, means, variances, strict=True):
        row |= {f"mean {name}": mean, f"sd {name}": np.sqrt(variance)}
    if not ((n > 1) & (variances > 0)).all():
        empty = dict.fromkeys(("statistic", "df", "df2", "p", "effect"), np.nan)
        return row | {"test": "Welch's t" if kind == "t" else "Welch's F"} | empty
    statistic, df, df2 = _welch(n, means, variances)
    p = float(stats.f.sf(statistic, df, df2))
    if kind == "t":
        t = float(np.sign(means[0] - means[1]) * np.sqrt(statistic))
        return row | {"test": "Welch's t", "statistic": t, "df": df2, "p": p,
                      "effect": _hedges(n, means, variances), "effect_name": "Hedges' g"}  # fmt: skip
    return row | {"test": "Welch's F", "statistic": statistic, "df": df, "df2": df2, "p": p,
                  "effect": _omega(n, means, variances), "effect_name": "omega squared"}  # fmt: skip


def _welch(n: np.ndarray, means: np.ndarray, variances: np.ndarray) -> tuple[float, float, float]:
    """Return Welch's F and its degrees of freedom; for two groups the square of his t."""
    w = n / variances
    k, centre = len(n), (w * means).sum() / w.sum()
    lack = ((1 - w / w.sum()) ** 2 / (n - 1)).sum()
    between = (w * (means - centre) ** 2).sum() / (k - 1)
    return float(between / (1 + 2 * (k - 2) / (k**2 - 1) * lack)), k - 1.0, float((k**2 - 1) / (3 * lack))


def _hedges(n: np.ndarray, means: np.ndarray, variances: np.ndarray) -> float:
    """Return the standardised difference with Hedges' correction for small samples."""
    df = n.sum() - 2
    pooled = ((n - 1) * variances).sum() / df
    return float((means[0] - means[1]) / np.sqrt(pooled) * (1 - 3 / (4 * df - 1)))


def _omega(n: np.ndarray, means: np.ndarray, variances: np.ndarray) -> float:
    """Return omega squared, the share of variance that groups explain in the population; not below zero."""
    k, total = len(n), n.sum()
    centre = (n * means).sum() / total
    between, within = (n * (means - centre) ** 2).sum(), ((n - 1) * variances).sum()
    ms = within / (total - k)
    return float(max((between - (k - 1) * ms) / (between + within + ms), 0.0))


def _chi_square(codes: np.ndarray, place: np.ndarray, item: str, notes: list[str]) -> dict[str, Any]:
    used = ~np.isnan(codes) & (place >= 0)
    counts = pd.crosstab(codes[used], place[used]).to_numpy()
    n = int(counts.sum())
    row = {"n": n, "test": "chi-square", "effect_name": "Cramér's V"}
    if min(counts.shape, default=0) < 2:
        notes.append(Note("{item}: not tested, one answer or one group", item=item))
        return row | dict.fromkeys(("statistic", "df", "p", "effect"), np.nan)
    result = stats.chi2_contingency(counts, correction=False)
    if (result.expected_freq < 5).mean() > 0.2:
        rough = "{item}: more than a fifth of the expected counts are below 5, the p-value is rough"
        notes.append(Note(rough, item=item))
    v = np.sqrt(result.statistic / n / (min(counts.shape) - 1))
    return row | {
        "statistic": float(result.statistic),
        "df": float(result.dof),
        "p": float(result.pvalue),
        "effect": float(v),
    }


def _holm(p: np.ndarray) -> np.ndarray:
    """Return Holm's corrected p-values; rows without a test do not count."""
    corrected = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected
