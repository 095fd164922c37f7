"""Appraisal, diagnosis, change and plan: what follows from the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import diagnosis, panel, planning
from govmetrics.appraisal import appraise
from govmetrics.core import Dataset, Note, Scaled, Survey
from govmetrics.core.errors import Faults
from govmetrics.core.panel_rows import crossed
from govmetrics.core.scores import ranked
from govmetrics.evaluation.findings import Diagnosed, Panel
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import Change, Importance, Planned
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.reading import where
from govmetrics.evaluation.scales import grade_scale
from govmetrics.explain import Difference, between_periods
from govmetrics.fuzzy import FIVE_GRADES
from govmetrics.planning.model import model
from govmetrics.planning.plan import requested
from govmetrics.recipe import Assessment
from govmetrics.weighting import TimeWeights, time_weights


def appraisal(work: Work) -> Found:
    """Appraise by the rulebook: on its own table, else on the records with all that joined them."""
    assert work.nouns.rulebook is not None
    points = work.nouns.points
    data = work.done["assessment"].dataset if points is None else points
    return {"appraisal": appraise(work.nouns.rulebook, data)}


def diagnose(work: Work) -> Found:
    """Return what holds the units back; all that is wrong with what is asked for comes in one error."""
    asked = work.evaluation.diagnosis
    assert asked is not None
    index, faults, found = work.done["assessment"], Faults(), dict[str, Any]()
    records = work.evaluation.evidence.records
    if asked.obstacles:
        with placed(faults, "obstacles"):
            found["obstacles"] = diagnosis.obstacles(index.scaled, index.weights)
    if asked.strengths:
        with placed(faults, "strengths"):
            found["strengths"] = diagnosis.strengths(index.scores, records.street if records else None)
    if asked.coupling:
        with placed(faults, "coupling"):
            node = None if isinstance(asked.coupling, bool) else list(asked.coupling)
            found["coupling"] = diagnosis.coupling(index.scores, node=node)
    if asked.importance_performance:
        with placed(faults, "importance_performance", ("importance", "outcome", "derive", "lines")):
            found["importance_performance"] = _importance(work, asked.importance_performance)
    if asked.coherence:
        with placed(faults, "coherence"):
            scaled, scores = work.at_latest(index.scaled), work.at_latest(index.scores)
            found["coherence"] = diagnosis.coherence(scaled, index.weights, scores)
    _indicators(work, faults, found)
    faults.raise_all()
    return {"diagnosis": Diagnosed(**found)}


def _indicators(work: Work, faults: Faults, found: dict[str, Any]) -> None:
    """Add what the indicators look like, how they go together, and how the scores stand beside others."""
    asked, index = work.evaluation.diagnosis, work.done["assessment"]
    assert asked is not None
    if asked.statistics:
        with placed(faults, "statistics"):
            found["statistics"] = diagnosis.statistics(index.treated, _before(index))
    if asked.denominators:
        with placed(faults, "denominators"):
            columns = None if isinstance(asked.denominators, bool) else list(asked.denominators)
            data = work.at_latest(index.dataset.scored(tuple(index.recipe.roles)))
            found["denominators"] = diagnosis.denominators(data, columns)
    if asked.correlations:
        with placed(faults, "correlations"):
            by: Any = "group" if isinstance(asked.correlations, bool) else asked.correlations
            scaled, scores = work.at_latest(index.scaled), work.at_latest(index.scores)
            found["correlations"] = diagnosis.correlations(scaled, scores, by)
    if asked.components:
        with placed(faults, "components"):
            found["components"] = diagnosis.components(work.at_latest(index.scores))
    if asked.group_ranks is not None:
        with placed(faults, "group_ranks"):
            found["group_ranks"] = diagnosis.group_ranks(work.at_latest(index.scores), asked.group_ranks)
    if asked.links is not None and work.nouns.links is not None:
        at = where(work.evaluation, work.given, "links")
        with placed(faults, at["part"], (), at["file"], at["given"]):
            other = work.rows(work.nouns.links)
            found["links"] = diagnosis.links(work.at_latest(index.scores), other)


def _before(index: Assessment) -> Dataset | None:
    """Return the data before treatment, where the treatment kept every unit and every indicator."""
    data, treated = index.dataset.scored(tuple(index.recipe.roles)), index.treated
    same = data.tree.codes == treated.tree.codes and data.values.index.equals(treated.values.index)
    return data if same and index.recipe.treatment else None


def _importance(work: Work, asked: bool | Importance) -> diagnosis.ImportancePerformance:
    """Return importance against performance: of the survey's items, or of the index's leaves by their weights."""
    index = work.done["assessment"]
    if isinstance(asked, bool):
        found = diagnosis.importance_performance(work.at_latest(index.scaled), index.weights.across_tree())
        return replace(found, table=found.table.assign(gap=np.nan))  # a score less a weight is no gap
    performance: Survey | Scaled = work.answers or work.at_latest(index.scaled)
    stated = None if asked.importance is None else pd.Series(dict(asked.importance))
    lines: Any = asked.lines if isinstance(asked.lines, str) else tuple(asked.lines)
    return diagnosis.importance_performance(
        performance, stated, asked.outcome, derive=asked.derive, lines=lines, rng=work.evaluation.seed
    )


def change(work: Work) -> Found:
    """Return the changes between periods and the trends."""
    asked = work.evaluation.change
    assert asked is not None
    index, faults, found = work.done["assessment"], Faults(), dict[str, Any]()
    found["sureness"] = getattr(work.done.get("uncertainty"), "change", None)
    with placed(faults, "changes"):
        found["changes"] = _changes(work, index)
    if asked.trends:
        with placed(faults, "trends", ("level",)):
            found["trends"] = panel.trends(index, level=asked.level)
    for name, method in distribution(asked).items():
        with placed(
            faults, f"change.{name}", ("classes", "cuts", "parts", "by", "weights", "epsilon", "orness")
        ):
            found[name] = method(index)
    faults.raise_all()
    if (timed := found.get("time_weights")) is not None:
        units = index.scores.values.index.get_level_values("unit").unique()
        silent = list(units.difference(timed.combined.index, sort=False))
        told = "no score over all periods, for want of one in some of them: {units:5}"
        work.notes += [Note(told, units=silent)] if silent else []
    return {"panel": Panel(**found)}


def distribution(asked: Change) -> dict[str, Callable[[Assessment], Any]]:
    """Return what is asked of how the index's distribution changes, each as a function of the assessment."""
    wanted: dict[str, tuple[Any, Callable[..., Any]]] = {
        "markov": (asked.markov, panel.markov), "clubs": (asked.clubs, panel.clubs),
        "kernels": (asked.kernels, panel.kernels), "atkinson": (asked.atkinson, panel.atkinson),
        "time_weights": (asked.time_weights, over_time),
    }  # fmt: skip
    return {
        name: partial(method, **({} if isinstance(how, bool) else vars(how)))
        for name, (how, method) in wanted.items()
        if how
    }


