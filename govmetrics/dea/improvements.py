"""Improvements (改进方案) of one unit: what to change, by how much, learning from whom, in words.

References
----------
Seiford, L. M., & Zhu, J. (2003). Context-dependent data envelopment analysis: measuring attractiveness and
progress. Omega, 31, 397-408 (the layers of the stepwise plan). Aparicio, J., Ruiz, J. L., & Sirvent, I. (2007),
as in `closest_targets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.nodes import unit_of
from govmetrics.core.options import choice, instance, optional, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.warn import silent
from govmetrics.core.words import Label, Text
from govmetrics.dea._cell_faults import OUTPUT
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, Efficiency
from govmetrics.dea._frontiers import Frontier, frontier_faults, frontiers_of, spanned
from govmetrics.dea._observe import Amounts, observe
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, above_zero, chose, is_among
from govmetrics.dea._words import assumed, told
from govmetrics.dea.closest_targets import closest_targets
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.radial import radial

Way = Literal["radial", "closest", "stepwise"]
WAY = choice("radial", "closest", "stepwise")
TREE = optional(instance(IndicatorTree, Text("read the tree first: read_tree(...)")))
METHODS = {
    "radial": "Targets come from the radial model with slacks ({orientation}, {returns}).",
    "closest": "Targets are the closest points of the efficient frontier ({returns}): the least sum of relative changes.",
    "stepwise": "Targets come in steps from layers of ever better units, each by the radial model ({orientation}, {returns}).",
    "given": "Targets and peers are those of the given model ({orientation}, {returns}).",
}
SMALL = 5e-4  # relative changes below this are not worth a sentence


@dataclass(frozen=True, eq=False)
class Improvements(Result):
    """Targets for one unit.

    Attributes
    ----------
    unit : hashable
    score : float
        Today's score by the plan's model.
    changes : DataFrame
        One row per step and column: step (1 unless stepwise), column, kind ("input" or "output"), now, target,
        change, percent (of what it is now; NaN from zero), whole (the column has whole numbers only).
    peers : DataFrame
        step, peer, weight: whose practice the target mixes.
    by : str
    orientation, returns : str
    names : DataFrame
        Per column its names `en` and `zh` and its unit of measure.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    improvements
    """

    unit: Any
    score: float
    changes: pd.DataFrame
    peers: pd.DataFrame
    by: str
    orientation: str
    returns: str
    names: pd.DataFrame
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"changes": "Improvements", "peers": "Whom to learn from"}

    _cites: ClassVar = ("cooperseifordtone2007", "aparicio2007", "seifordzhu2003")

    def _method(self) -> tuple[Text, ...]:
        values = assumed(self.orientation, self.returns)
        return (Text(METHODS[self.by], **values), *spanned(self.notes))

    def _finding(self) -> tuple[Text, ...]:
        percent = self.changes["percent"]
        if not (percent.abs() / 100 > SMALL).any() and not percent.isna().any():
            return (Text("{unit} is efficient: no unit or mixture of units does better.", unit=self.unit),)
        last = int(self.changes["step"].max())
        texts = []
        for step, part in self.changes.groupby("step"):
            text = _sentence(part, self.names)
            texts.append(
                Text("Step {step} of {last}: {what}", step=step, last=last, what=text) if last > 1 else text
            )
            texts += _learn(self.peers[self.peers["step"] == step], self.unit)
        return tuple(texts)

    def _tables(self) -> list[Table]:
        kinds = {"input": Text("input"), "output": Text("output")}
        columns = self.changes["column"]
        named = dict(zip(columns, (self._name(column) for column in columns), strict=True))
        changes = told(self.changes.drop(columns="whole"), kind=kinds, column=named)
        frames = {"changes": changes, "peers": self.peers}
        return [Table.of(Text(self._shown[key]), frame, "dea") for key, frame in frames.items() if len(frame)]

    def _name(self, column: Any) -> Label:
        return Label(self.names.loc[column, "en"], self.names.loc[column, "zh"])


def improvements(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    unit: Any = None,
    by: Way | Efficiency = "radial",
    orientation: Orientation = "input",
    returns: Returns = "variable",
    tree: IndicatorTree | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Improvements:
    r"""Say what would make a unit efficient.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns), or a `Dataset` with roles as `inputs` alone
    unit : label
        The unit; (period, unit) where the tables are indexed so.
    by : {"radial", "closest", "stepwise"} or Efficiency
        "radial": all inputs (outputs) in proportion, then the slacks; "closest": the least sum of relative
        changes (mixed-integer; ignores the orientation); "stepwise": radial through the layers of ever better
        units, so that each step's peers are within reach; or a result of any model of the same tables, such as
        `slacks_based`, whose targets and peers are then put in words; orientation and returns are the model's.
    orientation : {"input", "output"}
        "input": same result with less; "output": more with the same.
    returns : {"variable", "constant", "increasing", "decreasing"}
        "closest" takes the first two.
    tree : IndicatorTree, optional
        Gives columns that are its codes their names and units of measure; a Dataset brings its own.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Improvements

    Raises
    ------
    FaultyInput
        Faults of the tables; a model's result that is of others.
    UnsuitableMethod
        No such unit, or a model's result without targets for it.

    References
    ----------
    Aparicio, J., Ruiz, J. L. and Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-
    efficient frontier in DEA. Journal of Productivity Analysis 28, 209-218. Seiford, L. M. and Zhu, J.
    (2003). Context-dependent data envelopment analysis: measuring attractiveness and progress. Omega 31,
    397-408.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [20, 25], "budget": [10.5, 21.0]}, index=["East", "West"])
    >>> y = pd.DataFrame({"cases": [100, 100]}, index=["East", "West"])
    >>> plan = improvements(x, y, "West")
    >>> plan.summary()
    'Same result with 20% fewer staff (25 → 20), 50% less budget (21 → 10.5). Learn from East.'
    >>> plan.summary("zh")
    '产出不变的情况下，staff减少20%（25→20）、budget减少50%（21→10.5）。标杆单元：East。'
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS), tree=(tree, TREE))
    faults += frontier_faults(frontier, width)
    if not isinstance(by, Efficiency):
        faults += wanted(by=(by, WAY))
    with faults:
        idle = (
            isinstance(by, Efficiency)
            or chose(by, "radial")
            or (chose(by, "closest") and chose(returns, "variable"))
        )
        data = observe(inputs, outputs, warn=False, idle=idle)  # the model warns
    faults.raise_all()
    tree = getattr(inputs, "tree", None) if tree is None else tree
    if not is_among(unit, data.units):
        way_out = "name a unit of the tables"
        raise UnsuitableMethod(
            unit if isinstance(unit, str) and unit else shown(unit), "is not among the units", way_out
        )
    parts, note = frontiers_of(data.units, frontier, width)
    at = data.units.get_loc(unit)
    if isinstance(by, Efficiency):
        _refuse_others(by, [*data.inputs, *data.outputs])
        orientation, returns = by.orientation, by.returns  # type: ignore[assignment]
    asks = by.model == "radial" if isinstance(by, Efficiency) else by == "radial"
    if asks and not (
        data.y[at].any() or above_zero(orientation, returns)
    ):  # it needs nothing, or makes more without bound
        raise FaultyInput(place_of(unit), OUTPUT.unit_of_zeros, "leave the unit out: it cannot be compared")
    data = data.take(next(part.pool for part in parts if at in part.rows))
    x = pd.DataFrame(data.x, index=data.units, columns=data.inputs)
    y = pd.DataFrame(data.y, index=data.units, columns=data.outputs)
    if isinstance(by, Efficiency):
        model, steps = "given", [_step(by, unit)]
    elif by == "stepwise":
        model, steps = by, _steps(x, y, unit, orientation, returns)
    elif by == "closest":
        model, steps = by, [_step(closest_targets(x, y, [unit], returns, frontier="pooled"), unit)]
    else:
        model, steps = by, [_step(radial(x, y, orientation, returns, frontier="pooled"), unit)]
    return Improvements(
        unit,
        steps[0][0],
        _changes(x, y, unit, [target for _, target, _ in steps]),
        pd.concat([peers.assign(step=k)[["step", "peer", "weight"]] for k, (_, _, peers) in enumerate(steps, 1)],
                  ignore_index=True),
        model,
        orientation,
        returns,
        _names([*x.columns, *y.columns], tree),
        () if isinstance(by, Efficiency) else note,
    )  # fmt: skip


