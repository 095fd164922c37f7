"""Models of several groups with ever more parameters equal: what changes from one to the next, and whether invariance holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints

MOST_FALL = 0.01  # of CFI: Cheung and Rensvold (2002)


def stepped(rows: dict[str, dict[str, float]], indices: tuple[str, ...]) -> pd.DataFrame:
    """Return the models in rows, with the changes of some indices from the row above, and whether CFI keeps up."""
    models = pd.DataFrame.from_dict(rows, orient="index")
    for name in indices:
        models[f"delta_{name}"] = models[name].diff()
    models["holds"] = ~(models["delta_cfi"] < -MOST_FALL)
    return models.rename_axis("model")


def where_it_fails(models: pd.DataFrame, names: Mapping[str, Text], n: int) -> Text | None:
    """Return the sentence on the first model at which invariance does not hold; None where it holds."""
    failing = models.index[~models["holds"]]
    found = (
        "CFI falls by more than 0.01 at the {model} model: invariance does not hold from there (n = {n:,})."
    )
    return Text(found, model=names[failing[0]], n=n) if len(failing) else None


def free_moves(column: Ints, count: int) -> Array:
    """Return which of `count` free parameters moves each parameter (q, count); `column` (q,) names it, -1 none."""
    free = np.zeros((len(column), count))
    used = column >= 0
    free[np.flatnonzero(used), column[used]] = 1.0
    return free
