"""Answers as points: every respondent's leaves, and how leaves make up groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.nodes import Group, Indicator, walk
from govmetrics.core.options import PROPORTION, Kind, is_number, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climb import whole_shares

_HUGE = 1e100
_NEAR = 1e-9  # squares of variances of points that lie nearer leave the range of numbers
POINTS = Kind(
    lambda to: (
        isinstance(to, tuple | list)
        and len(to) == 2
        and all(map(is_number, to))
        and -_HUGE < to[0] < to[1] < _HUGE
        and to[1] - to[0] >= _NEAR
    ),
    Text("give (low, high), such as (0, 100)"),
)
"""What the ends of a scale are worth."""


@dataclass(frozen=True, eq=False)
class RespondentScores(Result):
    """Every respondent's leaves as points.

    Attributes
    ----------
    values : DataFrame, shape (respondents, survey leaves)
        Points, NaN where too few items were answered.
    to : (low, high)
        Points that the ends of the scale are worth.
    tree : IndicatorTree
        Of the survey.

    See Also
    --------
    respondent_scores
    """

    values: pd.DataFrame
    to: tuple[float, float]
    tree: IndicatorTree

    _shown: ClassVar = {"values": "Scores of the respondents"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Answers were put on points from {low:g} to {high:g}, those to reversed items turned; a respondent's "
            "score on an indicator is the mean of the items answered."
        )
        return (Text(found, low=self.to[0], high=self.to[1]),)

    def _finding(self) -> tuple[Text, ...]:
        scored = int(self.values.notna().all(axis="columns").sum())
        told = "{scored:,} of {every:# respondent has|# respondents have} a score on every indicator of the survey."
        return (Text(told, scored=scored, every=len(self.values)),)

    def _tables(self) -> list[Table]:
        return [Table.of(Text(self._shown["values"]), by_respondent(self.values), "survey", self._names())]


def respondent_scores(
    survey: Survey, to: tuple[float, float] = (0, 100), min_answered: float = 0.5
) -> RespondentScores:
    """Return every respondent's leaves on the points `to`: respondents x survey leaves, NaN where unanswered.

    Parameters
    ----------
    survey : Survey
        Answers; reversed items are turned.
    to : (low, high)
        Points that the ends of the scale are worth.
    min_answered : float
        Least share of a leaf's items that must be answered, in [0, 1]; at least one item.

    Returns
    -------
    RespondentScores
        Whose `values` has a row per respondent and a column per leaf.

    Raises
    ------
    FaultyInput
        Unusable options.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> answers = pd.DataFrame({"community": ["East"] * 3 + ["West"] * 3, "t1": [5, 4, 4, 2, 1, 3], "t2": [4, 4, 5, 2, None, 3]})
    >>> survey = gm.read_survey(answers, tree, by="community")
    >>> gm.survey.respondent_scores(survey).values["t1"].tolist()
    [100.0, 75.0, 75.0, 25.0, 0.0, 50.0]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(to=(to, POINTS), min_answered=(min_answered, PROPORTION))
    faults.raise_all()
    return RespondentScores(points(survey, to, min_answered), (to[0], to[1]), survey.tree)


def points(survey: Survey, to: tuple[float, float] = (0, 100), min_answered: float = 0.5) -> pd.DataFrame:
    """Return every respondent's leaves on the points `to`, for checked options."""
    scores = leaf_points(survey.directed().to_numpy(), survey, to, min_answered)
    return pd.DataFrame(scores, index=survey.answers.index, columns=list(survey.leaves))


def leaf_points(x: Array, survey: Survey, to: tuple[float, float], min_answered: float) -> Array:
    """Return the leaves' points (n, leaves) of directed answers `x` (n, items) to the items of a survey."""
    low, high = survey.limits.T
    each = to[0] + (x - low) / (high - low) * (to[1] - to[0])
    place = {item: at for at, item in enumerate(survey.items)}
    scores = np.empty((len(x), len(survey.leaves)))
    for column, items in enumerate(survey.leaves.values()):
        if len(items) == 1:  # there is no mean to take
            scores[:, column] = each[:, place[items[0]]]
            continue
        part = each[:, [place[item] for item in items]]
        answered = (~np.isnan(part)).sum(axis=1)
        enough = (answered > 0) & (answered >= min_answered * len(items) - 1e-12)
        scores[:, column] = np.where(enough, np.nansum(part, axis=1) / np.maximum(answered, 1), np.nan)
    return scores


def by_respondent(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of respondents whose index has a name."""
    return (
        frame.rename_axis(index=str(frame.index.name or "respondent")) if frame.index.nlevels == 1 else frame
    )


def group_parts(survey: Survey) -> pd.DataFrame:
    """Return what every leaf contributes to every group that the survey measures wholly, (groups, leaves).

    Negative for a leaf where less is better; groups with a target or interval below have no plain mean.
    """
    tree, leaves = survey.tree, list(survey.leaves)
    rows = {}
    for group in tree.groups:
        below = [node for node, _ in walk(group) if isinstance(node, Indicator)]
        if all(leaf.better in ("more", "less") and leaf.code in survey.leaves for leaf in below):
            shares = _shares_below(tree, group)
            rows[group.code] = [
                shares.get(leaf.code, 0.0) * (-1.0 if leaf.better == "less" else 1.0)
                for leaf in tree.indicators
                if leaf.code in survey.leaves
            ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=leaves, dtype=float)


def group_means(means: Array, parts: Array, to: tuple[float, float]) -> Array:
    """Return the groups' values (..., groups) of leaves' values (..., leaves); NaN where a leaf is missing."""
    # A leaf where less is better counts low + high - value.
    turned = (to[0] + to[1]) * -np.minimum(parts, 0.0).sum(axis=1)
    gaps = np.isnan(means).astype(float) @ (parts != 0).T.astype(float)
    return np.where(gaps > 0, np.nan, np.nan_to_num(means) @ parts.T + turned)


def _shares_below(tree: IndicatorTree, group: Group) -> dict[str, float]:
    local = np.ones(len(tree.nodes))
    for inner, parts in zip(tree.groups, tree.branches.parts, strict=True):
        local[parts] = tree.shares(inner.code)
    top = tree.positions[group.code]
    local[top] = 1.0
    return dict(zip(tree.node_codes, whole_shares(tree.parents, local, top).tolist(), strict=True))
