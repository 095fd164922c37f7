"""`GroupComparison`: whether groups differ, as a thesis prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import Kind

_STARS = (0.05, 0.01, 0.001)


class _Told(NamedTuple):
    """What is said of a test: its statistic, the name of its effect size, and the works."""

    statistic: str
    effect: str
    cites: tuple[str, ...]


_TESTS = {
    "Student's t": _Told("t", "Hedges' g", ("hedges1981", "holm1979")),
    "Welch's t": _Told("t", "Hedges' g", ("welch1951", "hedges1981", "holm1979")),
    "Fisher's F": _Told("F", "omega squared", ("holm1979",)),
    "Welch's F": _Told("F", "omega squared", ("welch1951", "holm1979")),
    "design-based t": _Told("t", "Cohen's d", ("korngraubard1990", "holm1979")),
    "design-based F": _Told("F", "eta squared", ("korngraubard1990", "holm1979")),
    "chi-square": _Told("χ²", "Cramér's V", ("holm1979",)),
}
_HEADS = {
    "group": "group_of",
    "df": "df_welch",
    "df2": "df2_welch",
    "first": "group_first",
    "second": "group_second",
}
_POST_HOC = {
    "tukey": (Text("Tukey's test (Tukey and Kramer)"), ("kramer1956",)),
    "games_howell": (Text("Games and Howell's test"), ("gameshowell1976",)),
    "lsd": (Text("Fisher's least significant difference (LSD)"), ()),
    "bonferroni": (Text("t tests with Bonferroni's correction"), ()),
}


@dataclass(frozen=True, eq=False)
class GroupComparison(Result):
    """Whether groups differ, measure by measure.

    Attributes
    ----------
    table : DataFrame
        One row per measure: n, the groups' means and standard deviations in the answers' own units, the test that
        decides, statistic, df, df2, p, p_holm (corrected over all rows), effect with its name (Hedges' g, omega squared,
        Cramér's V; of a design Cohen's d, eta squared), differs.
    by : str
        What the groups are of.
    significance : float
        A corrected p below it counts as a difference; intervals are of confidence one minus it.
    groups : tuple of str
        The groups compared.
    variances : str
        Whether tests for equal or for unequal variances decide.
    post_hoc : str or None
        How pairs of groups were compared; None of two groups, which the test itself compares.
    descriptives : DataFrame
        Rows (measure, group): n, mean, sd, standard_error, lower, upper. Of chi-square rows (measure, category): count
        and share in every group.
    tests : DataFrame
        Rows (measure, test): statistic, df, df2, p, decides: tests of the means under equal and under unequal variances,
        and tests of the variances (Levene about means, Brown and Forsythe about medians).
    effects : DataFrame
        One row per measure: for two groups the difference of their means with its interval by the test that decides, Cohen's
        d, Hedges' g with its interval in large samples; eta squared and omega squared.
    pairs : DataFrame
        With `post_hoc` and more than two groups, a row per measure and pair of groups: difference of means, standard_error,
        t, df, p (corrected for the pairs as the method does), lower, upper, differs.
    notes : tuple of str
        Measures that could not be tested, assumptions that fail, what to look at next.
    labels : mapping of code to str
        What the measures are called, where they are leaves of a tree.

    See Also
    --------
    compare
    """

    table: pd.DataFrame
    by: str
    significance: float
    groups: tuple[str, ...]
    variances: str
    post_hoc: str | None
    descriptives: pd.DataFrame
    tests: pd.DataFrame
    effects: pd.DataFrame
    pairs: pd.DataFrame
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _shown: ClassVar = {"table": "Differences between groups"}
    _left_out: ClassVar = ("labels",)

    @property
    def _test(self) -> str:
        return str(self.table["test"].iloc[0])

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Groups by {by} were compared by {test} tests, with p values corrected for the number of tests by Holm's "
            "method and {effect} as effect size."
        )
        told = [Text(found, by=self.by, test=Text(self._test), effect=Text(_TESTS[self._test].effect))]
        if self._test.startswith("design"):
            told.append(Text("Standard errors were linearised, with regard to weights and clusters."))
        elif len(self.tests):
            told.append(
                Text("Equality of variances was examined by the tests of Levene and of Brown and Forsythe.")
            )
        if self.post_hoc is not None:
            told.append(Text("Pairs of groups were compared by {test}.", test=_POST_HOC[self.post_hoc][0]))
        return tuple(told)

    def _finding(self) -> tuple[Text, ...]:
        found = [self.labels.get(code, str(code)) for code in self.table.index[self.table["differs"]]]
        if self.table["p"].isna().all():
            return (Text("Nothing could be tested by {by}.", by=self.by),)
        told = "Differences by {by} (Holm, p < {significance:g}): {codes}."
        if not found:
            told = "No differences by {by} (Holm, p < {significance:g})."
        return (Text(told, by=self.by, significance=self.significance, codes=found), *self._told_pairs())

    def _told_pairs(self) -> Iterator[Text]:
        """Say which pairs differ, of measures that do."""
        if not len(self.pairs):
            return
        apart = self.pairs[
            self.pairs["differs"] & self.pairs["code"].isin(self.table.index[self.table["differs"]])
        ]
        for code, rows in apart.groupby("code", sort=False):
            pairs = [
                Text("{high} > {low}", high=first if up else second, low=second if up else first)
                for first, second, up in zip(
                    rows["first"], rows["second"], rows["difference"] > 0, strict=True
                )
            ]
            yield Text("{code}: {pairs}.", code=self.labels.get(str(code), str(code)), pairs=pairs)

    def _tables(self) -> list[Table]:
        """Return the table as users of SPSS expect it, with stars at 0.05, 0.01 and 0.001, and what stands behind it."""
        told = _TESTS[self._test]
        names: dict[str, str] = dict(self.labels)
        tables = [self._first(told, names)]
        rest = {
            "Means of the groups": (self.descriptives, ()),
            "Tests under equal and under unequal variances": (
                self.tests,
                ("levene1960", "brownforsythe1974"),
            ),
            "Effect sizes": (self.effects, ("hedges1981",)),
            "Comparisons of pairs of groups": (
                self.pairs,
                _POST_HOC[self.post_hoc][1] if self.post_hoc else (),
            ),
        }
        if self._test.startswith("design"):
            del rest["Tests under equal and under unequal variances"]  # there is one test
        if self._test == "chi-square":
            rest = {"Answers by group": (self.descriptives, ())}
            names |= {f"n {g}": Text("Number in {group}", group=g) for g in self.groups}
            names |= {f"share {g}": Text("Share in {group}", group=g) for g in self.groups}
        kinds: dict[Any, Kind] = {f"n {g}": "count" for g in self.groups}
        kinds |= {f"share {g}": "share" for g in self.groups}
        for caption, (frame, cites) in rest.items():
            if len(frame):
                shown = _shown(frame).dropna(axis="columns", how="all")
                tables.append(Table.of(Text(caption), shown, "psychometrics", names, cites=cites, kind=kinds))
        return tables

    def _first(self, told: _Told, names: Mapping[str, str]) -> Table:
        heads: dict[str, str] = dict(names)
        for group in self.groups:
            heads |= {
                f"mean {group}": Text("Mean of {group}", group=group),
                f"sd {group}": Text("Standard deviation of {group}", group=group),
            }
        heads |= {"statistic": told.statistic, "effect": Text(told.effect)}
        # all rows have one test and one effect size: they head their columns
        table = decided(self.table).drop(columns=["test", "effect_name"], errors="ignore")
        table = table.rename(columns={"df": "df_welch", "df2": "df2_welch"})
        kinds: dict[Any, Kind] = dict.fromkeys(("statistic", "effect"), "number")
        caption = Text(self._shown["table"])
        return Table.of(caption, table, "psychometrics", heads, stars=_STARS, cites=told.cites, kind=kinds)


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame under its headings; a test of the variances decides nothing."""
    if "decides" in frame:
        of_means = frame.index.get_level_values("test").isin(list(_TESTS))
        frame = frame.assign(decides=frame["decides"].astype(object).where(of_means, None))
    return decided(frame).rename(columns=_HEADS).rename_axis(index=lambda name: _HEADS.get(name, name))


def decided(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that says of what was not tested neither yes nor no.

    Examples
    --------
    >>> decided(pd.DataFrame({"p": [0.01, None], "differs": [True, False]}))["differs"].tolist()
    [True, None]
    """
    if "differs" not in frame:
        return frame
    tested = frame["p"].notna().to_numpy()
    return (
        frame if tested.all() else frame.assign(differs=frame["differs"].astype(object).where(tested, None))
    )
