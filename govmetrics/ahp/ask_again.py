"""Which judgements to ask the expert again, and what the others suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.consistency import Table, random_indices, ratio_of
from govmetrics.ahp.incomplete import eigenvalue_optimal
from govmetrics.ahp.kinds import PRIORITIES, SCALE_END
from govmetrics.ahp.least_eigenvalue import least_by_each
from govmetrics.ahp.matrices import Given, Matrix, reachable, read
from govmetrics.ahp.priorities import Priorities, priorities_by
from govmetrics.ahp.priority_methods import eigenvector
from govmetrics.ahp.random_index import RANDOM_INDEX
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import COUNT, optional, wanted
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.eigenvectors import perron

BLOCK = 1_000_000
"""Cells of matrices held at once."""
FEW = 20
"""Up to so many criteria a matrix for each judgement is quick."""


def judgement_errors(
    matrix: Matrix, priorities: Callable[[Matrix], Priorities] = eigenvector
) -> pd.DataFrame:
    """Return every judgement beside the ratio of weights that it should be: the largest error first.

    Parameters
    ----------
    matrix : DataFrame or (n, n) array
        NaN = not asked.
    priorities : function
        `eigenvector`, `geometric_mean` or `column_mean`.

    Returns
    -------
    DataFrame
        first, second (labels, or positions from 0), given, implied (the ratio of the weights), error
        (the absolute value of ln(given / implied)).

    Raises
    ------
    FaultyInput
        Not one pairwise matrix, or `priorities` that is no such function.

    References
    ----------
    Harker, P. T. (1987). Derivatives of the Perron root of a positive reciprocal matrix: with application to the
    analytic hierarchy process. Applied Mathematics and Computation 22, 217-232.

    Examples
    --------
    >>> judgement_errors([[1, 2, 9], [1 / 2, 1, 3], [1 / 9, 1 / 3, 1]]).round(3).to_dict("records")[0]
    {'first': 0, 'second': 1, 'given': 2.0, 'implied': 2.289, 'error': 0.135}
    """
    given = single_matrix(matrix, priorities=(priorities, PRIORITIES))
    w = np.asarray(priorities_by(priorities, matrix).weights, dtype=float)
    i, j = asked_pairs(given.stack[0])
    implied = w[i] / w[j]
    error = np.abs(np.log(given.stack[0, i, j] / implied))
    order = np.argsort(-error.round(12), kind="stable")
    return pair_frame(given, i[order], j[order], given.stack[0], implied=implied[order], error=error[order])


def revisions(
    matrix: Matrix, top: int = 3, random_index: Table = "Saaty 1980", max_ratio: float | None = 9
) -> pd.DataFrame:
    """Return the judgements to ask the expert again, the worst first.

    Each judgement in turn is taken as not asked. The suggestion is the value that makes the principal
    eigenvalue least given all other judgements; the error is how far the given value is from it. It is a
    question to the expert, not a correction.

    Parameters
    ----------
    matrix : DataFrame or (n, n) array
        NaN = not asked.
    top : int
        How many rows at most.
    random_index : str
        Table of the consistency ratio.
    max_ratio : float or None
        Suggestions stay within 1/max_ratio and max_ratio (or the largest judgement given, if that is
        larger); None for no bound.

    Returns
    -------
    DataFrame
        first, second (labels, or positions from 0), given, suggested, error (the absolute value of
        ln(given / suggested)), consistency_ratio_after (with only this judgement changed). Judgements that nothing else implies
        (the only link between two parts) are not listed.

    Raises
    ------
    FaultyInput
        Not one pairwise matrix, `top` below 1, an unknown table, `max_ratio` of 1 or less.

    Notes
    -----
    After Harker, P. T. (1987). Derivatives of the Perron root of a positive reciprocal matrix, Applied
    Mathematics and Computation 22, 217-232, who looks at the derivative; here each candidate is solved.

    References
    ----------
    Harker, P. T. (1987). Derivatives of the Perron root of a positive reciprocal matrix: with application to the
    analytic hierarchy process. Applied Mathematics and Computation 22, 217-232.

    Examples
    --------
    The judgement that was meant to be 6 was filled in the wrong way round:

    >>> matrix = [[1, 2, 1 / 6], [1 / 2, 1, 3], [6, 1 / 3, 1]]
    >>> revisions(matrix, top=1).round(3).to_dict("records")
    [{'first': 0, 'second': 2, 'given': 0.167, 'suggested': 6.0, 'error': 3.584, 'consistency_ratio_after': 0.0}]
    """
    given = single_matrix(matrix, top=(top, COUNT), random_index=(random_index, RANDOM_INDEX),
                    max_ratio=(max_ratio, optional(SCALE_END)))  # fmt: skip
    a, n = given.stack[0], given.stack.shape[1]
    i, j = checkable_pairs(a)
    limit = log_bound(a, max_ratio)
    suggested = optimal_values(a, i, j, limit)
    error = np.abs(np.log(a[i, j] / suggested))
    # stable: equal errors stay in the matrix's order, whatever the rounding
    order = np.argsort(-error.round(12), kind="stable")[:top]
    i, j = i[order], j[order]
    rows, changed = np.arange(i.size), np.repeat(a[None], i.size, axis=0)
    changed[rows, i, j], changed[rows, j, i] = suggested[order], 1 / suggested[order]
    after = ratios_of(changed, n, int(given.missing[0]), random_index)
    return pair_frame(
        given, i, j, a, suggested=suggested[order], error=error[order], consistency_ratio_after=after
    )


def without_each(a: Array, i: Ints, j: Ints) -> Iterator[tuple[slice, Array]]:
    """Yield some pairs at a time with the matrices that lack one of them each: those of all pairs need n^4 cells."""
    step = max(1, BLOCK // a.size)
    for start in range(0, i.size, step):
        some = slice(start, start + step)
        rows = np.arange(i[some].size)
        stack = np.repeat(a[None], rows.size, axis=0)
        stack[rows, i[some], j[some]] = stack[rows, j[some], i[some]] = np.nan
        yield some, stack


def optimal_values(a: Array, i: Ints, j: Ints, bound: float) -> Array:
    """For every pair: the value by which the eigenvalue is least, within `bound` (in logarithms)."""
    best, certain = np.empty(i.size), np.zeros(i.size, dtype=bool)
    if len(a) > FEW and not np.isnan(a).any():
        best, certain = least_by_each(a, i, j)
    left = np.flatnonzero(~certain)
    for some, stack in without_each(a, i[left], j[left]):
        these = left[some]
        best[these] = eigenvalue_optimal(stack)[np.arange(len(stack)), i[these], j[these]]
    return np.asarray(np.clip(best, np.exp(-bound), np.exp(bound)))


def ratios_of(stack: Array, n: int, missing: int, table: str) -> Array:
    """Consistency ratio of every matrix of a stack; all lack the same number of pairs."""
    value, _ = perron(eigenvalue_optimal(stack))
    random, _ = random_indices(n, np.full(len(stack), missing), table)
    return ratio_of(np.maximum(value - n, 0) / max(n - 1, 1), random)


def checkable_pairs(a: Array) -> tuple[Ints, Ints]:
    """Pairs that were asked and that other judgements imply too."""
    i, j = asked_pairs(a)
    if len(i) == len(a) * (len(a) - 1) // 2 and len(a) > 2:  # all were asked: any two are linked by a third
        return i, j
    whole = np.empty(i.size, dtype=bool)
    for some, stack in without_each(a, i, j):
        whole[some] = reachable(stack).all(axis=(1, 2))
    return i[whole], j[whole]


def asked_pairs(a: Array) -> tuple[Ints, Ints]:
    """Return the pairs above the diagonal that were asked."""
    i, j = np.triu_indices(len(a), 1)
    asked = ~np.isnan(a[i, j])
    return i[asked], j[asked]


def log_bound(a: Array, max_ratio: float | None) -> float:
    """Return how far a judgement may go, in logarithms: to the end of the scale, or to the largest one given."""
    return np.inf if max_ratio is None else float(np.log(max(float(max_ratio), np.nanmax(a))))


def single_matrix(matrix: Matrix, **options: Any) -> Given:
    """Return one matrix, or raise everything that is wrong with it and with the options."""
    faults = wanted(**options)
    with faults:
        given = read(matrix)
        if not given.single:
            raise FaultyInput("matrix", "is a stack", "give one matrix at a time")
    faults.raise_all()
    return given


def pair_frame(given: Given, i: Ints, j: Ints, a: Array, **columns: Array) -> pd.DataFrame:
    """Return one row per pair: its names, the judgement given, and other columns."""
    names = pd.Index(given.names)
    return pd.DataFrame({"first": names[i], "second": names[j], "given": a[i, j], **columns})
