"""Scores of a survey in blocks: the sums of units, within strata or clusters, that means and their errors are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.replicates import Replicates
from govmetrics.core.survey import Survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.linearisation import Design
from govmetrics.survey.large_clusters import ClusterSums
from govmetrics.survey.large_design import Pairs
from govmetrics.survey.large_raked import Cells
from govmetrics.survey.large_replicates import ReplicateSums, Wide, refuse_many
from govmetrics.survey.large_shares import Blocks, turned
from govmetrics.survey.large_sums import DrawnSums, UnitSums
from govmetrics.survey.respondent_points import group_means, group_parts, leaf_points
from govmetrics.survey.score import cluster_notes, replicate_method, replicate_notes, score_notes
from govmetrics.survey.standard_errors import replicated
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
    errors = sums.errors(group_parts(known).to_numpy())
    method = Text("linearised") if plan.left is None else FINITE
    clusters, strata, lone = sums.drawn()
    scores = _scores(known, units, sums, errors, to, method, told(units, lost))
    most = None if plan.simple else scores.n * 0 + (clusters - strata)
    return replace(
        scores, notes=(*scores.notes, *cluster_notes(units, lone & (scores.n.to_numpy() > 1))), degrees=most
    )


def replicate_scores_of(
    known: Survey, blocks: Iterable[Wide], units: Units, replicates: Replicates,
    to: tuple[float, float], min_answered: float,
) -> SurveyScores:  # fmt: skip
    """Return what `score` returns, with errors by replicate weights."""
    count, middle = replicates.weights.shape[1], (to[0] + to[1]) / 2
    size, leaves = len(units.index), len(known.leaves)
    refuse_many(size, leaves, count, MOST_SUMS)
    one = np.zeros(len(units.place), dtype=np.intp)
    sums = DrawnSums(Pairs.made(units.place, one), Design(one, one, np.array([2])), leaves, middle)
    drawn = ReplicateSums(size, leaves, count, middle)
    lost, less = 0, set(known.reverse)
    for x, w, place, rows, many in blocks:
        lost += int((place < 0).sum())
        y = leaf_points(turned(x, known, less), known, to, min_answered)
        sums.add(y, w, rows)
        drawn.add(y, many, place)
    means, n, _ = sums.means()
    errors = replicated(drawn.means(), n, replicates, means, group_parts(known).to_numpy())
    scores = _scores(known, units, sums, errors, to, replicate_method(replicates), told(units, lost))
    notes = (*scores.notes, *replicate_notes(units, errors[0], known.fpc is not None))
    return replace(scores, notes=notes, degrees=float(count - 1))


def _scores(
    known: Survey, units: Units, sums: DrawnSums, errors: tuple[Array, Array], to: tuple[float, float], method: Text,
    notes: list[Note],
) -> SurveyScores:  # fmt: skip
    """Return scores from sums and errors."""
    means, n, effective_n = sums.means()
    parts, leaves = group_parts(known), list(known.leaves)

    def framed(array: Array, columns: pd.Index | list[str]) -> pd.DataFrame:
        return pd.DataFrame(array, index=units.index, columns=pd.Index(columns))

    return SurveyScores(
        known.tree, framed(means, leaves), framed(errors[0], leaves), framed(n, leaves), framed(effective_n, leaves),
        framed(group_means(means, parts.to_numpy(), to), parts.index), framed(errors[1], parts.index), None,
        (to[0], to[1]), method, (*notes, *score_notes(known, units, n, to)),
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
