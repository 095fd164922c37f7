"""How consistent somebody's comparisons are so far, and which one contradicts the others most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Judgements


class Contradiction(NamedTuple):
    """The judgement that fits the others least."""

    first: int
    second: int
    given: str
    suggested: str


class Standing(NamedTuple):
    """What the comparisons of a group come to so far.

    Parameters
    ----------
    shares : list of float
        In the order of the parts, whole percents.
    ratio : float
        The consistency ratio.
    worst : Contradiction or None
        Where the ratio is beyond the limit.
    answered, all : int
        Comparisons.
    """

    shares: list[int]
    ratio: float
    worst: Contradiction | None
    answered: int
    all: int


def standing(
    parts: Sequence[str], found: Sequence[tuple[int, int, float]], limit: float = 0.1
) -> Standing | None:
    """Return what comparisons come to; None where they do not lead from every part to every other one.

    Examples
    --------
    >>> found = standing(["a", "b", "c"], [(0, 1, 3.0), (1, 2, 3.0), (0, 2, 1 / 3)])
    >>> round(found.ratio, 2), found.worst.given, found.worst.suggested
    (1.15, '3', '1/9')
    """
    from govmetrics.ahp import eigenvector, revisions
    from govmetrics.core import GovmetricsError

    n = len(parts)
    matrix = matrix_of(n, found)
    try:
        priorities = eigenvector(matrix)
    except GovmetricsError:
        return None
    ratio = float(np.asarray(priorities.consistency_ratio)) if n > 2 else 0.0
    worst = None
    if ratio > limit:
        rows = revisions(matrix, top=1)
        if len(rows):
            row = rows.iloc[0]
            worst = Contradiction(
                int(row["first"]), int(row["second"]), spoken(row["given"]), spoken(row["suggested"])
            )
    shares = [round(100 * float(share)) for share in np.asarray(priorities.weights)]
    return Standing(shares, ratio, worst, len(found), n * (n - 1) // 2)


def matrix_of(n: int, found: Sequence[tuple[int, int, float]]) -> np.ndarray:
    """Return the matrix of comparisons; NaN where none was made."""
    matrix = np.full((n, n), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for i, j, value in found:
        matrix[i, j], matrix[j, i] = value, 1 / value
    return matrix


def spoken(value: float) -> str:
    """Return a judgement as people say it: 5, or 1/5; a suggestion as the nearest whole one.

    Examples
    --------
    >>> spoken(0.21), spoken(4.6), spoken(1.2)
    ('1/5', '5', '1')
    """
    return f"{round(value)}" if value >= 1 or round(1 / value) == 1 else f"1/{round(1 / value)}"


def judged(tree: IndicatorTree, given: Mapping[str, Sequence[Mapping[str, Any]]]) -> Judgements:
    """Return the judgements of experts, each a list of group, first, second and value."""
    matrices: dict[str, dict[str, pd.DataFrame]] = {}
    for expert, rows in given.items():
        by_group: dict[str, list[tuple[int, int, float]]] = {}
        for row in rows:
            parts = tree.parts(row["group"])
            by_group.setdefault(row["group"], []).append(
                (parts.index(row["first"]), parts.index(row["second"]), float(row["value"]))
            )
        matrices[expert] = {
            group: pd.DataFrame(
                matrix_of(len(tree.parts(group)), found), tree.parts(group), tree.parts(group)
            )
            for group, found in by_group.items()
        }
    return Judgements.from_matrices(tree, matrices)
