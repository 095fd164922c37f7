"""Radial efficiency with limits on the weights: assurance regions and virtual shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import asked, instance, shown, wanted
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.dea._efficiency import Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._idle import measured
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, is_among, listed
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.projection import Projections, Technology, radial_points, technology

Ratio = tuple[str, str, float, float]
SHARES = instance(Mapping, Text("give a mapping of columns to (low, high)"))


def weight_restricted(
    inputs: Amounts,
    outputs: Amounts,
    ratios: Iterable[Ratio] = (),
    shares: Mapping[str, tuple[float, float]] | None = None,
    orientation: Orientation = "input",
    *,
    returns: Returns = "constant",
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Return radial efficiency with limits on the weights (multipliers).

    A unit without any output is measured as in `radial`, with weights within the limits; it can have no lower limit on an
    output's share.

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
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

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
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    names = data.inputs.append(data.outputs)
    refuse_within("ratios", ratios)
    given = listed(ratios, "ratios")
    trade_offs = _ratio_columns(given, names, len(data.inputs))
    found = by_frontier(
        data, frontier, width, lambda part: _restricted(part, trade_offs, shares, orientation, returns)
    )
    return found_by("weight_restricted", found, limits=_limits(given, shares or {}))


def _restricted(
    data: Observed,
    trade_offs: Floats,
    shares: Mapping[str, tuple[float, float]] | None,
    orientation: str,
    returns: str,
) -> Efficiency:
    names = data.inputs.append(data.outputs)
    tech = technology(data.x, data.y, returns, trade_offs if len(trade_offs) else None)
    some = radial_points(tech, data.x, data.y, orientation)
    if shares is not None and not (isinstance(shares, Mapping) and not shares):
        some = replace(some, restrictions=_share_columns(shares, some, names, tech, data.units))
    return measured(tech, some, data, orientation, returns)


def _ratio_columns(ratios: list[Ratio], names: pd.Index, m: int) -> Floats:
    """Return trade-off columns (k, m + s): multipliers . column <= 0 is the limit."""
    faults, rows = Faults(), []
    for number, ratio in enumerate(ratios):
        place = f"ratios[{number}]"
        four = isinstance(ratio, tuple | list) and len(ratio) == 4
        if not four or not all(is_among(name, names) for name in ratio[:2]) or ratio[0] == ratio[1]:
            problem, way_out = "is {value}", "give (a, b, low, high) with two of: {columns:50}"
            faults.append(Fault(place, problem, way_out, value=shown(ratio), columns=names))
            continue
        first, second, low, high = ratio
        a, b = int(names.get_loc(first)), int(names.get_loc(second))  # type: ignore[arg-type]
        if (a < m) != (b < m):
            problem, way_out = (
                "{first} and {second} are an input and an output",
                "limit two inputs or two outputs",
            )
            faults.append(Fault(place, problem, way_out, first=first, second=second))
        if not (_are_limits(low, high) and high > 0):
            problem, way_out = "limits {low} and {high} leave nothing", "give 0 <= low <= high"
            faults.append(Fault(place, problem, way_out, low=shown(low), high=shown(high)))
            continue
        for factor, sign in ((high, 1.0), (low, -1.0)):
            if 0 < factor < np.inf:
                row = np.zeros(len(names))
                row[a], row[b] = sign, -sign * factor
                rows.append(row)
    faults.raise_all()
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
    m, faults, columns = tech.m, Faults(), []
    asked(shares=(shares, SHARES))
    for name, limits in shares.items():
        place = f"shares[{name!r}]"
        if not is_among(name, names):
            faults.append(Fault(place, "is no such column", "choose from: {columns:50}", columns=names))
            continue
        pair = isinstance(limits, tuple | list) and len(limits) == 2
        if not pair or not (_are_limits(*limits) and limits[1] <= 1):
            faults.append(Fault(place, "is {value}", "give 0 <= low <= high <= 1", value=shown(limits)))
            continue
        low, high = limits
        k = int(names.get_loc(name))  # type: ignore[arg-type]
        if low > 0:
            none = np.flatnonzero(some.values[k] == 0).tolist()
            faults += [
                Fault(place_of(units[u], name), "is zero and can have no share", "drop the lower limit")
                for u in none
            ]
        kind = slice(0, m) if k < m else slice(m, m + tech.s)
        for limit, sign in ((low, 1.0), (high, -1.0)):
            column = np.zeros((len(some.values), some.values.shape[1]))
            column[kind] = sign * limit * (some.values[kind] != 0)
            column[k] -= sign * (some.values[k] != 0)
            columns.append(column)
    faults.raise_all()
    for group in (names[:m], names[m:]):
        given = [shares[c] for c in group if c in shares]
        every = len(given) == len(group)
        if sum(low for low, _ in given) > 1 or (every and sum(high for _, high in given) < 1):
            problem = "the shares of {columns} cannot sum to 1"
            faults.append(Fault("shares", problem, "widen the limits", columns=group))
    faults.raise_all()
    return np.stack(columns, axis=1)


def _limits(ratios: list[Ratio], shares: Mapping[str, tuple[float, float]]) -> list[Text]:
    """Return the limits in words."""
    ratio = "{low:g} <= weight of {a} / weight of {b} <= {high:g}"
    open_ratio = "weight of {a} / weight of {b} >= {low:g}"
    told = [
        Text(open_ratio if high == np.inf else ratio, a=a, b=b, low=low, high=high)
        for a, b, low, high in ratios
    ]
    share = "share of {column} from {low:.4g}% to {high:.4g}%"
    return told + [
        Text(share, column=column, low=100 * low, high=100 * high) for column, (low, high) in shares.items()
    ]
