"""Scores of a survey in blocks: the sums of units, within strata or clusters, that means and their errors are made of."""

from __future__ import annotations

import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.survey import Survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.linearisation import Design
from govmetrics.survey.large_clusters import ClusterSums
from govmetrics.survey.large_design import Pairs
from govmetrics.survey.large_raked import Cells
from govmetrics.survey.large_shares import Blocks, turned
from govmetrics.survey.large_sums import UnitSums
from govmetrics.survey.respondent_points import group_means, group_parts, leaf_points
from govmetrics.survey.score import score_notes
from govmetrics.survey.survey_scores import FINITE, SurveyScores
from govmetrics.survey.unit_rows import Units

MOST_SUMS = 250_000_000  # numbers: 2 GB


def score_of(
    known: Survey, blocks: Blocks, units: Units, cells: Cells | None, plan: Design, clustered: bool,
    to: tuple[float, float], min_answered: float,
) -> SurveyScores:  # fmt: skip
    """Return what `score` returns, with linearised errors; `known` has every different answer and row of groups."""
    pairs = Pairs.made(units.place, plan.clusters if clustered else plan.strata)
    _refuse_many(pairs, len(known.leaves), 0 if cells is None else len(cells.g), clustered)
    kind = ClusterSums if clustered else UnitSums
    sums = kind(pairs, plan, len(known.leaves), (to[0] + to[1]) / 2, cells)
    lost, less = 0, set(known.reverse)
    for x, w, place, rows in blocks:
        lost += int((place < 0).sum())
        sums.add(leaf_points(turned(x, known, less), known, to, min_answered), w, rows)
    means, n, effective_n = sums.means()
    parts = group_parts(known)
    errors, group_errors = sums.errors(parts.to_numpy())

    def framed(array: Array, columns: pd.Index | list[str]) -> pd.DataFrame:
        return pd.DataFrame(array, index=units.index, columns=pd.Index(columns))

    leaves = list(known.leaves)
    return SurveyScores(
        known.tree, framed(means, leaves), framed(errors, leaves), framed(n, leaves), framed(effective_n, leaves),
        framed(group_means(means, parts.to_numpy(), to), parts.index), framed(group_errors, parts.index), None,
        (to[0], to[1]), Text("linearised") if plan.left is None else FINITE,
        (*told(units, lost), *score_notes(known, units, n, to)),
    )  # fmt: skip


def _refuse_many(pairs: Pairs, leaves: int, cells: int, clustered: bool) -> None:
    """Refuse sums that are more numbers than fit into memory."""
    units, drawn = int(pairs.unit[-1]) + 1, int(pairs.drawn_of.max()) + 1
    count = 4 * leaves * (len(pairs.unit) + units * (cells if clustered else leaves + cells)) + drawn * cells
    if count > MOST_SUMS:
        problem = "{units:,} units, {drawn:,} strata or clusters and {leaves:,} indicators need more than {most:,} sums"
        way_out = "name a coarser group column, or score parts of the tree one after the other"
        raise UnsuitableMethod(
            "by", problem, way_out, units=units, drawn=drawn, leaves=leaves, most=MOST_SUMS
        )


def told(units: Units, lost: int) -> list[Note]:
    """Return the notes on units with the number of respondents that have none."""
    return [
        Note(note.template, **{**note.values, "count": lost}) if "count" in note.values else note
        for note in units.notes
    ]
