"""What ranking methods check alike: weights for every leaf, and complete values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Weights


def leaf_shares(codes: list[str], weights: Weights | pd.Series | None) -> tuple[pd.Series, list[Fault]]:
    """Return a share of the whole for every leaf (equal ones for None), and what is wrong with them."""
    if weights is None:
        weights = pd.Series(1 / len(codes), index=codes)
    raw = weights.across_tree() if isinstance(weights, Weights) else weights
    faults = [Fault(str(c), "has no weight", "weigh every leaf") for c in codes if c not in raw.index]
    faults += [Fault(str(c), "is weighed but not scored", "drop it") for c in raw.index if c not in codes]
    if not raw.index.is_unique:
        faults.append(Fault("weights", "a leaf occurs more than once", "weigh every leaf once"))
    if not (np.isfinite(raw).all() and (raw >= 0).all() and raw.sum() > 0):
        faults.append(
            Fault("weights", f"are {raw.to_list()[:20]}", "give non-negative weights, not all zero")
        )
    if faults:
        return raw, faults
    shares = raw.reindex(codes).astype(float)
    return (shares / shares.sum()).rename("weight"), []


def holes(values: pd.DataFrame) -> list[Fault]:
    """Return a fault for every missing cell."""
    rows, columns = np.nonzero(values.isna().to_numpy())
    labels, codes = list(values.index), list(values.columns)
    way_out = "impute it, or rank the units that are complete"
    return [
        Fault(f"{labels[r]}, {codes[c]}", "is missing", way_out)
        for r, c in zip(rows[:50], columns[:50], strict=True)
    ]
