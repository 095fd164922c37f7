"""What the room's functions ask for alike: runs, nodes, rows and draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from govmetrics.core import Fault, Scores
from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import SEED, among, count, instance, optional, wanted
from govmetrics.core.words import Text

SCORES = instance(Scores, Text("give an Assessment, or its scores"))


def row_faults(index: pd.Index, labels: Iterable[Any], place: str) -> list[Fault]:
    """Return a fault for every label that is not a row of the scores."""
    given = list(labels)
    unknown = [label for label, row in zip(given, positions_of(index, given), strict=True) if row < 0]
    if not unknown:
        return []
    rows = [place_of(row) for row in index]
    way_out = Text("rows are: {rows:10}", rows=rows)
    if index.nlevels == 2:
        way_out = Text("rows are: {rows:10}, as (period, unit)", rows=rows)
    return each(
        unknown, lambda label: Fault(place, "{value!r} is not scored", way_out, value=str(place_of(label)))
    )


def node_faults(node: Any, codes: Iterable[str]) -> list[Fault]:
    """Return a fault where a node is not scored."""
    return among(codes).faults("node", node)


def draw_faults(draws: Any, rng: Any) -> Faults:
    """Return what is wrong with a number of orders to draw, and with a seed."""
    return wanted(draws=(draws, optional(count(2))), rng=(rng, SEED))  # two: the error is from their spread
