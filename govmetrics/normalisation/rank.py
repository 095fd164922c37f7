"""Ranks and percentiles: only the order of the units counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset, refuse_no_dataset
from govmetrics.core.errors import Fault
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import SCALE, how_scaled, make, option_faults, oriented, refuse
from govmetrics.numerics.rounding import dense_ranks


def rank(data: Dataset) -> Scaled:
    """Replace every value by its rank: 1 for the worst, n for the best, ties share the mean.

    Parameters
    ----------
    data : Dataset
        Raw values; rows of several periods are ranked together. Missing cells get no rank.

    Returns
    -------
    Scaled
        `bounds` has one column, n: how many units were ranked.

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
    >>> gm.normalisation.rank(data).values["cases"].to_dict()
    {'East': 3.0, 'West': 2.0, 'North': 1.0}
    """
    refuse_no_dataset(data)
    data = data.scored()
    values, signs = oriented(data)
    ranks = _ranks(values, signs)
    return make(
        data,
        ranks,
        {"n": np.count_nonzero(~np.isnan(ranks), axis=1)},
        "rank",
        None,
        how_scaled("Values were replaced by their ranks, the best unit having the highest.", False),
    )


def percentile(data: Dataset, scale: tuple[float, float] = (0, 100)) -> Scaled:
    """Replace every value by its percentile rank: (rank - 1) / (n - 1), on the scale.

    Parameters
    ----------
    data : Dataset
        Raw values.
    scale : (low, high)
        Ends of the scale.

    Returns
    -------
    Scaled
        `bounds` has one column, n.

    Raises
    ------
    UnsuitableMethod
        Indicators with fewer than two values, each named.

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
    >>> gm.normalisation.percentile(data).values["cases"].to_dict()
    {'East': 100.0, 'West': 50.0, 'North': 0.0}
    """
    faults = option_faults(data, scale=(scale, SCALE))
    data = data.scored()
    values, signs = oriented(data)
    ranks = _ranks(values, signs)
    n = np.count_nonzero(~np.isnan(ranks), axis=1)
    few = [
        Fault(code, "has {count:# value|# values}", "a percentile needs two or more", count=int(k))
        for code, k in zip(data.tree.codes, n, strict=True)
        if k < 2
    ]
    with faults:
        refuse(few)
    faults.raise_all()
    scaled = scale[0] + (ranks - 1) / (n - 1)[:, None] * (scale[1] - scale[0])
    line = "Values were replaced by their percentile ranks on the scale from {low:g} to {high:g}, more being better."
    return make(
        data, scaled, {"n": n}, "percentile", scale, how_scaled(line, False, low=scale[0], high=scale[1])
    )


def _ranks(values: np.ndarray, signs: np.ndarray) -> np.ndarray:
    return (
        pd.DataFrame(dense_ranks((values * signs[:, None]).T), copy=False).rank(method="average").to_numpy().T
    )
