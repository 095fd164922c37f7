"""Z-scores: distance from the mean in standard deviations."""

from __future__ import annotations

from typing import Literal

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.options import DDOF, NUMBER, POSITIVE
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import (
    Bounds,
    flat,
    given_bounds,
    how_scaled,
    make,
    option_faults,
    oriented,
    refuse,
)


def z_score(
    data: Dataset, mean: float = 0.0, sd: float = 1.0, bounds: Bounds | None = None, ddof: Literal[0, 1] = 1
) -> Scaled:
    """Standardise every indicator to the given mean and standard deviation, more being better.

    Parameters
    ----------
    data : Dataset
        Raw values.
    mean, sd : float
        Of the result; 100 and 10 give a scale without negative numbers in practice.
    bounds : DataFrame or mapping, optional
        An earlier period's mean and sd per leaf (``earlier.bounds``).
    ddof : {0, 1}
        Divisor of the variances: n - 1 (1; R, SPSS) or n (0; the Mazziotta-Pareto index, where units are not a
        sample). Given bounds have theirs.

    Returns
    -------
    Scaled
        `bounds` has the columns mean and sd of the raw values, or of the distances from
        the target.

    Raises
    ------
    FaultyInput
        A mean or sd that is not a number, or an sd that is not positive: it would reverse the indicators.
    UnsuitableMethod
        Indicators that are constant (up to rounding) or have fewer than two values, each named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> gm.normalisation.z_score(data, mean=100, sd=10).values["cases"].round(1).to_dict()
    {'East': 107.6, 'West': 103.8, 'North': 88.7}
    """
    faults = option_faults(data, mean=(mean, NUMBER), sd=(sd, POSITIVE), ddof=(ddof, DDOF))
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        centre, spread, n, constant = _centre(values, data, bounds, ddof)
        _refuse_constant(data, n, constant)
    faults.raise_all()
    scaled = values - centre[:, None]
    scaled /= (signs * spread)[:, None]
    scaled *= sd
    scaled += mean
    line = "Indicators were standardised (z-scores) to the mean {mean:g} and the standard deviation {sd:g}, more being better."
    if bounds is None and not ddof:
        line = (
            "Indicators were standardised (z-scores, variances with the divisor n) to the mean {mean:g} and the standard "
            "deviation {sd:g}, more being better."
        )
    procedure = how_scaled(line, bounds is not None, mean=mean, sd=sd)
    return make(data, scaled, {"mean": centre, "sd": spread}, "z_score", None, procedure)


def _centre(
    values: np.ndarray, data: Dataset, bounds: Bounds | None, ddof: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mean and standard deviation of every leaf, how many values they are of, and whether it is constant."""
    if bounds is None:
        n = np.count_nonzero(~np.isnan(values), axis=1)
        low, high = np.fmin.reduce(values, axis=1), np.fmax.reduce(values, axis=1)
        centre, spread = _moments(values, n, np.maximum(np.abs(low), np.abs(high)), ddof)
        constant = flat(low, high)
    else:
        centre, spread = given_bounds(bounds, data, ("mean", "sd"))
        n, constant = np.full(len(centre), 2), spread <= 0
    return centre, spread, n, constant


def _refuse_constant(data: Dataset, n: np.ndarray, constant: np.ndarray) -> None:
    faults = []
    for code, count, same in zip(data.tree.codes, n, constant, strict=True):
        if count < 2:
            problem, way_out = "has {count:# value|# values}", "leave the indicator out, or fill it"
            faults.append(Fault(code, problem, way_out, count=int(count)))
        elif same:
            faults.append(
                Fault(code, "is constant, so it has no standard deviation", "leave it out, or use goalposts")
            )
    refuse(faults)


def _moments(values: np.ndarray, n: np.ndarray, size: np.ndarray, ddof: int) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation (divisor n - ddof) of every row; `size` is its largest magnitude."""
    # Squares of very large or small numbers leave the range of floats: a power of two brings them back exactly.
    shift = np.zeros(len(size), dtype=int)
    extreme = (size > 0) & ((size > 1e120) | (size < 1e-120))
    shift[extreme] = np.frexp(size[extreme])[1]
    if extreme.any():
        values = np.ldexp(values, -shift[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.nansum(values, axis=1) / n
        spread = np.sqrt(np.nansum((values - centre[:, None]) ** 2, axis=1) / (n - ddof))
    return np.ldexp(centre, shift), np.ldexp(spread, shift)
