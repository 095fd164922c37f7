"""Do groups of respondents differ? t, analysis of variance and chi-square as one table, with effect sizes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.groups import factorised
from govmetrics.core.options import LABEL, SHARE, choice, optional, wanted
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Ints
from govmetrics.psychometrics._asked import Asked
from govmetrics.psychometrics._comparing import compared
from govmetrics.psychometrics._frames import (
    as_table,
    few_clusters,
    matched_groups,
    numbers_of,
    places_of,
    repeated,
)
from govmetrics.psychometrics._item_frames import weights_of
from govmetrics.psychometrics.group_agreement import ungrouped
from govmetrics.psychometrics.group_comparison import GroupComparison

Test = Literal["t", "anova", "chi_square"]
Variances = Literal["unequal", "equal"]
PostHoc = Literal["tukey", "games_howell", "lsd", "bonferroni"]
TEST = optional(choice("t", "anova", "chi_square"))
VARIANCES = choice("unequal", "equal")
POST_HOC = optional(choice("tukey", "games_howell", "lsd", "bonferroni"))


def compare(
    frame: pd.DataFrame,
    by: str | pd.Series,
    test: Test | None = None,
    variances: Variances = "unequal",
    post_hoc: PostHoc | None = None,
    significance: float = 0.05,
    *,
    weights: pd.Series | None = None,
    cluster: str | pd.Series | None = None,
) -> GroupComparison:
    """Return tests of differences between groups, one row per column of `frame`, in the answers' own units.

    Parameters
    ----------
    frame : DataFrame
        Respondents x measures (scores, or an item's codes). NaN is a missing answer.
    by : str or Series
        Column of `frame` with the group of each respondent, or a Series under the respondents' index; those without a group
        are not counted.
    test : {"t", "anova", "chi_square"}, optional
        t or F of the means, or Pearson's chi-square of the values as categories, numbers or text. By default t for two
        groups, analysis of variance for more.
    variances : {"unequal", "equal"}
        Whether Welch's test decides or Student's t and Fisher's F; the other stands beside it, with the tests of Levene
        and of Brown and Forsythe. The choice is made beforehand: to let a test of variances choose costs more than Welch's
        test does where variances are equal.
    post_hoc : {"tukey", "games_howell", "lsd", "bonferroni"}, optional
        Comparison of all pairs of groups: Tukey and Kramer's, Games and Howell's for unequal variances, the least significant
        difference (each pair by itself), or t with Bonferroni's correction. Of two groups the test itself compares the
        pair, and there is no table of pairs.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a difference.
    weights : Series, optional
        Design weights of the respondents, above zero. Tests are then design-based: weighted means, linearised errors, and
        the adjusted Wald F.
    cluster : str or Series, optional
        Column of `frame`, or Series, with what respondents were drawn by (class, building, community); tests are then
        design-based.

    Returns
    -------
    GroupComparison

    Raises
    ------
    FaultyInput
        Values that are not finite numbers, groups that do not match or that only their types tell apart (1 and "1"),
        unknown options.
    UnsuitableMethod
        One group, or a t test of more than two; chi-square, equal variances, Tukey's or Games and Howell's test with weights
        or clusters; pairs of chi-square.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values. Biometrika, 38, 330-336.
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of Educational
    Statistics, 6, 107-128.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6, 65-70.
    Games, P. A. and Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal N's and/or variances.
    Journal of Educational Statistics, 1, 113-125.
    Korn, E. L. and Graubard, B. I. (1990). Simultaneous testing of regression coefficients with complex survey data: use
    of Bonferroni t statistics. The American Statistician, 44, 270-276.

    Examples
    --------
    Extra hours of sleep under two drugs (Student 1908), as R's `t.test` has them: t = -1.8608, df = 17.776, p = 0.07939.

    >>> hours = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> sleep = pd.DataFrame({"extra": hours, "drug": [1] * 10 + [2] * 10})
    >>> found = compare(sleep, "drug")
    >>> found.table.loc["extra", ["statistic", "df", "p"]].astype(float).round(5).tolist()
    [-1.86081, 17.77647, 0.07939]
    >>> found.effects.loc["extra", ["difference", "lower", "upper"]].round(5).tolist()
    [-1.58, -3.36548, 0.20548]
    """
    faults = wanted(
        significance=(significance, SHARE), test=(test, TEST), variances=(variances, VARIANCES), post_hoc=(post_hoc, POST_HOC)
    )  # fmt: skip
    w = clusters = None
    with faults:
        rest, groups, name = divided(frame, by, {"cluster": cluster})
        index = rest.index
        with faults:
            values = _categories(rest) if isinstance(test, str) and test == "chi_square" else _numbers(rest)
        with faults:
            place, found = places_of(groups, index, "by")
        with faults:
            w = weights_of(weights, rest)
        with faults:
            clusters = _clusters(frame, cluster, index)
    faults.raise_all()
    if not len(values.columns):
        raise FaultyInput("frame", "has no columns", "give at least one column beside the groups")
    labels = group_names(found, "by")
    kind = kind_of(labels, test, "by")
    asked = Asked(place, labels, name, kind, variances, post_hoc, significance, w, clusters)
    refuse_unsuitable(asked)
    return compared(values, asked, [*ungrouped(place), *few_clusters(clusters)])


def divided(
    frame: pd.DataFrame, by: Any, others: dict[str, Any] | None = None
) -> tuple[pd.DataFrame, Any, str]:
    """Return the measures, the groups and what they are called; `others` are columns, too, that are no measures."""
    table = as_table(frame, "frame")
    columns = {place: given for place, given in {"by": by, **(others or {})}.items() if is_name(given)}
    Faults(
        Fault(place, "is not a column: {column!r}", Text("columns are: {columns:20}", columns=[str(c) for c in table]),
              column=str(given)) if given not in table.columns
        else Fault(place, "is named twice: {column!r}", "give each column a name of its own", column=str(given))
        for place, given in columns.items() if list(table.columns).count(given) != 1
    ).raise_all()  # fmt: skip
    rest = table.drop(columns=list(dict.fromkeys(columns.values())))
    if "by" in columns:
        return rest, table[by], str(by)
    named = isinstance(by, pd.Series) and by.name is not None
    return rest, by, str(by.name) if named else Label("group", "组别")


def is_name(given: Any) -> bool:
    """Tell whether an argument names a column."""
    return isinstance(given, Hashable) and LABEL.fits(given)


def _numbers(rest: pd.DataFrame) -> pd.DataFrame:
    x, names = numbers_of(rest, "frame")
    return pd.DataFrame(x, columns=names, index=rest.index)


def _categories(rest: pd.DataFrame) -> pd.DataFrame:
    """Return answers of any kind; refuse those that are no names, or that only their types tell apart."""
    names = [str(name) for name in rest]
    faults = Faults(
        Fault(name, "is named twice", "give each column a name of its own") for name in repeated(names)
    )
    for at, name in enumerate(names):
        with faults:
            try:
                labels = rest.iloc[:, at].unique()
            except TypeError:  # lists and the like
                raise FaultyInput(name, "some are neither text nor numbers", "name each answer") from None
            if any(isinstance(label, float) and np.isinf(label) for label in labels):
                raise FaultyInput(
                    name, "has answers that are infinite or beyond 1e100", "declare them as missing"
                )
            group_names(factorised(rest.iloc[:, at])[1], name, "write each answer in one way")
    faults.raise_all()
    return rest.set_axis(names, axis=1)


def _clusters(frame: pd.DataFrame, cluster: Any, index: pd.Index) -> Ints | None:
    if cluster is None:
        return None
    column = matched_groups(as_table(frame)[cluster] if is_name(cluster) else cluster, index, "cluster")
    codes = factorised(column)[0]
    if (codes < 0).any():
        problem, way = "is missing for respondents {names:10}", "fill it, or leave these respondents out"
        raise FaultyInput("cluster", problem, way, names=[str(name) for name in index[codes < 0]])
    return codes


def group_names(labels: Iterable[Any], place: str, way: str = "write each group in one way") -> list[str]:
    """Return the names of groups as text; refuse groups that only their types tell apart (1 and "1")."""
    names = [str(label) for label in labels]
    twice = repeated(names)
    if twice:
        problem = "holds the same names as numbers and as text: {names:5}"
        raise FaultyInput(place, problem, way, names=twice)
    return names


def kind_of(groups: list[str], test: Test | None, place: str) -> str:
    """Return the test to use; refuse one group, and a t test of more than two."""
    kind = test or ("t" if len(groups) == 2 else "anova")
    if len(groups) < 2:
        way = "name a column with two groups or more"
        raise UnsuitableMethod(place, "has {count:# group|# groups}", way, count=len(groups))
    if kind == "t" and len(groups) > 2:
        way = 'name a column with two groups, or use test="anova"'
        raise UnsuitableMethod(place, "has {count:# group|# groups}", way, count=len(groups))
    return kind


def refuse_unsuitable(asked: Asked) -> None:
    """Refuse what a test of categories, or one with weights or clusters, has no form of."""
    faults = Faults()
    if asked.kind == "chi_square" and asked.post_hoc is not None:
        problem, way = (
            "chi-square has no comparison of pairs",
            "leave `post_hoc` out, or compare two groups at a time",
        )
        faults.append(Fault("post_hoc", problem, way))
    if asked.designed:
        if asked.kind == "chi_square":
            way = "leave weights and clusters out, or use `gm.survey.frequencies` for weighted shares with intervals"
            faults.append(Fault("test", "chi-square here knows neither weights nor clusters", way))
        if asked.variances == "equal":
            problem = "tests with weights or clusters do not assume equal variances"
            faults.append(Fault("variances", problem, 'leave it at "unequal"'))
        if asked.post_hoc in ("tukey", "games_howell"):
            problem = "{post_hoc} knows neither weights nor clusters"
            faults.append(Fault("post_hoc", problem, "use bonferroni", post_hoc=asked.post_hoc))
    faults.raise_all(UnsuitableMethod)
