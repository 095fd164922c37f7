"""What ranking methods check alike: weights for every leaf, and complete values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Weights
from govmetrics.core.checks import listed, place_of
from govmetrics.core.errors import each


def leaf_shares(codes: list[str], weights: Weights | pd.Series | None) -> tuple[pd.Series, list[Fault]]:
    """Return a share of the whole for every leaf (equal ones for None), and what is wrong with them."""
    if weights is None:
        weights = pd.Series(1 / len(codes), index=codes)
    if not isinstance(weights, Weights | pd.Series):
        return pd.Series(dtype=float), [
            Fault("weights", f"is {type(weights).__name__}", "give Weights, or a Series by leaf")
        ]
    given = weights.across_tree() if isinstance(weights, Weights) else weights
    raw = pd.to_numeric(given, errors="coerce").astype(float)
    faults = [Fault(str(c), "has no weight", "weigh every leaf") for c in codes if c not in raw.index]
    faults += [Fault(str(c), "is weighed but not scored", "drop it") for c in raw.index if c not in codes]
    if not raw.index.is_unique:
        faults.append(Fault("weights", "a leaf occurs more than once", "weigh every leaf once"))
    if not (np.isfinite(raw).all() and (raw >= 0).all() and raw.sum() > 0):
        faults.append(Fault("weights", f"are {listed(given)}", "give non-negative weights, not all zero"))
    if faults:
        return raw, faults
    shares = raw.reindex(codes)
    return (shares / shares.sum()).rename("weight"), []


def holes(values: pd.DataFrame) -> list[Fault]:
    """Return a fault for every missing cell."""
    rows, columns = np.nonzero(values.isna().to_numpy())
    labels, codes = list(values.index), list(values.columns)
    way_out = "impute it, or rank the units that are complete"
    return each(
        zip(rows.tolist(), columns.tolist(), strict=True),
        lambda at: Fault(place_of(labels[at[0]], codes[at[1]]), "is missing", way_out),
    )


def refuse_kind(data: Any, kinds: tuple[type, ...]) -> None:
    """Refuse data of any other kind."""
    if not isinstance(data, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise FaultyInput(Fault("data", f"is {type(data).__name__}, not {names}", "for example run.scaled"))
