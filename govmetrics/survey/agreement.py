"""May answers be averaged? ICC(1), ICC(2) and r_wg before a mean stands for a community."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import PROPORTION, wanted
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.psychometrics.group_agreement import GroupAgreement, agreement_row
from govmetrics.survey.respondent_points import POINTS, points
from govmetrics.survey.unit_rows import Units, units_of


def agreement(
    survey: Survey,
    by: str | Sequence[str] | None = None,
    to: tuple[float, float] = (0, 100),
    min_answered: float = 0.5,
) -> GroupAgreement:
    """Return how far respondents of a unit agree, leaf by leaf.

    Parameters
    ----------
    survey : Survey
    by : str or (str, str), optional
        Units, as in `score`.
    to, min_answered
        As in `score`.

    Returns
    -------
    GroupAgreement
        Whose `scales` has one row per leaf: units and respondents used, F and p of the one-way analysis of
        variance; icc1, the share of variance between units; icc2, the reliability of a unit's mean; r_wg, the mean
        over units of one minus their variance over that of answers at random on the scale (r_wg(J) for J items).
        Unweighted, as these indices are defined.

    Raises
    ------
    FaultyInput
        Unknown group columns, unusable options: all at once.
    UnsuitableMethod
        Fewer than two units.

    References
    ----------
    Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In Klein and Kozlowski
    (eds), Multilevel theory, research, and methods in organizations, 349-381.
    James, L. R., Demaree, R. G. and Wolf, G. (1984). Estimating within-group interrater reliability with and
    without response bias. Journal of Applied Psychology, 69, 85-98.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"community": ["x", "x", "y", "y"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 4, 2, 1]}), by=people)
    >>> agreement(survey).scales.round(3)[["icc1", "icc2", "r_wg"]].loc["t1"].to_dict()
    {'icc1': 0.895, 'icc2': 0.944, 'r_wg': 0.75}
    """
    faults = refuse_no_survey(survey)
    faults += wanted(to=(to, POINTS), min_answered=(min_answered, PROPORTION))
    with faults:
        units = units_of(survey, by)
    faults.raise_all()
    refuse_one_unit(units)
    scores, answers = points(survey, to, min_answered), survey.answers.to_numpy()
    rows = {}
    for leaf, items in survey.leaves.items():
        at = [survey.items.index(item) for item in items]
        rows[leaf] = agreement_row(scores[leaf].to_numpy(), answers[:, at], survey.limits[at], units.place)
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")
    return GroupAgreement(table, units.notes, survey.tree.names())


def refuse_one_unit(units: Units) -> None:
    """Refuse a survey of one unit."""
    if len(units.index) < 2:
        way = "name a group column with two units or more, for agreement compares units"
        raise UnsuitableMethod("by", "there is only one unit", way)
