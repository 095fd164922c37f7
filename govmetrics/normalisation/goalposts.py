"""Goalposts: fixed ends from the tree instead of the observed ones."""

from __future__ import annotations

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.options import FLAG
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import (
    SCALE,
    ends,
    how_scaled,
    linear,
    make,
    option_faults,
    oriented,
    refuse,
)


def goalposts(data: Dataset, scale: tuple[float, float] = (0, 100), clip: bool = True) -> Scaled:
    """Scale every indicator linearly between its `worst` and `best` goalpost.

    Parameters
    ----------
    data : Dataset
        Raw values; every scored leaf of the tree needs `worst` and `best` (for targets and intervals
        `worst` alone: the target is best, on both sides).
    scale : (low, high)
        Ends of the scale.
    clip : bool
        Values beyond a goalpost get the end of the scale.

    Returns
    -------
    Scaled
        `bounds` has the columns worst and best.

    Raises
    ------
    UnsuitableMethod
        Leaves without goalposts, each named.

    References
    ----------
    UNDP (2010), Human Development Report; Sachs et al. (2018), SDG Index and Dashboards Report.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> trust = gm.Indicator("trust", better="more", worst=20, best=80)
    >>> tree = gm.IndicatorTree(gm.Group("community", "", (trust,)))
    >>> data = gm.read_records(pd.DataFrame({"trust": [35.0, 50.0, 95.0]}, index=["East", "West", "North"]), tree)
    >>> gm.normalisation.goalposts(data).values["trust"].to_dict()
    {'East': 25.0, 'West': 50.0, 'North': 100.0}
    """
    faults = option_faults(data, scale=(scale, SCALE), clip=(clip, FLAG))
    data = data.scored()
    unsuitable = []
    worst, best = np.zeros(len(data.tree)), np.zeros(len(data.tree))
    for j, leaf in enumerate(data.tree.indicators):
        aimed = leaf.better in ("target", "interval")
        if leaf.worst is None or (leaf.best is None and not aimed):
            missing = [
                name
                for name, end in (("worst", leaf.worst), ("best", 0.0 if aimed else leaf.best))
                if end is None
            ]
            problem, way_out = "lacks goalposts: {missing}", "add them to the tree, or use min_max"
            unsuitable.append(Fault(leaf.code, problem, way_out, missing=missing))
        elif aimed:
            low, high = ends(leaf)
            worst[j] = max(low - leaf.worst, leaf.worst - high)
        else:
            worst[j], best[j] = leaf.worst, leaf.best or 0.0
    with faults:
        refuse(unsuitable)
    faults.raise_all()
    values, _ = oriented(data)
    scaled = linear(values, worst, best, scale)
    if clip:
        np.clip(scaled, scale[0], scale[1], out=scaled)
    line = "Indicators were scaled linearly between their goalposts to the scale from {low:g} to {high:g}, more being better."
    clipped = (
        "Indicators were scaled linearly between their goalposts to the scale from {low:g} to {high:g}, more being better; "
        "values beyond a goalpost got the end of the scale."
    )
    procedure = how_scaled(
        clipped if clip else line, False, "undp2010", "sachs2018", low=scale[0], high=scale[1]
    )
    return make(data, scaled, {"worst": worst, "best": best}, "goalposts", scale, procedure)
