"""Synergy degree of a composite system (复合系统协同度): whether subsystems gain order together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.checks import cell_faults
from govmetrics.core.errors import Faults
from govmetrics.core.options import choice, wanted
from govmetrics.core.periods import codes_of, ordered
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis.common import same_tree, shares_of_scale
from govmetrics.numerics.arrays import Array

ORDERS = {
    "geometric": Text("the geometric mean of its indicators"),
    "linear": Text("the weighted mean of its indicators"),
}
BASES = {"first": Text("the first period"), "previous": Text("the period before")}


@dataclass(frozen=True, eq=False)
class Synergy(Result):
    """How far subsystems moved together between periods.

    Attributes
    ----------
    degree : Series
        Indexed (period, unit), the later period: in [-1, 1]. Positive only when every subsystem gained
        order; its size is the geometric mean of the moves.
    moves : DataFrame
        Same rows: each subsystem's change of order.
    order : DataFrame
        Indexed (period, unit): the order degree of each subsystem, in [0, 1].
    integration, base : str
        How order parameters make a subsystem's order, and what each period is compared with.
    tree : IndicatorTree
        For the names.
    notes : tuple of str
        Where nothing can be told.

    See Also
    --------
    synergy
    """

    degree: pd.Series
    moves: pd.DataFrame
    order: pd.DataFrame
    integration: str
    base: str
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "table": "Synergy degree and the subsystems' changes of order",
        "order": "Order of the subsystems",
    }

    _cites: ClassVar = ("MengHan2000",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The synergy degree of the composite system was computed from the subsystems' order, {order}, and its change against "
            "{base}: the geometric mean of the changes, negative unless all subsystems gained."
        )
        return (Text(found, order=ORDERS[self.integration], base=BASES[self.base]),)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The degree and each subsystem's move, one row per period and unit."""
        return pd.concat([self.degree, self.moves], axis="columns")

    def _finding(self) -> tuple[Text, ...]:
        """In how many units all subsystems gained, period by period."""
        text = "{period}: all subsystems gained order in {together} of {count:# unit|# units}"
        return tuple(
            Text(text, period=str(period), together=int((degrees > 0).sum()), count=len(degrees))
            for period, degrees in self.degree.dropna().groupby(level="period")
        )


def synergy(
    scaled: Scaled,
    weights: Weights,
    integration: Literal["geometric", "linear"] = "geometric",
    base: Literal["first", "previous"] = "first",
) -> Synergy:
    r"""Return the synergy degree of a composite system (复合系统协同度) of Meng and Han.

    The subsystems are the parts of the root; the leaves below are their order parameters, whose order
    degree is the value as a share of its scale. With the subsystems' changes of order
    :math:`\Delta_j` between two periods, the degree is
    :math:`\theta \, |\prod \Delta_j|^{1/k}`, :math:`\theta = 1` if all changes are positive, else -1.

    Parameters
    ----------
    scaled : Scaled
        Rows (period, unit), at least two periods, scaled by the same bounds, on a scale with ends.
    weights : Weights
        Used by the linear integration.
    integration : {"geometric", "linear"}
        A subsystem's order: the geometric mean of its order parameters, or their weighted mean.
    base : {"first", "previous"}
        What each period is compared with.

    Returns
    -------
    Synergy
        `degree` and the subsystems' orders, per period and unit.

    Raises
    ------
    UnsuitableMethod
        No periods, fewer than two subsystems, a scale without ends, values outside it.
    FaultyInput
        Unknown choices, weights of another tree, rows that occur twice; all faults of any kind at once.

    References
    ----------
    Meng and Han (2000), Research on the coordination degree model of composite systems
    (复合系统协调度模型研究), Journal of Tianjin University 33(4), 444-446.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    >>> rows = pd.MultiIndex.from_tuples([(2023, "x"), (2024, "x")], names=["period", "unit"])
    >>> scaled = Scaled(tree, pd.DataFrame({"a": [0.2, 0.6], "b": [0.5, 0.6]}, rows), pd.DataFrame(), "", (0, 1))
    >>> even = Weights(tree, pd.Series({"A": 0.5, "B": 0.5, "a": 1.0, "b": 1.0}))
    >>> float(synergy(scaled, even).degree.iloc[0].round(12))
    0.2
    """
    u = _checked(scaled, weights, integration, base)
    order = _order(scaled, u, weights, integration)
    periods = order.index.get_level_values("period")
    in_time = ordered(periods)
    if base == "first":
        first = order.xs(in_time[0], level="period")
        start = pd.DataFrame(
            first.reindex(order.index.get_level_values("unit")).to_numpy(), order.index, order.columns
        )
    else:
        # A unit that skipped a period has no base in the next one: the step before it is not "previous".
        earlier = {later: period for period, later in pairwise(in_time)}
        start = order.reindex([(earlier.get(period), unit) for period, unit in order.index]).set_axis(
            order.index
        )
    moves = (order - start)[periods != in_time[0]]
    degree = pd.Series(_degree(moves.to_numpy()), index=moves.index, name="synergy")
    unknown = sorted({unit for _, unit in degree.index[degree.isna()]}, key=str)
    text = "{units:5}: values are missing in a period or its base"
    notes = (Note(text, units=unknown),) if unknown else ()
    return Synergy(degree, moves, order, integration, base, scaled.tree, notes)


