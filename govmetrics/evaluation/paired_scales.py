"""The same respondents twice: between two periods, or on scales or items one beside the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Fault, FaultyInput, Note, Survey, Text
from govmetrics.core.errors import Faults
from govmetrics.core.groups import factorised
from govmetrics.core.near import meant
from govmetrics.core.periods import known_as, order_faults, ordered
from govmetrics.evaluation.alike_found import PairedScales
from govmetrics.evaluation.designed import unused
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Paired
from govmetrics.evaluation.model_columns import known_to_respondents, of_words
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.statistics import cluster_of, column_fault, columns_of, scores_of
from govmetrics.psychometrics import paired
from govmetrics.psychometrics.paired import ONCE

PLACE = "statistics.paired"


def wants_paired(work: Work) -> bool:
    """Tell whether the same respondents are compared."""
    asked = work.evaluation.statistics
    return asked is not None and asked.paired is not None


def paired_scales(work: Work) -> Found:
    """Return the tests of the same respondents."""
    asked, survey = work.evaluation.statistics, answered(work)
    assert asked is not None
    assert asked.paired is not None
    said, faults, notes = asked.paired, Faults(), list[Note]()
    with placed(faults, PLACE, keys_of(Paired)):
        first = second = ""
        if said.respondent is None:
            before, after = _beside(survey, said)
            notes.append(
                Note(
                    "who answers both at once compares them: a referee will ask whether their order was varied"
                )
            )
        else:
            first, second = periods_of(survey, said)
            scores = scores_of(work)
            notes += scores.notes
            before, after = (_in_period(survey, said, scores.values, one, notes) for one in (first, second))
            notes.append(_twice(before, after))
            told = "without a group for comparison a change is no effect: a referee will ask what else changed meanwhile"
            notes.append(Note(told))
        found = paired(before, after, asked.significance, said.continuity)
        found = replace(
            found, notes=tuple(note for note in found.notes if note.template not in ONCE)
        )  # counted above
    faults.raise_all()
    if survey.weight is not None or survey.replicates is not None or cluster_of(work) is not None:
        notes.append(Note("paired tests know neither design weights nor clusters"))
    notes += unused(work, survey)
    labels = survey.tree.names()
    return {"paired": PairedScales(found, str(first), str(second), tuple(notes), labels)}


def _beside(survey: Survey, said: Paired) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the columns to be compared, under one name for each pair."""
    names = [f"{one} → {other}" for one, other in zip(said.before, said.after, strict=True)]
    frames = [columns_of(survey, list(dict.fromkeys(side))) for side in (said.before, said.after)]
    words = [
        Fault(f"{key}.{name}", "holds words", "name scales, items or columns of numbers")
        for key, frame in zip(("before", "after"), frames, strict=True) for name in frame if of_words(frame[name])
    ]  # fmt: skip
    Faults(words).raise_all()
    before, after = (
        frame[list(side)].set_axis(names, axis=1)
        for frame, side in zip(frames, (said.before, said.after), strict=True)
    )
    return before, after


def _in_period(
    survey: Survey, said: Paired, scores: pd.DataFrame, period: Any, notes: list[Note]
) -> pd.DataFrame:
    """Return the scores of a period under the respondents' names; each stands there once."""
    rows = survey.by[said.period] == period
    names = survey.by.loc[rows, str(said.respondent)]
    if lost := int(names.isna().sum()):
        told = "{period}: {count:# respondent without a name is|# respondents without a name are} not used"
        notes.append(Note(told, period=str(period), count=lost))
    names = names.dropna()
    codes, labels = factorised(names)
    twice = labels[pd.Series(codes).value_counts().loc[lambda n: n > 1].index.sort_values()]
    if len(twice):
        problem = "names {count:# respondent|# respondents} more than once in {period}: {names:5}"
        way_out = "leave one row for each respondent and period"
        raise FaultyInput(
            "respondent", problem, way_out, count=len(twice), period=str(period), names=list(map(str, twice))
        )
    found: pd.DataFrame = scores.loc[names.index]
    return found.set_axis(labels[codes], axis=0)


