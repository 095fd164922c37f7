"""The nouns that an evaluation file names under ``evidence``: each is read by the function of its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from govmetrics.ahp import read_judgements
from govmetrics.core import Dataset, IndicatorTree, Judgements, Survey, Weights
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.methods import read_step
from govmetrics.core.tables import read_table
from govmetrics.core.warn import said_by
from govmetrics.core.within import refuse_within
from govmetrics.core.words.doors import keyed
from govmetrics.evaluation.addresses import rows_of
from govmetrics.evaluation.by_call import noun_in
from govmetrics.evaluation.importance import Importance, answers_of, stated
from govmetrics.evaluation.keys import (
    Answers,
    Experts,
    MeasuredFile,
    Networks,
    Records,
    Replicated,
    Stated,
)
from govmetrics.evaluation.networks import Measures, measures_of
from govmetrics.evaluation.order import experts_in_order, respondents_in_order, units_in_order
from govmetrics.evaluation.orders import with_orders
from govmetrics.evaluation.places import keys_of, with_keys
from govmetrics.evaluation.reading import Reading
from govmetrics.evaluation.texts import Coded, Counted, Followed, coded_of, counted_of, followed_of
from govmetrics.evaluation.tickets import Rates, rates_of
from govmetrics.intake import read_records, read_weights
from govmetrics.intake.records import ELSEWHERE
from govmetrics.survey import SurveyScores, read_margins, read_survey
from govmetrics.treatment.transform import with_leaves


def records(reading: Reading) -> Dataset | None:
    """Return the records."""
    found = _records(reading)
    return None if found is None else units_in_order(found)


def _records(reading: Reading) -> Dataset | None:
    asked, given = reading.records, reading.given.records
    if isinstance(given, Dataset):
        return given
    if given is None and asked.file is None and asked.url is None:
        return None
    with reading.placed("records", keys_of(Records)):
        source = given
        if given is None and asked.url is not None:
            source = reading.queried["records"] = rows_of(asked, reading.evaluation.path)
        elif given is None:
            source = reading.path(str(asked.file))
            if asked.query is not None:
                raise FaultyInput(
                    "query", "stands beside a file", "leave it out, or name a database by `url`"
                )
            if (kept := noun_in(source, Dataset)) is not None:
                return cast("Dataset", kept)
        options = _options(asked, "file", "url", "query", "street", "unit", "period", "orders")
        others = _of_others(reading)  # these are not missing from the records
        found = read_records(source, _elsewhere(reading.tree, others), asked.unit, asked.period, **options)
        found = replace(found, tree=reading.tree) if others else found
        return found if given is not None else with_keys(found)
    return None


def _of_others(reading: Reading) -> list[str]:
    """Return the leaves that rates of tickets, measures of networks and what is counted in texts fill."""
    evidence = reading.evaluation.evidence
    rates = [] if evidence.tickets is None else list(evidence.tickets.codes.values())
    others = (evidence.networks, evidence.documents, evidence.coding, evidence.proposals)
    return rates + [leaf for one in others if one is not None for leaf in one.leaves]


def survey(reading: Reading) -> Survey | SurveyScores | None:
    """Return the answers, with the columns that they are grouped and weighted by."""
    found, asked = _survey(reading), reading.evaluation.evidence.survey or Answers()
    if not isinstance(found, Survey):
        return found
    with reading.placed("survey", keys_of(Answers)):
        found = with_orders(found, asked.orders)
    return respondents_in_order(found)


def _survey(reading: Reading) -> Survey | SurveyScores | None:
    asked, given = reading.evaluation.evidence.survey or Answers(), reading.given.survey
    if isinstance(given, Survey | SurveyScores):
        return given
    if given is None and asked.file is None:
        return None
    with reading.placed("survey", keys_of(Answers)):
        source = given if given is not None else reading.path(str(asked.file))
        if given is None and (kept := noun_in(source, Survey)) is not None:
            return cast("Survey", kept)
        found = read_survey(
            source, reading.tree, _scale(asked.scale), asked.reverse, _by(reading, asked), asked.weight,
            asked.missing_codes, asked.options, sheets=asked.sheets, replicates=_replicates(asked.replicates),
            fpc=None if isinstance(asked.fpc, Mapping) else asked.fpc,
        )  # fmt: skip
        return found if given is not None else with_keys(found)
    return None


def _by(reading: Reading, asked: Answers) -> dict[str, str | Sequence[str] | None]:
    """Return the group columns by name: the unit, the period where it is that of the records, and the margins'.

    Where nothing is said, unit and period are the columns that are usually headed so; several that name a unit of the
    records together name it here.
    """
    records = reading.evaluation.evidence.records
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
    raked = reading.given.margins if reading.given.margins is not None else asked.rake
    columns = raked if isinstance(raked, Mapping) else _margin_columns(reading, raked)
    columns = [*columns, *(column for column in (asked.cluster, asked.strata) if column is not None)]
    return by | {str(column): str(column) for column in columns if column not in by}


def _margin_columns(reading: Reading, file: str | None) -> Sequence[str]:
    try:
        return () if file is None else list(read_margins(reading.path(file)))
    except FaultyInput:  # told by `margins`
        return ()


def margins(reading: Reading) -> Mapping[str, Any] | None:
    """Return the shares of residents that the answers are weighted to."""
    asked = reading.evaluation.evidence.survey
    return reading.given_or_read("margins", asked.rake if asked else None, Mapping, read_margins)


def judgements(reading: Reading) -> Judgements | None:
    """Return the experts' judgements."""
    found = _judgements(reading)
    return None if found is None else experts_in_order(found)


