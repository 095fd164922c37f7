"""Scores of scales: every respondent's mean of the items below a node, as correlations and regressions take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import codes, meant
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import LABEL, PROPORTION, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.survey.respondent_points import by_respondent

POINTS = (0.0, 100.0)
"""What scales are put on where their items have several."""


@dataclass(frozen=True, eq=False)
class ScaleScores(Result):
    """Every respondent's scores on scales (量表得分).

    Attributes
    ----------
    values : DataFrame, shape (respondents, scales)
        Means of the items answered; NaN where too few were.
    ends : (low, high)
        Of the scores: those of the items, or 0 and 100 where the items have several.
    scales : dict
        {node: its items}.
    tree : IndicatorTree
        Of the survey.
    notes : tuple of Note
        How often too few items were answered, and what was put on points.

    See Also
    --------
    scale_scores
    """

    values: pd.DataFrame
    ends: tuple[float, float]
    scales: dict[str, list[str]]
    tree: IndicatorTree
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"values": "Scores of the scales"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "A respondent's score on a scale is the mean of the items answered, those to reversed items turned, from "
            "{low:g} to {high:g}."
        )
        return (Text(found, low=self.ends[0], high=self.ends[1]),)

    def _finding(self) -> tuple[Text, ...]:
        scored = int(self.values.notna().all(axis="columns").sum())
        told = "{scored:,} of {every:# respondent has|# respondents have} a score on every scale."
        return (Text(told, scored=scored, every=len(self.values)),)

    def _tables(self) -> list[Table]:
        return [Table.of(Text(self._shown["values"]), by_respondent(self.values), "survey", self._names())]


def scale_scores(survey: Survey, nodes: Sequence[str] = (), min_answered: float = 0.5) -> ScaleScores:
    """Return every respondent's mean of the items below nodes of the tree, in the items' own points.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned. More is more of a leaf; in a group leaves where less is better are turned too.
    nodes : sequence of str
        By default the smallest scales of the tree, and the items that are in none.
    min_answered : float
        Least share of a scale's items that must be answered, in [0, 1]; at least one item.

    Returns
    -------
    ScaleScores
        Whose `values` has a row per respondent and a column per node.

    Raises
    ------
    FaultyInput
        Nodes that the tree does not have, or that have no items in the survey.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2"], "order": ["o1"]})
    >>> answers = pd.DataFrame({"t1": [5, 4, None], "t2": [4, None, None], "o1": [1, 2, 3]})
    >>> scale_scores(Survey(tree, answers)).values.to_numpy().tolist()
    [[4.5, 1.0], [4.0, 2.0], [nan, 3.0]]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(nodes=(nodes, several(LABEL)), min_answered=(min_answered, PROPORTION))
    faults.raise_all()
    chosen = list(dict.fromkeys(nodes)) or smallest(survey)
    Faults(fault for name in chosen for fault in node_faults(survey, name, f"nodes, {name!r}")).raise_all()
    scales = {node: items_of(survey, node) for node in chosen}
    used = [survey.items.index(item) for items in scales.values() for item in items]
    ends, notes = np.unique(survey.limits[used], axis=0), list[Note]()
    mixed = len(ends) > 1
    if mixed:
        notes.append(Note("items have several scales: their answers were put on points from 0 to 100"))
    answers = {True: survey.directed(), False: survey.favourable()}
    columns = {
        node: _means(survey, answers[isinstance(survey.tree[node], Indicator)], items, mixed, min_answered)
        for node, items in scales.items()
    }
    values = pd.DataFrame(columns, index=survey.answers.index, columns=pd.Index(list(columns), name="scale"))
    names = survey.tree.names()
    few = "{node}: {count:# respondent|# respondents} without a score, for too few items were answered"
    notes += [
        Note(few, node=names[str(node)], count=int(gone))
        for node, gone in values.isna().sum().items()
        if gone
    ]
    low, high = POINTS if mixed else ends[0]
    return ScaleScores(values, (float(low), float(high)), scales, survey.tree, tuple(notes))


def smallest(survey: Survey) -> list[str]:
    """Return the smallest scales of a survey, and the leaves of items that are in none, in the tree's order."""
    inside = {item for items in survey.subscales.values() for item in items}
    alone = [leaf for leaf, items in survey.leaves.items() if not inside & set(items)]
    found = {*survey.subscales, *alone}
    return [node for node in survey.tree.node_codes if node in found]


def items_of(survey: Survey, node: str) -> list[str]:
    """Return the items below a node, in the tree's order."""
    return [item for leaf in survey.tree.leaves(node) for item in survey.leaves.get(leaf, [])]


def node_faults(survey: Survey, node: str, place: str) -> list[Fault]:
    """Return what is wrong with a name that is to be a node with items."""
    known = survey.tree.node_codes
    asked = [code for code in known if items_of(survey, code)]
    there = Text("nodes with items are: {labels}", labels=asked)
    if node not in known:
        return [Fault(place, "is not a node of the tree", meant(node, codes(survey.tree), there))]
    return [] if node in asked else [Fault(place, "has no items in the survey", there)]


def _means(
    survey: Survey, answers: pd.DataFrame, items: list[str], mixed: bool, min_answered: float
) -> np.ndarray:
    """Return the means of the items answered, NaN where too few were."""
    x = answers[items].to_numpy(dtype=float)
    if mixed:
        low, high = survey.limits[[survey.items.index(item) for item in items]].T
        x = POINTS[0] + (x - low) / (high - low) * (POINTS[1] - POINTS[0])
    answered = (~np.isnan(x)).sum(axis=1)
    enough = (answered > 0) & (answered >= min_answered * len(items) - 1e-12)
    return np.where(enough, np.nansum(x, axis=1) / np.maximum(answered, 1), np.nan)
