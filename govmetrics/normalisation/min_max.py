"""Min-max: the worst observed value to the low end, the best to the high end of the scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.options import Kind, is_number
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text
from govmetrics.normalisation.common import (
    SCALE,
    Bounds,
    ends,
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

AROUND = Kind(
    lambda value: (
        value is None
        or value == "mean"
        or (isinstance(value, Mapping) and all(is_number(number) for number in value.values()))
    ),
    Text('give "mean", or {{code: value}} with the value that the middle of the scale stands for'),
)


def min_max(
    data: Dataset,
    scale: tuple[float, float] = (0, 100),
    bounds: Bounds | None = None,
    around: Literal["mean"] | Mapping[str, float] | None = None,
) -> Scaled:
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
    around : "mean" or mapping, optional
        What the middle of the scale stands for: a reference value for every leaf (of a nation, of a base year), or
        the mean of the data. Its ends are then half the observed range below and above it, as in the adjusted
        Mazziotta-Pareto index; values may fall outside. Given bounds already lie around something.

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
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. Mazziotta and Pareto (2016), On a generalized
    non-compensatory composite index for measuring socio-economic phenomena. Social Indicators Research 127, 983-1003
    (reference values).

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import Dataset, IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["crime", "trust"]}, {"crime": "less"})
    >>> data = Dataset(tree, pd.DataFrame({"crime": [2.0, 4.0, 3.0], "trust": [10.0, 20.0, 40.0]}))
    >>> min_max(data).values["crime"].tolist()
    [100.0, 0.0, 50.0]
    """
    faults = option_faults(data, scale=(scale, SCALE), around=(around, AROUND))
    if isinstance(around, Mapping) and not faults and bounds is None:
        faults += _reference_faults(around, data.scored())
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        worst, best = (
            observed(values, signs) if bounds is None else given_bounds(bounds, data, ("worst", "best"))
        )
        constant = flat(worst, best)
        if bounds is None and around is not None:
            faults.raise_all()
            worst, best = _around(around, worst, best, values, data)
        with faults:
            refuse_turned((worst, best), signs, data)
        _refuse_constant(worst, constant, data)
    faults.raise_all()
    line = "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better."
    if bounds is None and around is not None:
        line = (
            "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better; "
            "the middle of the scale is their mean, its ends half their range away."
            if around == "mean"
            else "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being "
            "better; the middle of the scale is their reference value, its ends half their range away."
        )
    procedure = how_scaled(line, bounds is not None, low=scale[0], high=scale[1])
    return make(
        data, linear(values, worst, best, scale), {"worst": worst, "best": best}, "min_max", scale, procedure
    )


def _reference_faults(around: Mapping[str, float], data: Dataset) -> list[Fault]:
    unknown = [Fault("around", "{label} is no leaf that is scored", "use the codes of the tree's leaves", label=code)
               for code in around if code not in data.tree.codes]  # fmt: skip
    missing = [code for code in data.tree.codes if code not in around]
    return [*unknown, *(Fault(code, "has no reference value", "give a number") for code in missing)]


def _around(
    around: Any, worst: np.ndarray, best: np.ndarray, values: np.ndarray, data: Dataset
) -> tuple[np.ndarray, np.ndarray]:
    """Return ends that lie half the range on either side of the reference values (of distances, where aimed)."""
    half = best / 2 - worst / 2
    if around == "mean":
        some = ~np.isnan(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            middle = np.nansum(values, axis=1) / some.sum(axis=1)
    else:
        middle = np.array([around[code] for code in data.tree.codes], dtype=float)
        for j, leaf in enumerate(data.tree.indicators):
            if leaf.better in ("target", "interval"):
                low, high = ends(leaf)
                middle[j] = max(low - middle[j], middle[j] - high, 0.0)
    return middle - half, middle + half


def _refuse_constant(worst: np.ndarray, constant: np.ndarray, data: Dataset) -> None:
    faults = []
    for code, low, same in zip(data.tree.codes, worst, constant, strict=True):
        if np.isnan(low):
            faults.append(Fault(code, "has no value in any unit", "leave the indicator out, or fill it"))
        elif same:
            way_out = "leave it out, or give it a worst and a best in the tree and use goalposts"
            problem = "is constant ({value:g}), so worst and best are the same"
            faults.append(Fault(code, problem, way_out, value=float(low)))
    refuse(faults)