def _judgements(reading: Reading) -> Judgements | None:
    asked, given = reading.evaluation.evidence.judgements or Experts(), reading.given.judgements
    if isinstance(given, Judgements):
        return given
    if given is None and asked.files is None:
        return None
    with reading.placed("judgements", keys_of(Experts)):
        if given is not None:
            return _judged(reading, given, asked)
        with said_by(keyed):
            return with_keys(_judged(reading, _forms(reading, asked.files), asked))
    return None


def _judged(reading: Reading, source: Any, asked: Experts) -> Judgements:
    """Return judgements on what is scored; experts may also have judged the whole tree."""
    if isinstance(source, Path) and (kept := noun_in(source, Judgements)) is not None:
        return cast("Judgements", kept)
    scored = reading.scored()
    try:
        return read_judgements(source, scored, asked.coding, unanswered=asked.unanswered)
    except FaultyInput as of_scored:
        if scored is reading.tree:
            raise
        try:
            return read_judgements(source, reading.tree, asked.coding, unanswered=asked.unanswered)
        except FaultyInput as of_all:  # forms of the whole tree are right but for these
            raise min(of_all, of_scored, key=_about_forms) from None


def _about_forms(error: FaultyInput) -> int:
    """Count the faults that say that a form is one of another tree."""
    return sum(fault.way_out.template.startswith("use a form written from") for fault in error.faults)


def _forms(reading: Reading, files: Any) -> Any:
    if isinstance(files, str):
        return reading.path(files, folder_too=True)
    faults, paths = Faults(), []
    for file in files:
        with faults:
            paths.append(reading.path(file))
    faults.raise_all()
    return paths


def weights(reading: Reading) -> Mapping[str, float] | None:
    """Return the weights of the filled-in form."""
    said = reading.evaluation.evidence.weights
    given = reading.given.weights if reading.given.weights is not None else said
    if isinstance(given, Weights):
        return {str(code): float(share) for code, share in given.local.items()}
    if given is None or isinstance(given, Mapping):
        return given
    with reading.placed("weights"):
        refuse_within("weights", given)
        return read_weights(reading.path(str(given)), reading.tree)
    return None


def importance(reading: Reading) -> Importance | None:
    """Return the weights that experts' orders, preferences or networks give."""
    asked = reading.evaluation.evidence.importance
    if asked is None:
        return None
    scored = reading.scored()
    with reading.placed("importance", keys_of(Stated)):
        given = read_table(reading.path(asked.answers)) if isinstance(asked.answers, str) else asked.answers
        method, _ = read_step(asked.method)
        return stated(asked, answers_of(given, method, scored), scored)
    return None


def measured(reading: Reading) -> tuple[Any, ...]:
    """Return what offers values and standard errors."""
    found = list(reading.given.measured)
    for place, one in enumerate(reading.evaluation.evidence.measured if not found else ()):
        with reading.placed(f"measured[{place}]"):
            found.append(_measured(reading, one))
    return tuple(found)


def _measured(reading: Reading, one: MeasuredFile) -> Dataset:
    if (kept := noun_in(reading.path(one.values), Dataset)) is not None:
        return cast("Dataset", kept)
    asked = reading.records
    columns = (one.unit or asked.unit, one.period or asked.period)
    # A table of what was measured has some of the indicators: none of the others is missing from it.
    tree = _elsewhere(reading.tree, reading.tree.codes)
    values = read_records(reading.path(one.values), tree, *columns)
    errors = None
    if one.standard_errors is not None:
        errors = read_records(reading.path(one.standard_errors), tree, *columns).values
    notes = tuple(note for note in values.notes if getattr(note, "template", "") != ELSEWHERE)
    return Dataset(reading.tree, values.values, standard_errors=errors, notes=notes, totals="keep")


def tickets(reading: Reading) -> Rates | None:
    """Return the three rates of tickets."""
    asked = reading.evaluation.evidence.tickets
    return reading.made(
        "tickets",
        asked,
        lambda asked: rates_of(asked, reading.path(asked.file), reading.tree, reading.records.unit),
    )


def networks(reading: Reading) -> Measures | None:
    """Return the measures of communities' networks."""

    def made(asked: Networks) -> Measures:
        actors = None if asked.actors is None else reading.path(asked.actors)
        return measures_of(asked, reading.path(asked.file), actors, reading.tree, reading.records.unit)

    return reading.made("networks", reading.evaluation.evidence.networks, made)


def documents(reading: Reading) -> Counted | None:
    """Return the words that were counted in documents."""
    asked, path = reading.evaluation.evidence.documents, partial(reading.path, folder_too=True)
    return reading.made(
        "documents", asked, lambda asked: counted_of(asked, path, reading.tree, reading.records.unit)
    )


def coding(reading: Reading) -> Coded | None:
    """Return what coders found, and how far they agree."""
    asked = reading.evaluation.evidence.coding
    return reading.made(
        "coding", asked, lambda asked: coded_of(asked, reading.path, reading.tree, reading.evaluation.seed)
    )


def proposals(reading: Reading) -> Followed | None:
    """Return what became of proposals."""
    asked = reading.evaluation.evidence.proposals
    return reading.made(
        "proposals", asked, lambda asked: followed_of(asked, reading.path(asked.file), reading.tree)
    )


def _elsewhere(tree: IndicatorTree, codes: Collection[str]) -> IndicatorTree:
    """Return a tree of which a table need not have these indicators."""
    leaves = {leaf.code: replace(leaf, source="network") for leaf in tree.indicators if leaf.code in codes}
    return with_leaves(tree, leaves) if leaves else tree


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
