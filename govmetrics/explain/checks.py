"""What the room's functions check alike: nodes, rows and draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import is_count, listed, place_of, positions_of, seed_faults
from govmetrics.core.errors import each


def row_faults(index: pd.Index, labels: Iterable[Any], place: str) -> list[Fault]:
    """Return a fault for every label that is not a row of the scores."""
    given = list(labels)
    unknown = [label for label, row in zip(given, positions_of(index, given), strict=True) if row < 0]
    way_out = f"rows are: {listed(map(place_of, index), 10)}" + (
        ", as (period, unit)" if index.nlevels == 2 else ""
    )
    return each(unknown, lambda label: Fault(place, f"{place_of(label)!r} is not scored", way_out))


def node_faults(node: Any, codes: Iterable[str]) -> list[Fault]:
    """Return a fault where a node is not scored."""
    known = list(codes)
    return [] if node in known else [Fault("node", f"{node!r} is not scored", f"nodes are: {listed(known)}")]


def draw_faults(draws: Any, rng: Any) -> list[Fault]:
    """Return what is wrong with a number of orders to draw, and with a seed."""
    faults = seed_faults(rng)
    if draws is not None and not is_count(draws, 2):
        way_out = "give a whole number from 2: the error is taken from their spread"
        faults.insert(0, Fault("draws", f"is {draws!r}", way_out))
    return faults
