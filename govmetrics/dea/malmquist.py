"""Malmquist productivity index: change of productivity over time, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import COUNT, choice, wanted
from govmetrics.core.periods import ordered
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import INFEASIBLE, OPTIMAL
from govmetrics.dea._frontiers import Frontier, Span, spanned, spans
from govmetrics.dea._observe import Amounts, Observed, observe, warn_few
from govmetrics.dea._options import ORIENTATION, Orientation
from govmetrics.dea._panel import WAY_OUT, by_interval, intervals, with_last
from govmetrics.dea._words import ORIENTATIONS, oriented, told
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology
from govmetrics.dea.engine.radial_scores import solved_by_hand

FRONTIER_NOTES = {
    "period": "each change is measured against the frontiers of both periods",
    "pooled": "each change is measured against one frontier of all periods",
    "sequential": "each change is measured against the frontiers of all periods up to each of the two",
    "window": "each change is measured against two frontiers, each of {width:# period|# periods}: the one measured and those "
    "before it",
    "biennial": "each change is measured against one frontier of both periods together",
}
Decomposition = Literal["fgnz", "ray_desli"]
Base = Literal["mean", "earlier"]
DECOMPOSITIONS = {
    "fgnz": Text("it was split into technical change, pure efficiency change and scale change"),
    "ray_desli": Text(
        "it was split into technical change under variable returns, pure efficiency change and the change of scale"
    ),
}
BASES = {
    "mean": Text("the geometric mean of the indices on both periods' frontiers"),
    "earlier": Text("on the earlier period's frontier"),
    "one": Text("on one frontier"),
    "mixed": Text("on one frontier, the change of scale on the earlier period's"),
}
CITES = {
    "ray_desli": ("raydesli1997",), "pooled": ("pastorlovell2005",), "biennial": ("pastor2011biennial",),
    "sequential": ("tulkens1995",), "window": ("tulkens1995",),
}  # fmt: skip
DEAP = {
    "efficiency_change": "effch", "technical_change": "techch", "pure_efficiency_change": "pech", "scale_change": "sech",
    "malmquist": "tfpch",
}  # fmt: skip
"""The columns in DEAP's order and words."""
GEOMETRIC = Text("geometric mean of all")
PARTS = ("malmquist", "efficiency_change", "technical_change", "pure_efficiency_change", "scale_change")


