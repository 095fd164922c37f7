"""What looks odd in a whole survey and must be pointed out: reversed items, repeated people and devices."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.core.survey import Survey
from govmetrics.core.words import Note
from govmetrics.numerics.correlations import pairwise_covariance, to_correlation
from govmetrics.psychometrics.odd_items import look_reversed


def reversal_notes(survey: Survey) -> list[str]:
    """Return a note for every item whose answers run against the others of its smallest scale of three."""
    answers = survey.directed()
    notes: list[str] = []
    seen = set[str]()
    for node, items in sorted(survey.scales.items(), key=lambda pair: len(pair[1])):
        if len(items) < 3 or seen.issuperset(items):
            continue
        seen.update(items)
        covariance, pairs = pairwise_covariance(answers[items].to_numpy())
        for note in look_reversed(to_correlation(covariance), items, float(pairs.max())):
            declared = [item for item in survey.reverse if note.values["item"] == item]
            doubt = "{node}: {note} It is declared as reversed: perhaps it is not."
            notes.append(Note(doubt if declared else "{node}: {note}", node=node, note=note))
    return notes


def range_notes(survey: Survey) -> list[str]:
    """Return a note where an end of a scale was chosen by nobody on any item, among a hundred or more."""
    notes = []
    for low, high in np.unique(survey.limits, axis=0):
        items = [i for i, ends in zip(survey.items, survey.limits, strict=True) if tuple(ends) == (low, high)]
        x = survey.answers[items].to_numpy()
        if survey.n < 100 or len(items) < 3 or high - low > 10 or np.isnan(x).all():
            continue
        found = np.nanmin(x), np.nanmax(x)
        if found != (low, high):
            notes.append(
                f"nobody answered below {found[0]:g} or above {found[1]:g}: are the end points {low:g} to {high:g} right?"
            )
    return notes


def blank_notes(survey: Survey) -> list[str]:
    """Return notes on respondents who answered nothing, and on items with no or only one answer."""
    blank = survey.answers.index[survey.answers.isna().all(axis="columns")]
    notes = []
    if len(blank):
        listed = ", ".join(map(str, blank[:10])) + (" ..." if len(blank) > 10 else "")
        notes.append(f"{len(blank)} respondents answered none of the items: {listed}")
    low, high = survey.answers.min(), survey.answers.max()
    if survey.n > 1:
        notes += [f"{item}: nobody answered it" for item in survey.items if low.isna()[item]]
        notes += [
            f"{item}: every answer is {low[item]:g}" for item in survey.items if low[item] == high[item]
        ]
    return notes


def duplicate_notes(survey: Survey, repeated: list[Any]) -> list[str]:
    """Return notes on respondents that occur more than once, and on devices and accounts used more than once."""
    notes = []
    if repeated:
        listed = ", ".join(map(str, repeated[:10])) + (" ..." if len(repeated) > 10 else "")
        notes.append(f"{len(repeated)} respondents occur more than once: {listed}; rows are numbered instead")
    for column in ("device", "account"):
        if column in survey.meta:
            values = survey.meta[column]
            shared = values[values.notna() & values.duplicated(keep=False)]
            if len(shared):
                notes.append(
                    f"{len(shared)} respondents share a {column} with another ({shared.nunique()} in all)"
                )
    return notes
