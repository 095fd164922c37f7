"""Radial efficiency with limits on the weights: assurance regions and virtual shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._label_distances import label_distances
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, RETURNS, Orientation, Returns, is_among, listed, options
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import Projections, Technology, radial_points, technology

Ratio = tuple[str, str, float, float]


def weight_restricted(
    inputs: Table,
    outputs: Table,
    ratios: Iterable[Ratio] = (),
    shares: Mapping[str, tuple[float, float]] | None = None,
    orientation: Orientation = "input",
    *,
    returns: Returns = "constant",
) -> Efficiency:
    """Return radial efficiency with limits on the weights (multipliers).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    ratios : tuples (a, b, low, high)
        Assurance regions: low <= weight of a / weight of b <= high, in the data's units, both inputs or both
        outputs. `float("inf")` for no upper limit.
    shares : {column: (low, high)}, optional
        Virtual shares: the column's weight times the unit's amount, as a share of all inputs' (or outputs').
    orientation, returns
        As in `radial`; weights are restricted under constant returns as a rule.

    Returns
    -------
    Efficiency
        Targets and slacks follow from the production trade-offs that the limits imply.

    References
    ----------
    Thompson, R. G., Langemeier, L. N., Lee, C.-T., Lee, E. and Thrall, R. M. (1990). The role of multiplier bounds in
    efficiency analysis with application to Kansas farming. Journal of Econometrics 46, 93-108.
    Wong, Y.-H. B. and Beasley, J. E. (1990). Restricting weight flexibility in data envelopment analysis. Journal
    of the Operational Research Society 41, 829-835.
    Podinovski, V. V. (2004). Production trade-offs and weight restrictions in data envelopment analysis. Journal of
    the Operational Research Society 55, 1311-1322.

    Examples
    --------
    >>> import pandas as pd, warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [4.0, 2.0, 1.0]})
    >>> y = pd.DataFrame({"y": [1.0, 1.0, 1.0]})
    >>> weight_restricted(x, y, ratios=[("a", "b", 1.0, 1.0)]).scores.round(6).tolist()
    [0.8, 1.0, 0.8]
    """
    faults = options((orientation, ORIENTATIONS, "orientation"), (returns, RETURNS, "returns"))
    with faults:
        data = observe(inputs, outputs)
    faults.raise_all()
    names = data.inputs.append(data.outputs)
    trade_offs = _ratio_columns(listed(ratios, "ratios"), names, len(data.inputs))
    tech = technology(data.x, data.y, returns, trade_offs if len(trade_offs) else None)
    some = radial_points(tech, data.x, data.y, orientation)
    if shares is not None and not (isinstance(shares, Mapping) and not shares):
        some = replace(some, restrictions=_share_columns(shares, some, names, tech, data.units))
    return label_distances(
        distances(tech, some), tech, some, data,
        peers=data.units, orientation=orientation, returns=returns, slacks=True,
    )  # fmt: skip


def _ratio_columns(ratios: list[Ratio], names: pd.Index, m: int) -> Floats:
    """Return trade-off columns (k, m + s): multipliers . column <= 0 is the limit."""
    faults, rows = [], []
    for number, ratio in enumerate(ratios):
        place = f"ratios[{number}]"
        four = isinstance(ratio, tuple | list) and len(ratio) == 4
        if not four or not all(is_among(name, names) for name in ratio[:2]) or ratio[0] == ratio[1]:
            way_out = f"give (a, b, low, high) with two of: {', '.join(map(str, names))}"
            faults.append(Fault(place, f"{ratio!r} does not name two columns and two limits", way_out))
            continue
        first, second, low, high = ratio
        a, b = int(names.get_loc(first)), int(names.get_loc(second))  # type: ignore[arg-type]
        if (a < m) != (b < m):
            faults.append(
                Fault(place, f"{first} and {second} are an input and an output", "limit two of a kind")
            )
        if not (_are_limits(low, high) and high > 0):
            faults.append(Fault(place, f"limits {low} and {high} leave nothing", "give 0 <= low <= high"))
        for factor, sign in ((high, 1.0), (low, -1.0)):
            if 0 < factor < np.inf:
                row = np.zeros(len(names))
                row[a], row[b] = sign, -sign * factor
                rows.append(row)
    if faults:
        raise FaultyInput(faults)
    return np.array(rows).reshape(len(rows), len(names))


def _are_limits(low: object, high: object) -> bool:
    """Tell whether 0 <= low <= high; the upper limit may be infinite."""
    if not all(isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in (low, high)):
        return False
    return bool(0 <= low <= high)  # type: ignore[operator]  # both are numbers


def _share_columns(
    shares: Mapping[str, tuple[float, float]],
    some: Projections,
    names: pd.Index,
    tech: Technology,
    units: pd.Index,
) -> Floats:
    """Return columns (p, r, B) in own units, where a share is a multiplier over the sum of its kind."""
    m, faults, columns = tech.m, [], []
    if not isinstance(shares, Mapping):
        problem = f"a value of type {type(shares).__name__}"
        raise FaultyInput(Fault("shares", problem, "give {column: (low, high)}"))
    for name, limits in shares.items():
        if not is_among(name, names):
            faults.append(
                Fault(f"shares[{name!r}]", "is no such column", f"choose from: {', '.join(map(str, names))}")
            )
            continue
        pair = isinstance(limits, tuple | list) and len(limits) == 2
        if not pair or not (_are_limits(*limits) and limits[1] <= 1):
            faults.append(Fault(f"shares[{name!r}]", f"is {limits!r}", "give 0 <= low <= high <= 1"))
            continue
        low, high = limits
        k = int(names.get_loc(name))  # type: ignore[arg-type]
        if low > 0:
            none = np.flatnonzero(some.values[k] == 0).tolist()
            faults += [
                Fault(f"{units[u]}, {name}", "is zero and can have no share", "drop the lower limit")
                for u in none
            ]
        kind = slice(0, m) if k < m else slice(m, m + tech.s)
        for limit, sign in ((low, 1.0), (high, -1.0)):
            column = np.zeros((len(some.values), some.values.shape[1]))
            column[kind] = sign * limit * (some.values[kind] != 0)
            column[k] -= sign * (some.values[k] != 0)
            columns.append(column)
    if faults:
        raise FaultyInput(faults)
    for group in (names[:m], names[m:]):
        given = [shares[c] for c in group if c in shares]
        every = len(given) == len(group)
        if sum(low for low, _ in given) > 1 or (every and sum(high for _, high in given) < 1):
            listed = ", ".join(map(str, group))
            faults.append(Fault("shares", f"of {listed} cannot sum to 1", "widen the limits"))
    if faults:
        raise FaultyInput(faults)
    return np.stack(columns, axis=1)
