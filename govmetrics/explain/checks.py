"""What the room's functions check alike: nodes, rows and draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import listed, place_of
from govmetrics.core.errors import each


def rows_for(index: pd.Index, labels: Iterable[Any]) -> list[int]:
    """Return the row of every label, -1 where there is none; a period alone is no label.

    Examples
    --------
    >>> rows_for(pd.Index(["u", "v"]), ["v", "w", ["u"]])
    [1, -1, -1]
    """
    rows = {label: row for row, label in enumerate(index)}

    def row_of(label: Any) -> int:
        try:
            return rows.get(label, -1)
        except TypeError:  # a list, which no label is
            return -1

    return [row_of(label) for label in labels]


def row_faults(index: pd.Index, labels: Iterable[Any], place: str) -> list[Fault]:
    """Return a fault for every label that is no row of the scores."""
    given = list(labels)
    unknown = [label for label, row in zip(given, rows_for(index, given), strict=True) if row < 0]
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
    faults = []
    if draws is not None and (
        isinstance(draws, bool) or not isinstance(draws, int | np.integer) or draws < 2
    ):
        way_out = "give a whole number from 2: the error is taken from their spread"
        faults.append(Fault("draws", f"is {draws!r}", way_out))
    seed = isinstance(rng, int | np.integer) and not isinstance(rng, bool) and rng >= 0
    if not (seed or isinstance(rng, np.random.Generator)):
        faults.append(Fault("rng", f"is {rng!r}", "give a whole number from zero, or a numpy Generator"))
    return faults
