"""Z-scores: distance from the mean in standard deviations."""

from __future__ import annotations

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import Bounds, given_bounds, make, oriented


def z_score(data: Dataset, mean: float = 0.0, sd: float = 1.0, bounds: Bounds | None = None) -> Scaled:
    """Standardise every indicator to the given mean and standard deviation, more being better.

    Parameters
    ----------
    data : Dataset
        Raw values.
    mean, sd : float
        Of the result; 100 and 10 give a scale without negative numbers in practice.
    bounds : DataFrame or mapping, optional
        An earlier period's mean and sd per leaf (``earlier.bounds``).

    Returns
    -------
    Scaled
        `bounds` has the columns mean and sd (with n - 1) of the raw values, or of the distances from
        the target.

    Raises
    ------
    UnsuitableMethod
        Indicators that are constant or have fewer than two values, each named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.
    """
    data = data.scored()
    values, signs = oriented(data)
    if bounds is None:
        n = np.count_nonzero(~np.isnan(values), axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            centre = np.nansum(values, axis=1) / n
            spread = np.sqrt(np.nansum((values - centre[:, None]) ** 2, axis=1) / (n - 1))
        constant = np.fmin.reduce(values, axis=1) == np.fmax.reduce(values, axis=1)
    else:
        centre, spread = given_bounds(bounds, data, ("mean", "sd"))
        n, constant = np.full(len(centre), 2), spread <= 0
    faults = []
    for code, count, flat in zip(data.tree.codes, n, constant, strict=True):
        if count < 2:
            faults.append(Fault(code, f"has {count} values", "leave the indicator out, or fill it"))
        elif flat:
            faults.append(
                Fault(
                    code, "is constant, so there is no standard deviation", "leave it out, or use goalposts"
                )
            )
    if faults:
        raise UnsuitableMethod(faults)
    scaled = values - centre[:, None]
    scaled *= (signs * sd / spread)[:, None]
    scaled += mean
    return make(data, scaled, {"mean": centre, "sd": spread}, "z_score", None)