Step = tuple[float, pd.Series, pd.DataFrame]


def _refuse_others(by: Efficiency, columns: list[Any]) -> None:
    """Refuse a result of other inputs and outputs than the tables'."""
    apart = pd.Index(columns, dtype=object).symmetric_difference(list(by.targets.columns), sort=False)
    if len(apart):
        problem = "is of other inputs and outputs than the tables: {columns:10}"
        raise FaultyInput("by", problem, "give the result of a model of these tables", columns=[*apart])


def _step(found: Efficiency, unit: Any) -> Step:
    """Return a model's score, targets and peers of a unit."""
    if unit not in found.scores.index or found.targets.loc[[unit]].isna().to_numpy().any():
        way_out = "choose a model that reaches it, such as by='radial'"
        raise UnsuitableMethod(place_of(unit), "has no target in this result", way_out)
    peers = found.peers[found.peers["unit"] == unit].sort_values("weight", ascending=False, kind="stable")
    return float(found.scores[unit]), found.targets.loc[unit], peers[["peer", "weight"]]


def _steps(
    x: pd.DataFrame, y: pd.DataFrame, unit: Any, orientation: Orientation, returns: Returns
) -> list[Step]:
    """Return the projections through the layers: peel off efficient units until the unit is one itself."""
    layers, rest = [], x.index
    while unit in rest:
        scores = radial_scores(x.loc[rest].to_numpy(float), y.loc[rest].to_numpy(float), orientation, returns)
        layers.append(rest[scores >= 1 - EFFICIENT_WITHIN])
        rest = rest.difference(layers[-1], sort=False)
    steps = []
    here_x, here_y = x.loc[[unit]], y.loc[[unit]]
    for layer in layers[-2::-1] or layers:
        with silent():  # a layer may well be small
            found = radial(here_x, here_y, orientation, returns, reference=(x.loc[layer], y.loc[layer]))
        steps.append(_step(found, unit))
        here_x, here_y = found.targets[x.columns], found.targets[y.columns]
    overall = radial_scores(x.to_numpy(float), y.to_numpy(float), orientation, returns)
    return [(float(overall[x.index.get_loc(unit)]), *steps[0][1:]), *steps[1:]]


