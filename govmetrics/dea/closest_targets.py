"""The closest efficient point that dominates a unit (最近目标): the least improvement that makes it efficient.

References
----------
Aparicio, J., Ruiz, J. L., & Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-efficient
frontier in DEA. Journal of Productivity Analysis, 28, 209-218.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, shown, wanted
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import Returns, chose, is_among, listed
from govmetrics.dea.additive import _additive
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.closest_program import closest_by_program
from govmetrics.dea.engine.efficient_faces import efficient_faces
from govmetrics.dea.engine.nearest_on_faces import nearest_on_faces


def closest_targets(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    units: Sequence[Hashable] | None = None,
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    """Return for each unit the efficient point with the least sum of relative changes.

    Radial and slacks-based models project as far as they can; this one as near as it can, among the points of
    the efficient frontier that use no more and make no less than the unit. All faces of the frontier are enumerated
    once, and a unit's nearest one is a small linear program. Where there are too many (beyond about six inputs and
    outputs together, with dozens of efficient units), each unit is a mixed-integer program, which takes seconds.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
        Positive where the changes are relative; a zero counts by the column's largest value.
    units : list of labels, optional
        Which units; all of them by default.
    returns : {"variable", "constant"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        Scores (1 - mean of s/x) / (1 + mean of s/y) at the nearest point; `inefficiency` is the sum of relative
        changes.

    Raises
    ------
    FaultyInput
        Faults of the tables.
    UnsuitableMethod
        Units that are not in the tables.

    References
    ----------
    Aparicio, J., Ruiz, J. L. and Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-
    efficient frontier in DEA. Journal of Productivity Analysis 28, 209-218.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"a": [1.0, 4.0, 5.0], "b": [4.0, 1.0, 4.0]}, index=list("ABC"))
    >>> closest_targets(x, pd.Series(1.0, index=list("ABC"), name="y"), units=["C"]).targets.to_dict("list")
    {'a': [1.0], 'b': [4.0], 'y': [1.0]}
    """
    faults = wanted(returns=(returns, choice("variable", "constant")))
    points = observed(faults, frontier, width, inputs, outputs, idle=chose(returns, "variable"))
    asked = points.units if units is None else listed(units, "units")
    if not len(asked):
        raise FaultyInput("units", "names no unit", "name one, or leave it out for all")
    unknown, way_out = [u for u in asked if not is_among(u, points.units)], "name a unit of the tables"
    if unknown:
        places = [u if isinstance(u, str) and u else shown(u) for u in unknown]
        raise UnsuitableMethod([Fault(place, "is not among the units", way_out) for place in places])
    chosen = pd.Index(asked, name=points.units.name)
    found = by_frontier(points, frontier, width, lambda part: _nearest(part, chosen, returns), only=chosen)
    return found_by("closest_targets", found)


def _nearest(points: Observed, chosen: pd.Index, returns: str) -> NonRadial:
    chosen = chosen[chosen.isin(points.units)]
    rows = points.units.get_indexer(chosen)
    some = points.take(rows, chosen)
    size = np.where(some.values > 0, some.values, points.values.max(axis=0))
    relative, weights = _on_frontier(points, rows, size, returns)
    lost = [
        Fault(place_of(unit), "no efficient point was found that dominates it", "measure it by slacks_based")
        for unit in chosen[np.flatnonzero(np.isnan(relative).any(axis=1))]
    ]
    Faults(lost).raise_all(UnsuitableMethod)
    slacks = relative * size
    share = slacks / size
    scores = (1 - share[:, : some.m].mean(axis=1)) / (1 + share[:, some.m :].mean(axis=1))
    return label_slacks(
        some,
        points.units,
        scores=scores,
        slacks=slacks,
        targets=some.values - some.sign * slacks,
        weights=sparse.csr_array(weights),
        error=(np.abs(weights @ points.values + some.sign * slacks - some.values) / size).max(axis=1),
        inefficiency=share.sum(axis=1),
        returns=returns,
    )


def _on_frontier(points: Observed, rows: Ints, size: Floats, returns: str) -> tuple[Floats, Floats]:
    """Return slacks (B, q) over `size` and weights (B, n) of the efficient point next to each row; NaN if none is found."""
    v, sign = points.values, points.sign
    faces = efficient_faces(v, sign, returns)
    on = _efficient(points, returns) if faces is None else np.flatnonzero(faces.units.any(axis=0))
    slacks, weights = np.zeros(size.shape), np.zeros((len(rows), len(v)))
    efficient = (v[rows, None] == v[on]).all(axis=2).any(axis=1)
    weights[efficient, rows[efficient]] = 1.0
    who = np.flatnonzero(~efficient)
    slacks[who] = np.nan
    if faces is not None:
        slacks[who], weights[who] = nearest_on_faces(v[rows[who]], size[who], v, sign, faces, returns)
    else:
        for o in who:
            found = closest_by_program(v[rows[o]], size[o], v[on], sign, returns)
            if found is not None:
                slacks[o], weights[o, on] = found
    return slacks, weights


def _efficient(points: Observed, returns: str) -> Ints:
    """Return the positions of the strongly efficient units."""
    v = points.values
    size = np.where(v > 0, v, v.max(axis=0))
    total, _, _, _ = _additive(v, v, points.sign, 1 / size, returns, np.arange(len(v)))
    return np.flatnonzero(total <= EFFICIENT_WITHIN)
