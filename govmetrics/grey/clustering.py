"""Grey clustering with fixed weights (灰色定权聚类): grades by whitenization weight functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.options import instance, is_number, shown, wanted
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.core.words import Text
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.values import VALUES
from govmetrics.grey.graded import graded

Whitenization = Mapping[str, Sequence[Sequence[float | None]]]
_FUNCTIONS = instance(Mapping, Text("give {indicator: one list of four numbers for each grade}"))


def grey_clustering(
    data: Dataset | Scaled, functions: Whitenization, weights: Weights, grades: GradeScale
) -> FuzzyEvaluation:
    """Grade units by grey clustering with fixed weights (灰色定权聚类).

    Parameters
    ----------
    data : Dataset or Scaled
        Values in the unit of the functions.
    functions : mapping of code to one list of four numbers for each grade
        Whitenization weight functions (白化权函数) ``[a, b, c, d]``, in the order of the grades: zero up to a,
        rising to one at b, one up to c, falling to zero at d. Without a and b (None) one from the left on,
        without c and d one to the right. b may equal c.
    weights : Weights
    grades : GradeScale

    Returns
    -------
    FuzzyEvaluation
        The clustering coefficients of every node, which need not sum to one.

    References
    ----------
    Liu, S. and Lin, Y. (2006), Grey Information, Springer, ch. 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [85.0, 55.0]}, index=["East", "West"]), tree)
    >>> grades = gm.fuzzy.GradeScale(["good", "poor"], [100, 40])
    >>> functions = {"trust": [[50, 90, None, None], [None, None, 50, 90]]}
    >>> gm.grey.grey_clustering(data, functions, gm.weighting.equal(tree), grades).grade.xs("community", level=1).to_dict()
    {'East': 'good', 'West': 'poor'}
    """
    faults = wanted(data=(data, VALUES), functions=(functions, _FUNCTIONS), grades=(grades, GRADES))
    faults.raise_all()
    if isinstance(data, Dataset):
        data = data.scored()
    codes = data.tree.codes
    faults += weights_faults(weights, data.tree)
    faults += [
        Fault(code, "has no whitenization functions", "give one list of four numbers for each grade")
        for code in codes
        if code not in functions
    ]
    faults += [
        Fault(str(code), "is not an indicator of the tree", "check the spelling, or remove it")
        for code in functions
        if code not in codes
    ]
    for code in (c for c in codes if c in functions):
        faults += _function_faults(code, functions[code], grades)
    faults.raise_all()
    degrees = np.empty((*data.values.shape, len(grades)))
    for place, code in enumerate(codes):
        x = data.values[code].to_numpy()
        for grade, function in enumerate(functions[code]):
            degrees[:, place, grade] = _whitened(x, function)
    how = Text(
        "Units were graded by grey clustering with fixed weights: whitenization functions give the degrees of each grade."
    )
    return graded(degrees, data, weights, grades, how, "LiuLin2006")


def _whitened(x: np.ndarray, function: Sequence[float | None]) -> np.ndarray:
    a, b, c, d = function
    up = np.ones_like(x) if a is None or b is None else np.clip((x - a) / (b - a), 0.0, 1.0)
    down = np.ones_like(x) if c is None or d is None else np.clip((d - x) / (d - c), 0.0, 1.0)
    return np.where(np.isnan(x), np.nan, np.minimum(up, down))


def _function_faults(
    code: str, functions: Sequence[Sequence[float | None]], grades: GradeScale
) -> list[Fault]:
    if not isinstance(functions, list | tuple) or any(not isinstance(f, list | tuple) for f in functions):
        way_out = "give one list of four numbers for each grade"
        return [Fault(code, "is {value}", way_out, value=shown(functions))]
    if len(functions) != len(grades):
        problem = "has {functions:# function|# functions} for {count:# grade|# grades}"
        way_out = "give one list of four numbers for each grade"
        return [Fault(code, problem, way_out, functions=len(functions), count=len(grades))]
    way_out = "give [a, b, c, d] with a < b <= c < d; None, None for an open side"
    return [
        Fault(place_of(code, key), "the function is {function}", way_out, function=str(list(function)))
        for key, function in zip(grades.keys, functions, strict=True)
        if not _rises_and_falls(function)
    ]


def _rises_and_falls(function: Sequence[float | None]) -> bool:
    """Tell whether four numbers make a whitenization function; an open side has None twice."""
    if len(function) != 4 or not all(v is None or is_number(v) for v in function):
        return False
    a, b, c, d = function
    known = [v for v in function if v is not None]
    sides = (a is None) == (b is None) and (c is None) == (d is None) and len(known) >= 2
    return sides and known == sorted(known) and (a is None or a != b) and (c is None or c != d)
