"""Do groups of respondents differ? The tests of `psychometrics.compare` on a survey's leaves or items."""

from __future__ import annotations

import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import SHARE, TEXT, optional, wanted
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.words import Note
from govmetrics.psychometrics._asked import Asked
from govmetrics.psychometrics._comparing import compared
from govmetrics.psychometrics.compare import (
    POST_HOC,
    TEST,
    VARIANCES,
    PostHoc,
    Test,
    Variances,
    group_names,
    kind_of,
    refuse_unsuitable,
)
from govmetrics.psychometrics.group_comparison import GroupComparison
from govmetrics.survey.raked import Raked
from govmetrics.survey.replicated import refuse_replicates
from govmetrics.survey.respondent_points import POINTS, points
from govmetrics.survey.unit_rows import codes_of, units_of


def differences(
    survey: Survey,
    by: str,
    test: Test | None = None,
    variances: Variances = "unequal",
    post_hoc: PostHoc | None = None,
    significance: float = 0.05,
    to: tuple[float, float] | None = (0, 100),
    *,
    weights: Raked | pd.Series | None = None,
    cluster: str | None = None,
) -> GroupComparison:
    """Return tests of differences between groups of respondents.

    Parameters
    ----------
    survey : Survey
    by : str
        Group column.
    test : {"t", "anova", "chi_square"}, optional
        Of leaf scores, or of the items' codes as categories. By default t for two groups, analysis of variance for more.
    variances : {"unequal", "equal"}
        Whether Welch's test decides, or Student's t and Fisher's F; the other stands beside it.
    post_hoc : {"tukey", "games_howell", "lsd", "bonferroni"}, optional
        How all pairs of groups are compared; of two groups the test itself compares them.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a difference.
    to : (low, high) or None
        Points that the ends of the scale are worth; None for the answers' own scale, as theses print it. Tests and effect
        sizes are the same on either.
    weights : Raked or Series, optional
        Of the respondents, above zero; by default the survey's design weights. With weights the tests are design-based.
    cluster : str, optional
        Group column whose members were drawn together; the tests are then design-based.

    Returns
    -------
    GroupComparison

    Raises
    ------
    FaultyInput
        Unknown column or option.
    UnsuitableMethod
        One group, or a t test of more than two; what has no form with weights or clusters (see `compare`); leaves whose items
        have different scales on their own scale; a survey with replicate weights.

    See Also
    --------
    govmetrics.psychometrics.compare

    Notes
    -----
    Chi-square knows no weights: on a survey with design weights it is a test between the people asked, and a note says so.
    Weights that were raked count as they are; what the margins gain in precision is left aside.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values. Biometrika, 38, 330-336.
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of Educational
    Statistics, 6, 107-128.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6, 65-70.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"sex": list("ffffmmmm")})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 4, 5, 4, 1, 2, 1, 2]}), by=people)
    >>> found = differences(survey, "sex", to=None).table.loc["t1"]
    >>> found[["mean f", "mean m", "statistic", "df", "p"]].astype(float).round(3).tolist()
    [4.5, 1.5, 7.348, 6.0, 0.0]
    """
    faults = refuse_no_survey(survey)
    refuse_replicates(survey).raise_all(UnsuitableMethod)
    faults += wanted(
        by=(by, TEXT), significance=(significance, SHARE), test=(test, TEST), variances=(variances, VARIANCES),
        post_hoc=(post_hoc, POST_HOC), to=(to, optional(POINTS)), cluster=(cluster, optional(TEXT)),
    )  # fmt: skip
    clusters = None
    if isinstance(by, str):
        with faults:
            units = units_of(survey, by)
    with faults:
        w = weights_of(survey, weights)
    if isinstance(cluster, str):
        with faults:
            clusters = codes_of(survey, cluster, "cluster")
    faults.raise_all()
    groups = group_names(units.index, f"by, {by!r}")
    kind = kind_of(groups, test, f"by, {by!r}")
    notes = list(units.notes)
    weighted = weights is not None or (survey.weight is not None and kind != "chi_square")
    if kind == "chi_square" and survey.weight is not None and not weighted:
        notes.append(Note("the survey's design weights do not count: chi-square is between the people asked"))
    asked = Asked(
        units.place, groups, by, kind, variances, post_hoc, significance, w if weighted else None, clusters
    )
    refuse_unsuitable(asked)
    values = survey.answers if kind == "chi_square" else _scores(survey, to)
    return compared(values, asked, notes, survey.tree.names())


def _scores(survey: Survey, to: tuple[float, float] | None) -> pd.DataFrame:
    """Return the respondents' leaves on points, or on the answers' own scale."""
    if to is not None:
        return points(survey, to)
    ends = dict(zip(survey.items, map(tuple, survey.limits.tolist()), strict=True))
    of_leaf = {
        leaf: list(dict.fromkeys(ends[item] for item in items)) for leaf, items in survey.leaves.items()
    }
    Faults(
        Fault(leaf, "its items have {count:#} scales of their own", "give `to`, such as (0, 100)", count=len(scales))
        for leaf, scales in of_leaf.items() if len(scales) > 1
    ).raise_all(UnsuitableMethod)  # fmt: skip
    low, high = (pd.Series({leaf: scales[0][end] for leaf, scales in of_leaf.items()}) for end in (0, 1))
    return low + points(survey, (0, 1)) * (high - low)
