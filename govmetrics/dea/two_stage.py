"""Two-stage networks (两阶段网络模型): inputs make intermediate products, and these make the outputs.

References
----------
Kao, C., & Hwang, S.-N. (2008). Efficiency decomposition in two-stage data envelopment analysis: an application
to non-life insurance companies in Taiwan. European Journal of Operational Research, 185, 418-429. Chen, Y.,
Cook, W. D., Li, N., & Zhu, J. (2009). Additive efficiency decomposition in two-stage DEA. European Journal of
Operational Research, 196, 1170-1176.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, UnsuitableMethod, each
from govmetrics.core.labels import row_label
from govmetrics.core.options import choice, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._cell_faults import OUTPUT, cell_faults
from govmetrics.dea._efficiency import EFFICIENT_WITHIN
from govmetrics.dea._frontiers import Frontier, by_frontier, frontier_faults, spanned
from govmetrics.dea._idle import NOTHING
from govmetrics.dea._observe import Amounts, Observed, frame_of, labelled, observe
from govmetrics.dea._words import DMUS, RETURNS, labels, told
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.family import FamilyAnswers, family_of
from govmetrics.dea.engine.frontier import spanning
from govmetrics.dea.engine.solve_family import solve_family

METHODS = {
    "product": "Efficiency of the two-stage process was measured with the relational model ({returns}): overall efficiency is "
    "the product of the stages'.",
    "additive": "Efficiency of the two-stage process was measured with the additive model ({returns}): overall efficiency is "
    "the mean of the stages', weighted by the resources that each uses.",
}
STAGES = {"first": Text("the first stage"), "second": Text("the second stage")}
CITES = {"product": ("kaohwang2008",), "additive": ("chen2009",)}


@dataclass(frozen=True, eq=False)
class TwoStage(Result):
    """Efficiency of a two-stage process and of its stages.

    Attributes
    ----------
    scores : Series
        Overall efficiency in [0, 1].
    first, second : Series
        Efficiency of the stages: their product (model "product"), or their weighted mean (model "additive"), is
        the overall efficiency. Stages are seldom unique: these give the stage in `priority` its largest value.
    shares : DataFrame
        Weight of each stage in the additive model; NaN in the product model.
    input_weights, intermediate_weights, output_weights : DataFrame
        Multipliers v, w and u at which the stages are as reported.
    efficient : Series
        "strong" if both stages are efficient, "first" or "second" if one is, else "no".
    model, returns, priority : str
        As asked for.
    error : Series
        Largest violation of the optimality conditions, relative.
    notes : tuple of str
        Units with a stage that has no weight, or is negative (additive model).

    See Also
    --------
    two_stage
    """

    scores: pd.Series
    first: pd.Series
    second: pd.Series
    shares: pd.DataFrame
    input_weights: pd.DataFrame
    intermediate_weights: pd.DataFrame
    output_weights: pd.DataFrame
    efficient: pd.Series
    model: str
    returns: str
    priority: str
    error: pd.Series
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"_table": "Efficiency of both stages", "shares": "Weights of the stages"}

    def _method(self) -> tuple[Text, ...]:
        return (
            Text(METHODS[self.model], returns=RETURNS[self.returns]),
            Text(
                "Where the stages are not unique, {stage} was given its largest efficiency.",
                stage=STAGES[self.priority],
            ),
            *spanned(self.notes),
        )

    @property
    def _table(self) -> pd.DataFrame:
        columns = {"overall": self.scores, "first": self.first, "second": self.second}
        return pd.DataFrame({**columns, "efficient": self.efficient})

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Mean efficiency of {rows}: overall {overall}, first stage {first}, second "
            "stage {second}; the first stage is the weaker one in {weaker}."
        )
        return (
            Text(
                found, rows=counted(self.scores.index, DMUS), overall=_mean(self.scores), first=_mean(self.first),
                second=_mean(self.second), weaker=counted(self.scores.index[self.first < self.second], DMUS),
            ),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        weights = [self.input_weights, self.intermediate_weights, self.output_weights]
        names = labels(*(weight.columns for weight in weights))
        caption = Text("Weights of inputs, intermediate products and outputs")
        return [
            Table.of(
                Text(self._shown["_table"]),
                told(self._table.rename(columns={"overall": "both"})),
                "dea",
                cites=CITES[self.model],
            ),
            Table.of(Text(self._shown["shares"]), self.shares, "dea"),
            Table.of(caption, pd.concat(weights, axis=1), "dea", names),
        ]


def two_stage(
    inputs: Amounts,
    intermediates: Amounts,
    outputs: Amounts,
    model: Literal["product", "additive"] = "product",
    returns: Literal["constant", "variable"] = "constant",
    priority: Literal["first", "second"] = "first",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> TwoStage:
    r"""Return the efficiency of a two-stage process and of both stages.

    "product" (Kao and Hwang's relational model): :math:`\max u y_o` with :math:`v x_o = 1`,
    :math:`w z_j \le v x_j` and :math:`u y_j \le w z_j` for every unit j; overall = first x second.
    "additive" (Chen et al.): :math:`\max (w z_o + u y_o)` with :math:`v x_o + w z_o = 1`; overall is the mean of
    the stages weighted by the resources each uses.

    The second stage of a unit without any output has the efficiency 0 under constant returns, and with it the product: its
    first stage is then given its largest efficiency, whatever the priority.

    Parameters
    ----------
    inputs, intermediates, outputs : DataFrame or array (units, columns)
        All outputs of the first stage are the inputs of the second, at the same worth.
    model : {"product", "additive"}
    returns : {"constant", "variable"}
        The product model is linear only under constant returns.
    priority : {"first", "second"}
        Which stage gets its largest efficiency among the optimal multipliers.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    TwoStage

    Raises
    ------
    UnsuitableMethod
        The product model with variable returns.
    FaultyInput
        Faults of the tables, as in `radial`; a unit without any intermediate product.

    References
    ----------
    Kao, C. and Hwang, S.-N. (2008). Efficiency decomposition in two-stage data envelopment analysis: an
    application to non-life insurance companies in Taiwan. European Journal of Operational Research 185,
    418-429. Chen, Y., Cook, W. D., Li, N. and Zhu, J. (2009). Additive efficiency decomposition in two-
    stage DEA. European Journal of Operational Research 196, 1170-1176.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, z, y = pd.Series([2.0, 2, 4], name="staff"), pd.Series([2.0, 1, 4], name="cases"), [2.0, 1, 2]
    >>> two_stage(x, z, pd.Series(y, name="solved")).to_frame()[["overall", "first", "second"]].round(3).to_dict("list")
    {'overall': [1.0, 0.5, 0.5], 'first': [1.0, 0.5, 1.0], 'second': [1.0, 1.0, 0.5]}
    """
    faults = wanted(
        model=(model, choice("product", "additive")),
        returns=(returns, choice("constant", "variable")),
        priority=(priority, choice("first", "second")),
    )
    faults += frontier_faults(frontier, width)
    with faults:
        left = labelled(inputs, "input", frame_of(outputs, "output").index)
        stage = observe(left, labelled(intermediates, "intermediate", left.index), warn=False, idle=True)
        faults += _of_nothing(stage)
    with faults:
        faults += cell_faults(frame_of(outputs, "output"), OUTPUT, idle=True)
    faults.raise_all()
    other = observe(pd.DataFrame(stage.y, stage.units, stage.outputs), outputs, warn=False, idle=True)
    if model == "product" and returns != "constant":
        problem = "the product model is not linear under variable returns"
        way_out = "choose returns='constant' or model='additive'"
        raise UnsuitableMethod("returns", problem, way_out)

    def found(part: Observed) -> TwoStage:
        rows = stage.units.get_indexer(part.units)
        return _solved(part, other.take(rows), model, returns, priority)

    return by_frontier(stage, frontier, width, found)


def _of_nothing(stage: Observed) -> list[Fault]:
    """Return a fault for each unit without any intermediate product."""
    way_out = (
        "leave the unit out: its second stage has no efficiency, and any output it has would come from nothing, so that the "
        "output's weight would be 0 for every unit"
    )
    return each(
        np.flatnonzero((stage.y == 0).all(axis=1)).tolist(),
        lambda i: Fault(place_of(stage.units[i]), "all intermediate products are zero", way_out),
    )


def _solved(stage: Observed, other: Observed, model: str, returns: str, priority: str) -> TwoStage:
    overall, weights, error = _two_stage(stage.x, stage.y, other.y, model == "additive", returns, priority)
    v, w, u, a, b = weights
    index = stage.units
    used = np.column_stack([(v * stage.x).sum(axis=1), (w * stage.y).sum(axis=1)])
    made = np.column_stack([used[:, 1] + a, (u * other.y).sum(axis=1) + b])
    bearing = used > EFFICIENT_WITHIN * used.max(axis=1, keepdims=True)
    one, two = np.divide(made, used, out=np.full(used.shape, np.nan), where=bearing).T
    share = used / used.sum(axis=1, keepdims=True) if model == "additive" else np.full(used.shape, np.nan)
    top = np.column_stack([one, two]) >= 1 - EFFICIENT_WITHIN
    kind = np.select([top.all(axis=1), top[:, 0], top[:, 1]], ["strong", "first", "second"], "no")
    return TwoStage(
        pd.Series(overall, index=index, name="overall"),
        pd.Series(one, index=index, name="first"),
        pd.Series(two, index=index, name="second"),
        pd.DataFrame(share, index=index, columns=["first", "second"]),
        pd.DataFrame(v, index=index, columns=stage.inputs),
        pd.DataFrame(w, index=index, columns=stage.outputs),
        pd.DataFrame(u, index=index, columns=other.outputs),
        pd.Series(kind, index=index, name="efficient"),
        model,
        returns,
        priority,
        pd.Series(error, index=index, name="error"),
        (*_nothing(index[(other.y == 0).all(axis=1)], model), *_notes(index, one, two)),
    )


def _nothing(idle: pd.Index, model: str) -> tuple[str, ...]:
    return (Note(NOTHING, units=idle),) if len(idle) and model == "product" else ()


def _notes(units: pd.Index, one: Floats, two: Floats) -> tuple[str, ...]:
    noted = {
        "{units:5}: the first stage has no weight, so its efficiency is undefined": np.isnan(one),
        "{units:5}: the second stage has no weight, so its efficiency is undefined": np.isnan(two),
    }
    notes = [Note(note, units=units[which]) for note, which in noted.items() if which.any()]
    below = (
        "{units:5}: {stage}'s efficiency is negative; under variable returns the additive model allows it, where the stage's "
        "intercept takes away more than it makes; it says no more than far from efficient: compare the overall scores, or choose "
        "returns='constant'"
    )
    for name, values in (("first", one), ("second", two)):
        which = np.nan_to_num(values) < -EFFICIENT_WITHIN
        pairs = zip(units[which], values[which], strict=True)
        found = [Text("{unit} ({value:.4f})", unit=row_label(unit), value=value) for unit, value in pairs]
        if found:
            notes.append(Note(below, units=found, stage=STAGES[name]))
    return tuple(notes)


def _mean(values: pd.Series) -> str:
    mean = float(values.mean())
    return "–" if np.isnan(mean) else f"{mean:.4f}"


def _two_stage(
    x: Floats, z: Floats, y: Floats, additive: bool, returns: str, priority: str
) -> tuple[Floats, tuple[Floats, ...], Floats]:
    """Return overall efficiency (n,), multipliers v, w, u and intercepts of both stages, and errors (n,).

    The programs are the duals (envelopment forms) of the models; their dual values are the multipliers.
    First the overall score E; then, with v x = 1 and the overall score kept at E, the largest (smallest)
    efficiency of the first stage.
    """
    n, m, d, s = len(x), x.shape[1], z.shape[1], y.shape[1]
    rows = _Rows(x, z, y, returns)
    theta = np.zeros((n, rows.p))
    theta[:, :m] = rows.point[:, :m]
    rhs = np.zeros((n, rows.p))
    rhs[:, m + d :] = rows.point[:, m + d :]
    if additive:
        theta[:, m : m + d] = rhs[:, m : m + d] = rows.point[:, m : m + d]
    first = rows.solve(theta[:, :, None], np.ones((n, 1)), rhs)
    E = first.objective
    ones = np.zeros((n, rows.p))  # the stages' intercepts
    ones[:, m + d + s :] = 1.0
    # u y + (1 - E) w z + intercepts = E with v x = 1 (additive); u y = E (product).
    phi = np.zeros((n, rows.p))
    phi[:, m + d :] = rows.point[:, m + d :]
    phi[:, m : m + d] = (1.0 - E[:, None]) * rows.point[:, m : m + d] if additive else 0.0
    theta = np.zeros((n, rows.p))
    theta[:, :m] = rows.point[:, :m]
    aim = np.zeros((n, rows.p))
    aim[:, m : m + d] = rows.point[:, m : m + d]
    if returns == "variable":
        aim[:, m + d + s] = 1.0
    # Where nothing is made in the end, the second stage is 0 whatever the weights: only the first has a largest value.
    free = (y == 0).all(axis=1) & (not additive)
    sense = np.where(free, 1.0, 1.0 if priority == "first" else -1.0)[:, None]
    second = rows.solve(np.stack([theta, phi], axis=2), np.column_stack([np.ones(n), E]), sense * aim)
    # Where the first stage can have no weight at all, v x = 1 is impossible: the overall multipliers stand.
    lost = ~second.feasible
    weights = rows.multipliers(np.where(lost[:, None], first.duals, second.duals))
    return E, weights, np.where(lost, first.error, np.maximum(first.error, second.error))


FEW = 240
"""Up to so many units each program goes to HiGHS alone: of equal answers users keep the one they have."""


class _Rows:
    """The rows of both stages: inputs, intermediates, outputs and, with variable returns, two rows of ones."""

    def __init__(self, x: Floats, z: Floats, y: Floats, returns: str) -> None:
        n, self.m, self.d, self.s = len(x), x.shape[1], z.shape[1], y.shape[1]
        self.variable = returns == "variable"
        zero = np.zeros_like
        one, none = np.ones((n, 1)), np.zeros((n, 1))
        stages = [[-x, z, zero(y)], [zero(x), -z, y]]
        if self.variable:
            stages = [[*stages[0], one, none], [*stages[1], none, one]]
        self.columns = np.vstack([np.hstack(stage) for stage in stages]).T
        amounts = np.hstack([x, z, y] + ([one, one] if self.variable else []))
        size = np.where(amounts > 0, amounts, amounts.max(axis=0))
        self.point, self.scale, self.p = amounts / size, 1.0 / size, amounts.shape[1]

        sign = np.repeat([1.0, -1.0], [self.m, self.d]), np.repeat([1.0, -1.0], [self.d, self.s])
        of_each = spanning(np.hstack([x, z]), sign[0], returns), spanning(np.hstack([z, y]), sign[1], returns)
        self.over = np.concatenate([of_each[0], n + of_each[1]])

    def solve(self, own: Floats, cost: Floats, rhs: Floats) -> FamilyAnswers:
        """Minimise cost over the programs' own free columns (n, p, e); rows are >=, rows of ones are =."""
        n, e, m, d = len(rhs), own.shape[2], self.m, self.d
        q = m + d + self.s
        slack = np.zeros((n, self.p, q))
        slack[:, np.arange(q), np.arange(q)] = -1.0
        stay = (self.columns[:, :n] + self.columns[:, n:]).T * self.scale  # lambda_o = mu_o = 1
        keep = (self.columns[:, :n] * self.scale.T).T
        both = np.concatenate([own, stay[:, :, None], keep[:, :, None], slack], axis=2)
        costs = np.column_stack([cost, np.zeros((n, q + 2))])
        free = np.arange(both.shape[2]) < e
        begin, drop = self._begin(own, rhs) if n > FEW else (None, None)
        family = family_of(self.columns, self.scale, both, costs, rhs, free, drop=drop, begin=begin)
        return solve_family(family, over=self.over)

    def _begin(self, own: Floats, rhs: Floats) -> tuple[Floats, Ints]:
        """Return a first column (n, p) that meets the right side, and the own columns not beside it (n, k).

        The free columns stand beside it at 0: the first in the row of an input, a second in the row of an output.
        """
        n, e, m, q = len(rhs), own.shape[2], self.m, self.m + self.d + self.s
        stay, keep, slack = e, e + 1, e + 2
        first = slack + own[:, :m, 0].argmax(
            axis=1
        )  # the row of an input, which says what the first free column is
        begin, out = rhs.copy(), [np.full(n, stay), first]
        if e == 2 or not self.variable:
            out.append(np.full(n, keep))
        if not self.variable:
            row = m + np.abs(rhs[:, m:q]).argmax(axis=1)
            nothing = np.flatnonzero(rhs[np.arange(n), row] == 0)
            begin[nothing, row[nothing]] = 1.0
            out.append(slack + row)
            if e == 2:  # the row of an output says what the second is; without any output it stands aside
                made = own[:, m + self.d : q, 1]
                out.append(np.where(made.any(axis=1), slack + m + self.d + made.argmax(axis=1), 1))
        return begin, np.stack(out, axis=1)

    def multipliers(self, duals: Floats) -> tuple[Floats, ...]:
        """Return v, w, u in the reciprocal of the data's units, and the two intercepts."""
        price = duals * self.scale
        cuts = np.cumsum([self.m, self.d, self.s])
        v, w, u, rest = np.split(price, cuts, axis=1)
        none = np.zeros(len(price))
        return (v, w, u, rest[:, 0], rest[:, 1]) if self.variable else (v, w, u, none, none)
