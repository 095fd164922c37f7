"""Grey relational analysis (灰色关联分析): how close every unit comes to a reference, or to every grade."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.fuzzy.breakpoints import Breakpoints, resolve
from govmetrics.fuzzy.grades import GradeScale, a_scale
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.grey.graded import graded


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [100.0, 50.0], "order": [60.0, 100.0]}, index=["East", "West"])
    >>> bounds = {"trust": (0, 100), "order": (0, 100)}
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), bounds=bounds)
    >>> gm.grey.relational_coefficients(scaled).round(3).to_numpy().tolist()
    [[1.0, 0.385], [0.333, 1.0]]
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

    References
    ----------
    Deng, J. (1989). Introduction to grey system theory. The Journal of Grey System 1, 1-24.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [85.0, 30.0], "order": [90.0, 45.0]}, index=["East", "West"])
    >>> bounds = {"trust": (0, 100), "order": (0, 100)}
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), bounds=bounds)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.grey.grey_relational(scaled, [40, 70, 90], gm.weighting.equal(tree), grades).grade.xs("community", level=1).to_dict()
    {'East': 'good', 'West': 'poor'}
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
    return graded(degrees, scaled, weights, grades)


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
