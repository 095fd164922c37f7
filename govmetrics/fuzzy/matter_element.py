"""Matter-element extension evaluation (物元可拓评价): correlation degrees to the classical field of every grade."""

from __future__ import annotations

from functools import partial

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, each
from govmetrics.core.options import PROPORTION, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.fuzzy.breakpoints import Breakpoints, directed, falling, resolve
from govmetrics.fuzzy.degrees import GradeDegrees, graded_by
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.values import VALUES


def matter_element(
    data: Dataset | Scaled,
    fields: Breakpoints,
    weights: Weights,
    grades: GradeScale,
    min_coverage: float = MIN_COVERAGE,
) -> GradeDegrees:
    r"""Grade units by correlation degrees to classical fields (物元可拓评价).

    With :math:`\rho(x, \langle a, b\rangle) = |x - \tfrac{a + b}{2}| - \tfrac{b - a}{2}`, the classical field
    :math:`X_0` of a grade and the joint field :math:`X_p` of all of them, the correlation degree is
    :math:`-\rho(x, X_0) / |X_0|` inside the grade's field and :math:`\rho(x, X_0) / (\rho(x, X_p) - \rho(x, X_0))` outside.
    Weighted means carry it up the tree; the grade is that of the greatest degree.

    Parameters
    ----------
    data : Dataset or Scaled
        In a dataset a leaf's `better` decides which end of the fields is the best grade.
    fields : mapping of code to numbers, numbers for all leaves, DataFrame, or "goalposts"
        The bounds of the grades' fields (经典域), rising, one more than grades, in the unit of the leaf (distances for leaves
        that are best at a target); the first and the last are the joint field (节域).
    weights : Weights
    grades : GradeScale
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else it gets no verdict.

    Returns
    -------
    GradeDegrees
        Degrees from -1 to 1/2 at every node: zero or more where the value lies in the grade's field, between -1 and 0 where
        it does not, but could come to (可拓域).

    Raises
    ------
    FaultyInput
        Bounds missing, not rising, too few or for other leaves; values beyond the joint field: all at once.

    References
    ----------
    Cai, W. (1983), Extension set and incompatible problems (可拓集合和不相容问题), Science Exploration (科学探索学报), no. 1.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [85.0, 55.0]}, index=["East", "West"]), tree)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> found = gm.fuzzy.matter_element(data, [0, 60, 80, 100], gm.weighting.equal(tree), grades)
    >>> found.at()["good"].round(3).to_dict(), found.at()["grade"].to_dict()
    ({'East': 0.25, 'West': -0.357}, {'East': 'good', 'West': 'poor'})
    """
    faults = wanted(data=(data, VALUES), grades=(grades, GRADES), min_coverage=(min_coverage, PROPORTION))
    if isinstance(data, Dataset):
        data = data.scored()
    bounds: dict[str, np.ndarray] = {}
    if isinstance(data, Dataset | Scaled):
        faults += weights_faults(weights, data.tree)
        if isinstance(grades, GradeScale):
            with faults:
                bounds = resolve(data, fields, (len(grades) + 1,))
    if bounds:
        faults += _beyond(data, bounds)
    faults.raise_all()
    leaves = np.empty((*data.values.shape, len(grades)))
    for place, (leaf, (code, x)) in enumerate(zip(data.tree.indicators, directed(data), strict=True)):
        order = grades.worst_to_best[::-1] if falling(data, leaf) else grades.worst_to_best
        leaves[:, place, order] = _correlation(x, bounds[code])
    said = (
        "Units were graded by matter-element extension evaluation: correlation degrees to the classical field of every grade "
        "within the joint field, carried up by weighted means; the grade is that of the greatest degree."
    )
    told = Procedure.of(said, "Cai1983")
    return graded_by(leaves, data.values.index, weights, grades, min_coverage, told, data.imputed)


def _correlation(x: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return the correlation degrees (units, grades) of x (units,), lowest field first."""
    x = x[:, None]
    low, high = bounds[:-1], bounds[1:]
    rho = np.abs(x - (low + high) / 2) - (high - low) / 2
    joint = np.abs(x - (bounds[0] + bounds[-1]) / 2) - (bounds[-1] - bounds[0]) / 2
    outside = rho > 0
    gap = np.where(outside, joint - rho, 1.0)
    return np.asarray(np.where(outside, rho / gap, -rho / (high - low)) + 0.0)


def _beyond(data: Dataset | Scaled, bounds: dict[str, np.ndarray]) -> list[Fault]:
    """Return a fault for every value that lies beyond the joint field, where a degree has no meaning."""
    faults: list[Fault] = []
    for code, x in directed(data):
        ends = bounds[code][[0, -1]]
        faults += each(
            np.flatnonzero((x < ends[0]) | (x > ends[1])).tolist(), partial(_fault, data, code, x, ends)
        )
    return faults


def _fault(data: Dataset | Scaled, code: str, x: np.ndarray, ends: np.ndarray, row: int) -> Fault:
    text, way_out = (
        "{value:g} lies beyond the joint field {low:g} to {high:g}",
        "widen the fields of the outer grades",
    )
    return Fault(
        place_of(data.values.index[row], code), text, way_out, value=x[row], low=ends[0], high=ends[1]
    )
