"""Min-max: the worst observed value to the low end, the best to the high end of the scale."""

from __future__ import annotations

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import (
    SCALE,
    Bounds,
    flat,
    given_bounds,
    how_scaled,
    linear,
    make,
    observed,
    option_faults,
    oriented,
    refuse,
    refuse_turned,
)


def min_max(data: Dataset, scale: tuple[float, float] = (0, 100), bounds: Bounds | None = None) -> Scaled:
    """Scale every indicator linearly between its worst and its best value.

    Parameters
    ----------
    data : Dataset
        Raw values; rows of several periods are scaled together, so that trends are kept.
    scale : (low, high)
        Ends of the scale.
    bounds : DataFrame or mapping, optional
        Worst and best per leaf, for example ``earlier.bounds``: scales a later period by an earlier one's
        bounds. Values beyond them then fall outside the scale; nothing is clipped. For targets and
        intervals they are distances from the target.

    Returns
    -------
    Scaled
        `bounds` has the columns worst and best.

    Raises
    ------
    FaultyInput
        Bounds whose worst is better than their best.
    UnsuitableMethod
        Indicators that are constant (up to rounding) or have no value, each named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import Dataset, IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["crime", "trust"]}, {"crime": "less"})
    >>> data = Dataset(tree, pd.DataFrame({"crime": [2.0, 4.0, 3.0], "trust": [10.0, 20.0, 40.0]}))
    >>> min_max(data).values["crime"].tolist()
    [100.0, 0.0, 50.0]
    """
    faults = option_faults(data, scale=(scale, SCALE))
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        worst, best = (
            observed(values, signs) if bounds is None else given_bounds(bounds, data, ("worst", "best"))
        )
        with faults:
            refuse_turned((worst, best), signs, data)
        _refuse_constant(worst, best, data)
    faults.raise_all()
    line = "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better."
    procedure = how_scaled(line, bounds is not None, low=scale[0], high=scale[1])
    return make(
        data, linear(values, worst, best, scale), {"worst": worst, "best": best}, "min_max", scale, procedure
    )


def _refuse_constant(worst: np.ndarray, best: np.ndarray, data: Dataset) -> None:
    faults = []
    for code, low, same in zip(data.tree.codes, worst, flat(worst, best), strict=True):
        if np.isnan(low):
            faults.append(Fault(code, "has no value in any unit", "leave the indicator out, or fill it"))
        elif same:
            way_out = "leave it out, or give it a worst and a best in the tree and use goalposts"
            problem = "is constant ({value:g}), so worst and best are the same"
            faults.append(Fault(code, problem, way_out, value=float(low)))
    refuse(faults)