@dataclass(frozen=True, eq=False)
class Malmquist(Result):
    """Productivity change from each period to the next; above 1 is progress.

    Attributes
    ----------
    changes : DataFrame
        Columns period (the later one), unit, malmquist, efficiency_change, technical_change,
        pure_efficiency_change, scale_change, status. malmquist = technical x pure efficiency x scale change, and
        efficiency change = pure efficiency x scale change under "fgnz". A change that needs a distance which does
        not exist, or the ratio of one that is 0 (a unit without any output), is NaN, and the row's status "infeasible".
        Under "ray_desli" the index itself is lost with its parts (as in deaR); "fgnz" gives it.
    by_period, by_unit : DataFrame
        Geometric means over what is feasible.
    frontier, decomposition, orientation, base : str
    periods : tuple
        In the order of time.
    notes : tuple of str

    See Also
    --------
    malmquist
    """

    changes: pd.DataFrame
    by_period: pd.DataFrame
    by_unit: pd.DataFrame
    frontier: str
    decomposition: str
    orientation: str
    notes: tuple[str, ...] = ()
    base: str = "mean"
    periods: tuple[Any, ...] = ()

    _shown: ClassVar = {
        "changes": "Productivity change", "by_period": "Geometric means by period", "by_unit": "Geometric means by unit",
    }  # fmt: skip

    def _method(self) -> tuple[Text, ...]:
        found = "Productivity change was measured by the Malmquist index ({orientation}), {base}; {parts}."
        base = self.base
        if self.frontier in ("pooled", "biennial"):
            base = "mixed" if (base, self.decomposition) == ("earlier", "ray_desli") else "one"
        values = {"base": BASES[base], "parts": DECOMPOSITIONS[self.decomposition]}
        return (
            Text(found, orientation=ORIENTATIONS[self.orientation], **values),
            *spanned(self.notes, FRONTIER_NOTES.values()),
        )

    def _finding(self) -> tuple[Text, ...]:
        mean = np.exp(np.log(self.changes[list(PARTS)]).mean())
        total, _, technical, pure, size = (round(100 * (v - 1), 1) + 0.0 for v in mean)
        found = (
            "Productivity changed by {total:+.1f}% a period on average: technical change "
            "{technical:+.1f}%, pure efficiency {pure:+.1f}%, scale {scale:+.1f}%."
        )
        return (Text(found, total=total, technical=technical, pure=pure, scale=size),)

    def _tables(self) -> list[Table]:
        """Return DEAP's tables: changes of an interval's units, the geometric means of intervals and of units."""
        parts, spans = self.changes[list(PARTS)], intervals(self.periods)
        changes = by_interval(self.changes, spans)
        if (self.changes["status"] == OPTIMAL).all():
            changes = changes.drop(columns="status")
        mean = np.exp(np.log(parts).mean())
        by_period = by_interval(self.by_period.reset_index(), spans)
        frames = {
            "changes": changes,
            "by_period": with_last(by_period, mean, GEOMETRIC),
            "by_unit": with_last(self.by_unit.reset_index(), mean, GEOMETRIC),
        }
        cites = ("fare1994", *CITES.get(self.decomposition, ()), *CITES.get(self.frontier, ()))
        tables = [
            Table.of(
                Text(self._shown[key]), told(_as_deap(frame)), "dea", cites=cites if key == "changes" else ()
            )
            for key, frame in frames.items()
        ]
        return oriented(tables, self.orientation)