def over_time(index: Assessment, orness: float = 0.3) -> TimeWeights:
    """Return the weights of the periods, with the scores over all of them of units that have one in each."""
    found = time_weights(list(index.dataset.periods), orness)
    table = crossed(index.scores.values.iloc[:, 0], "period")[list(index.dataset.periods)].dropna()
    score = found.combine(table)
    return replace(found, combined=pd.DataFrame({"score": score, "rank": ranked(score)[0]}))


def _changes(work: Work, index: Assessment) -> panel.Changes | Difference:
    """Return every step between periods; where scores are no weighted sums of all values, the last step alone."""
    whole = not index.scaled.values.isna().any(axis=None)
    if index.recipe.chosen("aggregation").method.additive and whole:
        return panel.changes(index)
    before, after = index.dataset.periods[-2:]
    work.notes.append(Note("changes are told from {before} to {after} alone", before=before, after=after))
    return between_periods((index, before), (index, after), rng=work.evaluation.seed)


def plan(work: Work) -> Found:
    """Return the best plan for the latest period; where units are only counted, for the weakest of them."""
    asked = work.evaluation.plan
    assert asked is not None
    index = work.done["assessment"]
    recipe, data = planning.frozen(index)
    data = work.at_latest(data)
    units, faults, found = _units(work, asked.units), Faults(), dict[str, Any]()
    at = where(work.evaluation, work.given, "actions")
    with placed(faults, "plan", keys_of(Planned), at["file"], at["given"]):
        if work.trial:
            request = (float(asked.budget), asked.maximise, _grades(work), None)
            requested(model(recipe, data), units, work.nouns.actions, request)
            return found
        found["plan"] = planning.improvement_plan(
            recipe, data, work.nouns.actions, asked.budget, units, asked.maximise, grades=_grades(work)  # type: ignore[arg-type]
        )  # fmt: skip
    faults.raise_all()
    return found


def _units(work: Work, asked: int | Sequence[Any]) -> list[Any]:
    """Return the units that are planned for."""
    if not isinstance(asked, int):
        return list(asked)
    scores = work.at_latest(work.done["assessment"].scores)
    weakest = scores.ranking().dropna(subset=["score"]).iloc[::-1].head(asked)
    work.notes.append(Note("the plan is for the weakest: {units}", units=list(weakest.index)))
    return list(weakest.index)


def _grades(work: Work) -> planning.Grades | None:
    """Return the grades that a plan counts: those of the verdicts."""
    asked = work.evaluation.plan
    assert asked is not None
    if asked.maximise != "grade":
        return None
    said = work.evaluation.grades
    scale = (grade_scale(said.scale) if said else None) or FIVE_GRADES
    return planning.Grades([scale.keys[place] for place in scale.worst_to_best], scale.thresholds.tolist())
