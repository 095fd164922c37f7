"""The evidence of an evaluation: files and objects become nouns, and everything that is wrong with them is told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from govmetrics.appraisal import Rulebook
from govmetrics.core import Dataset, IndicatorTree, Judgements, Survey
from govmetrics.core.databases import Queried
from govmetrics.core.errors import Faults
from govmetrics.evaluation import evidence_beside, evidence_keys
from govmetrics.evaluation.importance import Importance
from govmetrics.evaluation.networks import Measures
from govmetrics.evaluation.places import placed
from govmetrics.evaluation.reading import PART_OF, Given, Reading, Told
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.texts import Coded, Counted, Followed
from govmetrics.evaluation.tickets import Rates
from govmetrics.evaluation.titles import TITLES
from govmetrics.intake import read_tree
from govmetrics.planning import Action
from govmetrics.survey import SurveyScores


@dataclass(frozen=True, eq=False)
class Nouns:
    """The evidence, read.

    Parameters
    ----------
    tree : IndicatorTree
    records, survey, judgements, weights, measured, rulebook, points, links, ratings, importance, actions,
    margins, codings, intervals, tickets, networks, outlines, neighbours, adopted, carried, documents, coding, proposals
        None, or empty, where there is none.
    """

    tree: IndicatorTree
    records: Dataset | None = None
    survey: Survey | SurveyScores | None = None
    judgements: Judgements | None = None
    weights: Mapping[str, float] | None = None
    measured: tuple[Any, ...] = ()
    rulebook: Rulebook | None = None
    points: pd.DataFrame | None = None
    links: pd.DataFrame | None = None
    ratings: Mapping[str, pd.DataFrame] | None = None
    intervals: pd.DataFrame | None = None
    importance: Importance | None = None
    actions: tuple[Action, ...] = ()
    margins: Mapping[str, Any] | None = None
    codings: pd.DataFrame | None = None
    tickets: Rates | None = None
    networks: Measures | None = None
    outlines: Mapping[str, Any] | None = None
    neighbours: pd.DataFrame | None = None
    adopted: pd.Series | None = None
    carried: tuple[pd.DataFrame, pd.DataFrame] | None = None
    documents: Counted | None = None
    coding: Coded | None = None
    proposals: Followed | None = None
    unread: frozenset[str] = frozenset()
    queried: Mapping[str, Queried] = field(default_factory=dict)


READERS: dict[str, Callable[[Reading], Any]] = {
    "margins": evidence_keys.margins,
    "records": evidence_keys.records,
    "survey": evidence_keys.survey,
    "judgements": evidence_keys.judgements,
    "weights": evidence_keys.weights,
    "measured": evidence_keys.measured,
    "rulebook": evidence_beside.rulebook,
    "points": evidence_beside.points,
    "links": evidence_beside.links,
    "ratings": evidence_beside.ratings,
    "importance": evidence_keys.importance,
    "actions": evidence_beside.actions,
    "codings": evidence_beside.codings,
    "intervals": evidence_beside.intervals,
    "tickets": evidence_keys.tickets,
    "networks": evidence_keys.networks,
    "outlines": evidence_beside.outlines,
    "neighbours": evidence_beside.neighbours,
    "adopted": evidence_beside.adopted,
    "carried": evidence_beside.carried,
    "documents": evidence_keys.documents,
    "coding": evidence_keys.coding,
    "proposals": evidence_keys.proposals,
}
"""What reads each noun, in this order."""


def read_evidence(evaluation: Evaluation, given: Given, unread: Collection[str] = ()) -> tuple[Nouns, Told]:
    """Return the nouns of an evaluation, and every fault of every file by the part that it stops.

    Each fault is at its place: ``evidence.survey (answers.csv): ...``, or ``survey: ...`` where it was given by call.

    Parameters
    ----------
    evaluation : Evaluation
    given : Given
    unread : collection of str
        Nouns whose keys in the file are wrong already.

    Raises
    ------
    FaultyInput
        The tree cannot be read: nothing stands without it.
    """
    faults, told = Faults(), Told(Faults, {part: Faults() for part in TITLES})
    with placed(faults, "tree"):
        tree = tree_of(evaluation)
    faults.raise_all()
    reading, found, lost = Reading(evaluation, given, tree, told), dict[str, Any](), set(unread)
    for name, read in READERS.items():
        before = len(told[PART_OF[name]])
        found[name] = read(reading)
        if len(told[PART_OF[name]]) > before:
            lost.add(name)
    return Nouns(tree, **found, unread=frozenset(lost), queried=reading.queried), told


def every(told: Told) -> Faults:
    """Return the faults of all parts as one list."""
    faults = Faults()
    for found in told.values():
        faults += found
        faults._raised += found._raised
    return faults


def tree_of(evaluation: Evaluation) -> IndicatorTree:
    """Return the tree that an evaluation names."""
    given = evaluation.tree
    if isinstance(given, IndicatorTree | Mapping):
        return read_tree(given)
    beside = evaluation.path(str(given))
    return read_tree(beside if beside.is_file() else given)
