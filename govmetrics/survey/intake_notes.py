"""What looks odd in a whole survey and must be pointed out: reversed items, repeated people and devices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from govmetrics.core.nodes import label
from govmetrics.core.survey import Survey
from govmetrics.core.words import Note
from govmetrics.numerics.correlations import pairwise_correlation
from govmetrics.psychometrics.odd_items import look_reversed
from govmetrics.survey.option_texts import Options

LEAST, WIDEST = 100, 10
"""Fewer respondents, or a wider scale, say nothing about ends that nobody chose."""


def reversal_notes(survey: Survey) -> list[Note]:
    """Return a note for every item whose answers run against the others of its smallest scale of three."""
    answers = survey.favourable()
    notes: list[Note] = []
    seen = set[str]()
    for node, items in sorted(survey.scales.items(), key=lambda pair: len(pair[1])):
        if len(items) < 3 or seen.issuperset(items):
            continue
        seen.update(items)
        correlations, pairs = pairwise_correlation(answers[items].to_numpy())
        for note in look_reversed(correlations, items, float(pairs.max())):
            declared = note.values["item"] in survey.reverse
            doubt = "{node}: {note} It is declared as reversed: perhaps it is not."
            told = doubt if declared else "{node}: {note}"
            notes.append(Note(told, node=label(survey.tree[node]), note=note))
    return notes


def option_notes(options: Mapping[str, Options]) -> list[Note]:
    """Return notes on items whose words, or the numbers in front of them, may be meant in another way."""
    told = {
        "not every option was chosen, so the words could belong to another scale (if they do, give "
        "`options=`): {items:10}": [item for item, read in options.items() if read.unsure],
        'numbers in front of options ("1.", "1、", "①") count them and were not taken as codes, the words decide (if the '
        "numbers are codes, give `options=`): {items:10}": [item for item, read in options.items() if read.counted],
        'numbers in front of options ("1.", "1、", "①") were taken as codes, since the words alone tell none (if they only '
        "count the options, give `options=`): {items:10}": [item for item, read in options.items() if read.by_count],
    }  # fmt: skip
    return [Note(text, items=items) for text, items in told.items() if items]


def range_notes(survey: Survey) -> list[Note]:
    """Return a note where an end of a scale was chosen by nobody on any item, among a hundred or more."""
    notes = []
    for low, high in np.unique(survey.limits, axis=0):
        items = [i for i, ends in zip(survey.items, survey.limits, strict=True) if tuple(ends) == (low, high)]
        x = survey.answers[items].to_numpy()
        if survey.n < LEAST or len(items) < 3 or high - low > WIDEST or np.isnan(x).all():
            continue
        least, most = np.nanmin(x), np.nanmax(x)
        if (least, most) != (low, high):
            told = "nobody answered below {least:g} or above {most:g}: are the end points {low:g} to {high:g} right?"
            notes.append(Note(told, least=least, most=most, low=low, high=high))
    return notes


def group_notes(survey: Survey) -> list[Note]:
    """Return a note for every group column in which respondents have no entry: they count in none of its groups."""
    notes = []
    for column in survey.by.columns:
        empty = survey.by.index[survey.by[column].isna()]
        if len(empty):
            told = (
                "{count:# respondent has|# respondents have} no {column} and {count:counts|count} in none of its "
                "groups: {names:10}"
            )
            notes.append(Note(told, count=len(empty), column=str(column), names=empty))
    return notes


def blank_notes(survey: Survey) -> list[Note]:
    """Return notes on respondents who answered nothing, and on items with no or only one answer."""
    blank = survey.answers.index[survey.answers.isna().all(axis="columns")]
    notes = []
    if len(blank):
        told = "{count:# respondent|# respondents} answered none of the items: {names:10}"
        notes.append(Note(told, count=len(blank), names=blank))
    low, high = survey.answers.min(), survey.answers.max()
    if survey.n > 1:
        notes += [Note("{item}: nobody answered it", item=i) for i in survey.items if low.isna()[i]]
        notes += [
            Note("{item}: every answer is {value:g}", item=item, value=low[item])
            for item in survey.items
            if low[item] == high[item]
        ]
    return notes


def duplicate_notes(survey: Survey, repeated: list[Any]) -> list[Note]:
    """Return notes on respondents that occur more than once, and on devices and accounts used more than once."""
    notes = []
    if repeated:
        told = "{count:# respondent occurs|# respondents occur} more than once: {names:10}; rows are numbered instead"
        notes.append(Note(told, count=len(repeated), names=repeated))
    device = "{count:,} respondents share a device with others ({distinct:# device|# devices} in all)"
    account = "{count:,} respondents share an account with others ({distinct:# account|# accounts} in all)"
    for column, told in (("device", device), ("account", account)):
        if column in survey.meta:
            values = survey.meta[column]
            shared = values[values.notna() & values.duplicated(keep=False)]
            if len(shared):
                notes.append(Note(told, count=len(shared), distinct=shared.nunique()))
    return notes
