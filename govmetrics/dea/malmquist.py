"""Malmquist productivity index: change of productivity over time, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import COUNT, SEED, SHARE, choice, optional, wanted
from govmetrics.core.periods import ordered
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import INFEASIBLE, OPTIMAL
from govmetrics.dea._frontiers import Frontier, Span, spanned, spans
from govmetrics.dea._malmquist_bootstrap import drawn_changes, intervals_of, refuse_undrawable
from govmetrics.dea._malmquist_parts import BIASES, PARTS, Pair, changes
from govmetrics.dea._observe import Amounts, Observed, observe, warn_few
from govmetrics.dea._options import DRAWS, FREEDOM, Freedom, chose
from govmetrics.dea._panel import WAY_OUT, by_interval, intervals, with_last
from govmetrics.dea._words import ORIENTATIONS, oriented, told
from govmetrics.dea.slacks_based import _refuse_zeros

FRONTIER_NOTES = {
    "period": "each change is measured against the frontiers of both periods",
    "pooled": "each change is measured against one frontier of all periods",
    "sequential": "each change is measured against the frontiers of all periods up to each of the two",
    "window": "each change is measured against two frontiers, each of {width:# period|# periods}: the one measured and those "
    "before it",
    "biennial": "each change is measured against one frontier of both periods together",
}
Decomposition = Literal["fgnz", "ray_desli", "bias"]
Measure = Literal["radial", "slacks_based"]
Base = Literal["mean", "earlier"]
DECOMPOSITIONS = {
    "fgnz": Text("it was split into technical change, pure efficiency change and scale change"),
    "ray_desli": Text(
        "it was split into technical change under variable returns, pure efficiency change and the change of scale"
    ),
    "bias": Text(
        "it was split into technical change, pure efficiency change and scale change, and technical change into its magnitude, "
        "its output bias and its input bias"
    ),
}
BY_SLACKS = Text(
    "Distances are slacks-based scores, beyond a frontier those of super-efficiency, so that every slack counts."
)
INTERVALS = (
    "Intervals ({level:g}%) of the index, efficiency change and technical change come from Simar and Wilson's bootstrap, "
    "which draws both periods' efficiencies together ({draws:,} draws)."
)
BASES = {
    "mean": Text("the geometric mean of the indices on both periods' frontiers"),
    "earlier": Text("on the earlier period's frontier"),
    "one": Text("on one frontier"),
    "mixed": Text("on one frontier, the change of scale on the earlier period's"),
}
CITES = {
    "ray_desli": ("raydesli1997",), "pooled": ("pastorlovell2005",), "biennial": ("pastor2011biennial",),
    "sequential": ("tulkens1995",), "window": ("tulkens1995",), "slacks_based": ("tone2004malmquist",),
    "bias": ("fare1997bias",),
}  # fmt: skip
DRAWN_WORDS = {
    "malmquist": Text("Malmquist index"),
    "efficiency_change": Text("efficiency change"),
    "technical_change": Text("technical change"),
}
DEAP = {
    "efficiency_change": "effch", "technical_change": "techch", "pure_efficiency_change": "pech", "scale_change": "sech",
    "malmquist": "tfpch",
}  # fmt: skip
"""The columns in DEAP's order and words."""
GEOMETRIC = Text("geometric mean of all")


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
        Under "ray_desli" the index itself is lost with its parts (as in deaR); "fgnz" gives it. Under "bias" also
        magnitude, output_bias and input_bias, whose product is technical_change; all 1 with one input and one output.
    by_period, by_unit : DataFrame
        Geometric means over the changes of which every part is known, so that those of the parts multiply to the index's.
    frontier, decomposition, orientation, base : str
    periods : tuple
        In the order of time.
    notes : tuple of str
    measure : str
        "radial" or "slacks_based".
    intervals : DataFrame or None
        With `draws`. Columns period, unit, part (malmquist, efficiency_change or technical_change), estimate, bias,
        standard_error, lower, upper, significant (1 is outside the interval).
    draws : int or None
    level : float or None
        Of the intervals.
    seed : int or None
        None without draws or if a Generator was given.

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
    measure: str = "radial"
    intervals: pd.DataFrame | None = None
    draws: int | None = None
    level: float | None = None
    seed: int | None = None

    _shown: ClassVar = {
        "changes": "Productivity change", "by_period": "Geometric means by period", "by_unit": "Geometric means by unit",
        "intervals": "Intervals of productivity change",
    }  # fmt: skip

    def _method(self) -> tuple[Text, ...]:
        found = "Productivity change was measured by the Malmquist index ({orientation}), {base}; {parts}."
        base = self.base
        if self.frontier in ("pooled", "biennial"):
            base = "mixed" if (base, self.decomposition) == ("earlier", "ray_desli") else "one"
        values = {"base": BASES[base], "parts": DECOMPOSITIONS[self.decomposition]}
        drawn = [] if self.level is None else [Text(INTERVALS, level=100 * self.level, draws=self.draws)]
        return (
            Text(found, orientation=ORIENTATIONS[self.orientation], **values),
            *([BY_SLACKS] if self.measure == "slacks_based" else []),
            *spanned(self.notes, FRONTIER_NOTES.values()),
            *drawn,
        )

    def _finding(self) -> tuple[Text, ...]:
        known = int((self.changes["status"] == OPTIMAL).sum())
        if not known:
            return (Text("Of no change is every part known."), *self._found_intervals())
        mean = _mean(self.changes)
        total, _, technical, pure, size = (round(100 * (mean[key] - 1), 1) + 0.0 for key in PARTS)
        found = (
            "Productivity changed by {total:+.1f}% a period on average: technical change "
            "{technical:+.1f}%, pure efficiency {pure:+.1f}%, scale {scale:+.1f}%."
        )
        first = [Text(found, total=total, technical=technical, pure=pure, scale=size)]
        if known < len(self.changes):
            some = "The means are of {known:,} of {all:# change|# changes}: not every part of the others is known."
            first.append(Text(some, known=known, all=len(self.changes)))
        return (*first, *self._found_biases(), *self._found_intervals())

    def _found_biases(self) -> list[Text]:
        if self.decomposition != "bias":
            return []
        mean = _mean(self.changes)
        magnitude, outputs, inputs = (round(100 * (mean[key] - 1), 1) + 0.0 for key in BIASES)
        found = "Technical change is magnitude {magnitude:+.1f}%, output bias {outputs:+.1f}%, input bias {inputs:+.1f}%."
        return [Text(found, magnitude=magnitude, outputs=outputs, inputs=inputs)]

    def _found_intervals(self) -> list[Text]:
        if self.intervals is None:
            return []
        whole = self.intervals[self.intervals["part"] == "malmquist"]
        sure = whole[whole["significant"]]
        found = (
            "At {level:g}% confidence productivity rose in {up:,} and fell in {down:,} of {cases:# change|# changes}; the "
            "others cannot be told from no change."
        )
        up = int((sure["estimate"] > 1).sum())
        values = {"up": up, "down": len(sure) - up, "cases": len(whole)}
        return [Text(found, level=100 * (self.level or 0.0), **values)]

    def _tables(self) -> list[Table]:
        """Return DEAP's tables: changes of an interval's units, the geometric means of intervals and of units."""
        spans = intervals(self.periods)
        changes = by_interval(self.changes, spans)
        if (self.changes["status"] == OPTIMAL).all():
            changes = changes.drop(columns="status")
        mean = _mean(self.changes)
        by_period = by_interval(self.by_period.reset_index(), spans)
        frames = {
            "changes": changes,
            "by_period": with_last(by_period, mean, GEOMETRIC),
            "by_unit": with_last(self.by_unit.reset_index(), mean, GEOMETRIC),
        }
        cites = (
            "fare1994",
            *(
                key
                for kind in (self.decomposition, self.frontier, self.measure)
                for key in CITES.get(kind, ())
            ),
        )
        tables = [
            Table.of(
                Text(self._shown[key]), told(_as_deap(frame)), "dea", cites=cites if key == "changes" else ()
            )
            for key, frame in frames.items()
        ]
        return oriented(tables, self.orientation) + self._interval_tables(spans)

    def _interval_tables(self, spans: dict[Any, str]) -> list[Table]:
        if self.intervals is None:
            return []
        frame = told(by_interval(self.intervals, spans), part=DRAWN_WORDS)
        return [Table.of(Text(self._shown["intervals"]), frame, "dea", cites=("simarwilson1999",))]