def _degree(moves: Array) -> Array:
    """Return the synergy degree (n,) of the subsystems' moves (n, k)."""
    size = np.abs(np.prod(moves, axis=1)) ** (1 / moves.shape[1])
    return np.asarray(np.where((moves > 0).all(axis=1), size, -size) + 0.0)


def _order(scaled: Scaled, u: Array, weights: Weights, integration: str) -> pd.DataFrame:
    """Return each subsystem's order degree, sorted by period."""
    tree, shares = scaled.tree, weights.across_tree()
    frame = pd.DataFrame(np.clip(u, 0.0, 1.0), index=scaled.values.index, columns=tree.codes)
    columns = {}
    for code in tree.parts(tree.root.code):
        leaves = tree.leaves(code)
        below = frame[leaves].to_numpy()
        if integration == "geometric":
            columns[code] = np.prod(below ** (1 / len(leaves)), axis=1)
        else:
            total = float(shares[leaves].sum())
            local = shares[leaves].to_numpy() / total if total > 0 else np.full(len(leaves), 1 / len(leaves))
            columns[code] = below @ local
    by_time = np.argsort(codes_of(frame.index.get_level_values("period")), kind="stable")
    return pd.DataFrame(columns, index=frame.index).iloc[by_time]


def _checked(scaled: Scaled, weights: Weights, integration: str, base: str) -> Array:
    """Return the shares of the scale, (n, leaves); all that is wrong comes in one error."""
    faults = wanted(integration=(integration, choice(*ORDERS)), base=(base, choice(*BASES)))
    with faults:
        same_tree(scaled, weights)
    with faults:
        _check_shape(scaled)
    with faults:
        u = shares_of_scale(scaled)
        _check_range(scaled, u)
    faults.raise_all()
    return u


def _check_shape(scaled: Scaled) -> None:
    """Refuse fewer than two periods or two subsystems."""
    if not isinstance(scaled, Scaled):
        return  # said by `same_tree`
    index, tree = scaled.values.index, scaled.tree
    faults = []
    if "period" not in index.names or index.get_level_values("period").nunique() < 2:
        way_out = "give two or more periods (rows period, unit)"
        faults.append(Fault("rows", "synergy is about change", way_out))
    if len(tree.parts(tree.root.code)) < 2:
        problem = "has fewer than two subsystems"
        faults.append(Fault(tree.root.code, problem, "put leaves into two or more groups"))
    Faults(faults).raise_all(UnsuitableMethod)


def _check_range(scaled: Scaled, u: Array) -> None:
    """Refuse shares of the scale (n, k) outside [0, 1]."""
    problem, way_out = "lies outside the scale", "scale all periods by the same wider bounds"
    outside = (u < -1e-9) | (u > 1 + 1e-9)
    Faults(cell_faults(scaled.values, outside, problem, way_out)).raise_all(UnsuitableMethod)
