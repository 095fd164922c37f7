"""Grey neighbours (灰色系统) of fuzzy evaluation: relational analysis and clustering, with the same result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.fuzzy.breakpoints import Breakpoints, resolve
from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import GradeScale, a_scale
from govmetrics.fuzzy.operators import _product
from govmetrics.fuzzy.result import FuzzyEvaluation

Whitenization = Mapping[str, Sequence[Sequence[float | None]]]


def relational_coefficients(
    scaled: Scaled, reference: Mapping[str, float] | pd.Series | None = None, distinguishing: float = 0.5
) -> pd.DataFrame:
    """Return Deng's grey relational coefficients (灰色关联系数) of every unit to a reference.

    Parameters
    ----------
    scaled : Scaled
        Values on one scale, more is better.
    reference : mapping or Series of code to value, optional
        The ideal; by default the best value of every indicator.
    distinguishing : float
        rho, in (0, 1]; 0.5 by custom.

    Returns
    -------
    DataFrame, shape (units, leaves)
        (min + rho max) / (delta + rho max) in (0, 1]; NaN where the value is missing. Their weighted mean,
        ``coefficients @ weights.across_tree()``, is the grey relational grade (灰色关联度).

    References
    ----------
    Deng, J. (1989), Introduction to grey system theory. Journal of Grey System 1: 1-24.
    """
    faults = _rho_faults(distinguishing)
    faults += kind_faults(scaled, Scaled, "scaled", "scale the data first, for example by min_max")
    if not isinstance(reference, Mapping | pd.Series | None):
        faults += kind_faults(reference, Mapping, "reference", "give {leaf: value}")
        faults.raise_all()
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    codes = scaled.tree.codes
    given = scaled.values.max() if reference is None else pd.Series(dict(reference), dtype=object)
    faults += [Fault(code, "has no reference", "give a finite value for every leaf") for code in codes
               if code not in given.index]  # fmt: skip
    faults += [Fault(str(code), "has a reference but is no leaf of the tree", f"leaves are: {', '.join(codes)}")
               for code in given.index if code not in codes]  # fmt: skip
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    wrong = given[~np.isfinite(numbers)]
    way_out = (
        "give a finite value" if reference is not None else "it has no value: give `reference`, or drop it"
    )
    faults += each(wrong.items(), lambda cell: Fault(f"reference, {cell[0]}", f"is {cell[1]!r}", way_out))
    faults.raise_all()
    delta = np.abs(scaled.values.to_numpy() - numbers[codes].to_numpy())
    return pd.DataFrame(_coefficients(delta, distinguishing), scaled.values.index, codes)


def grey_relational(
    scaled: Scaled,
    centres: Breakpoints,
    weights: Weights,
    grades: GradeScale,
    distinguishing: float = 0.5,
) -> FuzzyEvaluation:
    """Grade units by their grey relational degree (灰色关联度) to the centre of every grade.

    Parameters
    ----------
    scaled : Scaled
        Values on one scale, more is better.
    centres : mapping of code to numbers, numbers for all leaves, or "quantiles"
        The centre of every grade, rising, on that scale.
    weights : Weights
    grades : GradeScale
    distinguishing : float
        rho, in (0, 1].

    Returns
    -------
    FuzzyEvaluation
        Degrees of relation to every grade in (0, 1]; they do not sum to one.
    """
    faults = _rho_faults(distinguishing)
    if not isinstance(scaled, Scaled):
        faults += kind_faults(scaled, Scaled, "scaled", "scale the data first, for example by min_max")
        faults.raise_all()
    points: dict[str, np.ndarray] = {}
    with faults:
        points = resolve(scaled, centres, (len(a_scale(grades)),))
    faults += weights_faults(weights, scaled.tree)
    faults.raise_all()
    table = np.array([points[code] for code in scaled.tree.codes])
    delta = np.empty((*scaled.values.shape, len(grades)))
    delta[:, :, grades.worst_to_best] = np.abs(scaled.values.to_numpy()[:, :, None] - table)
    degrees = _coefficients(delta, distinguishing)
    return _graded(degrees, scaled, weights, grades)


def grey_clustering(
    data: Dataset | Scaled, functions: Whitenization, weights: Weights, grades: GradeScale
) -> FuzzyEvaluation:
    """Grade units by grey clustering with fixed weights (灰色定权聚类).

    Parameters
    ----------
    data : Dataset or Scaled
        Values in the unit of the functions.
    functions : mapping of code to one list of four numbers a grade
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
    return _graded(degrees, data, weights, grades)


def _graded(
    degrees: np.ndarray, data: Dataset | Scaled, weights: Weights, grades: GradeScale
) -> FuzzyEvaluation:
    index = _product(data.values.index, data.tree.codes)
    frame = pd.DataFrame(degrees.reshape(-1, len(grades)), index, grades.keys, copy=False)
    return evaluate(frame, weights, grades, normalise=False, sums="free")


def _rho_faults(rho: float) -> Faults:
    good = isinstance(rho, int | float) and 0 < rho <= 1
    return Faults(
        [] if good else [Fault("distinguishing", f"is {rho!r}", "give a number above 0 and up to 1")]
    )


def _coefficients(delta: np.ndarray, rho: float) -> np.ndarray:
    """Return (min + rho max) / (delta + rho max) with the extremes over all cells."""
    if np.isnan(delta).all():
        raise FaultyInput(Fault("values", "are all missing"))
    least, most = np.nanmin(delta), np.nanmax(delta)
    if most == 0:
        raise UnsuitableMethod(Fault("values", "are all equal to the reference: nothing to tell apart"))
    return np.asarray((least + rho * most) / (delta + rho * most))


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
