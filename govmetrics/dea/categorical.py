"""Radial efficiency among units of the same or harder circumstances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import wanted
from govmetrics.core.within import refuse_within
from govmetrics.dea._efficiency import Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._idle import measured
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, listed
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.projection import radial_points, technology


def categorical(
    inputs: Amounts,
    outputs: Amounts,
    circumstances: pd.Series | Iterable[float],
    orientation: Orientation = "input",
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Return radial efficiency when units are compared with their own and harder circumstances only.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    circumstances : Series (by unit) or sequence
        Numbers or an ordered categorical, the hardest lowest: a unit's peers have its own circumstances or harder ones.
    orientation, returns
        As in `radial`.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

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
    >>> categorical([[1], [2], [4]], [[1], [1], [1]], circumstances=[2, 1, 1]).scores.tolist()
    [1.0, 1.0, 0.5]
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    levels = pd.Series(_order(circumstances, data.units), data.units)
    found = by_frontier(data, frontier, width, lambda part: _by_level(part, levels, orientation, returns))
    return found_by("categorical", found)


def _by_level(data: Observed, levels: pd.Series, orientation: str, returns: str) -> Efficiency:
    tech, order = technology(data.x, data.y, returns), levels[data.units].to_numpy()
    some = replace(radial_points(tech, data.x, data.y, orientation), level=order, reference_level=order)
    return measured(tech, some, data, orientation, returns)


def _order(given: pd.Series | Iterable[float], units: pd.Index) -> Floats:
    refuse_within("circumstances", given)
    series = given if isinstance(given, pd.Series) else pd.Series(listed(given, "circumstances"))
    if not isinstance(given, pd.Series) and len(series) == len(units):
        series = series.set_axis(units)
    lost, way_out = (
        units.difference(series.index, sort=False),
        "give one value for each unit, under its label",
    )
    Faults(Fault(place_of(u), "has no circumstances", way_out) for u in lost).raise_all()
    if not series.index.is_unique:
        raise FaultyInput("circumstances", "names units more than once", way_out)
    series = series.reindex(units)
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy(dtype=float)
        numbers = np.where((codes >= 0) & bool(series.cat.ordered), codes, np.nan)
    else:
        numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
    way_out = "give numbers, or an ordered categorical, the hardest circumstances lowest"
    Faults(
        Fault(place_of(units[u]), "circumstances {value!r} have no order", way_out, value=series.iloc[u])
        for u in np.flatnonzero(~np.isfinite(numbers)).tolist()
    ).raise_all()
    return np.asarray(numbers)
