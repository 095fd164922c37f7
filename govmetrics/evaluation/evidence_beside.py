"""The nouns that an evaluation file names in its other parts: each is read by the function of its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.appraisal import Rulebook
from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import natural
from govmetrics.core.tables import read_table
from govmetrics.core.united import united
from govmetrics.evaluation.carried import in_file, plan_of, since_when
from govmetrics.evaluation.codings import codings_of
from govmetrics.evaluation.intervals import intervals_of
from govmetrics.evaluation.keys import (
    Carried,
)
from govmetrics.evaluation.maps import as_map, pairs_in
from govmetrics.evaluation.ratings import read_ratings
from govmetrics.evaluation.reading import Reading
from govmetrics.planning import Action, read_actions


def rulebook(reading: Reading) -> Rulebook | None:
    """Return the rulebook of the appraisal."""
    asked = reading.evaluation.appraisal
    return reading.given_or_read("rulebook", asked.rulebook if asked else None, Rulebook, Rulebook.read)


def points(reading: Reading) -> pd.DataFrame | None:
    """Return the appraisal's own table, whose columns the tree does not have."""
    asked = reading.evaluation.appraisal
    if asked is None or asked.data is None:
        return None
    with reading.placed("points"):
        table, unit = united(read_table(reading.path(asked.data)), reading.records.unit, keep=True)
        return table.rename(columns=_labels(unit, reading.records.period))
    return None


def links(reading: Reading) -> pd.DataFrame | None:
    """Return the table of other indicators that the scores are set beside, by unit, or by period and unit."""
    asked = reading.evaluation.diagnosis
    if asked is None or asked.links is None:
        return None
    with reading.placed("links"):
        table, unit = united(read_table(reading.path(asked.links)), reading.records.unit)
        if unit not in table:
            columns = list(map(str, table))
            problem, way = "has no column {column!r}", "its columns are: {names:20}"
            raise FaultyInput(asked.links, problem, way, column=unit, names=columns)
        table = table.rename(columns=_labels(unit, reading.records.period))
        if "period" not in table:
            return table.set_index("unit")
        return table.assign(period=natural(table["period"])).set_index(["period", "unit"])
    return None


def ratings(reading: Reading) -> Mapping[str, pd.DataFrame] | None:
    """Return what each expert rated, for fuzzy TOPSIS."""
    asked = reading.evaluation.ranking
    if asked is None or asked.ratings is None:
        return None
    with reading.placed("ratings"):
        files = [asked.ratings] if isinstance(asked.ratings, str) else asked.ratings
        return read_ratings([reading.path(file) for file in files], reading.records.unit, reading.tree)
    return None


def intervals(reading: Reading) -> pd.DataFrame | None:
    """Return experts' intervals for the cloud model, a row for each."""
    asked = reading.evaluation.grades
    if asked is None or asked.intervals is None:
        return None
    scored = reading.scored()
    with reading.placed("intervals"):
        return intervals_of(read_table(reading.path(asked.intervals)), reading.records.unit, scored)
    return None


def codings(reading: Reading) -> pd.DataFrame | None:
    """Return the table of raters, a row for each thing that they rated."""
    said = reading.evaluation.reliability
    raters = None if said is None else said.raters
    return reading.made(
        "codings", raters, lambda asked: codings_of(read_table(reading.path(asked.file)), asked)
    )


def outlines(reading: Reading) -> Mapping[str, Any] | None:
    """Return the map."""
    asked = reading.evaluation.spatial
    if asked is None or asked.map is None:
        return None
    with reading.placed("outlines"):
        return as_map(reading.path(asked.map), asked.unit)
    return None


def neighbours(reading: Reading) -> pd.DataFrame | None:
    """Return the pairs of neighbours."""
    asked = reading.evaluation.spatial
    if asked is None or asked.edges is None:
        return None
    with reading.placed("neighbours"):
        return pairs_in(reading.path(asked.edges))
    return None


def adopted(reading: Reading) -> pd.Series | None:
    """Return since when units are treated, where a file says so."""
    asked = reading.evaluation.policy
    if asked is None or not in_file(asked.first_treated):
        return None
    with reading.placed("adopted"):
        return since_when(reading.path(str(asked.first_treated)), reading.records.unit)
    return None


def carried(reading: Reading) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return what was planned, and what was done."""

    def made(asked: Carried) -> tuple[pd.DataFrame, pd.DataFrame]:
        files = (asked.file,) if asked.file is not None else (asked.planned, asked.actual)
        return plan_of(asked, [reading.path(str(file)) for file in files])

    said = reading.evaluation.policy
    return reading.made("carried", None if said is None else said.carried, made)


def actions(reading: Reading) -> tuple[Action, ...]:
    """Return what can be done."""
    asked = reading.evaluation.plan
    given: Any = asked.actions if asked else None
    if reading.given.actions is not None:
        given = reading.given.actions
    if given is None:
        return ()
    with reading.placed("actions"):
        found = read_actions(
            reading.path(str(given)) if isinstance(given, str | Path) else given, reading.tree
        )
        return tuple(sorted(found, key=repr))  # one order, whatever that of the rows
    return ()


def _labels(unit: str, period: str | None) -> dict[str, str]:
    """Return what the columns of units and periods are called here, by their headings."""
    return {unit: "unit"} | ({period: "period"} if period else {})
