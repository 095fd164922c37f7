"""Index, grades, efficiency and appraisal side by side: how far they agree, and whom they judge differently, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.appraisal import Appraisal
from govmetrics.core import Label, Scaled, Text, Weights
from govmetrics.core.checks import holders
from govmetrics.dea import Efficiency
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.titles import TITLES
from govmetrics.fuzzy import FuzzyEvaluation
from govmetrics.ranking import compare

JUDGES = ("assessment", "grades", "efficiency", "appraisal")
"""The parts that rank units."""


def comparable(work: Work) -> bool:
    """Tell whether at least two parts rank the units."""
    asked = work.evaluation
    return any(part is not None for part in (asked.grades, asked.efficiency, asked.appraisal))


def agreement(work: Work) -> Found:
    """Compare the parts' rankings of the latest period."""
    found = {name: work.done[name] for name in JUDGES if work.done.get(name) is not None}
    if len(found) < 2:
        return {}
    units = work.at_latest(work.done["assessment"].scores).values.index
    rankings: dict[str, Any] = {}
    reasons: dict[str, pd.Series] = {}
    for name, result in found.items():
        values, why = _judged(work, result)
        rankings[TITLES[name]] = work.rows(values).reindex(units)
        reasons[TITLES[name]] = why
    return {"agreement": compare(rankings, reasons=reasons)}


def _judged(work: Work, result: Any) -> tuple[pd.Series, pd.Series]:
    """Return a part's score of every unit, and what makes it judge each unit of the latest period as it does."""
    if isinstance(result, FuzzyEvaluation):
        verdicts = result.verdicts()
        return verdicts["score"], _of_grades(work.rows(result.at()), result)
    if isinstance(result, Efficiency):
        return result.scores, _of_efficiency(work, result)
    if isinstance(result, Appraisal):
        return result.total, _of_appraisal(work, result)
    scores = result.scores.values.iloc[:, 0]
    return scores, _of_index(work.at_latest(result.scaled), result.weights)


def _of_index(scaled: Scaled, weights: Weights) -> pd.Series:
    """Return in which leaf a unit gains, and in which it loses, most against the mean."""
    names = scaled.tree.names()
    gains = (scaled.values - scaled.values.mean()) * weights.across_tree()
    said = {}
    for unit, row in gains.iterrows():
        known = row.dropna()
        if len(known):
            best, worst = ([names[str(one)] for one in holders(known, most)] for most in (True, False))
            if best != worst:
                said[unit] = Text("strong in {best:3}, weak in {worst:3}", best=best, worst=worst)
    return pd.Series(said, dtype=object)


def _of_grades(membership: pd.DataFrame, result: FuzzyEvaluation) -> pd.Series:
    """Return the grade with the greatest share."""
    names = result.grades.spoken
    said = {}
    for unit, row in membership.iterrows():
        if row.notna().any():
            text, share = "{share:.0%} {grade}", float(row.max())
            parts = [Text(text, share=share, grade=names[str(one)]) for one in holders(row)]
            said[unit] = Text("{parts}", parts=parts)
    return pd.Series(said, dtype=object)


def _of_efficiency(work: Work, result: Efficiency) -> pd.Series:
    """Return by how much a unit's own inputs, or outputs, would change to make it efficient; the largest of them."""
    names: dict[Any, Label] = work.done["assessment"].dataset.tree.names()
    less = result.orientation == "input"
    columns = (result.input_weights if less else result.output_weights).columns  # type: ignore[union-attr]
    targets, slacks = result.targets, result.input_slacks if less else result.output_slacks
    assert slacks is not None
    scores = work.rows(result.scores)
    wanted = work.rows(targets[columns])
    spare = work.rows(slacks[columns])
    own = (wanted + spare).div(scores, axis=0) if less else (wanted - spare).mul(scores, axis=0)
    change = ((wanted - own) / own.where(own != 0)).abs()
    said = {}
    for unit, row in change.iterrows():
        if not row.notna().any() or row.max() < 1e-6:
            said[unit] = Text("none of its peers does more with so little")
            continue
        # of solved programs: shares are equal but for what the solver leaves
        named = [names.get(str(column), Label(str(column))) for column in holders(row.round(6))]
        text = (
            "its peers do with {share:.0%} less of {name:3}"
            if less
            else "its peers reach {share:.0%} more of {name:3}"
        )
        said[unit] = Text(text, share=float(row.max()), name=named)
    return pd.Series(said, dtype=object)


def _of_appraisal(work: Work, result: Appraisal) -> pd.Series:
    """Return the veto that fell, else the item in which a unit is furthest from full marks."""
    full, points = (work.rows(frame) for frame in (result.full, result.points))
    totals = work.rows(result.totals)
    names = work.done["assessment"].dataset.tree.names() | _named(result)
    lost = full.where(points >= 0, 0) - points
    said = {}
    for unit, row in lost.iterrows():
        vetoes = [names.get(code, code) for code in str(totals.at[unit, "vetoes"]).split("; ") if code]
        if vetoes:
            said[unit] = Text("one vote against: {vetoes}", vetoes=vetoes)
        elif row.max() > 0:
            short = [names[str(code)] for code in holders(row)]
            said[unit] = Text("{points:.3g} points short in {name:3}", points=float(row.max()), name=short)
    return pd.Series(said, dtype=object)


def _named(result: Appraisal) -> dict[str, Label]:
    """Return the names that the rulebook gives; what it leaves to its code may have a name in the tree."""
    return {code: name for code, name in result.rulebook.names().items() if str(name) != code}
