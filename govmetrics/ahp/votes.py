"""Voting weights of experts who gave answers of any kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.ahp.kinds import row_of
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array


def votes_of(
    experts: pd.Index, expert_weights: Mapping[str, float] | pd.Series | None, unknown: Text
) -> tuple[Array, list[Fault]]:
    """Return the experts' votes, summing to one, and what is wrong with them; `unknown` tells what others did not give."""
    if expert_weights is None:
        return np.full(len(experts), 1 / max(len(experts), 1)), []
    way_out = "give {expert: weight}: zero or more, one of them above zero"
    given = row_of(expert_weights)
    if given is None or not given.index.is_unique:
        return np.ones(len(experts)), [Fault("expert_weights", "are no numbers, one per expert", way_out)]
    problem, way = "the expert has no weight", "give every expert one; 0 leaves one out"
    faults = [Fault(place_of(("expert_weights", e)), problem, way) for e in experts if e not in given.index]
    faults += [
        Fault(place_of(("expert_weights", e)), unknown, "check the name")
        for e in given.index
        if e not in experts
    ]
    if not faults and not ((given >= 0).all() and np.isfinite(given.sum()) and given.sum() > 0):
        faults = [Fault("expert_weights", Text("are {weights}", weights=given.tolist()), way_out)]
    votes = given.reindex(experts).to_numpy()
    return votes / (votes.sum() or 1.0), faults
