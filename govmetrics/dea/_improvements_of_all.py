"""The improvements of every unit of one result: what `improvements(..., by=result)` says of each, its tables read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core.tree import IndicatorTree
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._observe import observe
from govmetrics.dea.improvements import Improvements, _changes, _names


def improvements_of_all(
    found: Efficiency, inputs: pd.DataFrame, outputs: pd.DataFrame, units: Iterable[Any], tree: IndicatorTree
) -> Iterator[tuple[Any, Improvements]]:
    """Yield some units and their improvements, one after the other: a unit that has no target is left out.

    Parameters
    ----------
    found : Efficiency
        Of these inputs and outputs.
    inputs, outputs : DataFrame, shape (units, columns)
    units : iterable of labels
    tree : IndicatorTree
        For the names of columns that are its codes.
    """
    data = observe(inputs, outputs, warn=False, idle=True)
    x = pd.DataFrame(data.x, index=data.units, columns=data.inputs)
    y = pd.DataFrame(data.y, index=data.units, columns=data.outputs)
    names = _names([*x.columns, *y.columns], tree)
    known = found.targets.notna().all(axis="columns")
    peers = found.peers.sort_values("weight", ascending=False, kind="stable")
    by_unit = dict(tuple(peers.groupby("unit", sort=False)[["peer", "weight"]]))
    for unit in units:
        if unit in known.index and known[unit] and unit in by_unit:
            yield unit, Improvements(
                unit, float(found.scores[unit]), _changes(x, y, unit, [found.targets.loc[unit]]),
                by_unit[unit].assign(step=1)[["step", "peer", "weight"]], "given", found.orientation, found.returns, names,
            )  # fmt: skip


def at_period(found: Efficiency, period: Any) -> Efficiency:
    """Return the rows of one period of a panel, by unit alone; peers of other periods keep theirs in their label."""
    if found.scores.index.nlevels == 1:
        return found
    rows = found.scores.index.get_level_values("period") == period

    def of(frame: Any) -> Any:
        return None if frame is None else frame[rows].droplevel("period")

    own = found.peers[[label[0] == period for label in found.peers["unit"]]]
    peers = own.assign(
        unit=pd.Series([label[1] for label in own["unit"]], own.index, dtype=object),
        peer=pd.Series(
            [label[1] if label[0] == period else label for label in own["peer"]], own.index, dtype=object
        ),
    )
    parts = ("scores", "status", "efficient", "input_slacks", "output_slacks", "targets", "input_weights",
             "output_weights", "intercept", "certificate")  # fmt: skip
    return replace(found, peers=peers, **{part: of(getattr(found, part)) for part in parts})
