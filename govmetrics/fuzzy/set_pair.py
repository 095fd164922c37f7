"""Set pair analysis (集对分析): connection numbers of identity, graded discrepancy and contrariety."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.options import PROPORTION, Kind, is_ascending, optional, wanted
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.core.words import Text
from govmetrics.fuzzy.breakpoints import Breakpoints, directed, falling, resolve
from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.operators import _product
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.shapes import SHAPES
from govmetrics.fuzzy.values import VALUES

_COEFFICIENTS = Kind(
    lambda value: isinstance(value, list | tuple) and len(value) > 1 and is_ascending([-c for c in value])
    and value[0] == 1 and value[-1] == -1,
    Text("give numbers that fall from 1 to -1, one for each grade"),
)  # fmt: skip


def set_pair(
    data: Dataset | Scaled,
    thresholds: Breakpoints,
    weights: Weights,
    grades: GradeScale,
    coefficients: Sequence[float] | None = None,
    min_coverage: float = MIN_COVERAGE,
) -> FuzzyEvaluation:
    r"""Grade units by set pair analysis (集对分析): connection numbers to a graded standard.

    The connection number :math:`\mu = a + b_1 i_1 + \ldots + c j` of a value with a standard of k grades has an identity degree a
    (of the best grade), k - 2 graded discrepancy degrees and a contrary degree c (of the worst grade), which sum to one.
    Between the thresholds :math:`s_1 < \ldots < s_{k-1}` two neighbours share the value in proportion: a is 1 up to the outer
    threshold, :math:`b_1` is 1 in the middle between the first two thresholds, and so on. Weighted means carry the degrees up.

    Parameters
    ----------
    data : Dataset or Scaled
        In a dataset a leaf's `better` decides which end of the thresholds is the best grade.
    thresholds : mapping of code to numbers, numbers for all leaves, DataFrame, or "goalposts"
        The bounds between the grades, rising, one fewer than grades, in the unit of the leaf (distances for leaves that are
        best at a target).
    weights : Weights
    grades : GradeScale
        Three grades or more; of their values only the order counts.
    coefficients : sequence of float, optional
        i and j, from 1 (best grade) falling to -1 (worst); by default evenly spaced (均匀取值法).
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else it gets no verdict.

    Returns
    -------
    FuzzyEvaluation
        The degrees as memberships. The grades' values are the coefficients, so that the score is the value of the connection
        number, from -1 to 1, and its grade follows from the equal division of that range (均分原则).

    Raises
    ------
    FaultyInput
        Fewer than three grades, thresholds missing, not rising, too few or for other leaves: all at once.

    References
    ----------
    Yang, H. and Zhao, K. (2019), The calculation and application of partial connection numbers, CAAI Transactions on Intelligent
    Systems 14, 865-876, for connection numbers of two to five elements.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [76.0, 55.0]}, index=["East", "West"]), tree)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> found = gm.fuzzy.set_pair(data, [60, 80], gm.weighting.equal(tree), grades)
    >>> found.at().round(2).loc["East"].to_dict(), found.verdicts()["score"].round(2).to_dict()
    ({'good': 0.6, 'fair': 0.4, 'poor': 0.0}, {'East': 0.6, 'West': -1.0})
    """
    faults = wanted(data=(data, VALUES), grades=(grades, GRADES), coefficients=(coefficients, optional(_COEFFICIENTS)),
                    min_coverage=(min_coverage, PROPORTION))  # fmt: skip
    if isinstance(data, Dataset):
        data = data.scored()
    points: dict[str, np.ndarray] = {}
    if isinstance(grades, GradeScale):
        if len(grades) < 3:
            faults.append(
                Fault("grades", "are fewer than three", "give the best, the worst and one or more between")
            )
        if (
            coefficients is not None
            and not _COEFFICIENTS.faults("", coefficients)
            and len(coefficients) != len(grades)
        ):
            faults.append(Fault("coefficients", "are {count} for {grades} grades", "give one for each grade",
                                count=len(coefficients), grades=len(grades)))  # fmt: skip
        if isinstance(data, Dataset | Scaled) and len(grades) > 2:
            with faults:
                points = resolve(data, thresholds, (len(grades) - 1,))
    if isinstance(data, Dataset | Scaled):
        faults += weights_faults(weights, data.tree)
    faults.raise_all()
    degrees = np.empty((*data.values.shape, len(grades)))
    for place, (leaf, (code, x)) in enumerate(zip(data.tree.indicators, directed(data), strict=True)):
        order = grades.worst_to_best[::-1] if falling(data, leaf) else grades.worst_to_best
        degrees[:, place, order] = SHAPES["triangular"](x, _centres(points[code]))
    frame = pd.DataFrame(
        degrees.reshape(-1, len(grades)), _product(data.values.index, data.tree.codes), grades.keys
    )
    scale = _scale(grades, coefficients)
    found = evaluate(frame, weights, scale, min_coverage=min_coverage, imputed=data.imputed)
    how = Text(
        "Units were graded by set pair analysis: connection numbers with identity, discrepancy and contrary degrees to the "
        "thresholds of the grades."
    )
    return replace(found, how=how, works=("YangZhao2019",))


def _centres(s: np.ndarray) -> np.ndarray:
    """Return where each grade's degree is one: the outer thresholds, and the middles between neighbours."""
    return np.concatenate([s[:1], (s[:-1] + s[1:]) / 2, s[-1:]])


def _scale(grades: GradeScale, coefficients: Sequence[float] | None) -> GradeScale:
    """Return the grades with the coefficients for values, and the cuts of the equal division where they lie between these."""
    k = len(grades)
    values = np.linspace(1, -1, k) if coefficients is None else np.array(coefficients, dtype=float)
    cuts = 1 - 2 * np.arange(1, k) / k
    between = ((cuts < values[:-1]) & (cuts > values[1:])).all()
    if not grades.best_first:
        values, cuts = values[::-1], cuts[::-1]
    return GradeScale(grades.names, values.tolist(), cuts.tolist() if between else None)
