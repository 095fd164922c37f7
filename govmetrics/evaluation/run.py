"""The whole evaluation in one call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from govmetrics.core import Note
from govmetrics.core.errors import Faults
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.options import LIST, asked, choice, several
from govmetrics.core.progress import PROGRESS, Progress
from govmetrics.evaluation import keys
from govmetrics.evaluation.agreement import agreement, comparable
from govmetrics.evaluation.audited import audited
from govmetrics.evaluation.coded import in_codes
from govmetrics.evaluation.configured import configurations
from govmetrics.evaluation.diagnosed import appraisal, change, diagnose, plan
from govmetrics.evaluation.edition import comparison, named
from govmetrics.evaluation.efficiency import efficiency, intervals, models, spared, split
from govmetrics.evaluation.evidence import Nouns, every, read_evidence
from govmetrics.evaluation.findings import Findings
from govmetrics.evaluation.index import (
    assessment,
    coding,
    documents,
    experts,
    factors,
    has_values,
    importance,
    networks,
    proposals,
    scales,
    survey_scores,
    uses_experts,
    wants_scales,
)
from govmetrics.evaluation.invariances import invariances
from govmetrics.evaluation.names import look_up
from govmetrics.evaluation.neighbours import pattern
from govmetrics.evaluation.over_time import foresee, monitor
from govmetrics.evaluation.paired_scales import paired_scales, wants_paired
from govmetrics.evaluation.parts import Part, Work, do, for_parts, refuse, with_needs
from govmetrics.evaluation.path_models import measurement, paths, wants_measurement
from govmetrics.evaluation.places import keys_of
from govmetrics.evaluation.policies import needs_no_scores, policies
from govmetrics.evaluation.rankings import rankings
from govmetrics.evaluation.raters import rater_agreement
from govmetrics.evaluation.reading import Given, Told
from govmetrics.evaluation.regressions import regressions, unneeded
from govmetrics.evaluation.said import said, wants_said
from govmetrics.evaluation.spec import Evaluation, read_partly
from govmetrics.evaluation.statistics import correlations, descriptives, differences, sample
from govmetrics.evaluation.sureness import sureness
from govmetrics.evaluation.verdicts import others, verdicts
from govmetrics.recipe import Recipe, versions


def _statistics(work: Work) -> bool:
    """Tell whether the tables of the questionnaire are asked for."""
    return work.evaluation.statistics is not None


PARTS = (
    Part("survey", lambda w: w.nouns.survey is not None, survey_scores, place="evidence.survey",
         keys=keys_of(keys.Answers, "bounds")),
    Part("experts", lambda w: w.nouns.judgements is not None, experts, place="evidence.judgements",
         keys=keys_of(keys.Experts)),
    Part("importance", lambda w: w.nouns.importance is not None, importance, place="evidence.importance",
         keys=keys_of(keys.Stated)),
    Part("networks", lambda w: w.nouns.networks is not None, networks, place="evidence.networks",
         keys=keys_of(keys.Networks)),
    Part("documents", lambda w: w.nouns.documents is not None, documents, place="evidence.documents",
         keys=keys_of(keys.Documents)),
    Part("coding", lambda w: w.nouns.coding is not None, coding, place="evidence.coding", keys=keys_of(keys.Coding)),
    Part("proposals", lambda w: w.nouns.proposals is not None, proposals, place="evidence.proposals",
         keys=keys_of(keys.Proposals)),
    Part("assessment", has_values, assessment,
         ("survey", "experts", "importance", "networks", "documents", "coding", "proposals"), place="index",
         keys=keys_of(Recipe), spared=lambda w: () if uses_experts(w) else ("experts",)),
    Part("uncertainty", lambda w: w.evaluation.sureness is not None, sureness, ("assessment",), place="sureness",
         keys=keys_of(keys.Sureness)),
    Part("sample", _statistics, sample, ("survey",), place="statistics", keys=keys_of(keys.Statistics)),
    Part("descriptives", _statistics, descriptives, ("survey",), place="statistics", keys=keys_of(keys.Statistics)),
    Part("reliability", wants_scales, scales, ("survey",),
         keys=keys_of(keys.Reliability)),
    Part("validity", lambda w: w.evaluation.reliability is not None and w.evaluation.reliability.validity, factors,
         ("survey",), place="reliability", keys=keys_of(keys.Reliability)),
    Part("measurement", wants_measurement, measurement, ("survey",), place="reliability", keys=keys_of(keys.Reliability)),
    Part("invariance", lambda w: keys.invariance_asked(w.evaluation.reliability) is not None, invariances, ("survey",),
         place="reliability", keys=keys_of(keys.Reliability)),
    Part("raters", lambda w: w.evaluation.reliability is not None and w.evaluation.reliability.raters is not None,
         rater_agreement, place="reliability.raters", keys=keys_of(keys.Raters, "ratings")),
    Part("correlations", _statistics, correlations, ("survey",), place="statistics", keys=keys_of(keys.Statistics)),
    Part("differences", _statistics, differences, ("survey",), place="statistics", keys=keys_of(keys.Statistics)),
    Part("paired", wants_paired, paired_scales, ("survey",), place="statistics", keys=keys_of(keys.Statistics)),
    Part("regressions", lambda w: bool(w.evaluation.regression), regressions, ("survey", "assessment"), place="regression",
         keys=keys_of(keys.Regression), spared=lambda w: unneeded(w.evaluation.regression or ())),
    Part("paths", lambda w: bool(w.evaluation.paths), paths, ("survey", "assessment"), keys=keys_of(keys.PathModel),
         spared=lambda w: unneeded(w.evaluation.paths or ())),
    Part("grades", lambda w: w.evaluation.grades is not None, verdicts, ("assessment",), keys=keys_of(keys.Grades)),
    Part("other_grades", lambda w: w.evaluation.grades is not None and w.evaluation.grades.beside is not None, others,
         ("assessment", "grades"), place="grades", keys=keys_of(keys.Grades)),
    Part("rankings", lambda w: w.evaluation.ranking is not None, rankings, ("assessment",), place="ranking",
         keys=keys_of(keys.Rankings)),
    Part("efficiency", lambda w: w.evaluation.efficiency is not None, efficiency, ("assessment",),
         keys=keys_of(keys.Efficiency), spared=spared),
    Part("efficiency_intervals", lambda w: w.evaluation.efficiency is not None and w.evaluation.efficiency.intervals,
         intervals, ("assessment", "efficiency"), place="efficiency", keys=keys_of(keys.Efficiency), spared=spared),
    Part("scale_efficiency", lambda w: w.evaluation.efficiency is not None and w.evaluation.efficiency.scale, split,
         ("assessment", "efficiency"), place="efficiency", keys=keys_of(keys.Efficiency), spared=spared),
    Part("efficiency_models", lambda w: w.evaluation.efficiency is not None and w.evaluation.efficiency.models is not None,
         models, ("assessment", "efficiency"), place="efficiency", keys=keys_of(keys.Efficiency), spared=spared),
    Part("appraisal", lambda w: w.evaluation.appraisal is not None, appraisal, ("assessment",),
         keys=keys_of(keys.Appraisal), spared=lambda w: () if w.nouns.points is None else ("assessment",)),
    Part("diagnosis", lambda w: w.evaluation.diagnosis is not None, diagnose, ("assessment",),
         keys=keys_of(keys.Diagnosis)),
    Part("panel", lambda w: w.evaluation.change is not None, change, ("assessment",), place="change",
         keys=keys_of(keys.Change)),
    Part("monitoring", lambda w: w.evaluation.monitoring is not None, monitor, ("assessment",),
         keys=keys_of(keys.Monitoring)),
    Part("forecast", lambda w: w.evaluation.forecast is not None, foresee, ("assessment",), keys=keys_of(keys.Foreseen)),
    Part("policy", lambda w: w.evaluation.policy is not None, policies, ("assessment",), keys=keys_of(keys.Policy),
         spared=lambda w: ("assessment",) if needs_no_scores(w.evaluation.policy) else ()),
    Part("spatial", lambda w: w.evaluation.spatial is not None, pattern, ("assessment",),
         keys=keys_of(keys.Spatial)),
    Part("said", wants_said, said, ("coding", "assessment"), place="evidence.coding", keys=keys_of(keys.Coding)),
    Part("configurations", lambda w: w.evaluation.configurations is not None, configurations, ("assessment",),
         keys=keys_of(keys.Configurations)),
    Part("plan", lambda w: w.evaluation.plan is not None, plan, ("assessment",), keys=keys_of(keys.Planned)),
    Part("agreement", comparable, agreement, ("assessment",)),
    Part("comparison", named, lambda w: comparison(w, evaluate), ("assessment",), place="compare"),
    Part("audit", has_values, audited, ("assessment",)),
)  # fmt: skip
"""In the order in which they are done."""


def evaluate(
    evaluation: Evaluation | str | Path | Mapping[str, Any], records: Any = None, survey: Any = None,
    judgements: Any = None, weights: Any = None, measured: Sequence[Any] = (), rulebook: Any = None,
    actions: Any = None, margins: Any = None, earlier: Any = None, progress: Progress = None,
    only: Sequence[str] = (),
) -> Findings:  # fmt: skip
    """Do a whole evaluation: from the evidence to scores, verdicts, efficiency, appraisal, diagnosis and plan.

    Parameters
    ----------
    evaluation : Evaluation, path, folder or mapping
        What is asked for.
    records : Dataset or DataFrame, optional
        What is given by call takes the place of the file that the evaluation names; frames are read by its keys.
    survey : Survey, SurveyScores or DataFrame, optional
        Residents' answers.
    judgements : Judgements, DataFrame or mapping, optional
        Experts' pairwise comparisons.
    weights : mapping of code to float, or Weights, optional
        Weights of the nodes, relative to their siblings.
    measured : sequence of Measured
        Whatever offers `values` and `standard_errors` of some leaves.
    rulebook : Rulebook or mapping, optional
        For the appraisal.
    actions : sequence of Action, or DataFrame, optional
        For the plan.
    margins : mapping of column to mapping of category to share, optional
        Shares of residents to which the answers are weighted.
    earlier : Findings or path, optional
        An earlier evaluation, for the comparison.
    progress : {"bar"}, callable or None
        Shows how far it is, before each part and at the end: a bar, or a function of (done, total, what).
    only : sequence of str
        Parts to be done alone, with those that they need; all that the evaluation asks for by default.

    Returns
    -------
    Findings
        The same evidence gives the same bytes, from files or by call.

    Raises
    ------
    FaultyInput
        Every fault of the evaluation and of all its evidence at once; then, unless the evaluation says
        ``on_fault: continue``, those of all parts that could not be done.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> found = gm.evaluate({"tree": tree, "index": {"weighting": "equal"}, "sureness": {"draws": 100}}, records=table)
    >>> found.assessment.ranking()["rank"].to_dict(), found.uncertainty.draws
    ({'East': 1, 'North': 2, 'West': 3}, 100)
    """
    asked(measured=(measured, LIST), progress=(progress, PROGRESS),
          only=(only, several(choice(*(part.name for part in PARTS)))))  # fmt: skip
    given = Given(records, survey, judgements, weights, measured, rulebook, actions, margins, earlier)
    parts = with_needs(PARTS, only) if only else PARTS
    wanted, nouns, told = read_all(evaluation, given, parts if only else ())
    work = Work(in_codes(wanted, nouns), nouns, given)
    missing = do(parts, work, told, progress)
    if wanted.on_fault == "stop":
        refuse(missing)
    return Findings(
        wanted, **work.done, missing=missing, notes=tuple(_notes(wanted, work)),
        provenance=_provenance(wanted, nouns), by_call=_by_call(given), queried=nouns.queried,
        called=_called(given, nouns),
    )  # fmt: skip


def read_all(
    evaluation: Evaluation | str | Path | Mapping[str, Any], given: Given, parts: Sequence[Part] = ()
) -> tuple[Evaluation, Nouns, Told]:
    """Return what is asked for and the evidence; and what is wrong with it, by the part that it stops.

    Parameters
    ----------
    evaluation : Evaluation, path, folder or mapping
    given : Given
    parts : sequence of Part
        What of it is wanted; all by default.

    Raises
    ------
    FaultyInput
        Keys are wrong, or, unless the evaluation says ``on_fault: continue``, anything else: every fault of the keys, of
        all files, and of the names by which the parts mean each other, at once.
    """
    wanted, faults, lost = read_partly(evaluation)
    wanted = for_parts(wanted, parts) if parts else wanted
    nouns, told = _read(wanted, given, lost, faults)
    if faults or wanted.on_fault == "stop":
        found = every(told)
        faults += found
        faults._raised += found._raised
    faults.raise_all()
    return wanted, nouns, told


def check(source: str | Path | Mapping[str, Any]) -> tuple[Evaluation, Nouns]:
    """Read all that an evaluation names and try all its parts, without what takes long; return what was read.

    Draws are tried twice instead of a thousand times, and no plan is looked for: of it, what makes it impossible.

    Raises
    ------
    FaultyInput
        Every fault of the keys, of the evidence and of all parts at once, whatever ``on_fault`` says.
    """
    wanted, faults, lost = read_partly(source)
    nouns, told = _read(wanted, Given(), lost, faults)
    evidence = every(told)
    if not faults:  # a part whose keys are wrong may be what others need
        work = Work(in_codes(wanted, nouns), nouns, Given(), trial=True)
        missing = do(PARTS, work, told, None)
        with faults:
            refuse({part: found for part, found in missing.items() if not told.get(part)})
    faults += evidence
    faults._raised += evidence._raised
    faults.raise_all()
    return wanted, nouns


def _read(wanted: Evaluation, given: Given, lost: Collection[str], faults: Faults) -> tuple[Nouns, Told]:
    """Return the evidence; without a tree nothing can be read, and what is wrong with the keys is told with that."""
    read: list[tuple[Nouns, Told]] = []
    with faults:
        read.append(read_evidence(wanted, given, lost))
    if not read:
        faults.raise_all()
    nouns, told = read[0]
    look_up(in_codes(wanted, nouns), given, nouns, told)
    return nouns, told


def _notes(evaluation: Evaluation, work: Work) -> list[Note]:
    said = [Note("the evidence is simulated")] if evaluation.simulated else []
    tickets = work.nouns.tickets
    if tickets is not None and tickets.joining is None and evaluation.monitoring is None:
        told = (
            "the rates of the tickets are shown nowhere: name the indicators that they fill in evidence.tickets.codes "
            "(`resolution: CODE`), or ask for `monitoring`"
        )
        said.append(Note(told))
    return [*said, *work.notes]


def _by_call(given: Given) -> tuple[str, ...]:
    """Return the names of what was given by call."""
    there = {one.name: getattr(given, one.name) for one in fields(given)}
    return tuple(name for name, value in there.items() if value is not None and not _is_nothing(value))


def _called(given: Given, nouns: Nouns) -> dict[str, Any]:
    """Return what was given by call as it was read; without what was not asked for. What could not be read is None."""
    found = {name: getattr(nouns, name, None) for name in _by_call(given)}
    needed = {*nouns.unread, "earlier"}
    return {name: value for name, value in found.items() if value is not None or name in needed}


def _is_nothing(value: Any) -> bool:
    return isinstance(value, list | tuple) and not len(value)


def _provenance(evaluation: Evaluation, nouns: Nouns) -> dict[str, Any]:
    inputs = {
        name: fingerprint(value)
        for name in ("tree", "records", "survey", "judgements", "importance", "weights", "rulebook", "points", "links", "ratings",
                     "actions", "margins", "codings", "intervals", "tickets", "networks", "outlines", "neighbours",
                     "adopted", "carried", "documents", "coding", "proposals")
        if not ((value := getattr(nouns, name)) is None or (isinstance(value, tuple) and not value))
    }  # fmt: skip
    measured = {f"measured[{place}]": fingerprint(one) for place, one in enumerate(nouns.measured)}
    return {
        "inputs": inputs | measured,
        "evaluation": fingerprint(evaluation.to_dict()),
        "versions": versions(),
        "seed": evaluation.seed,
    }
