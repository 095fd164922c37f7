"""The two sides of a difference: some rows of an assessment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput, Scores
from govmetrics.core.errors import Faults
from govmetrics.core.options import Kind, shown
from govmetrics.core.periods import known_as
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Ints
from govmetrics.recipe import Assessment

Side = Assessment | tuple[Assessment, Any]
"""An assessment, or one and the period that is meant."""
_SIDE = Kind(
    lambda side: isinstance(side, tuple) and len(side) == 2 and isinstance(side[0], Assessment),
    Text("give an Assessment, or (Assessment, period)"),
)


def side_of(side: Side, name: str) -> Assessment:
    """Return the assessment of one period, indexed by unit."""
    if isinstance(side, Assessment):
        if side.scores.values.index.nlevels > 1:
            raise FaultyInput(name, "holds several periods", "give (assessment, period)")
        return side
    Faults(_SIDE.faults(name, side)).raise_all()
    assessment, period = side
    index = assessment.scores.values.index
    periods = [] if index.nlevels == 1 else list(index.get_level_values("period").unique())
    named = known_as(period, periods)
    if named is None:
        known = "periods are: {periods}" if periods else "its rows have no period: give it alone"
        problem = "{period} is not a period of the assessment"
        raise FaultyInput(name, problem, known, period=shown(period), periods=periods)
    picked = rows_of(assessment, np.flatnonzero(index.get_level_values("period") == named))
    return _relabelled(picked, picked.scores.values.index.droplevel("period"))  # type: ignore[arg-type]


def rows_of(assessment: Assessment, rows: Ints, label: object = None) -> Assessment:
    """Return the record of some rows: scaled values and scores, without attributes, which explain nothing."""
    scaled, scores = assessment.scaled, assessment.scores
    picked = replace(
        assessment,
        scaled=replace(scaled, values=scaled.values.iloc[rows], attributes=pd.DataFrame()),
        scores=replace(
            scores,
            attributes=pd.DataFrame(),
            **{name: frame.iloc[rows] for name, frame in _frames(scores).items()},
        ),
    )
    return picked if label is None else _relabelled(picked, pd.Index([label], tupleize_cols=False))


def _relabelled(assessment: Assessment, index: pd.Index) -> Assessment:
    scaled = assessment.scaled
    marks = None if scaled.imputed is None else scaled.imputed.reindex(scaled.values.index).set_axis(index)
    scaled = replace(scaled, values=scaled.values.set_axis(index), imputed=marks)
    frames = {name: frame.set_axis(index) for name, frame in _frames(assessment.scores).items()}
    scores: Scores = replace(assessment.scores, **frames)
    return replace(assessment, scaled=scaled, scores=scores)


def _frames(scores: Scores) -> dict[str, Any]:
    """Return the frames of scores that have a row for every unit."""
    names = ("values", "coverage", "coverage_imputed")
    return {name: getattr(scores, name) for name in names if getattr(scores, name) is not None}
