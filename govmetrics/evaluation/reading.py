"""What a reader of evidence has at hand: the evaluation, what was given by call, and where faults are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from govmetrics.core import IndicatorTree
from govmetrics.core.databases import Queried
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.evaluation.keys import Records
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.spec import Evaluation

Asked = TypeVar("Asked")
Found = TypeVar("Found")

Told = defaultdict[str, Faults]
"""Faults by the part of the evaluation that they keep from being done, as `Findings` calls it."""

PART_OF = {
    "records": "assessment", "survey": "survey", "margins": "survey", "judgements": "experts", "weights": "assessment",
    "measured": "assessment", "rulebook": "appraisal", "points": "appraisal", "links": "diagnosis",
    "ratings": "rankings", "importance": "importance", "actions": "plan", "codings": "raters",
    "intervals": "other_grades",
    "tickets": "assessment",
    "networks": "networks", "outlines": "spatial", "neighbours": "spatial",
    "adopted": "policy", "carried": "policy",
    "documents": "documents", "coding": "coding", "proposals": "proposals",
}  # fmt: skip
"""Which part reads a noun first; those that need it fail with it."""


@dataclass(frozen=True, eq=False)
class Given:
    """What was given by call: it takes the place of files.

    Parameters
    ----------
    records : Dataset or DataFrame, optional
    survey : Survey, SurveyScores or DataFrame, optional
    judgements : Judgements, DataFrame or mapping, optional
    weights : mapping of code to weight, optional
    measured : sequence of Measured
    rulebook : Rulebook or mapping, optional
    actions : sequence of Action or DataFrame, optional
    margins : mapping of column to mapping of category to share, optional
    earlier : Any
        An earlier evaluation.
    """

    records: Any = None
    survey: Any = None
    judgements: Any = None
    weights: Any = None
    measured: Sequence[Any] = ()
    rulebook: Any = None
    actions: Any = None
    margins: Any = None
    earlier: Any = None


def where(evaluation: Evaluation, given: Given, noun: str) -> dict[str, str]:
    """Return where a noun's faults are: at which key, and in which file, or in which argument of the call."""
    evidence, appraisal, planned = evaluation.evidence, evaluation.appraisal, evaluation.plan
    carried = evaluation.policy and evaluation.policy.carried
    rated = evaluation.reliability and evaluation.reliability.raters
    named: dict[str, tuple[str, Any]] = {
        "records": ("evidence.records", evidence.records and evidence.records.file),
        "survey": ("evidence.survey", evidence.survey and evidence.survey.file),
        "margins": ("evidence.survey.rake", evidence.survey and evidence.survey.rake),
        "judgements": ("evidence.judgements", None),  # of many files: each fault names its own
        "weights": ("evidence.weights", evidence.weights),
        "importance": ("evidence.importance", evidence.importance and evidence.importance.answers),
        "rulebook": ("appraisal.rulebook", appraisal and appraisal.rulebook),
        "points": ("appraisal.data", appraisal and appraisal.data),
        "links": ("diagnosis.links", evaluation.diagnosis and evaluation.diagnosis.links),
        "ratings": ("ranking.ratings", None),  # of many files: each fault names its own
        "actions": ("plan.actions", planned and planned.actions),
        "codings": ("reliability.raters", rated and rated.file),
        "intervals": ("grades.intervals", evaluation.grades and evaluation.grades.intervals),
        "tickets": ("evidence.tickets", evidence.tickets and evidence.tickets.file),
        "networks": ("evidence.networks", evidence.networks and evidence.networks.file),
        "outlines": ("spatial.map", evaluation.spatial and evaluation.spatial.map),
        "neighbours": ("spatial.edges", evaluation.spatial and evaluation.spatial.edges),
        "adopted": ("policy.first_treated", evaluation.policy and evaluation.policy.first_treated),
        "carried": ("policy.deviation", carried and carried.file),
        "documents": ("evidence.documents", evidence.documents and evidence.documents.file),
        "coding": ("evidence.coding", evidence.coding and evidence.coding.files),
        "proposals": ("evidence.proposals", evidence.proposals and evidence.proposals.file),
    }
    evidence_of = noun.partition("[")[0]
    if evidence_of == "measured":
        place = int(noun[len("measured[") : -1])
        by_call = place < len(given.measured)
        file = "" if by_call else evidence.measured[place].values
        return {"part": f"evidence.{noun}", "file": file, "given": noun if by_call else ""}
    part, file = named[noun]
    by_call = getattr(given, noun, None) is not None
    return {"part": part, "file": file if isinstance(file, str) else "", "given": noun if by_call else ""}


@dataclass(frozen=True, eq=False)
class Reading:
    """The reading of one evaluation's evidence; what is wrong with it goes to `told`.

    Parameters
    ----------
    evaluation : Evaluation
    given : Given
    tree : IndicatorTree
    told : Told
    queried : dict of str to Queried
        What was read from a database, by the noun.
    """

    evaluation: Evaluation
    given: Given
    tree: IndicatorTree
    told: Told
    queried: dict[str, Queried] = field(default_factory=dict)

    @property
    def records(self) -> Records:
        """What the file says of the records; other tables head their units and periods alike."""
        return self.evaluation.evidence.records or Records()

    def scored(self) -> IndicatorTree:
        """Return the tree of the leaves that are scored."""
        return self.tree.scored(tuple(self.evaluation.index.roles))

    def placed(self, noun: str, keys: Collection[str] = ()) -> AbstractContextManager[Faults]:
        """Keep a noun's faults for the part that reads it first, each at its place."""
        at = where(self.evaluation, self.given, noun)
        return placed(self.told[PART_OF[noun.partition("[")[0]]], at["part"], keys, at["file"], at["given"])

    def made(self, noun: str, asked: Asked | None, make: Callable[[Asked], Found]) -> Found | None:
        """Return what is made of a part of the file; None where it is not there, or a fault was told."""
        if asked is None:
            return None
        with self.placed(noun, keys_of(type(asked))):
            return make(asked)
        return None

    def given_or_read(self, noun: str, said: Any, kind: Any, read: Callable[[Any], Found]) -> Found | None:
        """Return a noun that was given by call, or else said in the file: as it is, or read from the path that names it."""
        given = getattr(self.given, noun)
        said = said if given is None else given
        if said is None or isinstance(said, kind):
            return cast("Found | None", said)
        with self.placed(noun):
            return read(self.path(str(said)) if isinstance(said, str | Path) else said)
        return None

    def path(self, name: str, folder_too: bool = False) -> Path:
        """Return the path of a file that is there."""
        path = self.evaluation.path(name)
        if not path.exists():
            raise FaultyInput(name, "there is no such file", "check the path")
        if path.is_dir() and not folder_too:
            raise FaultyInput(name, "is a folder", "name the file in it")
        return path
