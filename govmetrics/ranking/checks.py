"""What ranking methods check alike: weights for every indicator, and complete values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Scaled, Text, Weights
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import each
from govmetrics.core.options import instance

DATA = instance(
    (Scaled, Dataset), Text("give scaled values, such as run.scaled, or a Dataset"), ("to_dataset()",)
)
SHARES = instance((Weights, pd.Series), Text("give Weights, or a Series with a weight for each indicator"))


def leaf_shares(codes: list[str], weights: Weights | pd.Series | None) -> tuple[pd.Series, list[Fault]]:
    """Return a share of the whole for every leaf (equal ones for None), and what is wrong with them."""
    if weights is None:
        weights = pd.Series(1 / len(codes), index=codes)
    faults = SHARES.faults("weights", weights)
    if faults:
        return pd.Series(dtype=float), faults
    given = weights.across_tree() if isinstance(weights, Weights) else weights
    raw = pd.Series(floats_of(given.to_frame())[0][:, 0], index=given.index)
    there = set(given.index)
    faults += [Fault(code, "has no weight", "weigh every indicator") for code in codes if code not in there]
    faults += [
        Fault(place_of(code), "has a weight but no values", "leave it out") for code in there - set(codes)
    ]
    if not raw.index.is_unique:
        faults.append(Fault("weights", "an indicator occurs more than once", "weigh every indicator once"))
    if not (np.isfinite(raw).all() and (raw >= 0).all() and 0 < raw.sum() < np.inf):
        way_out = "give weights of zero or more, and at least one above zero"
        faults.append(Fault("weights", "are {values:5}", way_out, values=list(given)))
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