def malmquist(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    frontier: Frontier | Literal["biennial"] = "period",
    orientation: Freedom = "output",
    *,
    decomposition: Decomposition = "fgnz",
    base: Base = "mean",
    width: int = 3,
    measure: Measure = "radial",
    draws: int | None = None,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
    progress: Progress = None,
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
    orientation : {"output", "input", "none"}
        Matters for the variable-returns components only; of slacks-based measures for all, and "none" is for these.
    decomposition : {"fgnz", "ray_desli", "bias"}
        "fgnz": technical change under constant returns. "ray_desli": technical change under variable returns,
        scale change measured on the reference frontier(s). "bias": as "fgnz", and technical change split into its
        magnitude at the earlier point and its output and input bias (radial, with a frontier for each period and their mean).
    base : {"mean", "earlier"}
        The geometric mean of both periods' indices, or the index on the earlier period's frontier. With
        "ray_desli" and a pooled or biennial frontier, "earlier" measures scale change on the earlier period's
        frontier (as the R package deaR does; the product is then no longer the constant-returns index).
    width : int
        Periods in a window.
    measure : {"radial", "slacks_based"}
        What an efficiency is: the radial score, or the slacks-based one (Tone, 2004), which counts every slack. Beyond
        a frontier it is that of super-efficiency; within its own period a unit has at most 1.
    draws : int, optional
        So many bootstrap draws for intervals of the index, efficiency change and technical change (Simar and Wilson,
        1999); at least 100, 2000 is usual. For the radial measure with frontier "period" and base "mean", where every
        unit is in every period. Units are drawn in the order of their names: the order of the rows changes nothing.
    level : float
        Of the intervals.
    rng : int or Generator
    progress : {"bar"}, callable or None
        Shows how far the draws are: a bar, or a function of (done, total, what).

    Returns
    -------
    Malmquist

    Raises
    ------
    FaultyInput
        Tables not indexed (period, unit), fewer than two periods, options that do not go together, or any fault of
        `radial`.
    UnsuitableMethod
        Zeros under the slacks-based measure; with draws, units without data in some period or without any output.

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
    Tone, K. (2004). Malmquist productivity index. In Cooper, W. W., Seiford, L. M. and Zhu, J. (eds.), Handbook on
    data envelopment analysis, 203-227. Springer.
    Fare, R., Grifell-Tatje, E., Grosskopf, S. and Lovell, C. A. K. (1997). Biased technical change and the Malmquist
    productivity index. Scandinavian Journal of Economics 99, 119-127.
    Simar, L. and Wilson, P. W. (1999). Estimating and bootstrapping Malmquist indices. European Journal of
    Operational Research 115, 459-471.

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

    With one input and one output technical change has no bias:

    >>> malmquist(x, y, decomposition="bias").changes[["magnitude", "output_bias", "input_bias"]].round(3).values.tolist()
    [[1.1, 1.0, 1.0], [1.1, 1.0, 1.0]]
    """
    faults = wanted(
        frontier=(frontier, choice(*FRONTIER_NOTES)),
        width=(width, COUNT),
        orientation=(orientation, FREEDOM),
        decomposition=(decomposition, choice(*DECOMPOSITIONS)),
        base=(base, choice("mean", "earlier")),
        measure=(measure, choice("radial", "slacks_based")),
        draws=(draws, optional(DRAWS)),
        level=(level, SHARE),
        rng=(rng, SEED),
        progress=(progress, PROGRESS),
    )
    faults += _apart(frontier, orientation, decomposition, base, measure, draws)
    with faults:
        data = _panel(inputs, outputs)
    faults.raise_all()
    if measure == "slacks_based":
        _refuse_zeros(
            data, data.columns, "every amount divides its slack; leave it out, or choose measure='radial'"
        )
    if draws is not None:
        refuse_undrawable(data)
    generator, seed = generator_of(rng)
    own = (
        frontier if frontier in ("sequential", "window") else "period"
    )  # of both periods, for efficiency change
    tables, drawn, idle, notes = [], [], [], [Note(FRONTIER_NOTES[frontier], width=width)]
    pairs = list(pairwise(spans(data.units, own, width)))
    with following(progress, len(pairs) * 4 * (draws or 0)):
        for before, after in pairs:
            units, first, second = _both(data, before.rows, after.rows)
            notes += _absent(data, before, after)
            pooled = np.arange(data.n) if frontier == "pooled" else np.concatenate([before.rows, after.rows])
            measured = Pair(data, orientation, measure, before.pool, after.pool, pooled, first, second)
            with np.errstate(divide="ignore", invalid="ignore"):
                found = changes(measured, frontier, decomposition, base)
            idle.append((data.y[first] == 0).all(axis=1) | (data.y[second] == 0).all(axis=1))
            notes += _idle(units[idle[-1]].tolist(), before, after)
            tables.append(_labelled(pd.DataFrame(found), after.period, units))
            if draws is not None:
                some = intervals_of(found, drawn_changes(measured, units, draws, generator), level)
                drawn.append(_labelled(some, after.period, np.tile(units, 3)))
    table = pd.concat(tables, ignore_index=True)
    lost = table[list(found)].isna().any(axis=1)
    table["status"] = np.where(lost, INFEASIBLE, OPTIMAL).astype(object)
    notes += _lost(int((lost & ~np.concatenate(idle)).sum()), len(table), decomposition)
    return Malmquist(
        table, _means(table, "period"), _means(table, "unit"), frontier, decomposition, orientation, tuple(notes), base,
        tuple(ordered(data.units.get_level_values(0))), measure,
        pd.concat(drawn, ignore_index=True) if drawn else None,
        draws, None if draws is None else level, None if draws is None else seed,
    )  # fmt: skip


def _labelled(table: pd.DataFrame, period: Any, units: Any) -> pd.DataFrame:
    table.insert(0, "unit", units)
    table.insert(0, "period", [period] * len(units))
    return table


def _apart(
    frontier: object, orientation: object, decomposition: object, base: object, measure: object, draws: object
) -> Faults:
    """Return which options do not go together."""
    faults, radial = Faults(), chose(measure, "radial")
    if radial and chose(orientation, "none"):
        way_out = "choose 'input' or 'output', or measure='slacks_based'"
        faults.append(Fault("orientation", "is 'none', which the radial measure cannot be", way_out))
    plain = radial and chose(base, "mean") and not chose(frontier, "pooled", "biennial")
    if chose(decomposition, "bias") and not plain:
        problem = "the biases are of radial distances between the frontiers of two periods, and their mean"
        faults.append(
            Fault("decomposition", problem, "leave measure, base and frontier out, or decomposition='bias'")
        )
    if draws is not None and not (plain and chose(frontier, "period")):
        problem = "intervals are for radial distances to the frontiers of both periods, and their mean"
        faults.append(Fault("draws", problem, "leave measure, base and frontier out, or draws"))
    return faults


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


def _idle(names: list[Any], before: Span, after: Span) -> list[Note]:
    note = "{units}: no output in {before} or {after}, so that productivity has no ratio"
    return [Note(note, units=names, before=before.period, after=after.period)] * bool(names)


def _lost(count: int, of: int, decomposition: str) -> list[Note]:
    """Return how many changes have a part without a solution, and what gives their index."""
    if not count:
        return []
    note = (
        "{count} of {all:# change has|# changes have} no feasible solution and are left out of the means; "
        "frontier='pooled' has none of these"
    )
    notes = [Note(note, count=count, all=of)]
    if decomposition == "ray_desli":
        other = "decomposition='fgnz' gives an index to these too: variable returns between two periods' frontiers have none"
        notes.append(Note(other))
    return notes


def _as_deap(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table in DEAP's order and words, the status last."""
    first = [key for key in frame if key not in DEAP and key != "status"]
    last = [key for key in frame if key == "status"]
    first, biases = [key for key in first if key not in BIASES], [key for key in BIASES if key in frame]
    return frame[[*first, *DEAP, *biases, *last]].rename(columns=DEAP)


def _known(table: pd.DataFrame) -> pd.DataFrame:
    """Return the logarithms of the parts, where all of them are known: of others the parts' means do not multiply."""
    parts = [name for name in (*PARTS, *BIASES) if name in table]
    return table[parts].where(table["status"] == OPTIMAL).transform("log")


def _mean(table: pd.DataFrame) -> pd.Series:
    """Return the geometric means of all changes."""
    return _known(table).mean().transform("exp")


def _means(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return geometric means by period or unit."""
    return _known(table).groupby(table[by], sort=False).mean().transform("exp")