def malmquist(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    frontier: Frontier | Literal["biennial"] = "period",
    orientation: Orientation = "output",
    *,
    decomposition: Decomposition = "fgnz",
    base: Base = "mean",
    width: int = 3,
) -> Malmquist:
    r"""Return productivity change between consecutive periods.

    With :math:`E^t(s)` the efficiency of a unit's data of period :math:`s` against the frontier of period
    :math:`t` (constant returns), the adjacent index is
    :math:`\sqrt{\frac{E^t(t+1)}{E^t(t)} \cdot \frac{E^{t+1}(t+1)}{E^{t+1}(t)}}`.

    Parameters
    ----------
    inputs, outputs : DataFrame
        Indexed (period, unit).
    frontier : {"period", "pooled", "sequential", "window", "biennial"}
        Compare with the frontiers of both periods, each of its own units ("period", the adjacent index), of all
        units up to it ("sequential": no technical regress) or of the last `width` periods ("window"); with one
        frontier of all periods ("pooled", the global index), or with one of both periods together ("biennial").
        "pooled" and "biennial" have no infeasible distances and need no mean; the pooled index is circular.
    orientation : {"input", "output"}
        Matters for the variable-returns components only.
    decomposition : {"fgnz", "ray_desli"}
        "fgnz": technical change under constant returns. "ray_desli": technical change under variable returns,
        scale change measured on the reference frontier(s).
    base : {"mean", "earlier"}
        The geometric mean of both periods' indices, or the index on the earlier period's frontier. With
        "ray_desli" and a pooled or biennial frontier, "earlier" measures scale change on the earlier period's
        frontier (as the R package deaR does; the product is then no longer the constant-returns index).
    width : int
        Periods in a window.

    Returns
    -------
    Malmquist

    Raises
    ------
    FaultyInput
        Tables not indexed (period, unit), fewer than two periods, or any fault of `radial`.

    References
    ----------
    Fare, R., Grosskopf, S., Norris, M. and Zhang, Z. (1994). Productivity growth, technical progress, and
    efficiency change in industrialized countries. American Economic Review 84, 66-83.
    Ray, S. C. and Desli, E. (1997). Productivity growth, technical progress, and efficiency change in
    industrialized countries: comment. American Economic Review 87, 1033-1039.
    Pastor, J. T. and Lovell, C. A. K. (2005). A global Malmquist productivity index. Economics Letters 88, 266-271.
    Pastor, J. T., Asmild, M. and Lovell, C. A. K. (2011). The biennial Malmquist productivity change index.
    Socio-Economic Planning Sciences 45, 10-15.
    Tulkens, H. and Vanden Eeckaut, P. (1995). Non-parametric efficiency, progress and regress measures for panel
    data: methodological aspects. European Journal of Operational Research 80, 474-499.

    Examples
    --------
    Everyone makes 10 % more of the same inputs: technical change.

    >>> import pandas as pd, warnings; warnings.simplefilter("ignore")
    >>> index = pd.MultiIndex.from_product([[2020, 2021], ["A", "B"]], names=["period", "unit"])
    >>> x = pd.DataFrame({"staff": [1.0, 2, 1, 2]}, index=index)
    >>> y = pd.DataFrame({"cases": [1.0, 1, 1.1, 1.1]}, index=index)
    >>> malmquist(x, y).to_frame().round(3)[["period", "unit", "malmquist", "technical_change"]]
       period unit  malmquist  technical_change
    0    2021    A        1.1               1.1
    1    2021    B        1.1               1.1
    """
    faults = wanted(
        frontier=(frontier, choice(*FRONTIER_NOTES)),
        width=(width, COUNT),
        orientation=(orientation, ORIENTATION),
        decomposition=(decomposition, choice(*DECOMPOSITIONS)),
        base=(base, choice("mean", "earlier")),
    )
    with faults:
        data = _panel(inputs, outputs)
    faults.raise_all()
    own = (
        frontier if frontier in ("sequential", "window") else "period"
    )  # of both periods, for efficiency change
    tables, notes = [], [Note(FRONTIER_NOTES[frontier], width=width)]
    for before, after in pairwise(spans(data.units, own, width)):
        units, first, second = _both(data, before.rows, after.rows)
        notes += _absent(data, before, after)
        pooled = np.arange(data.n) if frontier == "pooled" else np.concatenate([before.rows, after.rows])
        measured = _Pair(data, orientation, before.pool, after.pool, pooled, first, second)
        with np.errstate(divide="ignore", invalid="ignore"):
            table = pd.DataFrame(_changes(measured, frontier, decomposition, base))
        notes += _idle(data, first, second, before, after)
        table.insert(0, "unit", units)
        table.insert(0, "period", [after.period] * len(units))
        tables.append(table)
    changes = pd.concat(tables, ignore_index=True)
    lost = changes[list(PARTS)].isna().any(axis=1)
    changes["status"] = np.where(lost, INFEASIBLE, OPTIMAL).astype(object)
    return Malmquist(
        changes,
        _means(changes, "period"),
        _means(changes, "unit"),
        frontier,
        decomposition,
        orientation,
        tuple(notes),
        base,
        tuple(ordered(data.units.get_level_values(0))),
    )


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two periods: positions of their units in the panel, of the pooled frontier, and of the units in both."""

    data: Observed
    orientation: str
    before: Any
    after: Any
    pooled: Any
    first: Any
    second: Any

    def efficiency(self, reference: str, period: str, returns: str) -> Floats:
        """Return scores of the common units' data of one period against a frontier."""
        base = getattr(self, reference)
        who = self.first if period == "before" else self.second
        data = self.data
        tech = technology(data.x[base], data.y[base], returns)
        part = data.take(who)
        some = radial_points(tech, part.x, part.y, self.orientation, outside=True)
        scores, busy = np.zeros(part.n), ~solved_by_hand(part.y, self.orientation, returns)
        t = distances(tech, some.take(np.flatnonzero(busy)), slacks=False).t if busy.any() else scores[busy]
        scores[busy] = t if self.orientation == "input" else 1.0 / t
        return scores


