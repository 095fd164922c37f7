"""The subsystems whose coupling is asked for: their values, weights and scale, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.diagnosis.common import Array


def subsystems(
    scores: Scores | pd.DataFrame, node: str | None, weights: pd.Series | Mapping[str, float] | None
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the subsystems' values and their shares, which sum to one."""
    if isinstance(scores, Scores):
        tree = scores.weights.tree
        code = tree.root.code if node is None else node
        if code not in tree:
            raise FaultyInput(Fault("node", f"{code!r} is not in the tree", "name a group of the tree"))
        parts = tree.parts(code)
        values = scores.values[parts]
        shares = scores.weights.of(code) if parts and weights is None else weights
    else:
        code, values, shares = "scores", _numbers(scores), weights
        if node is not None:
            raise FaultyInput(
                Fault("node", "a frame has no nodes", "give Scores, or only the columns wanted")
            )
    if values.shape[1] < 2:
        way_out = "choose a node with two or more parts"
        raise UnsuitableMethod(Fault(code, f"has {values.shape[1]} subsystems", way_out))
    if shares is None:
        shares = pd.Series(1.0, index=values.columns)
    shares = pd.Series(dict(shares)) if isinstance(shares, Mapping) else shares
    faults = [
        Fault(str(c), "has no weight", "weigh every subsystem")
        for c in values.columns
        if c not in shares.index
    ]
    faults += [
        Fault(str(c), "is weighed but no subsystem", "drop it")
        for c in shares.index
        if c not in values.columns
    ]
    if not faults:
        shares = shares.reindex(values.columns).astype(float)
        if not (np.isfinite(shares).all() and (shares >= 0).all() and shares.sum() > 0):
            faults = [Fault("weights", f"are {shares.to_list()}", "give non-negative weights, not all zero")]
    if faults:
        raise FaultyInput(faults)
    return values, (shares / shares.sum()).rename("weight")


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    if not isinstance(frame, pd.DataFrame):
        raise FaultyInput(Fault("scores", f"is a {type(frame).__name__}", "give Scores or a DataFrame"))
    columns = [(str(c), frame.iloc[:, place]) for place, c in enumerate(frame.columns)]
    faults = [Fault(c, "is not numeric", "give numbers") for c, x in columns
              if not pd.api.types.is_numeric_dtype(x)]  # fmt: skip
    faults += [
        Fault(str(c), "occurs more than once", "keep one column each")
        for c in frame.columns[frame.columns.duplicated()]
    ]
    if faults:
        raise FaultyInput(faults)
    return frame


def scale_of(
    raw: Array, scores: Scores | pd.DataFrame, given: tuple[float, float] | None
) -> tuple[tuple[float, float], str]:
    """Return the scale: as given, that of the scores, or else 0 to 1 or 0 to 100; and what to note."""
    if given is not None:
        if np.shape(given) != (2,) or not all(isinstance(end, int | float) for end in given):
            raise FaultyInput(Fault("scale", f"is {given!r}", "give (low, high)"))
        return (given[0], given[1]), ""
    if isinstance(scores, Scores) and scores.scale is not None:
        low, high = scores.scale
        note = f"the scale begins at {low:g}, so values are taken as shares of {high:g}" if low > 0 else ""
        return (min(low, 0.0), high), note
    known = raw[~np.isnan(raw)]
    high = 1.0 if known.size == 0 or known.max() <= 1 else 100.0
    return (0.0, high), f"values taken as on a scale from 0 to {high:g}"


def refuse_outside(u: Array, values: pd.DataFrame, scale: tuple[float, float]) -> None:
    if not scale[1] > scale[0]:
        raise FaultyInput(Fault("scale", f"is {scale}", "give (low, high) with low below high"))
    raw = values.to_numpy(dtype=float)
    rows, columns = np.nonzero((u < -1e-9) | (u > 1 + 1e-9))
    way_out = "give `scale=(low, high)`, the ends of the scale the scores are on"
    faults = [
        Fault(f"{values.index[r]}, {values.columns[c]}", f"{cell:g} is outside {scale}", way_out)
        for r, c, cell in zip(rows[:50], columns[:50], raw[rows[:50], columns[:50]], strict=True)
    ]
    if faults:
        raise FaultyInput(faults)
