"""The frames of an assessment that are written as they are, as CSV and as sheets."""

from __future__ import annotations

import pandas as pd

from govmetrics.recipe import Assessment


def covered_of(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """Return the coverage at every node, and that with imputed values where there are any."""
    scores = assessment.scores
    both = {"coverage": scores.coverage, "coverage_imputed": scores.coverage_imputed}
    return {name: frame for name, frame in both.items() if frame is not None}


def ranking_of(assessment: Assessment) -> pd.DataFrame:
    """Return the ranking of all periods with the coverage of the root."""
    ranking, root = assessment.ranking(), assessment.weights.tree.root.code
    shares = {name: frame[root].reindex(ranking.index) for name, frame in covered_of(assessment).items()}
    return ranking.assign(**shares)


def frames_of(assessment: Assessment) -> list[tuple[str, pd.DataFrame, bool]]:
    """Return name, frame, and whether its index belongs in the file."""
    return [
        ("ranking", ranking_of(assessment), True),
        ("scores", assessment.scores.values, True),
        *((name, frame, True) for name, frame in covered_of(assessment).items()),
        ("weights", assessment.weights.to_frame(), True),
        ("changes", assessment.treated.changes, False),
    ]
