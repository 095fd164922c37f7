"""Radial efficiency of a panel: every unit against the frontier of its own period."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import FLAG, wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._label_distances import label_distances
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea._panel import absent, split_periods
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology


def by_period(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    slacks: bool = True,
) -> Efficiency:
    """Return radial efficiency within each period of a panel: the frontier is that of the period.

    Parameters
    ----------
    inputs, outputs : DataFrame, index (period, unit)
        A `Dataset` whose tree has roles may be given as `inputs` alone.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
        As in `radial`.
    slacks : bool
        Whether to maximise the slacks in a second phase.

    Returns
    -------
    Efficiency
        Rows (period, unit), as they were given; peers with their period. Scores of different periods are against
        different frontiers: `malmquist` compares them.

    Raises
    ------
    FaultyInput
        Tables without periods; faults of the tables and options: all at once.

    References
    ----------
    Banker, R. D., Charnes, A. and Cooper, W. W. (1984). Some models for estimating technical and scale
    inefficiencies in data envelopment analysis. Management Science 30, 1078-1092.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([[2024, 2025], ["A", "B"]], names=["period", "unit"])
    >>> x = pd.DataFrame({"staff": [2.0, 4, 4, 4]}, rows)
    >>> y = pd.DataFrame({"cases": [2.0, 2, 2, 4]}, rows)
    >>> by_period(x, y, returns="constant").scores.to_dict()
    {(2024, 'A'): 1.0, (2024, 'B'): 0.5, (2025, 'A'): 0.5, (2025, 'B'): 1.0}
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS), slacks=(slacks, FLAG))
    panel: list[tuple[Hashable, Observed]] = []
    with faults:
        panel = split_periods(inputs, outputs, least=1)
    faults.raise_all()
    found = [(period, _one(points, orientation, returns, slacks)) for period, points in panel]
    note = Note("each period has its own frontier, so that scores of different periods are not comparable")
    notes = (note, *absent(panel)) if len(panel) > 1 else ()
    return _together(found, _rows(inputs, panel), notes)


def _one(data: Observed, orientation: Orientation, returns: Returns, slacks: bool) -> Efficiency:
    """Return the efficiency of the units of one period."""
    tech = technology(data.x, data.y, returns)
    some = radial_points(tech, data.x, data.y, orientation, outside=False)
    answers = distances(tech, some, slacks=slacks, solver=None)
    return label_distances(
        answers, tech, some, data, peers=data.units, orientation=orientation, returns=returns, slacks=slacks
    )


def _rows(inputs: Any, panel: list[tuple[Hashable, Observed]]) -> pd.MultiIndex:
    """Return the rows as they were given."""
    given = inputs.values.index if isinstance(inputs, Dataset) else inputs.index
    there = pd.MultiIndex.from_tuples([(period, unit) for period, points in panel for unit in points.units])
    rows = pd.MultiIndex.from_tuples(list(given), names=["period", "unit"])
    return rows if rows.isin(there).all() else there.set_names(["period", "unit"])


def _together(
    found: Sequence[tuple[Hashable, Efficiency]], rows: pd.MultiIndex, notes: tuple[str, ...]
) -> Efficiency:
    """Return the results of all periods as one."""
    periods = [period for period, _ in found]
    first = found[0][1]
    joined: dict[str, Any] = {}
    for field in fields(Efficiency):
        parts = [getattr(one, field.name) for _, one in found]
        if field.name == "peers":
            joined["peers"] = pd.concat(
                [part.assign(period=period)[["period", *part.columns]] for period, part in zip(periods, parts, strict=True)],
                ignore_index=True,
            )  # fmt: skip
        elif isinstance(parts[0], pd.Series | pd.DataFrame):
            whole = pd.concat(parts, keys=periods, names=["period", "unit"])
            joined[field.name] = whole.iloc[_order(whole.index, rows)].set_axis(rows)
        else:
            joined[field.name] = getattr(first, field.name)
    return Efficiency(**joined | {"notes": notes})


def _order(have: pd.Index, wanted: pd.MultiIndex) -> np.ndarray:
    """Return the places of the wanted rows."""
    places = {row: place for place, row in enumerate(have)}
    return np.array([places[row] for row in wanted])
