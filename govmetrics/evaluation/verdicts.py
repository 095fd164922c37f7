"""Fuzzy verdicts: memberships from the weighted answers, from the values, or from both, under the index's weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import fuzzy
from govmetrics.core import Dataset, Fault, FaultyInput, Note, Survey, Weights
from govmetrics.core.survey import rows_of
from govmetrics.core.weights import shares_within_groups
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.intervals import of_units
from govmetrics.evaluation.keys import Grades
from govmetrics.evaluation.other_grades import graded_beside
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.scales import PRESETS, grade_scale
from govmetrics.evaluation.titles import TITLES
from govmetrics.fuzzy import GradeScale
from govmetrics.intake.join import spelled_like

OF_SIZE = {len(scale): scale for scale in PRESETS.values()}


def verdicts(work: Work) -> Found:
    """Return the verdict on every unit at every node whose leaves have evidence."""
    asked = work.evaluation.grades
    assert asked is not None
    weights = work.done["assessment"].weights
    survey = _scored(work.answers, weights) if asked.from_ != "values" else None
    scale = grade_scale(asked.scale) or _of_answers(survey)
    parts, codes = [], list[str]()
    if survey is not None:
        assert scale is not None
        parts.append(fuzzy.from_survey(survey, scale))
        codes += list(survey.leaves)
    rest = [code for code in weights.tree.codes if code not in codes]
    if rest and (survey is None or asked.breakpoints is not None):
        parts.append(_of_values(work.done["assessment"].dataset, rest, asked, scale))
        codes += rest
    if len(parts) == 2:
        parts[0] = _under(parts[0], work.done["assessment"].dataset.values.index, list(codes[: -len(rest)]))
    scale = scale or OF_SIZE[parts[0].shape[1]]
    kept = [code for code in weights.tree.codes if code in codes]
    if len(kept) < len(weights.tree.codes):
        text = "grades rest on {count} of {all:# indicator|# indicators}: those that the answers are about"
        work.notes.append(Note(text, count=len(kept), all=len(weights.tree.codes)))
    imputed = work.done["assessment"].dataset.imputed
    if imputed is not None:  # answers are none
        imputed = imputed[[code for code in rest if code in kept]]
    membership = pd.concat(parts)
    operator: Any = asked.operator
    return {"grades": fuzzy.evaluate(membership, _kept(weights, kept), scale, operator, imputed=imputed)}


def others(work: Work) -> Found:
    """Return other verdicts of the latest period beside the fuzzy ones."""
    asked, index, found = work.evaluation.grades, work.done["assessment"], work.done["grades"]
    assert asked is not None
    data = work.at_latest(index.dataset.scored(tuple(index.recipe.roles)))
    given = {
        "data": data,
        "scaled": work.at_latest(index.scaled),
        "weights": index.weights,
        "grades": found.grades,
        "frame": work.nouns.intervals,
    }
    if work.nouns.intervals is not None:
        given["frame"], left = of_units(work.nouns.intervals, given["data"].values.index)
        work.notes += left
    notes = () if work.latest is None else (Note("the rankings are about {period}", period=work.latest),)
    base = work.rows(found.verdicts()["score"])
    return {"other_grades": graded_beside(asked, given, base, TITLES["grades"], notes)}


def _scored(survey: Survey | None, weights: Weights) -> Survey | None:
    """Return the answers of leaves that are scored, of respondents with a unit (the scores' notes count the others)."""
    if survey is None:
        return None
    codes = [code for code in survey.leaves if code in weights.tree.codes]
    if not codes:
        return None
    tree = survey.tree.keep(codes)
    items = [item for code in codes for item in survey.leaves[code]]
    known = ~survey.by.isna().any(axis=1) if len(survey.by.columns) else pd.Series(True, survey.answers.index)
    reverse = tuple(item for item in survey.reverse if item in items)
    kept = rows_of(survey, np.flatnonzero(known))
    return replace(kept, tree=tree, answers=kept.answers[items], reverse=reverse)


def _of_answers(survey: Survey | None) -> GradeScale | None:
    """Return the preset scale with as many grades as the answers have codes."""
    if survey is None:
        return None
    low, high = survey.limits.T
    sizes = {int(size) for size in high - low + 1}
    if len(sizes) > 1 or not sizes <= set(OF_SIZE):
        problem = "the answers have {sizes} codes, for which there is no usual scale"
        raise FaultyInput(
            Fault("scale", problem, "write names and values of the grades", sizes=sorted(sizes))
        )
    return OF_SIZE[sizes.pop()]


def _of_values(data: Dataset, codes: list[str], asked: Grades, scale: GradeScale | None) -> pd.DataFrame:
    """Return the memberships of leaves by their values."""
    part = Dataset(data.tree.keep(codes), data.values[codes], data.attributes, totals="keep")
    points: Any = "goalposts" if asked.breakpoints is None else asked.breakpoints
    return fuzzy.from_values(part, points, asked.shape, scale)  # type: ignore[arg-type]


def _under(membership: pd.DataFrame, rows: pd.Index, codes: list[str]) -> pd.DataFrame:
    """Return the survey's memberships for all rows of the data; where nobody was asked, without evidence."""
    names = [*membership.index.names]
    levels = [membership.index.get_level_values(place) for place in range(len(names))]
    own = levels[0] if len(levels) == 2 else pd.MultiIndex.from_arrays(levels[:-1], names=names[:-1])
    keys = zip(_tuples(spelled_like(own, rows)), levels[-1], strict=True)
    known = membership.set_axis(pd.MultiIndex.from_tuples([(*row, code) for row, code in keys], names=names))
    wanted = [(*row, code) for row in _tuples(rows) for code in codes]
    return known.reindex(pd.MultiIndex.from_tuples(wanted, names=names))


def _tuples(rows: pd.Index) -> list[tuple[Any, ...]]:
    return list(rows) if rows.nlevels > 1 else [(row,) for row in rows]


def _kept(weights: Weights, codes: list[str]) -> Weights:
    """Return the weights of the leaves with evidence; they keep their proportions."""
    if len(codes) == len(weights.tree.codes):
        return weights
    tree = weights.tree.keep(codes)
    return Weights(
        tree, shares_within_groups(tree, weights.local), weights.method, weights.details, weights.procedure
    )
