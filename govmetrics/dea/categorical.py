"""Radial efficiency among units of the same or harder circumstances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._label_distances import label_distances
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, RETURNS, Orientation, Returns, listed, options
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology


def categorical(
    inputs: Table,
    outputs: Table,
    level: pd.Series | Iterable[float],
    orientation: Orientation = "input",
    returns: Returns = "variable",
) -> Efficiency:
    """Return radial efficiency when units are compared with their own and harder circumstances only.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    level : Series (by unit) or sequence
        Ordered circumstances, the hardest lowest: a unit's peers have its own level or a lower one.
    orientation, returns
        As in `radial`.

    Returns
    -------
    Efficiency

    References
    ----------
    Banker, R. D. and Morey, R. C. (1986). The use of categorical variables in data envelopment analysis. Management
    Science 32, 1613-1627.

    Examples
    --------
    Unit 1 wastes half beside unit 0, but unit 0 has it easier:

    >>> import warnings; warnings.simplefilter("ignore")
    >>> categorical([[1], [2], [4]], [[1], [1], [1]], level=[2, 1, 1]).scores.tolist()
    [1.0, 1.0, 0.5]
    """
    faults = options((orientation, ORIENTATIONS, "orientation"), (returns, RETURNS, "returns"))
    with faults:
        data = observe(inputs, outputs)
    faults.raise_all()
    tech = technology(data.x, data.y, returns)
    order = _levels(level, data.units)
    some = replace(radial_points(tech, data.x, data.y, orientation), level=order, reference_level=order)
    return label_distances(
        distances(tech, some), tech, some, data,
        peers=data.units, orientation=orientation, returns=returns, slacks=True,
    )  # fmt: skip


def _levels(level: pd.Series | Iterable[float], units: pd.Index) -> Floats:
    series = level if isinstance(level, pd.Series) else pd.Series(listed(level, "level"))
    if not isinstance(level, pd.Series) and len(series) == len(units):
        series = series.set_axis(units)
    lost = units.difference(series.index, sort=False)
    if len(lost) or not series.index.is_unique:
        way_out = "give one level for every unit, under the units' labels"
        raise FaultyInput(
            [Fault(str(u), "has no level", way_out) for u in lost]
            or Fault("level", "repeats a unit", way_out)
        )
    series = series.reindex(units)
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy(dtype=float)
        numbers = np.where((codes >= 0) & bool(series.cat.ordered), codes, np.nan)
    else:
        numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
    bad = np.flatnonzero(~np.isfinite(numbers)).tolist()
    if bad:
        way_out = "give numbers, or an ordered categorical, the hardest circumstances lowest"
        raise FaultyInput(
            [Fault(str(units[u]), f"level {series.iloc[u]!r} has no order", way_out) for u in bad]
        )
    return np.asarray(numbers)
