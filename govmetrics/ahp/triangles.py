"""Judgements as triangular numbers: made from crisp ones, or as they are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.kinds import SCALE_END, numbers_of
from govmetrics.ahp.matrices import Matrix, read
from govmetrics.ahp.priority_methods import eigenvector
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import FROM_ZERO, asked, wanted
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array


def fuzzify(matrix: Matrix, spread: float = 1.0, largest: float = 9.0) -> Array:
    """Return crisp judgements as triangular numbers.

    A judgement k above 1 becomes (k - spread, k, k + spread), kept between 1 and `largest`; one below 1 the
    reciprocal of its mirror; 1 stays (1, 1, 1), as what is judged equally important is not in doubt.

    Parameters
    ----------
    matrix : DataFrame, (n, n) array, or stack (k, n, n)
        Crisp judgements, positive and reciprocal.
    spread : float
        How far the ends lie from the middle, in steps of the scale.
    largest : float
        End of the scale, 9 for Saaty's.

    Returns
    -------
    (3, n, n) array, or (3, k, n, n) for a stack
        Lower, middle and upper values.

    Raises
    ------
    FaultyInput
        Not pairwise judgements, a spread below zero, a scale that ends at 1 or below.
    UnsuitableMethod
        Incomplete matrices.

    References
    ----------
    Buckley, J. J. (1985). Fuzzy hierarchical analysis. Fuzzy Sets and Systems 17, 233-247.

    Examples
    --------
    >>> fuzzify([[1, 3], [1 / 3, 1]])[:, 0, 1].tolist(), fuzzify([[1, 3], [1 / 3, 1]])[:, 1, 0].tolist()
    ([2.0, 3.0, 4.0], [0.25, 0.3333333333333333, 0.5])
    """
    faults = wanted(spread=(spread, FROM_ZERO), largest=(largest, SCALE_END))
    with faults:
        given = read(matrix)
        if np.isnan(given.stack).any():
            raise UnsuitableMethod("matrix", "some pairs were not asked", "fill them with `complete` first")
    faults.raise_all()
    middle = given.stack
    above = np.where(middle >= 1, middle, 1 / middle)
    low = np.where(above == 1, 1, np.maximum(above - spread, 1))
    high = np.where(above == 1, 1, np.maximum(np.minimum(above + spread, largest), above))
    triangle = np.stack([np.where(middle >= 1, low, 1 / high), middle, np.where(middle >= 1, high, 1 / low)])
    return triangle[:, 0] if given.single else triangle


def triangles(
    matrix: Matrix, lower: Matrix | None, upper: Matrix | None, spread: float
) -> tuple[pd.Index, Array, float]:
    """Return labels, the group's triangular judgements (3, n, n), and the CR of their middle values."""
    asked(spread=(spread, FROM_ZERO))
    given = read(matrix)
    if (lower is None) != (upper is None):
        raise FaultyInput("lower, upper", "only one is given", "give both, or none")
    if lower is None:
        triangle = fuzzify(matrix, spread)
    else:
        triangle = _given_triangle(given.stack, lower, upper, given.names)
        triangle = triangle[:, 0] if given.single else triangle
    if triangle.ndim == 4:
        triangle = np.exp(np.log(triangle).mean(axis=1))
    ratio = float(eigenvector(triangle[1]).consistency_ratio)
    return pd.Index(given.names), triangle, ratio


def _given_triangle(middle: Array, lower: Any, upper: Any, names: list[object]) -> Array:
    ends = [numbers_of(end) for end in (lower, upper)]
    if any(end is None or end.shape != middle.shape[middle.ndim - end.ndim :] for end in ends):
        raise FaultyInput("lower, upper", "do not have the shape of the matrix", "give both in its shape")
    triangle = np.stack(
        [np.broadcast_to(np.asarray(end), middle.shape) for end in (ends[0], middle, ends[1])]
    )
    low, high = triangle[0], triangle[2]
    with np.errstate(divide="ignore", invalid="ignore"):
        ordered = (low > 0) & (low <= middle * (1 + 1e-9)) & (middle <= high * (1 + 1e-9)) & np.isfinite(high)
        back = high.transpose(0, 2, 1)
        rounding = np.minimum(0.05, 0.005 * np.maximum(back, 1 / low))  # of the smaller one to two decimals
        mirrored = np.abs(low * back - 1) <= rounding + 1e-9
    faults = []
    for e, i, j in np.argwhere(~(ordered & mirrored)).tolist():
        place = Text(
            "matrix {position}, {first} : {second}", position=e, first=str(names[i]), second=str(names[j])
        )
        three = {"low": low[e, i, j], "middle": middle[e, i, j], "high": high[e, i, j], "back": high[e, j, i]}
        problem = Text(
            "({low:.4g}, {middle:.4g}, {high:.4g}) is not in the order lower, middle, upper, all positive",
            **three,
        )
        if ordered[e, i, j]:
            problem = Text(
                "({low:.4g}, {middle:.4g}, {high:.4g}) is not reciprocal to {back:.4g} back", **three
            )
        faults.append(Fault(place, problem, "give 0 < lower <= middle <= upper, and 1/upper as lower back"))
    Faults(faults).raise_all()
    return triangle
