"""What contributions are measured from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.checks import listed
from govmetrics.core.errors import choose, each
from govmetrics.explain.worth import Game

Array = NDArray[np.float64]
Baseline = Literal["zero", "mean", "low"] | Mapping[str, float] | pd.Series


def baseline_values(game: Game, baseline: Baseline) -> Array:
    """Return the baseline's value for every leaf of the tree, (leaves,)."""
    scaled = game.scaled
    codes = scaled.tree.codes
    if isinstance(baseline, str):
        choose(baseline, ("zero", "mean", "low"), "baseline")
        if baseline == "low":
            if scaled.scale is None:
                way_out = 'measure from "mean", or give values'
                raise UnsuitableMethod(Fault("baseline", f"{scaled.method} has no low end", way_out))
            return np.full(len(codes), float(scaled.scale[0]))
        return np.zeros(len(codes)) if baseline == "zero" else scaled.values.mean().to_numpy()
    if not isinstance(baseline, Mapping | pd.Series):
        way_out = "give zero, mean, low, or {leaf: value}"
        raise FaultyInput(Fault("baseline", f"is {baseline!r}", way_out))
    below = scaled.tree.leaves(game.node)
    given = {
        str(code): float(value) if isinstance(value, int | float | np.integer | np.floating) else np.nan
        for code, value in baseline.items()
    }
    unknown = [code for code in given if code not in below]
    known = f"leaves are: {listed(below)}"
    faults = each(unknown, lambda code: Fault(f"baseline, {code}", "is not a leaf below the node", known))
    without = [code for code in below if not np.isfinite(given.get(code, np.nan))]
    faults += each(without, lambda code: Fault(f"baseline, {code}", "has no value", "give a finite number"))
    if faults:
        raise FaultyInput(faults)
    mean = scaled.values.mean()  # leaves elsewhere do not matter
    return np.array([given.get(code, float(mean[code])) for code in codes])
