"""What a referee asks next of the tables of a thesis, and which result of the same evaluation answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govmetrics.core import Label, Note
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.spelled import called
from govmetrics.evaluation.titles import TITLES
from govmetrics.psychometrics import GroupComparison, Mediation, Regression

LIMIT = 0.05


def of_groups(found: Iterable[GroupComparison], ranks: bool) -> list[Note]:
    """Return the way to tests of ranks where comparisons rest on answers that are not normal, or on few."""
    doubtful = any("rank_tests" in str(getattr(note, "template", "")) for one in found for note in one.notes)
    if not doubtful or ranks:
        return []
    return [Note("`ranks: true` sets tests beside these that do not take answers for normal")]


def of_models(
    found: Mapping[str, Any], labels: Mapping[str, Label], asked: Evaluation, paths: bool = False
) -> list[Note]:
    """Return what answers questions on the variances of regressions, and on answers that share their method."""
    notes = []
    unequal = [
        called(name, labels) for name, one in found.items()
        if isinstance(one, Regression) and one.errors != "classical" and _fails(one, "breusch_pagan")
    ]  # fmt: skip
    if unequal:
        told = "variances differ (Breusch-Pagan, p < {limit:g}) in: {names:10}; the standard errors shown allow for it"
        notes.append(Note(told, limit=LIMIT, names=unequal))
    if paths or any(isinstance(one, Mediation) for one in found.values()):
        notes.append(_method_bias(asked))
    return notes


def _fails(one: Regression, check: str) -> bool:
    return check in one.diagnostics.index and bool(one.diagnostics["p"][check] < LIMIT)


def _method_bias(asked: Evaluation) -> Note:
    """Say where common-method bias is examined, or how to ask for it."""
    said = asked.reliability
    if said is None or not (said.validity or said.method_bias):
        way_out = "a referee will ask for common-method bias: `reliability: {{validity: true}}` examines it"
        return Note(way_out)
    part = TITLES["validity" if said.validity and said.method_bias in (False, True) else "measurement"]
    told = "a referee will ask for common-method bias: it is examined under “{part}”"
    return Note(told, part=part)
