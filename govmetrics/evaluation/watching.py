"""A nightly watch: new records of an evaluation's folder go into its history, and what moved in the latest period is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core import Dataset, FaultyInput
from govmetrics.core.errors import Fault
from govmetrics.core.words import Note, Text
from govmetrics.evaluation.evidence import every, read_evidence
from govmetrics.evaluation.history import HISTORY, appended, as_cells, as_dataset, read_history, write_history
from govmetrics.evaluation.index import joined, others_of, survey_scores
from govmetrics.evaluation.monitored import Monitored
from govmetrics.evaluation.parts import OPTIONAL, Work
from govmetrics.evaluation.reading import Given
from govmetrics.evaluation.run import evaluate
from govmetrics.evaluation.spec import Evaluation

LEAST = 3
"""So many periods a history needs before anything is watched."""


@dataclass(frozen=True, eq=False)
class Night:
    """What one night found.

    Parameters
    ----------
    found : Monitored or None
        None where the history has too few periods yet.
    history : Path
    added : int
        Cells that the history did not have.
    changed : DataFrame
        Cells that it had otherwise: period, unit, column, before, after.
    periods : list
        Of the history.
    notes : tuple of Note
    """

    found: Monitored | None
    history: Path
    added: int
    changed: pd.DataFrame
    periods: list[object]
    notes: tuple[Note, ...]

    @property
    def signals(self) -> pd.DataFrame:
        """The signals of the latest period."""
        watch = None if self.found is None else self.found.watch
        if watch is None:
            return pd.DataFrame()
        now: pd.DataFrame = watch.signals[watch.signals["period"] == watch.latest]
        return now


def watch_folder(path: str | Path) -> Night:
    """Take the new records of an evaluation into the history of its folder, and watch what the history holds.

    Raises
    ------
    FaultyInput
        The evaluation does not ask for `monitoring`; faults of its file, its evidence, and the history.
    """
    evaluation = Evaluation.read(path)
    if evaluation.monitoring is None or not evaluation.monitoring.watch:
        raise FaultyInput(
            "monitoring", "is not asked for", "write `monitoring: true` in the evaluation's file"
        )
    data = _evidence(evaluation)
    if not data.periods:
        way_out = "name the column of the periods in evidence.records.period"
        raise FaultyInput(Fault("evidence.records", "have no periods", way_out))
    place = evaluation.path(HISTORY)
    before = read_history(place)
    cells = as_cells(data, before, datetime.now().astimezone().isoformat(timespec="seconds"))
    after, changed = appended(before, cells)
    whole, notes = as_dataset(after, data.tree)
    notes += _come_and_gone(whole)
    found = None
    if len(whole.periods) < LEAST:
        said = "nothing is watched yet: the history has {count:# period|# periods}, and {least} are the least"
        notes.append(Note(said, count=len(whole.periods), least=LEAST))
    else:
        result = evaluate(_of_history(evaluation), records=whole, only=["monitoring"])
        found, notes = result.monitoring, [*notes, *result.notes]  # type: ignore[list-item]
    if len(after) > len(before):  # last: a night that fails tells its changes again
        write_history(after, place)
    added = len(after) - len(before) - len(changed)
    return Night(found, place, added, changed, list(whole.periods), tuple(notes))


def _come_and_gone(whole: Dataset) -> list[Note]:
    """Return which units the latest period has for the first time, and which of the one before it lacks.

    A unit that was renamed is both, and has no level to compare with: that nothing moved would say nothing of it.
    """
    if len(whole.periods) < 2:
        return []
    there = whole.values.notna().any(axis=1)
    held = there[there].index
    period, unit = held.get_level_values("period"), held.get_level_values("unit")
    now, previous = unit[period == whole.periods[-1]], unit[period == whole.periods[-2]]
    new, gone = now.difference(unit[period != whole.periods[-1]]), previous.difference(now)
    values = {"period": whole.periods[-1], "new": list(new), "gone": list(gone)}
    notes = []
    if len(gone):
        notes.append(Note("{period} has no values of {gone:5}, of which the period before has", **values))
    if len(new):
        said = "not watched, as {period} is the first period to have them: {new:5}; where a unit was renamed, use its old name"
        notes.append(Note(said, **values))
    return notes


def _evidence(evaluation: Evaluation) -> Dataset:
    """Return records, survey scores and what was measured, joined; nothing else of the evaluation is looked at."""
    others: dict[str, Any] = dict.fromkeys(OPTIONAL)
    evidence = replace(evaluation.evidence, judgements=None, importance=None, weights=None)
    index = replace(evaluation.index, treatment=(), weighting="equal", base_period=None)
    asked = replace(evaluation, **others, compare=None, evidence=evidence, index=index)
    nouns, told = read_evidence(asked, Given())
    every(told).raise_all()
    work = Work(asked, nouns, Given())
    if nouns.records is None and nouns.survey is None and nouns.tickets is None and not others_of(nouns):
        raise FaultyInput("evidence", "there are no records, no survey and nothing measured",
                          "name the file of the records in evidence.records")  # fmt: skip
    if nouns.survey is not None:
        work.done |= survey_scores(work)
    return joined(work)


def _of_history(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation of a history, which holds what survey, measured tables, tickets and networks said."""
    evidence, tickets = evaluation.evidence, evaluation.evidence.tickets
    counted = None if tickets is None else replace(tickets, codes={})
    return replace(
        evaluation,
        evidence=replace(
            evidence,
            survey=None,
            measured=(),
            tickets=counted,
            networks=None,
            documents=None,
            coding=None,
            proposals=None,
        ),
    )


def said_of(night: Night) -> list[Text]:
    """Return what the records added to the history, in words."""
    return [
        Text("{file}: {added:# new value|# new values}, {changed:# changed value|# changed values}",
             file=HISTORY, added=night.added, changed=len(night.changed)),
        *(Text("changed: {period}, {unit}, {column}: {before} → {after}", **{str(key): str(value) for key, value in row.items()})
          for row in night.changed.to_dict("records")),
    ]  # fmt: skip
