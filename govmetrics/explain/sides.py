"""The two sides of a difference: some rows of an assessment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Fault, FaultyInput, Scores
from govmetrics.recipe import Assessment

Side = Assessment | tuple[Assessment, Any]
"""An assessment, or one and the period that is meant."""


def node_of(assessment: Assessment, node: str | None) -> str:
    """Return the node that is meant: the root, unless one of the tree's is named."""
    tree = assessment.scaled.tree
    if node is not None and node not in tree:
        raise FaultyInput(Fault("node", f"{node!r} is not scored", "name a node of the tree"))
    return tree.root.code if node is None else node


def side_of(side: Side, name: str) -> Assessment:
    """Return the assessment of one period, indexed by unit."""
    if isinstance(side, Assessment):
        if side.scores.values.index.nlevels > 1:
            raise FaultyInput(Fault(name, "holds several periods", "give (assessment, period)"))
        return side
    assessment, period = side
    index = assessment.scores.values.index
    if index.nlevels == 1 or period not in index.get_level_values("period"):
        raise FaultyInput(Fault(name, f"{period!r} is not a period of the assessment"))
    picked = rows_of(assessment, np.flatnonzero(index.get_level_values("period") == period))
    return _relabelled(picked, picked.scores.values.index.droplevel("period"))  # type: ignore[arg-type]


def rows_of(assessment: Assessment, rows: NDArray[np.intp], label: object = None) -> Assessment:
    """Return the record of some rows: scaled values and scores."""
    scaled, scores = assessment.scaled, assessment.scores
    picked = replace(
        assessment,
        scaled=replace(scaled, values=scaled.values.iloc[rows]),
        scores=replace(scores, values=scores.values.iloc[rows], coverage=scores.coverage.iloc[rows]),
    )
    return picked if label is None else _relabelled(picked, pd.Index([label], tupleize_cols=False))


def _relabelled(assessment: Assessment, index: pd.Index) -> Assessment:
    scaled = replace(assessment.scaled, values=assessment.scaled.values.set_axis(index))
    scores: Scores = replace(
        assessment.scores,
        values=assessment.scores.values.set_axis(index),
        coverage=assessment.scores.coverage.set_axis(index),
    )
    return replace(assessment, scaled=scaled, scores=scores)