def _changes(x: pd.DataFrame, y: pd.DataFrame, unit: Any, targets: list[pd.Series]) -> pd.DataFrame:
    both = x.join(y)
    whole = (both == both.round()).all()
    now, rows = both.loc[unit], []
    for step, reached in enumerate(targets, 1):
        target = reached[both.columns]
        for column, had, aim in zip(both.columns, now, target, strict=True):
            change = float(aim - had)
            change = 0.0 if abs(change) <= 1e-9 * max(abs(had), abs(aim)) else change
            percent = 100 * change / had if had != 0 else (np.nan if change else 0.0)
            kind = "input" if column in x.columns else "output"
            rows.append((step, column, kind, had, had + change, change, percent, whole[column]))
        now = target
    names = ["step", "column", "kind", "now", "target", "change", "percent", "whole"]
    return pd.DataFrame(rows, columns=names)


def _names(columns: list[Any], tree: Any) -> pd.DataFrame:
    rows = []
    for column in columns:
        node = tree[column] if tree is not None and column in tree else None
        both = (
            (node.label("en"), node.label("zh"), unit_of(node))
            if node is not None
            else (str(column), str(column), Label(""))
        )
        rows.append(both)
    return pd.DataFrame(rows, index=columns, columns=["en", "zh", "unit"], dtype=object)


def _sentence(part: pd.DataFrame, names: pd.DataFrame) -> Text:
    """Say what changes in one step."""
    told = part[part["percent"].isna() | (part["percent"].abs() / 100 > SMALL)]
    less = [_phrase(row, names) for row in told[told["change"] < 0].itertuples(index=False)]
    more = [_phrase(row, names) for row in told[told["change"] >= 0].itertuples(index=False)]
    if less and more:
        return Text("With {less:99}, {more:99}.", less=less, more=more)
    if less:
        return Text("Same result with {less:99}.", less=less)
    return Text("With the same means {more:99}.", more=more)


def _phrase(row: Any, names: pd.DataFrame) -> Text:
    english, chinese, unit = names.loc[row.column, ["en", "zh", "unit"]]
    now, target = f"{row.now:.4g}", f"{row.target:.4g}"
    amounts = Label(f"{now} → {target} {unit}".strip(), f"{now}→{target}{unit.say('zh')}")
    values: dict[str, str] = {"name": Label(english, chinese), "amounts": amounts}
    if np.isnan(row.percent):
        if row.change < 0:
            return Text("less {name} ({amounts})", **values)
        return Text("more {name} ({amounts})", **values)
    values["size"] = f"{abs(row.percent):.{0 if abs(row.percent) >= 1 else 1}f}"
    if row.change > 0:
        return Text("{size}% more {name} ({amounts})", **values)
    if row.whole:
        return Text("{size}% fewer {name} ({amounts})", **values)
    return Text("{size}% less {name} ({amounts})", **values)


def _learn(peers: pd.DataFrame, unit: Any) -> list[Text]:
    """Name the peers with their shares of the mixture; nothing if the unit has no peer but itself."""
    peers = peers[(peers["peer"] != unit) & (peers["weight"] > SMALL)]
    if peers.empty:
        return []
    names = [place_of(peer) for peer in peers["peer"]]
    if len(names) > 1:
        shares = 100 * peers["weight"] / peers["weight"].sum()
        pairs = list(zip(names, shares, strict=True))
        names = [Label(f"{name} ({share:.0f}%)", f"{name}（{share:.0f}%）") for name, share in pairs]
    return [Text("Learn from {peers:99}.", peers=names)]
