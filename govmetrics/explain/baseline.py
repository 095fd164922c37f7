"""What contributions are measured from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import asked, choice, instance, is_number
from govmetrics.core.words import Text, method_name
from govmetrics.explain.worth import Game
from govmetrics.numerics.arrays import Array

Baseline = Literal["zero", "mean", "low"] | Mapping[str, float] | pd.Series


def baseline_values(game: Game, baseline: Baseline) -> Array:
    """Return the baseline's value for every leaf of the tree, (leaves,)."""
    scaled = game.scaled
    codes = scaled.tree.codes
    if isinstance(baseline, str):
        asked(baseline=(baseline, choice("zero", "mean", "low")))
        if baseline == "low":
            if scaled.scale is None:
                problem, way_out = "{method} has no low end", 'measure from "mean", or give values'
                raise UnsuitableMethod("baseline", problem, way_out, method=method_name(scaled.method))
            return np.full(len(codes), float(scaled.scale[0]))
        return np.zeros(len(codes)) if baseline == "zero" else scaled.values.mean().to_numpy()
    kind = instance(Mapping | pd.Series, Text("give zero, mean, low, or {leaf: value}"))
    asked(baseline=(baseline, kind))
    below = scaled.tree.leaves(game.node)
    given = {
        str(code): float(value) if is_number(value) else np.nan for code, value in list(baseline.items())
    }
    unknown = [code for code in given if code not in below]
    known = Text("leaves are: {leaves}", leaves=below)
    faults = each(unknown, lambda code: Fault(f"baseline, {code}", "is not a leaf below the node", known))
    if len(given) < len(baseline):
        faults.append(Fault("baseline", "a leaf occurs more than once", "give one value each"))
    without = [code for code in below if not np.isfinite(given.get(code, np.nan))]
    faults += each(without, lambda code: Fault(f"baseline, {code}", "has no value", "give a finite number"))
    Faults(faults).raise_all()
    mean = scaled.values.mean()  # leaves elsewhere do not matter
    return np.array([given.get(code, float(mean[code])) for code in codes])
