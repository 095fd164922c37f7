"""Reliability of every scale of a survey, and of the survey as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SHARE, choice, wanted
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.tree import IndicatorTree
from govmetrics.psychometrics.reliability import ScaleReliability, of_scales
from govmetrics.survey.replicated import UNUSED

NO_SCALES = "no node of the tree has two items", "name the items of an indicator in its `items`"


@dataclass(frozen=True, eq=False)
class Reliability(ScaleReliability):
    """Reliability (信度) of the scales of a survey.

    Attributes
    ----------
    scales : DataFrame
        One row per node of the tree with two or more items, the whole last: items, n, alpha, lower, upper,
        standardized, mean_inter_item, ordinal_alpha, omega_total, omega_hierarchical, omega_one_factor. NaN
        with a note where a coefficient does not exist.
    alphas : dict
        {node: Alpha}, each with its item table.
    level : float
        Of the intervals.
    missing : str
        Rule for missing answers.
    tree : IndicatorTree
        Of the survey.
    notes : tuple of str
        What was left out, what looks wrong, and which coefficients do not exist.

    See Also
    --------
    reliability
    """

    tree: IndicatorTree

    def _names(self) -> Mapping[Any, str]:
        return self.tree.names()


def reliability(
    survey: Survey, level: float = 0.95, missing: Literal["listwise", "pairwise"] = "listwise"
) -> Reliability:
    """Return alpha, ordinal alpha and omega for every scale of `survey`, and for all items.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned; design weights are used, replicate weights are not (a note says so).
    level : float
        Confidence level.
    missing : {"listwise", "pairwise"}
        Rule for missing answers, scale by scale.

    Returns
    -------
    Reliability
        `scales`: a row per scale and one for all items.

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `alpha`, naming the scale's items.

    Notes
    -----
    Omega has three group factors where a scale has at least six items, else one: fewer items do not
    identify more.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16,
    297-334. Zumbo, B. D., Gadermann, A. M. and Zeisser, C. (2007). Ordinal versions of coefficients alpha
    and theta for Likert rating scales. Journal of Modern Applied Statistical Methods 6, 21-29. McDonald, R.
    P. (1999). Test Theory: A Unified Treatment. Erlbaum.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> answers = pd.DataFrame({"t1": [1, 2, 3, 4, 5, 4], "t2": [2, 2, 3, 5, 5, 3], "t3": [1, 3, 3, 4, 4, 5]})
    >>> survey = Survey(IndicatorTree.from_groups({"trust": ["t1", "t2", "t3"]}), answers)
    >>> reliability(survey).scales["alpha"].round(3).tolist()
    [0.909]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(level=(level, SHARE), missing=(missing, choice("listwise", "pairwise")))
    faults.raise_all()
    if not survey.scales:
        raise UnsuitableMethod("survey", *NO_SCALES)
    table, alphas, found = of_scales(
        survey.favourable(), survey.scales, survey.tree.names(), survey.weight,
        level=level, missing=missing, declared=True,
    )  # fmt: skip
    notes = [*survey.notes, *([] if survey.replicates is None else [UNUSED]), *found]
    return Reliability(table, alphas, level, missing, tuple(dict.fromkeys(notes)), tree=survey.tree)