def _twice(before: pd.DataFrame, after: pd.DataFrame) -> Note:
    both = int(before.index.isin(after.index).sum())
    told = (
        "{both:,} answered both times, of {before:,} before and {after:,} afterwards: a referee will ask whether those who "
        "are lost are like the others"
    )
    return Note(told, both=both, before=len(before), after=len(after))


def periods_of(survey: Survey, said: Paired) -> tuple[Any, Any]:
    """Return the two periods that are compared, the earlier one first unless the file says their order."""
    column = survey.by[said.period]
    there = list(pd.unique(column.dropna()))
    if said.periods:
        first, second = (known_as(one, there) for one in said.periods)
        return first, second
    if isinstance(column.dtype, pd.CategoricalDtype):
        first, second = (one for one in column.cat.categories if one in there)
    else:
        first, second = ordered(there)
    return first, second


def paired_faults(asked: Paired | None, survey: Survey, of_records: Collection[str] = ()) -> list[Fault]:
    """Return what is said twice or not at all, and the names that the survey does not have."""
    if asked is None:
        return []
    if asked.respondent is None:
        return _side_faults(asked, survey)
    if asked.before or asked.after:
        way_out = "leave out either `before` and `after`, or `respondent`"
        return [Fault(f"{PLACE}.respondent", "has no place beside `before` and `after`", way_out)]
    known = list(map(str, survey.by.columns))
    named = {"respondent": asked.respondent, "period": asked.period}
    faults = [
        column_fault(f"{PLACE}.{key}.{name}", name, known, of_records) for key, name in named.items() if name not in known
    ]  # fmt: skip
    return faults or _period_faults(asked, survey)


def _period_faults(asked: Paired, survey: Survey) -> list[Fault]:
    column = survey.by[asked.period]
    there = list(pd.unique(column.dropna()))
    place, listed = f"{PLACE}.periods", Text("there are: {labels}", labels=list(map(str, there)))
    if not asked.periods:
        if len(there) != 2:
            way_out = "name the two that are compared: `periods: [first, second]`; there are: {labels}"
            problem = "{column} has {count:# period|# periods}, and two are compared"
            return [
                Fault(
                    place,
                    problem,
                    way_out,
                    column=asked.period,
                    count=len(there),
                    labels=list(map(str, there)),
                )
            ]
        unsure = not isinstance(column.dtype, pd.CategoricalDtype) and order_faults(pd.Index(there))
        way_out = "say which is the first: `periods: [first, second]`"
        return [Fault(place, "have no order in time that is known", way_out)] if unsure else []
    unknown = [one for one in asked.periods if known_as(one, there) is None]
    if unknown:
        return [
            Fault(f"{place}.{one}", "is not a period of the answers", meant(str(one), list(map(str, there)), listed))
            for one in unknown
        ]  # fmt: skip
    if len({str(known_as(one, there)) for one in asked.periods}) != 2 or len(asked.periods) != 2:
        return [Fault(place, "name other than two periods", listed)]
    return []


def _side_faults(asked: Paired, survey: Survey) -> list[Fault]:
    if not (asked.before and asked.after):
        way_out = "name scales in `before` and `after`, or in `respondent` the column that tells who answered in two periods"
        return [Fault(PLACE, "says not what is compared", way_out)]
    known = known_to_respondents(survey)
    there = Text("columns are: {columns:30}", columns=known)
    faults = [
        Fault(f"{PLACE}.{key}.{name}", "is not known", meant(name, known, there))
        for key, names in (("before", asked.before), ("after", asked.after))
        for name in names
        if name not in known
    ]
    if len(asked.before) != len(asked.after):
        problem = "names {after:#} where `before` names {before:#}"
        way_out = "name as many as in `before`, one beside the other"
        faults.append(
            Fault(f"{PLACE}.after", problem, way_out, after=len(asked.after), before=len(asked.before))
        )
    pairs = list(zip(asked.before, asked.after, strict=False))
    if len(set(pairs)) < len(pairs) or any(one == other for one, other in pairs):
        way_out = "name each pair once, and two different ones in each"
        faults.append(Fault(PLACE, "compares the same twice, or something with itself", way_out))
    return faults
