"""An evaluation beside an earlier one: what the units did, and what other weights did, to every change of score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core import Fault, FaultyInput, Note, Scaled
from govmetrics.evaluation.folder import INPUTS, OUTPUT
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.spec import FILE
from govmetrics.recipe import Assessment
from govmetrics.weighting import split_change

PLACES = ("", INPUTS, f"{OUTPUT}/{INPUTS}")
"""Where in the folder that is named the archived evidence may stand: its own, a run's, an evaluation's."""


def named(work: Work) -> bool:
    """Tell whether an earlier evaluation is named."""
    return work.given.earlier is not None or work.evaluation.compare is not None


def comparison(work: Work, evaluate: Callable[..., Any]) -> Found:
    """Split the change since an earlier evaluation's latest period, by the bounds of that time."""
    before, now = _earlier(work, evaluate), work.done["assessment"]
    if before.scaled.tree.codes != now.scaled.tree.codes:
        codes = sorted(set(before.scaled.tree.codes) ^ set(now.scaled.tree.codes))
        problem, way_out = "scores other indicators: {codes:8}", "compare evaluations of one tree"
        raise FaultyInput(Fault("compare", problem, way_out, codes=codes))
    old, new = _latest(before.scaled, before), _latest(_by_bounds_of(before, now), now)
    both = old.values.index.intersection(new.values.index, sort=False)
    if not len(both):
        raise FaultyInput(
            Fault("compare", "has no unit in common with this evaluation", "compare the same units")
        )
    gone, come = old.values.index.difference(both), new.values.index.difference(both)
    if len(gone):
        work.notes.append(
            Note("units of the earlier evaluation only, not compared: {names:8}", names=list(gone))
        )
    if len(come):
        work.notes.append(Note("units of this evaluation only, not compared: {names:8}", names=list(come)))
    return {"comparison": split_change(_of(old, both), _of(new, both), before.weights, now.weights)}


def _earlier(work: Work, evaluate: Callable[..., Any]) -> Assessment:
    """Return the earlier index: given, or followed again from its archived evidence."""
    given: Any = work.given.earlier
    if given is not None and not isinstance(given, str | Path):
        found = getattr(given, "assessment", given)
        if isinstance(found, Assessment):
            return found
        raise FaultyInput(Fault("earlier", "holds no index", "give what evaluate returned, or its folder"))
    folder = Path(given) if given is not None else work.evaluation.path(str(work.evaluation.compare))
    place = next((folder / inside for inside in PLACES if (folder / inside / FILE).is_file()), None)
    if place is None:
        way_out = "name the folder of an evaluation, or of what it wrote"
        raise FaultyInput(Fault("compare", "{folder} holds no evaluation", way_out, folder=str(folder)))
    assessment: Assessment = evaluate(place, only=["assessment"]).assessment
    return assessment


def _by_bounds_of(before: Assessment, now: Assessment) -> Scaled:
    """Return this evaluation's values by the earlier one's bounds, so that a change is the units' own."""
    chosen = now.recipe.chosen("normalisation")
    if not chosen.method.takes_bounds:
        problem, way_out = "{method} takes no earlier bounds", "normalise by min_max, goalposts or z_score"
        raise FaultyInput(Fault("compare", problem, way_out, method=chosen.method.name))
    scaled: Scaled = chosen.given(bounds=before.scaled.bounds)(now.treated)
    return scaled


def _latest(scaled: Scaled, of: Assessment) -> Scaled:
    periods = of.dataset.periods
    return scaled.at(periods[-1]) if periods else scaled


def _of(scaled: Scaled, units: pd.Index) -> Scaled:
    return replace(scaled, values=scaled.values.loc[units], attributes=pd.DataFrame())
