"""Membership from numbers: where a value lies on an indicator's break points (隶属度)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import FLAG, asked, choice, instance, number, optional, wanted
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text
from govmetrics.fuzzy.breakpoints import Breakpoints, allowed, directed, falling, resolve, scale_for
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.levels import BLOCK
from govmetrics.fuzzy.operators import _normalise, _product
from govmetrics.fuzzy.shapes import SHAPES, _cloud

Shape = Literal["triangular", "trapezoidal", "gaussian", "sigmoid", "cloud"]
SHAPE = choice(*get_args(Shape))
VALUES = instance(Dataset | Scaled, Text("give a Dataset or Scaled"), ("to_dataset()",))
_HYPER_ENTROPY = number(0, 1 / 3, open_high=True)


def from_values(
    data: Dataset | Scaled,
    breakpoints: Breakpoints,
    shape: Shape = "triangular",
    grades: GradeScale | None = None,
    *,
    normalise: bool = True,
    hyper_entropy: float = 0.1,
) -> pd.DataFrame:
    """Return every value's degree of membership in every grade, in the direction of its indicator.

    Parameters
    ----------
    data : Dataset or Scaled
        In a dataset a leaf's `better` decides which end of the break points is the best grade; scaled
        values are always better when higher. Leaves with other roles than outcome are left aside.
    breakpoints : mapping of code to numbers, numbers for all leaves, DataFrame, "goalposts" or "quantiles"
        Rising, in the unit of the leaf; for leaves that are best at a target, distances from it. One a
        grade, the grade's centre; for "trapezoidal" also two fewer than twice the grades, where each slope
        between two plateaus begins and ends (from centres, plateaus reach a quarter of the gap to each side).
        "goalposts" spreads them evenly between `worst` and `best`, "quantiles" takes the mid-points of groups
        of equal size.
    shape : {"triangular", "trapezoidal", "gaussian", "sigmoid", "cloud"}
        The function between the points; the first and last grade are half open (half-trapezoids 半梯形).
        The cloud (正态云) is the expected certainty degree, so that no draws are needed.
    grades : GradeScale, optional
        By default the preset with as many grades as there are break points for.
    normalise : bool
        Make every row sum to one. Triangles, trapezoids and sigmoids do by themselves; False leaves
        Gaussian and cloud degrees as the functions give them.
    hyper_entropy : float
        He / En of the cloud, at least 0 and below 1/3; no other shape uses it.

    Returns
    -------
    DataFrame
        Index (unit, code) with the leaves of a unit together, one column per grade, degrees in [0, 1].
        NaN where the value is missing; an imputed value looks like any other here, so hand `data.imputed` to
        `evaluate`, too.

    Raises
    ------
    FaultyInput
        Break points missing, not rising, too few or for other leaves; goalposts missing: all at once.

    References
    ----------
    Zadeh, L. A. (1965), Fuzzy sets. Information and Control 8: 338-353; Li, D. and Liu, C. (2004),
    Study on the universality of the normal cloud model. Engineering Science 6(8): 28-34.

    Examples
    --------
    >>> from govmetrics.core import Dataset, IndicatorTree
    >>> tree = IndicatorTree.from_groups({"process": ["days", "share"]}, better={"days": "less"})
    >>> frame = pd.DataFrame({"days": [3.0], "share": [90.0]}, index=pd.Index(["A"], name="unit"))
    >>> degrees = from_values(Dataset(tree, frame), {"days": [2, 4, 8], "share": [60, 80, 100]})
    >>> degrees.loc[("A", "days")].to_dict()
    {'good': 0.5, 'fair': 0.5, 'poor': 0.0}
    """
    faults = wanted(data=(data, VALUES), shape=(shape, SHAPE), grades=(grades, optional(GRADES)),
                    normalise=(normalise, FLAG), hyper_entropy=(hyper_entropy, _HYPER_ENTROPY))  # fmt: skip
    if isinstance(data, Dataset):
        data = data.scored()
    points: dict[str, np.ndarray] = {}
    with faults:
        grades = scale_for(breakpoints, shape) if grades is None else grades
        if isinstance(data, Dataset | Scaled) and isinstance(grades, GradeScale):
            points = resolve(data, breakpoints, allowed(len(grades), shape))
    faults.raise_all()
    assert grades is not None
    degrees = np.empty((len(data.values), len(points), len(grades)))
    divide = normalise and shape in ("gaussian", "cloud")  # the others sum to one by themselves
    leaves = list(zip(data.tree.indicators, directed(data), strict=True))
    # Block by block: what one block of units writes stays in the processor's cache.
    for start in range(0, len(degrees), BLOCK):
        rows = slice(start, start + BLOCK)
        for place, (leaf, (code, x)) in enumerate(leaves):
            low_first = _degrees(x[rows], points[code], shape, len(grades), hyper_entropy)
            order = grades.worst_to_best[::-1] if falling(data, leaf) else grades.worst_to_best
            degrees[rows, place, order] = _summing_to_one(low_first, code) if divide else low_first
    found = pd.DataFrame(
        degrees.reshape(-1, len(grades)),
        index=_product(data.values.index, data.tree.codes),
        columns=grades.keys,
        copy=False,
    )
    found.attrs["totals"] = "keep"  # a dataset has units only
    return found


def value_errors(
    data: Dataset, breakpoints: Breakpoints, shape: Shape = "triangular", grades: GradeScale | None = None
) -> pd.DataFrame:
    """Return standard errors of `from_values`'s degrees, from the dataset's own, for `grade_probabilities`.

    Half the change of each degree between one standard error below the value and one above; values without
    an error count as exact. Near a break point degrees do not change evenly: `value_probabilities` draws the
    values themselves and needs no such step.

    Parameters
    ----------
    data : Dataset
        With standard errors.
    breakpoints, shape, grades
        As in `from_values`.

    Returns
    -------
    DataFrame, index (unit, code)
        Standard errors of the degrees, one column per grade.

    Raises
    ------
    FaultyInput
        The dataset has no standard errors, or as in `from_values`.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators. Journal of the Royal Statistical Society A
    168, 307-323.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> values = pd.DataFrame({"trust": [62.0, 88.0]}, index=["East", "West"])
    >>> data = gm.Dataset(tree, values, standard_errors=values * 0 + 4.0)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.fuzzy.value_errors(data, [40, 75, 100], grades=grades).round(3).to_numpy().tolist()
    [[0.0, 0.114, 0.114], [0.16, 0.16, 0.0]]
    """
    asked(data=(data, DATASET), shape=(shape, SHAPE), grades=(grades, optional(GRADES)))
    faults = error_faults(data)
    data = data.scored()
    points: dict[str, np.ndarray] = {}
    with faults:
        grades = scale_for(breakpoints, shape) if grades is None else grades
        # The break points are those of the data as they are, also where they come from quantiles.
        points = resolve(data, breakpoints, allowed(len(grades), shape))
    faults.raise_all()
    given = {code: array.tolist() for code, array in points.items()}
    assert data.standard_errors is not None
    errors = data.standard_errors.reindex_like(data.values).fillna(0.0)
    low = from_values(replace(data, values=data.values - errors), given, shape, grades)
    high = from_values(replace(data, values=data.values + errors), given, shape, grades)
    return (high - low).abs() / 2


def error_faults(data: Dataset) -> Faults:
    """Return a fault where a dataset has no standard errors."""
    if data.standard_errors is not None:
        return Faults()
    return Faults([Fault("data", "has no standard errors", "give Dataset(..., standard_errors=...)")])


def _degrees(
    x: np.ndarray, points: np.ndarray, shape: Shape, grades: int, hyper_entropy: float
) -> np.ndarray:
    if shape == "cloud":
        return _cloud(x, points, hyper_entropy)
    if shape == "trapezoidal" and len(points) == grades > 2:
        gap = np.diff(points)
        points = np.column_stack([points[:-1] + gap / 4, points[1:] - gap / 4]).ravel()
    return SHAPES[shape](x, points)


def _summing_to_one(degrees: np.ndarray, code: str) -> np.ndarray:
    # Far from every centre a bell curve can underflow to zero, but the outer grades are half open.
    shares = _normalise(degrees)
    if np.isnan(shares).sum() != np.isnan(degrees).sum():
        raise UnsuitableMethod(code, "a value belongs to no grade", "set the break points further apart")
    return shares
