"""Do groups of respondents differ? t, analysis of variance and chi-square as one table, with effect sizes."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.calibration import Ints
from govmetrics.psychometrics._frames import as_table, numbers_of, places_of

Test = Literal["t", "anova", "chi_square"]
TESTS = ("t", "anova", "chi_square")

_ZH = {
    "test": "检验", "statistic": "统计量", "df": "自由度", "df2": "自由度2", "p": "p 值", "p_holm": "Holm 校正 p", "n": "样本量",
    "effect": "效应量", "effect_name": "效应量名称", "differs": "显著", "stars": "显著性标记", "mean": "均值", "sd": "标准差",
}  # fmt: skip
_LABELS = {
    "t": ("Welch's t", "Welch t 检验"),
    "anova": ("Welch's F", "Welch 方差分析"),
    "chi_square": ("chi-square", "卡方检验"),
}


@dataclass(frozen=True, eq=False)
class Differences:
    """Whether groups differ, leaf by leaf.

    Attributes
    ----------
    table : DataFrame
        One row per leaf (or item): n, the groups' means and standard deviations, test, statistic, df, df2, p,
        p_holm (corrected over all rows), effect with its name (Hedges' g, omega squared, Cramér's V), differs.
    by : str
        The group column.
    level : float
        A corrected p below it counts as a difference.
    notes : tuple of str
        Rows that could not be tested, small expected counts.

    See Also
    --------
    group_differences
    """

    table: pd.DataFrame
    by: str
    level: float
    notes: tuple[str, ...] = ()

    def to_frame(self, language: Literal["en", "zh"] = "en") -> pd.DataFrame:
        """Return the table as users of SPSS expect it, in English or Chinese; stars at .05, .01 and .001."""
        choose(language, ("en", "zh"), "language")
        table = self.table.copy()
        stars = np.select(
            [table["p_holm"] < 0.001, table["p_holm"] < 0.01, table["p_holm"] < 0.05], ["***", "**", "*"], ""
        )
        table["stars"] = stars
        if language == "en":
            return table
        table["test"] = table["test"].map(dict(_LABELS.values()))
        table["differs"] = table["differs"].map({True: "是", False: "否"})
        words = {c: " ".join(_ZH.get(word, word) for word in str(c).split(" ", 1)) for c in table.columns}
        return table.rename(columns=words)

    def to_dict(self) -> dict[str, Any]:
        """Return everything, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: str = "en") -> str:
        """Return which leaves differ, in a sentence."""
        found = [str(i) for i in self.table.index[self.table["differs"]]]
        if language == "zh":
            listed = "、".join(found) or "无"
            return f"按 {self.by} 分组（Holm 校正，p < {self.level:g}）有差异的指标：{listed}。"
        listed = ", ".join(found) or "none"
        return f"Groups of {self.by} differ (Holm, p < {self.level:g}) in: {listed}."

    def _repr_html_(self) -> str:
        return html(self.to_frame(), self.summary())


def group_differences(
    values: pd.DataFrame, groups: pd.Series, test: Test | None = None, level: float = 0.05
) -> Differences:
    """Return a table of tests of differences between groups, one row per column of `values`.

    Parameters
    ----------
    values : DataFrame
        Respondents x measures (scores, or an item's codes). NaN is a missing answer.
    groups : Series
        Group of each respondent, under the respondents' index; those without one are not counted.
    test : {"t", "anova", "chi_square"}, optional
        Welch's t or F for unequal variances, or Pearson's chi-square of the values as categories. By default
        t for two groups, analysis of variance for more.
    level : float
        Of significance, after Holm's correction over all rows.

    Returns
    -------
    Differences

    Raises
    ------
    FaultyInput
        Values that are not finite numbers, groups that do not match, unknown test.
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
    faults = Faults(level_faults(level))
    with faults:
        choose(test or "t", TESTS, "test")
    with faults:
        frame = as_table(values, "values")
        x, names = numbers_of(frame)
    with faults:
        place, found = places_of(groups, as_table(values, "values").index)
    faults.raise_all()
    notes = []
    if (place < 0).any():
        notes.append(f"{int((place < 0).sum())} respondents have no group and are not counted")
    labels = [str(label) for label in found]
    kind = kind_of(labels, test, "groups")
    return compared(pd.DataFrame(x, columns=names), place, labels, kind, level, notes, "groups")


def level_faults(level: float) -> list[Fault]:
    """Return a fault where the level of significance is not a probability."""
    if isinstance(level, Real) and 0 < level < 1:
        return []
    return [Fault("level", f"is {level!r}", "give a probability, for example 0.05")]


def kind_of(groups: list[str], test: Test | None, place: str) -> str:
    """Return the test to use; refuse one group, and a t test of more than two."""
    kind = test or ("t" if len(groups) == 2 else "anova")
    if len(groups) < 2 or (kind == "t" and len(groups) > 2):
        way = 'name a column with two groups, or use test="anova"'
        raise UnsuitableMethod(Fault(place, f"has {len(groups)} groups", way))
    return kind


def compared(
    values: pd.DataFrame, place: Ints, groups: list[str], kind: str, level: float, notes: list[str], by: str
) -> Differences:
    """Return the differences of checked `values` (n, k) between groups, of which `place` (n,) says each one's."""
    notes = list(notes)
    columns = {str(name): values[name].to_numpy() for name in values}
    if kind == "chi_square":
        rows = {name: _chi_square(y, place, name, notes) for name, y in columns.items()}
    else:
        rows = {name: _means(y, place, groups, kind) for name, y in columns.items()}
        few = "not tested, some group has fewer than two answers or no variance"
        notes += [f"{name}: {few}" for name, row in rows.items() if np.isnan(row["p"])]
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")
    table["p_holm"] = _holm(table["p"].to_numpy())
    table["differs"] = table["p_holm"] < level
    last = ["test", "statistic", "df", "df2", "p", "p_holm", "effect", "effect_name", "differs"]
    first = [c for c in table.columns if c not in last]
    return Differences(table[[*first, *(c for c in last if c in table)]], by, level, tuple(notes))


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
        return row | {"test": _LABELS[kind][0]} | empty
    statistic, df, df2 = _welch(n, means, variances)
    p = float(stats.f.sf(statistic, df, df2))
    if kind == "t":
        t = float(np.sign(means[0] - means[1]) * np.sqrt(statistic))
        return row | {"test": _LABELS["t"][0], "statistic": t, "df": df2, "p": p,
                      "effect": _hedges(n, means, variances), "effect_name": "Hedges' g"}  # fmt: skip
    return row | {"test": _LABELS["anova"][0], "statistic": statistic, "df": df, "df2": df2, "p": p,
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
    row = {"n": n, "test": _LABELS["chi_square"][0], "effect_name": "Cramér's V"}
    if min(counts.shape, default=0) < 2:
        notes.append(f"{item}: not tested, one answer or one group")
        return row | dict.fromkeys(("statistic", "df", "p", "effect"), np.nan)
    result = stats.chi2_contingency(counts, correction=False)
    if (result.expected_freq < 5).mean() > 0.2:
        notes.append(f"{item}: more than a fifth of the expected counts are below 5, the p-value is rough")
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
