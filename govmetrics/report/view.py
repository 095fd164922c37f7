"""What every chapter of a report reads: the findings, the ranking, how sure it is, the language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.language import Both, said
from govmetrics.core.words import Text
from govmetrics.diagnosis import strengths
from govmetrics.numerics.ranks import smallest_of_each
from govmetrics.recipe import Assessment
from govmetrics.report.given import by_unit
from govmetrics.report.numbers import interval
from govmetrics.report.profiles import OBSTACLES_SHOWN
from govmetrics.report.standing import Standing, standing
from govmetrics.report.words import WORDS, word

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.audit import TenSteps
    from govmetrics.core import IndicatorTree
    from govmetrics.diagnosis import Obstacles, Strengths
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty


@dataclass(frozen=True)
class View:
    """An assessment or a whole evaluation, in one language.

    Parameters
    ----------
    index : Assessment or None
        None where an evaluation has no index.
    whole : Findings or None
        None where an assessment is shown by itself.
    language : {"en", "zh", "both"}
    uncertainty, obstacles, experts
        What is shown of them; those of the evaluation unless others are given.
    prefix : str
        What the anchors of this edition begin with: a page may hold two.
    pages : tuple of str
        Files with the units' cards, in the order of the ranking, where each has a page of its own.
    """

    index: Assessment | None
    whole: Findings | None
    language: Both
    uncertainty: Uncertainty | None = None
    obstacles: Obstacles | None = None
    experts: GroupWeights | None = None
    prefix: str = ""
    pages: tuple[str, ...] = ()

    def word(self, key: str) -> str:
        """Return a word of reports: where the rest is differs, as an evaluation's folder holds other files than a recipe's."""
        own = f"{key}_of_evaluation"
        return word(own if self.whole is not None and own in WORDS else key, self.language)

    @property
    def assessment(self) -> Assessment:
        """The index, where it is known to be there."""
        assert self.index is not None
        return self.index

    @property
    def tree(self) -> IndicatorTree:
        """The tree of what was scored."""
        return self.assessment.weights.tree

    @cached_property
    def stands(self) -> Standing:
        """The ranking of the latest period."""
        return standing(self.assessment)

    @cached_property
    def strengths(self) -> Strengths:
        """How the units stand against their peers as the evaluation found it; against all where it was not asked."""
        diagnosis = None if self.whole is None else self.whole.diagnosis
        found = None if diagnosis is None else diagnosis.strengths
        return found or strengths(self.assessment.scores)

    @cached_property
    def held(self) -> Obstacles | None:
        """What holds the units back: as given, or as the index has it."""
        return default_obstacles(self.assessment) if self.obstacles is None else self.obstacles

    @cached_property
    def walls(self) -> list[tuple[str, float, int]]:
        """The indicators that hold units back most."""
        return walls(self.held, self.stands)

    @cached_property
    def groups(self) -> list[str]:
        """The parts of the whole: the dimensions."""
        return self.tree.parts(self.tree.root.code)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The ends of the scale of scores; the least and the greatest score where it has none (duels, penalties)."""
        if self.assessment.scores.scale is not None:
            return self.assessment.scores.scale
        values = self.assessment.scores.values[[self.tree.root.code, *self.groups]].to_numpy()
        known = np.isfinite(values).any()
        return (float(np.nanmin(values)), float(np.nanmax(values))) if known else (0.0, 1.0)

    @cached_property
    def leaf_ends(self) -> tuple[float, float]:
        """The ends of the scale of the indicators; the least and the greatest of them where it has none."""
        scaled = self.assessment.scaled
        if scaled.scale is not None:
            return scaled.scale
        values = scaled.values.to_numpy(dtype=float)
        return (
            (float(np.nanmin(values)), float(np.nanmax(values))) if np.isfinite(values).any() else (0.0, 1.0)
        )

    @cached_property
    def audit(self) -> TenSteps | None:
        """The audit of the evaluation, which may leave it out; that of an index where it is shown by itself."""
        if self.whole is not None:
            return self.whole.audit
        from govmetrics.audit import ten_steps

        return ten_steps(self.assessment, self.uncertainty, self.experts)

    def said(self, text: Any) -> str:
        """Return a text in the language of this edition."""
        return said(text, self.language)


def given_by(whole: Findings | None, uncertainty: Any, obstacles: Any, experts: Any) -> dict[str, Any]:
    """Return what a report takes of an evaluation, unless something else is given."""
    if whole is not None:
        held = None if whole.diagnosis is None else whole.diagnosis.obstacles
        uncertainty, obstacles = uncertainty or whole.uncertainty, obstacles or held
        experts = experts or whole.experts
    return {"uncertainty": uncertainty, "obstacles": obstacles, "experts": experts}


def default_obstacles(assessment: Assessment) -> Obstacles | None:
    """Return what holds the units back; None where the values have no best end."""
    from govmetrics.diagnosis import obstacles

    try:
        return obstacles(assessment.scaled, assessment.weights)
    except UnsuitableMethod:
        return None


def rank_intervals(uncertainty: Uncertainty | None, stands: Standing, language: Both) -> dict[Any, str]:
    """Return every unit's rank interval and tier as text, by the rows of the ranking."""
    if uncertainty is None:
        return {}
    frame, rows = uncertainty.to_frame(), by_unit(stands.table)
    cells = frame.reindex(rows.index)[["lower", "upper", "tier"]].itertuples(index=False)
    return {
        row: "–"
        if pd.isna(low)
        else said(Text("{interval}, tier {tier}", interval=interval(low, high), tier=int(tier)), language)
        for row, (low, high, tier) in zip(stands.table.index, cells, strict=True)
    }


def walls(obstacles: Obstacles | None, stands: Standing) -> list[tuple[str, float, int]]:
    """Return the indicators that hold units back most: name, mean degree in percent, units with it among their first."""
    if obstacles is None:
        return []
    degrees = obstacles.to_frame().reindex(stands.table.index)
    known = degrees.fillna(0.0).to_numpy()
    if not known.any():
        return []
    first = smallest_of_each(-known, OBSTACLES_SHOWN)
    held = np.take_along_axis(known, first, axis=1) > 0
    counts = np.bincount(first[held], minlength=known.shape[1])
    means = degrees.mean().fillna(0.0).to_numpy() * 100
    names = obstacles.tree.names()
    order = [j for j in np.argsort(-means, kind="stable")[:10] if means[j] > 0]
    return [(names[degrees.columns[j]], means[j], int(counts[j])) for j in order]
