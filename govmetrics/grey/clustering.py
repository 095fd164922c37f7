"""Grey clustering with fixed weights (灰色定权聚类): grades by whitenization weight functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from govmetrics.core.checks import kind_faults
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.fuzzy.grades import GradeScale, a_scale
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.grey.graded import graded

Whitenization = Mapping[str, Sequence[Sequence[float | None]]]


def grey_clustering(
    data: Dataset | Scaled, functions: Whitenization, weights: Weights, grades: GradeScale
) -> FuzzyEvaluation:
    """Grade units by grey clustering with fixed weights (灰色定权聚类).

    Parameters
    ----------
    data : Dataset or Scaled
        Values in the unit of the functions.
    functions : mapping of code to one list of four numbers per grade
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
    if not isinstance(data, Scaled):
        Faults(kind_faults(data, Dataset, "data", "give a Dataset or Scaled")).raise_all()
        data = data.scored()
    codes = data.tree.codes
    faults = Faults(weights_faults(weights, data.tree))
    with faults:
        a_scale(grades)
    faults += kind_faults(functions, Mapping, "functions", "give {leaf: one list of four numbers a grade}")
    functions = functions if isinstance(functions, Mapping) else dict.fromkeys(codes, ())
    faults += [Fault(c, "has no whitenization functions") for c in codes if c not in functions]
    faults += [Fault(str(c), "functions for no leaf of the tree") for c in functions if c not in codes]
    for code in (c for c in codes if c in functions):
        faults += _function_faults(code, functions[code], grades) if isinstance(grades, GradeScale) else []
    faults.raise_all()
    degrees = np.empty((*data.values.shape, len(grades)))
    for place, code in enumerate(codes):
        x = data.values[code].to_numpy()
        for grade, function in enumerate(functions[code]):
            degrees[:, place, grade] = _whitened(x, function)
    return graded(degrees, data, weights, grades)


def _whitened(x: np.ndarray, function: Sequence[float | None]) -> np.ndarray:
    a, b, c, d = function
    up = np.ones_like(x) if a is None or b is None else np.clip((x - a) / (b - a), 0.0, 1.0)
    down = np.ones_like(x) if c is None or d is None else np.clip((d - x) / (d - c), 0.0, 1.0)
    return np.where(np.isnan(x), np.nan, np.minimum(up, down))


def _function_faults(
    code: str, functions: Sequence[Sequence[float | None]], grades: GradeScale
) -> list[Fault]:
    if not isinstance(functions, list | tuple) or any(not isinstance(f, list | tuple) for f in functions):
        return [Fault(code, f"functions are {functions!r}", "give one list of four numbers a grade")]
    if len(functions) != len(grades):
        return [Fault(code, f"has {len(functions)} functions for {len(grades)} grades")]
    faults = []
    for key, function in zip(grades.keys, functions, strict=True):
        way_out = "give [a, b, c, d] with a < b <= c < d; None, None for an open side"
        good = len(function) == 4
        if good:
            a, b, c, d = function
            numbers = [v for v in function if v is not None]
            good = (a is None) == (b is None) and (c is None) == (d is None) and len(numbers) >= 2
            good = good and all(np.isfinite(v) for v in numbers) and numbers == sorted(numbers)
            good = good and (a is None or a != b) and (c is None or c != d)
        if not good:
            faults.append(Fault(f"{code}, {key}", f"the function is {list(function)}", way_out))
    return faults
