"""The evidence of an evaluation: files and objects become nouns, and everything that is wrong with them is told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pandas as pd

from govmetrics.ahp import read_judgements
from govmetrics.appraisal import Rulebook
from govmetrics.core import Dataset, IndicatorTree, Judgements, Survey, Weights
from govmetrics.core.databases import Queried
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.labels import natural
from govmetrics.core.methods import read_step
from govmetrics.core.tables import read_table
from govmetrics.core.warn import said_by
from govmetrics.core.within import refuse_within
from govmetrics.core.words.doors import keyed
from govmetrics.evaluation.addresses import rows_of
from govmetrics.evaluation.by_call import noun_in
from govmetrics.evaluation.carried import in_file, plan_of, since_when
from govmetrics.evaluation.codings import codings_of
from govmetrics.evaluation.importance import Importance, answers_of, stated
from govmetrics.evaluation.intervals import intervals_of
from govmetrics.evaluation.keys import (
    Answers,
    Carried,
    Coding,
    Documents,
    Experts,
    MeasuredFile,
    Networks,
    Proposals,
    Raters,
    Records,
    Replicated,
    Stated,
    Tickets,
)
from govmetrics.evaluation.maps import as_map, pairs_in
from govmetrics.evaluation.networks import Measures, measures_of
from govmetrics.evaluation.order import experts_in_order, respondents_in_order, units_in_order
from govmetrics.evaluation.orders import with_orders
from govmetrics.evaluation.places import keys_of, placed, with_keys
from govmetrics.evaluation.ratings import read_ratings
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.texts import Coded, Counted, Followed, coded_of, counted_of, followed_of
from govmetrics.evaluation.tickets import Rates, rates_of
from govmetrics.evaluation.titles import TITLES
from govmetrics.evaluation.units import united
from govmetrics.intake import read_records, read_tree, read_weights
from govmetrics.intake.records import ELSEWHERE
from govmetrics.planning import Action, read_actions
from govmetrics.survey import SurveyScores, read_margins, read_survey
from govmetrics.treatment.transform import with_leaves


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


Told = defaultdict[str, Faults]
"""Faults by the part of the evaluation that they keep from being done, as `Findings` calls it."""


def every(told: Told) -> Faults:
    """Return the faults of all parts as one list."""
    faults = Faults()
    for found in told.values():
        faults += found
        faults._raised += found._raised
    return faults


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
    reader, found, lost = Reader(evaluation, given, tree, told), dict[str, Any](), set(unread)
    for name, read in reader.readers.items():
        before = len(told[PART_OF[name]])
        found[name] = read()
        if len(told[PART_OF[name]]) > before:
            lost.add(name)
    return Nouns(tree, **found, unread=frozenset(lost), queried=reader.queried), told


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


def tree_of(evaluation: Evaluation) -> IndicatorTree:
    """Return the tree that an evaluation names."""
    given = evaluation.tree
    if isinstance(given, IndicatorTree | Mapping):
        return read_tree(given)
    beside = evaluation.path(str(given))
    return read_tree(beside if beside.is_file() else given)


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads one noun after the other; what is wrong goes to `told`.

    Parameters
    ----------
    evaluation : Evaluation
    given : Given
    tree : IndicatorTree
    told : Told
    """

    evaluation: Evaluation
    given: Given
    tree: IndicatorTree
    told: Told
    queried: dict[str, Queried] = field(default_factory=dict)

    @property
    def readers(self) -> dict[str, Callable[[], Any]]:
        """The nouns by name, each with what reads it."""
        return {
            "margins": self.margins, "records": self.records, "survey": self.survey, "judgements": self.judgements,
            "weights": self.weights, "measured": self.measured, "rulebook": self.rulebook, "points": self.points,
            "links": self.links, "ratings": self.ratings,
            "importance": self.importance, "actions": self.actions, "codings": self.codings,
            "intervals": self.intervals,
            "tickets": self.tickets, "networks": self.networks, "outlines": self.outlines, "neighbours": self.neighbours,
            "adopted": self.adopted, "carried": self.carried,
            "documents": self.documents, "coding": self.coding, "proposals": self.proposals,
        }  # fmt: skip

    def _placed(self, noun: str, keys: Collection[str] = ()) -> AbstractContextManager[Faults]:
        at = where(self.evaluation, self.given, noun)
        return placed(self.told[PART_OF[noun.partition("[")[0]]], at["part"], keys, at["file"], at["given"])

    def _path(self, name: str, folder_too: bool = False) -> Path:
        path = self.evaluation.path(name)
        if not path.exists():
            raise FaultyInput(name, "there is no such file", "check the path")
        if path.is_dir() and not folder_too:
            raise FaultyInput(name, "is a folder", "name the file in it")
        return path

    def margins(self) -> Mapping[str, Any] | None:
        """Return the shares of residents that the answers are weighted to."""
        asked = self.evaluation.evidence.survey
        said: Any = asked.rake if asked else None
        if self.given.margins is not None:
            said = self.given.margins
        if said is None or isinstance(said, Mapping):
            return said
        with self._placed("margins"):
            return read_margins(self._path(str(said)) if isinstance(said, str | Path) else said)
        return None

    def records(self) -> Dataset | None:
        """Return the records."""
        found = self._records()
        return None if found is None else units_in_order(found)

    def _records(self) -> Dataset | None:
        asked, given = self.evaluation.evidence.records or Records(), self.given.records
        if isinstance(given, Dataset):
            return given
        if given is None and asked.file is None and asked.url is None:
            return None
        with self._placed("records", keys_of(Records)):
            source = given
            if given is None and asked.url is not None:
                source = self.queried["records"] = rows_of(asked, self.evaluation.path)
            elif given is None:
                source = self._path(str(asked.file))
                if asked.query is not None:
                    raise FaultyInput(
                        "query", "stands beside a file", "leave it out, or name a database by `url`"
                    )
                if (kept := noun_in(source, Dataset)) is not None:
                    return cast("Dataset", kept)
            options = _options(asked, "file", "url", "query", "street", "unit", "period", "orders")
            others = self._of_others()  # these are not missing from the records
            found = read_records(source, _elsewhere(self.tree, others), asked.unit, asked.period, **options)
            found = replace(found, tree=self.tree) if others else found
            return found if given is not None else with_keys(found)
        return None

    def _of_others(self) -> list[str]:
        """Return the leaves that rates of tickets, measures of networks and what is counted in texts fill."""
        evidence = self.evaluation.evidence
        rates = [] if evidence.tickets is None else list(evidence.tickets.codes.values())
        others = (evidence.networks, evidence.documents, evidence.coding, evidence.proposals)
        return rates + [leaf for one in others if one is not None for leaf in one.leaves]

    def survey(self) -> Survey | SurveyScores | None:
        """Return the answers, with the columns that they are grouped and weighted by."""
        found, asked = self._survey(), self.evaluation.evidence.survey or Answers()
        if not isinstance(found, Survey):
            return found
        with self._placed("survey", keys_of(Answers)):
            found = with_orders(found, asked.orders)
        return respondents_in_order(found)

    def _survey(self) -> Survey | SurveyScores | None:
        asked, given = self.evaluation.evidence.survey or Answers(), self.given.survey
        if isinstance(given, Survey | SurveyScores):
            return given
        if given is None and asked.file is None:
            return None
        with self._placed("survey", keys_of(Answers)):
            source = given if given is not None else self._path(str(asked.file))
            if given is None and (kept := noun_in(source, Survey)) is not None:
                return cast("Survey", kept)
            found = read_survey(
                source, self.tree, _scale(asked.scale), asked.reverse, self._by(asked), asked.weight,
                asked.missing_codes, asked.options, sheets=asked.sheets, replicates=_replicates(asked.replicates),
                fpc=None if isinstance(asked.fpc, Mapping) else asked.fpc,
            )  # fmt: skip
            return found if given is not None else with_keys(found)
        return None

    def _by(self, asked: Answers) -> dict[str, str | Sequence[str] | None]:
        """Return the group columns by name: the unit, the period where it is that of the records, and the margins'.

        Where nothing is said, unit and period are the columns that are usually headed so; several that name a unit of the
        records together name it here.
        """
        records = self.evaluation.evidence.records
        by: dict[str, str | Sequence[str] | None]
        if asked.by is None:
            named = "unit" if records is None else records.unit
            by = {"unit": None if isinstance(named, str) else list(named), "period": None}
        elif isinstance(asked.by, Mapping):
            by = dict(asked.by)
        else:
            titles = [asked.by] if isinstance(asked.by, str) else list(asked.by)
            of_time = records.period if records else None
            by = {"period" if title in ("period", of_time) else title: title for title in titles}
        raked = self.given.margins if self.given.margins is not None else asked.rake
        columns = raked if isinstance(raked, Mapping) else self._margin_columns(raked)
        columns = [*columns, *(column for column in (asked.cluster, asked.strata) if column is not None)]
        return by | {str(column): str(column) for column in columns if column not in by}

    def _margin_columns(self, file: str | None) -> Sequence[str]:
        try:
            return () if file is None else list(read_margins(self._path(file)))
        except FaultyInput:  # told by `margins`
            return ()

    def judgements(self) -> Judgements | None:
        """Return the experts' judgements."""
        found = self._judgements()
        return None if found is None else experts_in_order(found)

    def _judgements(self) -> Judgements | None:
        asked, given = self.evaluation.evidence.judgements or Experts(), self.given.judgements
        if isinstance(given, Judgements):
            return given
        if given is None and asked.files is None:
            return None
        with self._placed("judgements", keys_of(Experts)):
            if given is not None:
                return self._judged(given, asked)
            with said_by(keyed):
                return with_keys(self._judged(self._forms(asked.files), asked))
        return None

    def _judged(self, source: Any, asked: Experts) -> Judgements:
        """Return judgements on what is scored; experts may also have judged the whole tree."""
        if isinstance(source, Path) and (kept := noun_in(source, Judgements)) is not None:
            return cast("Judgements", kept)
        scored = self.tree.scored(tuple(self.evaluation.index.roles))
        try:
            return read_judgements(source, scored, asked.coding, unanswered=asked.unanswered)
        except FaultyInput:
            if scored is self.tree:
                raise
            with suppress(FaultyInput):
                return read_judgements(source, self.tree, asked.coding, unanswered=asked.unanswered)
            raise

    def _forms(self, files: Any) -> Any:
        if isinstance(files, str):
            return self._path(files, folder_too=True)
        faults, paths = Faults(), []
        for file in files:
            with faults:
                paths.append(self._path(file))
        faults.raise_all()
        return paths

    def weights(self) -> Mapping[str, float] | None:
        """Return the weights of the filled-in form."""
        said = self.evaluation.evidence.weights
        given = self.given.weights if self.given.weights is not None else said
        if isinstance(given, Weights):
            return {str(code): float(share) for code, share in given.local.items()}
        if given is None or isinstance(given, Mapping):
            return given
        with self._placed("weights"):
            refuse_within("weights", given)
            return read_weights(self._path(str(given)), self.tree)
        return None

    def importance(self) -> Importance | None:
        """Return the weights that experts' orders, preferences or networks give."""
        asked = self.evaluation.evidence.importance
        if asked is None:
            return None
        scored = self.tree.scored(tuple(self.evaluation.index.roles))
        with self._placed("importance", keys_of(Stated)):
            given = read_table(self._path(asked.answers)) if isinstance(asked.answers, str) else asked.answers
            method, _ = read_step(asked.method)
            return stated(asked, answers_of(given, method, scored), scored)
        return None

    def measured(self) -> tuple[Any, ...]:
        """Return what offers values and standard errors."""
        found = list(self.given.measured)
        for place, one in enumerate(self.evaluation.evidence.measured if not found else ()):
            with self._placed(f"measured[{place}]"):
                found.append(self._measured(one))
        return tuple(found)

    def _measured(self, one: MeasuredFile) -> Dataset:
        if (kept := noun_in(self._path(one.values), Dataset)) is not None:
            return cast("Dataset", kept)
        asked = self.evaluation.evidence.records or Records()
        columns = (one.unit or asked.unit, one.period or asked.period)
        # A table of what was measured has some of the indicators: none of the others is missing from it.
        tree = _elsewhere(self.tree, self.tree.codes)
        values = read_records(self._path(one.values), tree, *columns)
        errors = None
        if one.standard_errors is not None:
            errors = read_records(self._path(one.standard_errors), tree, *columns).values
        notes = tuple(note for note in values.notes if getattr(note, "template", "") != ELSEWHERE)
        return Dataset(self.tree, values.values, standard_errors=errors, notes=notes, totals="keep")

    def tickets(self) -> Rates | None:
        """Return the three rates of tickets."""
        asked = self.evaluation.evidence.tickets
        if asked is None:
            return None
        with self._placed("tickets", keys_of(Tickets)):
            return rates_of(asked, self._path(asked.file), self.tree)
        return None

    def networks(self) -> Measures | None:
        """Return the measures of communities' networks."""
        asked = self.evaluation.evidence.networks
        if asked is None:
            return None
        with self._placed("networks", keys_of(Networks)):
            actors = None if asked.actors is None else self._path(asked.actors)
            return measures_of(asked, self._path(asked.file), actors, self.tree)
        return None

    def outlines(self) -> Mapping[str, Any] | None:
        """Return the map."""
        asked = self.evaluation.spatial
        if asked is None or asked.map is None:
            return None
        with self._placed("outlines"):
            return as_map(self._path(asked.map), asked.unit)
        return None

    def neighbours(self) -> pd.DataFrame | None:
        """Return the pairs of neighbours."""
        asked = self.evaluation.spatial
        if asked is None or asked.edges is None:
            return None
        with self._placed("neighbours"):
            return pairs_in(self._path(asked.edges))
        return None

    def adopted(self) -> pd.Series | None:
        """Return since when units are treated, where a file says so."""
        asked = self.evaluation.policy
        if asked is None or not in_file(asked.first_treated):
            return None
        records = self.evaluation.evidence.records or Records()
        with self._placed("adopted"):
            return since_when(self._path(str(asked.first_treated)), records.unit)
        return None

    def carried(self) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        """Return what was planned, and what was done."""
        said = self.evaluation.policy
        asked = None if said is None else said.carried
        if asked is None:
            return None
        with self._placed("carried", keys_of(Carried)):
            files = (asked.file,) if asked.file is not None else (asked.planned, asked.actual)
            return plan_of(asked, [self._path(str(file)) for file in files])
        return None

    def documents(self) -> Counted | None:
        """Return the words that were counted in documents."""
        asked = self.evaluation.evidence.documents
        if asked is None:
            return None
        with self._placed("documents", keys_of(Documents)):
            return counted_of(asked, lambda name: self._path(name, folder_too=True), self.tree)
        return None

    def coding(self) -> Coded | None:
        """Return what coders found, and how far they agree."""
        asked = self.evaluation.evidence.coding
        if asked is None:
            return None
        with self._placed("coding", keys_of(Coding)):
            return coded_of(asked, self._path, self.tree, self.evaluation.seed)
        return None

    def proposals(self) -> Followed | None:
        """Return what became of proposals."""
        asked = self.evaluation.evidence.proposals
        if asked is None:
            return None
        with self._placed("proposals", keys_of(Proposals)):
            return followed_of(asked, self._path(asked.file), self.tree)
        return None

    def rulebook(self) -> Rulebook | None:
        """Return the rulebook of the appraisal."""
        asked = self.evaluation.appraisal
        given: Any = asked.rulebook if asked else None
        if self.given.rulebook is not None:
            given = self.given.rulebook
        if given is None or isinstance(given, Rulebook):
            return given
        with self._placed("rulebook"):
            return Rulebook.read(self._path(str(given)) if isinstance(given, str | Path) else given)
        return None

    def points(self) -> pd.DataFrame | None:
        """Return the appraisal's own table, whose columns the tree does not have."""
        asked = self.evaluation.appraisal
        if asked is None or asked.data is None:
            return None
        records = self.evaluation.evidence.records or Records()
        with self._placed("points"):
            table, unit = united(read_table(self._path(asked.data)), records.unit, keep=True)
            return table.rename(columns=_labels(unit, records.period))
        return None

    def links(self) -> pd.DataFrame | None:
        """Return the table of other indicators that the scores are set beside, by unit, or by period and unit."""
        asked = self.evaluation.diagnosis
        if asked is None or asked.links is None:
            return None
        records = self.evaluation.evidence.records or Records()
        with self._placed("links"):
            table, unit = united(read_table(self._path(asked.links)), records.unit)
            if unit not in table:
                columns = list(map(str, table))
                problem, way = "has no column {column!r}", "its columns are: {names:20}"
                raise FaultyInput(asked.links, problem, way, column=unit, names=columns)
            table = table.rename(columns=_labels(unit, records.period))
            if "period" not in table:
                return table.set_index("unit")
            return table.assign(period=natural(table["period"])).set_index(["period", "unit"])
        return None

    def ratings(self) -> Mapping[str, pd.DataFrame] | None:
        """Return what each expert rated, for fuzzy TOPSIS."""
        asked = self.evaluation.ranking
        if asked is None or asked.ratings is None:
            return None
        records = self.evaluation.evidence.records or Records()
        with self._placed("ratings"):
            files = [asked.ratings] if isinstance(asked.ratings, str) else asked.ratings
            return read_ratings([self._path(file) for file in files], records.unit, self.tree)
        return None

    def intervals(self) -> pd.DataFrame | None:
        """Return experts' intervals for the cloud model, a row for each."""
        asked = self.evaluation.grades
        if asked is None or asked.intervals is None:
            return None
        records = self.evaluation.evidence.records or Records()
        scored = self.tree.scored(tuple(self.evaluation.index.roles))
        with self._placed("intervals"):
            return intervals_of(read_table(self._path(asked.intervals)), records.unit, scored)
        return None

    def codings(self) -> pd.DataFrame | None:
        """Return the table of raters, a row for each thing that they rated."""
        said = self.evaluation.reliability
        if said is None or said.raters is None:
            return None
        asked = said.raters
        with self._placed("codings", keys_of(Raters)):
            return codings_of(read_table(self._path(asked.file)), asked)
        return None

    def actions(self) -> tuple[Action, ...]:
        """Return what can be done."""
        asked = self.evaluation.plan
        given: Any = asked.actions if asked else None
        if self.given.actions is not None:
            given = self.given.actions
        if given is None:
            return ()
        with self._placed("actions"):
            found = read_actions(
                self._path(str(given)) if isinstance(given, str | Path) else given, self.tree
            )
            return tuple(sorted(found, key=repr))  # one order, whatever that of the rows
        return ()


def _elsewhere(tree: IndicatorTree, codes: Collection[str]) -> IndicatorTree:
    """Return a tree of which a table need not have these indicators."""
    leaves = {leaf.code: replace(leaf, source="network") for leaf in tree.indicators if leaf.code in codes}
    return with_leaves(tree, leaves) if leaves else tree


def _labels(unit: str, period: str | None) -> dict[str, str]:
    """Return what the columns of units and periods are called here, by their headings."""
    return {unit: "unit"} | ({period: "period"} if period else {})


def _options(asked: Any, *without: str) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in keys_of(type(asked)) if name not in without}


def _replicates(asked: Replicated | None) -> dict[str, Any] | None:
    """Return what a file says of replicate weights, as `read_survey` takes it."""
    if asked is None:
        return None
    said = {name: getattr(asked, name) for name in keys_of(Replicated)}
    columns = said["columns"]
    return said | {"columns": columns if isinstance(columns, str) else list(columns)}


def _scale(given: Any) -> Any:
    return {k: tuple(v) for k, v in given.items()} if isinstance(given, Mapping) else tuple(given)
