"""Whether items mean the same in groups of respondents: the model of the scales, handed on by group column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Note, Survey
from govmetrics.core.errors import Faults
from govmetrics.core.groups import factorised
from govmetrics.evaluation.alike_found import Invariances
from govmetrics.evaluation.designed import unused
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Invariant, grouped_by, invariance_asked
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import placed
from govmetrics.evaluation.referee import of_invariance
from govmetrics.evaluation.statistics import column_fault
from govmetrics.psychometrics import Invariance, OrdinalInvariance, invariance, invariance_ordinal
from govmetrics.survey.scale_scores import items_of, node_faults

MOST_ANSWERS = 7
"""Answers up to which items are ordered categories, where nothing is said: scales of more points are near enough to numbers."""


def invariances(work: Work) -> Found:
    """Return the comparison of models in the groups of every column; all that is wrong with them comes in one error."""
    asked, survey = invariance_asked(work.evaluation.reliability), answered(work)
    assert asked is not None
    factors = factors_of(survey, asked.scales)
    items = list(dict.fromkeys(item for own in factors.values() for item in own))
    answers = survey.favourable()
    faults, found, notes = Faults(), dict[str, Invariance | OrdinalInvariance](), list[Note]()
    for column in grouped_by(asked):
        known = survey.by[column].notna()
        if not known.all():
            told = (
                "{column}: {count:# respondent has|# respondents have} no answer and {count:is|are} not used"
            )
            notes.append(Note(told, column=column, count=int((~known).sum())))
        rows, groups = answers.loc[known], survey.by.loc[known, column]
        with placed(faults, f"reliability.invariance.{column}"):
            method = invariance_ordinal if _ordered(asked, survey, items, rows, groups, notes) else invariance
            found[column] = method(rows, factors, groups)
    faults.raise_all()
    designed = survey.weight is not None or survey.replicates is not None
    if designed or (work.evaluation.evidence.survey is not None and work.evaluation.evidence.survey.cluster):
        notes.append(Note("models of several groups know neither design weights nor clusters"))
    notes += [*unused(work, survey), *of_invariance(found)]
    return {"invariance": Invariances(found, tuple(notes), survey.tree.names())}


def factors_of(survey: Survey, scales: Sequence[str]) -> dict[str, list[str]]:
    """Return the scales of two items or more, each with its items: those that are named, else the smallest."""
    named: Mapping[str, Sequence[str]] = {node: items_of(survey, node) for node in dict.fromkeys(scales)}
    return {node: list(items) for node, items in (named or survey.subscales).items() if len(items) > 1}


def _ordered(
    asked: Invariant, survey: Survey, items: Sequence[str], rows: pd.DataFrame, groups: pd.Series, notes: list[Note]
) -> bool:  # fmt: skip
    """Tell whether answers are ordered categories; where some are never given in a group, say why they are numbers."""
    if asked.answers is not None:
        return asked.answers == "ordered"
    low, high = survey.limits[[survey.items.index(item) for item in items]].T
    if (high - low + 1 > MOST_ANSWERS).any():
        return False
    complete = rows[list(items)].dropna()
    codes, labels = factorised(groups.loc[complete.index])
    every = complete.nunique()
    lacking = [
        str(labels[group]) for group in np.unique(codes[codes >= 0]) if (complete[codes == group].nunique() < every).any()
    ]  # fmt: skip
    if lacking:
        told = "{column}: answers are taken as numbers, for some answers were never given in: {groups:5}"
        notes.append(Note(told, column=str(groups.name), groups=lacking))
    return not lacking


def invariance_faults(asked: Invariant | None, survey: Survey, of_records: Sequence[str]) -> list[Fault]:
    """Return the columns and scales that the survey does not have, and scales that make no model."""
    if asked is None:
        return []
    place, known = "reliability.invariance", list(map(str, survey.by.columns))
    faults = [
        column_fault(f"{place}.{name}", name, known, of_records)
        for name in grouped_by(asked)
        if name not in known
    ]
    if not grouped_by(asked):
        faults.append(Fault(place, "names no group column", "name at least one, or leave it out"))
    wrong = [fault for name in asked.scales for fault in node_faults(survey, name, f"{place}.scales.{name}")]
    if not wrong and not factors_of(survey, asked.scales):
        way_out = "name nodes of two items or more in `scales`, or leave it out"
        faults.append(Fault(place, "there is no scale of two items or more", way_out))
    return faults + wrong
