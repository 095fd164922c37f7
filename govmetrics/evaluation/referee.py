"""What a referee asks next of the tables of a thesis, and which result of the same evaluation answers it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from govmetrics.core import Label, Note
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.spelled import called
from govmetrics.evaluation.titles import TITLES
from govmetrics.psychometrics import GroupComparison, Invariance, Mediation, OrdinalInvariance, Regression

LIMIT = 0.05


def of_groups(found: Iterable[GroupComparison], ranks: bool) -> list[Note]:
    """Return the way to tests of ranks where comparisons rest on answers that are not normal, or on few."""
    doubtful = any("rank_tests" in str(getattr(note, "template", "")) for one in found for note in one.notes)
    if not doubtful or ranks:
        return []
    return [Note("`ranks: true` sets tests beside these that do not take answers for normal")]


NEITHER = (
    "{column}: neither relations nor means of the scales may be compared between these groups until it is known which items "
    "differ (partial invariance): models with fewer scales (`scales`) tell where to look"
)
NO_MEANS = (
    "{column}: means of the scales may not be compared between these groups until it is known which items differ (partial "
    "invariance): models with fewer scales (`scales`) tell where to look"
)
FACTORS_ONLY = "{column}: means of the factors may be compared between these groups; the items are not equally exact in them"
COMPARED = {
    "metric": NEITHER, "loadings": NEITHER, "thresholds": NO_MEANS, "scalar": NO_MEANS, "intercepts": NO_MEANS,
    "strict": FACTORS_ONLY,
}  # fmt: skip
"""What may still be compared between groups, by the first model that does not hold."""


def of_invariance(found: Mapping[str, Invariance | OrdinalInvariance]) -> list[Note]:
    """Return what follows for comparisons of groups where items do not mean the same in them."""
    failing = {column: one.models.index[~one.models["holds"].astype(bool)] for column, one in found.items()}
    return [Note(COMPARED[names[0]], column=column) for column, names in failing.items() if len(names)]


def of_meaning(columns: Iterable[str], examined: Collection[str]) -> list[Note]:
    """Say where it is examined whether items mean the same in groups whose means are compared, or how to ask for it."""
    asked, left = (
        [name for name in columns if name in examined],
        [name for name in columns if name not in examined],
    )
    notes = []
    if asked:
        told = "whether items mean the same in the groups by {names:8} is examined under “{part}”"
        notes.append(Note(told, names=asked, part=TITLES["invariance"]))
    if left:
        told = (
            "a referee will ask whether items mean the same in the groups: `reliability: {{invariance: [{names}]}}` "
            "examines it"
        )
        notes.append(Note(told, names=", ".join(left)))
    return notes


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
