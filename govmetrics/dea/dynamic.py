"""Efficiency over time with what is carried over (动态SBM): all periods of a unit are judged together.

References
----------
Tone, K., & Tsutsui, M. (2010). Dynamic DEA: A slacks-based measure approach. Omega, 38, 145-156.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.labels import row_label
from govmetrics.core.options import wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.periods import ordered
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._beside import beside, shares_of
from govmetrics.dea._cell_faults import BAD, FIXED, FREE, GOOD
from govmetrics.dea._chained import Amount, Chain, Tie, chained, idle_stages
from govmetrics.dea._observe import Amounts, Observed, observe, warn_few
from govmetrics.dea._options import FREEDOM, RETURNS, Freedom, Returns
from govmetrics.dea._panel import WAY_OUT
from govmetrics.dea._stages import beside_parts, refuse_zero_slacks, scored, staged_tables
from govmetrics.dea._words import DMUS, assumed
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.network_slacks_based import counted_slacks

KINDS = {"good": GOOD, "bad": BAD, "free": FREE, "fixed": FIXED}
METHOD = (
    "Efficiency over {count:# period|# periods} was measured with the dynamic slacks-based measure ({orientation}, {returns}), "
    "all periods of a unit together; from one period to the next are carried over: {carried:99}."
)
CARRIED = {
    "good": Text("{names:99} (good, as an output)"),
    "bad": Text("{names:99} (bad, as an input)"),
    "free": Text("{names:99} (free)"),
    "fixed": Text("{names:99} (fixed)"),
}
CHOSEN = Text("Where the periods are not unique, earlier ones were given the larger efficiency.")


@dataclass(frozen=True, eq=False)
class DynamicEfficiency(Result):
    """Efficiency over all periods together, and of each period.

    Attributes
    ----------
    scores : Series
        Overall efficiency of each unit in (0, 1].
    periods : DataFrame (units, periods)
        Efficiency of each period. Overall efficiency is their weighted arithmetic mean in input orientation, and their
        weighted harmonic mean in output orientation.
    efficient : Series
        "strong" if all periods are efficient, else "no".
    slacks, targets : DataFrame, indexed (period, unit)
        Excess of inputs and bad carry-overs, shortfall of outputs and good ones, as far as they count, and the amounts
        without them, in the data's units.
    weights : dict
        Share of each period; they sum to 1.
    carried : dict
        Kind of carry-over (good, bad, free, fixed) -> names of its columns.
    orientation, returns : str
    error : Series
        Largest violation of the optimality conditions, relative.
    notes : tuple of str

    See Also
    --------
    dynamic
    """

    scores: pd.Series
    periods: pd.DataFrame
    efficient: pd.Series
    slacks: pd.DataFrame
    targets: pd.DataFrame
    weights: dict[Any, float]
    carried: dict[str, list[str]]
    orientation: str
    returns: str
    error: pd.Series
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"_table": "Efficiency over all periods and of each period", "slacks": "Slacks"}
    _cites: ClassVar = ("tonetsutsui2010dynamic",)

    @property
    def _table(self) -> pd.DataFrame:
        return beside_parts(self.scores, self.efficient, self.periods)

    def _method(self) -> tuple[Text, ...]:
        carried = [Text(CARRIED[kind].template, names=names) for kind, names in self.carried.items()]
        values = {"count": len(self.weights), "carried": carried, **assumed(self.orientation, self.returns)}
        return (Text(METHOD, **values), CHOSEN)

    def _finding(self) -> tuple[Text, ...]:
        means = self.periods.mean()
        found = (
            "Mean overall efficiency of {rows}: {overall:.4f}; efficient in all periods: {efficient:,}. The mean of the periods "
            "goes from {first:.4f} ({start}) to {last:.4f} ({end}); it is lowest in {worst:3} ({low:.4f})."
        )
        names = [row_label(name) for name in means.index]
        values = {"first": means.iloc[0], "last": means.iloc[-1], "start": names[0], "end": names[-1]}
        values |= {"worst": holders(means.set_axis(names), most=False), "low": means.min()}
        rows = counted(self.scores.index, DMUS)
        return (
            Text(
                found,
                rows=rows,
                overall=self.scores.mean(),
                efficient=int((self.efficient == "strong").sum()),
                **values,
            ),
        )

    def _tables(self) -> list[Table]:
        return staged_tables(self, self.periods)


def dynamic(
    inputs: Amounts,
    outputs: Amounts,
    good: Amounts | None = None,
    bad: Amounts | None = None,
    free: Amounts | None = None,
    fixed: Amounts | None = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    *,
    weights: Mapping[Hashable, float] | None = None,
) -> DynamicEfficiency:
    r"""Return the slacks-based efficiency of units over all periods together, with what is carried over.

    Each period has a frontier of its own; what one period leaves to the next ties them,
    :math:`Z_t \lambda^t = Z_t \lambda^{t+1}` (Tone and Tsutsui, 2010). Good carry-overs (a surplus) count as outputs,
    bad ones (a debt, a backlog) as inputs; free ones may change and do not count, fixed ones stay as they are.

    Parameters
    ----------
    inputs, outputs : DataFrame
        Indexed (period, unit); every unit in every period.
    good, bad, free, fixed : DataFrame, optional
        Carry-overs from each period to the next, indexed (period, unit); at least one of them. Those of the last
        period count, too.
    orientation : {"none", "input", "output"}
        Which slacks count.
    returns : {"variable", "constant", "increasing", "decreasing"}
        Of every period.
    weights : mapping, optional
        How much each period counts (from 0; their sum is taken as 1); all alike by default.

    Returns
    -------
    DynamicEfficiency

    Raises
    ------
    FaultyInput
        Tables not indexed (period, unit), fewer than two periods, no carry-over, or any fault of the tables.
    UnsuitableMethod
        A unit without data in some period; a zero output or good carry-over, unless only inputs count.

    References
    ----------
    Tone, K. and Tsutsui, M. (2010). Dynamic DEA: A slacks-based measure approach. Omega 38, 145-156.

    Examples
    --------
    West leaves a larger backlog to the second year than East, with the same staff and cases:

    >>> import warnings; warnings.simplefilter("ignore")
    >>> index = pd.MultiIndex.from_product([[2023, 2024], ["East", "West"]], names=["period", "unit"])
    >>> table = pd.DataFrame({"staff": [2.0, 2, 2, 2], "cases": [4.0, 4, 4, 4], "backlog": [1.0, 2, 1, 2]}, index)
    >>> found = dynamic(table[["staff"]], table[["cases"]], bad=table[["backlog"]], orientation="input")
    >>> found.periods.join(found.scores).loc["West"].tolist()
    [0.75, 0.75, 0.75]
    """
    faults = wanted(orientation=(orientation, FREEDOM), returns=(returns, RETURNS))
    given = {"good": good, "bad": bad, "free": free, "fixed": fixed}
    with faults:
        data, tables = _panel(
            inputs, outputs, {kind: table for kind, table in given.items() if table is not None}
        )
    with faults:
        periods = ordered(data.units.get_level_values(0)) if not faults else []
        shares = shares_of(weights, periods) if periods else {}
    faults.raise_all()
    _refuse_gaps(data.units)
    whole = _joined(data, tables)
    counts = [*data.outputs, *tables.get("good", pd.DataFrame()).columns]
    refuse_zero_slacks(whole, pd.Index(counts, dtype=object), orientation)
    warn_few(int(data.n / len(periods)), data.m + tables.get("bad", pd.DataFrame()).shape[1],
             data.s + tables.get("good", pd.DataFrame()).shape[1])  # fmt: skip
    return _measured(whole, tables, periods, shares, orientation, returns)


def _panel(inputs: Any, outputs: Any, given: dict[str, Any]) -> tuple[Observed, dict[str, pd.DataFrame]]:
    """Return inputs and outputs, and the carry-overs by their kind, with the same rows."""
    data = observe(inputs, outputs, warn=False, idle=True)
    if data.units.nlevels != 2:
        raise FaultyInput("inputs", "is not indexed by period and unit", WAY_OUT)
    faults, tables = Faults(), {}
    if (count := data.units.get_level_values(0).nunique()) < 2:
        problem, way_out = "has {count:# period|# periods}", "give at least {least:# period|# periods}"
        faults.append(Fault("inputs", problem, way_out, count=count, least=2))
    if not given:
        problem, way_out = (
            "nothing is carried over",
            "give good, bad, free or fixed, or use slacks_based by period",
        )
        faults.append(Fault("good", problem, way_out))
    for kind, table in given.items():
        with faults:
            tables[kind] = beside(table, KINDS[kind], data.units)
    names = [*data.columns, *(name for table in tables.values() for name in table.columns)]
    again = [name for k, name in enumerate(names) if name in names[:k]]
    way_out = "give each column of inputs, outputs and carry-overs a name of its own"
    faults += each(again, lambda name: Fault(str(name), "is the name of more than one column", way_out))
    faults.raise_all()
    return data, tables


def _refuse_gaps(units: pd.Index) -> None:
    counts = pd.Series(1, units).groupby(level=1, sort=False).sum()
    lost = counts.index[counts < units.get_level_values(0).nunique()].tolist()
    if lost:
        problem = "{units:5}: without data in some period, so that nothing is carried over there"
        raise UnsuitableMethod("inputs", problem, "leave these units or these periods out", units=lost)


def _joined(data: Observed, tables: dict[str, pd.DataFrame]) -> Observed:
    columns = data.columns.append([table.columns for table in tables.values()])
    values = np.hstack([data.values, *(table.to_numpy() for table in tables.values())])
    return Observed(data.units, columns, values, data.m, data.s)


def _measured(
    whole: Observed, tables: dict[str, pd.DataFrame], periods: list[Any], shares: dict[Any, float],
    orientation: str, returns: str,
) -> DynamicEfficiency:  # fmt: skip
    units, q, T = whole.units.get_level_values(1).unique(), len(whole.columns), len(periods)
    rows = pd.MultiIndex.from_product([periods, units])
    cube = whole.values[whole.units.get_indexer(rows)].reshape(T, len(units), q)
    wide = cube.transpose(1, 0, 2).reshape(len(units), T * q)
    chain, taken, made = _chain(whole, tables, T)
    _refuse_from_nothing(wide, chain, taken, made, units, periods)
    found = chained(wide, chain, np.array(list(shares.values())), orientation, returns)
    names = pd.Index(list(whole.columns) * T, dtype=object)
    slacks, targets = (
        _by_period(frame, T, periods, units, whole)
        for frame in counted_slacks(wide, names, chain, found.slacks, orientation)
    )
    return DynamicEfficiency(
        *scored(found, units, periods),
        slacks,
        targets,
        shares,
        {kind: [str(name) for name in table.columns] for kind, table in tables.items()},
        orientation,
        returns,
        pd.Series(found.error, units, name="error"),
    )


def _chain(
    whole: Observed, tables: dict[str, pd.DataFrame], T: int
) -> tuple[Chain, tuple[Amount, ...], tuple[Amount, ...]]:
    """Return the periods as stages, and what each takes and makes."""
    q, at, where = len(whole.columns), whole.m + whole.s, dict[str, list[int]]()
    for kind, table in tables.items():
        where[kind] = list(range(at, at + table.shape[1]))
        at += table.shape[1]

    def amounts(columns: list[int], stages: range = range(T), back: int = 0) -> tuple[Amount, ...]:
        return tuple(Amount(t, (t - back) * q + c) for t in stages for c in columns)

    carried = [c for columns in where.values() for c in columns]
    small = amounts([*range(whole.m), *where.get("bad", [])])
    large = amounts([*range(whole.m, whole.m + whole.s), *where.get("good", [])])
    ties = tuple(Tie(t, t + 1, t * q + c) for t in range(T - 1) for c in carried)
    chain = Chain(T, small, large, ties, amounts(where.get("fixed", [])))
    taken = amounts(list(range(whole.m))) + amounts(carried, range(1, T), back=1)
    return chain, taken, amounts(list(range(whole.m, whole.m + whole.s)))


def _refuse_from_nothing(
    wide: Floats,
    chain: Chain,
    taken: tuple[Amount, ...],
    made: tuple[Amount, ...],
    units: pd.Index,
    periods: list[Any],
) -> None:
    pairs = idle_stages(wide, chain, taken, made)
    problem, way_out = "makes something of nothing", "leave the unit out, or correct its amounts"
    lost = [place_of((periods[k], units[u])) for u, k in pairs.tolist()]
    if lost:
        raise UnsuitableMethod(each(lost, lambda place: Fault(place, problem, way_out)))


def _by_period(
    frame: pd.DataFrame, T: int, periods: list[Any], units: pd.Index, whole: Observed
) -> pd.DataFrame:
    """Return a wide table of slacks or targets as one indexed (period, unit), in the order of the data."""
    names = list(dict.fromkeys(frame.columns))
    parts = {
        period: pd.DataFrame(
            {name: frame[name].to_numpy().reshape(len(units), T)[:, k] for name in names}, units
        )
        for k, period in enumerate(periods)
    }
    found: pd.DataFrame = pd.concat(parts, names=whole.units.names).reindex(whole.units)
    return found
