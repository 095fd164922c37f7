"""Do groups of respondents differ? The tests of `psychometrics.group_differences` on a survey's leaves or items."""

from __future__ import annotations

from govmetrics.core.options import SHARE, TEXT, wanted
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.psychometrics.group_differences import (
    TEST,
    Differences,
    Test,
    compared,
    group_names,
    kind_of,
)
from govmetrics.survey.respondent_points import points
from govmetrics.survey.unit_rows import units_of


def differences(survey: Survey, by: str, test: Test | None = None, significance: float = 0.05) -> Differences:
    """Return a table of tests of differences between groups of respondents.

    Parameters
    ----------
    survey : Survey
    by : str
        Group column.
    test : {"t", "anova", "chi_square"}, optional
        Of leaf scores (0-100) with Welch's correction for unequal variances, or of the items' codes. By
        default t for two groups, analysis of variance for more.
    significance : float
        A p below it, after Holm's correction over all rows, counts as a difference.

    Returns
    -------
    Differences
        Unweighted: these are tests between people asked, not estimates for residents.

    Raises
    ------
    FaultyInput
        Unknown column or test.
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
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"sex": list("ffffmmmm")})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 4, 5, 4, 1, 2, 1, 2]}), by=people)
    >>> differences(survey, "sex").table.round(3).loc["t1", ["statistic", "df", "p"]].tolist()
    [7.348, 6.0, 0.0]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(by=(by, TEXT), significance=(significance, SHARE), test=(test, TEST))
    if isinstance(by, str):
        with faults:
            units = units_of(survey, by)
    faults.raise_all()
    groups = group_names(units.index, f"by, {by!r}")
    kind = kind_of(groups, test, f"by, {by!r}")
    values = survey.answers if kind == "chi_square" else points(survey)
    return compared(values, units.place, groups, kind, significance, units.notes, by, survey.tree.names())