def _changes(pair: _Pair, frontier: str, decomposition: str, base: str) -> dict[str, Floats]:
    """Return the index and its parts for the units of both periods; what divides by a score of 0, or makes one, is NaN."""
    c = {p: pair.efficiency(p, p, "constant") for p in ("before", "after")}
    v = {p: pair.efficiency(p, p, "variable") for p in ("before", "after")}
    efficiency, pure = c["after"] / c["before"], v["after"] / v["before"]

    def on(reference: str, returns: str) -> Floats:
        """Return E(after) / E(before) on one frontier."""
        own = {"constant": c, "variable": v}[returns]
        late = own["after"] if reference == "after" else pair.efficiency(reference, "after", returns)
        early = own["before"] if reference == "before" else pair.efficiency(reference, "before", returns)
        return late / early

    def index(returns: str) -> Floats:
        if frontier in ("pooled", "biennial"):
            return on("pooled", returns)
        if base == "earlier":
            return on("before", returns)
        return np.sqrt(on("before", returns) * on("after", returns))

    if decomposition == "fgnz":
        total = index("constant")
        technical, size = total / efficiency, efficiency / pure
    else:
        moved = index("variable")
        technical = moved / pure
        early = base == "earlier"
        size = on("before", "constant") / on("before", "variable") if early else index("constant") / moved
        total = moved * size
    parts = np.stack([total, efficiency, technical, pure, size])
    known = np.isfinite(parts) & (parts > 0)  # a score of 0, of a unit without output, gives no ratio
    return dict(zip(PARTS, np.where(known, parts, np.nan), strict=True))


def _panel(inputs: Amounts | Dataset, outputs: Amounts | None) -> Observed:
    data = observe(inputs, outputs, warn=False, idle=True)
    if data.units.nlevels != 2:
        raise FaultyInput("inputs", "is not indexed by period and unit", WAY_OUT)
    if (count := data.units.get_level_values(0).nunique()) < 2:
        problem, way_out = "has {count:# period|# periods}", "give at least {least:# period|# periods}"
        raise FaultyInput("inputs", problem, way_out, count=count, least=2)
    warn_few(int(data.units.get_level_values(0).value_counts().min()), data.m, data.s)
    return data


def _both(data: Observed, before: Any, after: Any) -> tuple[pd.Index, Any, Any]:
    """Return the units of both periods and their positions in the panel."""
    early, late = data.units[before].get_level_values(1), data.units[after].get_level_values(1)
    common = late[late.isin(early)]
    return common, before[early.get_indexer(common)], after[late.get_indexer(common)]


def _absent(data: Observed, before: Span, after: Span) -> list[Note]:
    early, late = (set(data.units[span.rows].get_level_values(1)) for span in (before, after))
    note, units = "{units}: only in {before} or {after}, so without a change", sorted(early ^ late, key=str)
    return [Note(note, units=units, before=before.period, after=after.period)] * bool(units)


def _idle(data: Observed, first: Any, second: Any, before: Span, after: Span) -> list[Note]:
    idle = (data.y[first] == 0).all(axis=1) | (data.y[second] == 0).all(axis=1)
    note, units = (
        "{units}: no output in {before} or {after}, so that productivity has no ratio",
        data.units[second],
    )
    names = units.get_level_values(1)[idle].tolist()
    return [Note(note, units=names, before=before.period, after=after.period)] * bool(names)


def _as_deap(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table in DEAP's order and words, the status last."""
    first = [key for key in frame if key not in DEAP and key != "status"]
    last = [key for key in frame if key == "status"]
    return frame[[*first, *DEAP, *last]].rename(columns=DEAP)


def _means(changes: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return geometric means of the feasible changes."""
    logs = changes[list(PARTS)].apply(np.log).groupby(changes[by], sort=False)
    return logs.mean().apply(np.exp)
