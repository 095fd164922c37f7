"""Which cells have no value: those that are missing, and those that are there and not shown."""

from __future__ import annotations

import pandas as pd

from govmetrics.recipe import Assessment


def missing_cells(assessment: Assessment) -> pd.DataFrame:
    """Return which cells of the data are missing, rows by leaves: of what is published, no cell that is withheld.

    A score rests on a withheld cell, so that the coverage tells it from one that is missing; a leaf that is not scored is
    missing where it has no value.
    """
    empty, covered = assessment.dataset.values.isna(), assessment.scores.coverage
    there = covered.reindex(index=empty.index, columns=empty.columns).fillna(0.0) > 0
    return empty & ~there


def withheld_count(assessment: Assessment) -> int:
    """Return how many cells are there and not shown."""
    return int((assessment.dataset.values.isna() & ~missing_cells(assessment)).to_numpy().sum())
