"""What was measured, on the scale of leaves: the shared part of the rooms' `to_leaves`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault
from govmetrics.core.measured import Measured
from govmetrics.core.measures import range_of
from govmetrics.core.near import meant
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text

Span = tuple[float, float]
Line = tuple[float, float, float]
"""Factor, start and low of ``start + (value - low) * factor``."""


def no_leaf(tree: IndicatorTree, code: Any) -> Fault:
    """Return the fault of a code that is no leaf, with the one that may be meant."""
    there = Text("the leaves are: {labels:30}", labels=list(tree.codes))
    return Fault("leaves", "{code!r} is not a leaf", meant(str(code), tree.codes, there), code=str(code))


def line_to(tree: IndicatorTree, code: str, span: Span | None) -> Line | None:
    """Return how values from one end to another become those of a leaf; None where it has a range and they have none."""
    wanted = range_of(next(leaf.unit for leaf in tree.indicators if leaf.code == code))
    if wanted is not None and span is None:
        return None
    low, high = span or (0.0, 1.0)
    start, end = wanted or (low, high)
    return (end - start) / (high - low), start, low


def on_leaves(
    scores: Measured,
    tree: IndicatorTree,
    leaves: Mapping[str, Any],
    lines: Mapping[str, Line],
    notes: Sequence[str],
) -> Dataset:
    """Return columns as values of leaves, with their standard errors; the other leaves have no values."""

    def filled(frame: pd.DataFrame, errors: bool) -> pd.DataFrame:
        out = pd.DataFrame(float("nan"), frame.index, list(tree.codes))
        return out.assign(**{
            code: frame[leaves[code]] * factor if errors else start + (frame[leaves[code]] - low) * factor
            for code, (factor, start, low) in lines.items()
        })  # fmt: skip

    errors = scores.standard_errors
    return Dataset(tree, filled(scores.values, False), notes=tuple(notes),
                   standard_errors=None if errors is None else filled(errors, True))  # fmt: skip
