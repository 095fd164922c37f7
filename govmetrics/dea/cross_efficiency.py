"""Cross-efficiency: every unit judged by every unit's best weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.dataset import Dataset
from govmetrics.core.options import FLAG, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._words import labels
from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage
from govmetrics.dea.engine.distances import distances, frontier
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.projection import Technology, radial_points, technology
from govmetrics.dea.engine.simplex import maximise

Goal = Literal["arbitrary", "benevolent", "aggressive"]
GOALS = {
    "arbitrary": Text("of several optimal weights the solver's were taken"),
    "benevolent": Text("of several optimal weights those best for the other units were taken (benevolent)"),
    "aggressive": Text("of several optimal weights those worst for the other units were taken (aggressive)"),
}
MANY = 2000
"""Up to so many units the matrix of what each says of each is kept without being asked for."""
CELLS = 1_000_000
"""Of the matrix in memory at once, where it is not kept."""
_LEFT_OUT = "what each of the {rows:# unit|# units} says of each is left out, for it was not asked for"
_NOT_UNIQUE = Note(
    "arbitrary weights: a rater's other optimal weights would give other cross-efficiencies; "
    "choose goal='benevolent' or 'aggressive'"
)


@dataclass(frozen=True, eq=False)
class CrossEfficiency(Result):
    """Scores by peers.

    Attributes
    ----------
    matrix : DataFrame or None
        Row: whose weights (rater); column: who is judged. The diagonal is the constant-returns efficiency. None where
        there are many units and it was not asked for (`notes` say so).
    scores : Series
        Mean over all raters, the unit itself included. A rater whose weights touch nothing that a unit uses or
        makes has NaN there and does not count (`notes` name both).
    by_others : Series
        Mean over the other raters; NaN where no other judges it.
    efficiency : Series
        The constant-returns efficiency, what each says of itself.
    input_weights, output_weights : DataFrame
        The raters' weights, in the reciprocal of the data's units.
    goal : str
    unique : bool
        False for arbitrary weights. A secondary goal leaves little freedom, though ties can remain.
    notes : tuple of str

    See Also
    --------
    cross_efficiency
    """

    matrix: pd.DataFrame | None
    scores: pd.Series
    by_others: pd.Series
    efficiency: pd.Series
    input_weights: pd.DataFrame
    output_weights: pd.DataFrame
    goal: str
    unique: bool
    notes: tuple[str, ...] = ()

    @property
    def mean(self) -> pd.Series:
        """The scores: what all raters think on average."""
        return self.scores

    _shown: ClassVar = {
        "_table": "Cross-efficiency",
        "matrix": "Efficiency of each unit (column) with the weights of each unit (row)",
    }

    _cites: ClassVar = ("sexton1986", "doylegreen1994")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Cross-efficiency was measured with the CCR model: each unit was judged with the optimal weights of every unit, its "
            "own included, and the scores were averaged; {goal}."
        )
        return (Text(found, goal=GOALS[self.goal]), *spanned(self.notes))

    @property
    def _table(self) -> pd.DataFrame:
        ranks = self.scores.round(9).rank(ascending=False, method="min")
        columns = {
            "efficiency": self.efficiency,
            "scores": self.scores,
            "by_others": self.by_others,
            "rank": ranks,
        }
        return pd.DataFrame(columns)

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Averaged over all raters, {unit:3} has the highest score ({score:.4f}); the mean of all "
            "units is {mean:.4f}."
        )
        return (Text(found, unit=holders(self.scores), score=self.scores.max(), mean=self.scores.mean()),)

    def _tables(self) -> list[Table]:
        tables = [Table.of(Text(self._shown["_table"]), self._table, "dea")]
        if self.matrix is not None:
            names = labels(self.matrix.columns)
            tables.append(Table.of(Text(self._shown["matrix"]), self.matrix, "dea", names))
        return tables


def cross_efficiency(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    goal: Goal = "benevolent",
    *,
    matrix: bool | None = None,
    frontier: Frontier = "period",
    width: int = 3,
) -> CrossEfficiency:
    """Judge every unit with the weights that are best for each of the units (constant returns).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    goal : {"arbitrary", "benevolent", "aggressive"}
        Among a rater's optimal weights: whichever the solver found (not unique), those best for the sum of the
        others, or those worst for them.
    matrix : bool, optional
        Whether to keep what each unit says of each; by default of up to 2,000 units. The scores are the same.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    CrossEfficiency

    References
    ----------
    Sexton, T. R., Silkman, R. H. and Hogan, A. J. (1986). Data envelopment analysis: critique and extensions. New
    Directions for Program Evaluation 32, 73-105.
    Doyle, J. and Green, R. (1994). Efficiency and cross-efficiency in DEA: derivations, meanings and uses. Journal
    of the Operational Research Society 45, 567-578.

    Examples
    --------
    With one input and one output there is nothing to choose: all raters agree.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> cross_efficiency([[2], [4], [5]], [[1], [4], [2]]).matrix.round(3).to_numpy()
    array([[0.5, 1. , 0.4],
           [0.5, 1. , 0.4],
           [0.5, 1. , 0.4]])
    """
    faults = wanted(goal=(goal, choice(*GOALS)), matrix=(matrix, optional(FLAG)))
    why = Text(
        "leave the unit out: all weights are best for it, so that what it says of the others would be arbitrary"
    )
    data = observed(faults, frontier, width, inputs, outputs, idle=why)
    keep = data.n <= MANY if matrix is None else bool(matrix)
    return by_frontier(data, frontier, width, lambda part: _crossed(part, goal, keep))


def _crossed(data: Observed, goal: Goal, keep: bool) -> CrossEfficiency:
    tech = technology(data.x, data.y, "constant")
    found = distances(tech, radial_points(tech, data.x, data.y, "input"), slacks=False)
    q, kept = found.multipliers, np.zeros(data.n, dtype=bool)
    if goal != "arbitrary" and data.n > 1:
        q, kept = _cross(tech, found.t, q, 1 if goal == "aggressive" else -1)
    v, u = q[: tech.m].T, q[tech.m :].T
    said = _judged(data, v, u, keep)

    def series(values: Floats, name: str) -> pd.Series:
        return pd.Series(values, data.units, name=name)

    return CrossEfficiency(
        matrix=pd.DataFrame(said.matrix, data.units, data.units) if keep else None,
        scores=series(said.mean, "score"),
        by_others=series(said.by_others, "by_others"),
        efficiency=series(said.own, "efficiency"),
        input_weights=pd.DataFrame(v, data.units, data.inputs),
        output_weights=pd.DataFrame(u, data.units, data.outputs),
        goal=goal,
        unique=goal != "arbitrary",
        notes=((_NOT_UNIQUE,) if goal == "arbitrary" else ())
        + (() if keep else (Note(_LEFT_OUT, rows=data.n),))
        + _notes(said.silent, kept, data.units, goal),
    )


class _Judged(NamedTuple):
    """What the raters say of n units: their means, with and without itself, and its own word."""

    mean: Floats
    by_others: Floats
    own: Floats
    silent: Ints  # (k, 2): rater and unit, where the rater's weights say nothing of it
    matrix: Floats | None


def _judged(data: Observed, v: Floats, u: Floats, keep: bool) -> _Judged:
    """Judge all units with the weights v and u of each, some raters at a time."""
    n = data.n
    total, count, own = np.zeros(n), np.zeros(n), np.full(n, np.nan)
    silent, rows = [], []
    for start in range(0, n, max(1, CELLS // n)):
        block = np.arange(start, min(start + max(1, CELLS // n), n))
        with np.errstate(divide="ignore", invalid="ignore"):
            matrix = (u[block] @ data.y.T) / (v[block] @ data.x.T)
        own[block] = matrix[block - start, block]
        judged = np.isfinite(matrix)  # NaN where a rater gives a unit neither cost nor merit
        silent.append(np.argwhere(~judged) + np.array([start, 0]))
        if keep:
            rows.append(matrix.copy())
        matrix[~judged] = matrix[block - start, block] = 0.0
        judged[block - start, block] = False
        total += matrix.sum(axis=0)
        count += judged.sum(axis=0)
    known = np.isfinite(own)
    return _Judged(
        _ratio(total + np.where(known, own, 0.0), count + known), _ratio(total, count), own,
        np.concatenate(silent), np.concatenate(rows) if keep else None,
    )  # fmt: skip


def _ratio(total: Floats, count: Floats) -> Floats:
    """Return the mean; NaN where there is nothing to take it of."""
    return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0))


def _notes(silent: Ints, kept: Bools, units: pd.Index, goal: str) -> tuple[str, ...]:
    """Name the raters without a weighting of the goal, and those whose weights say nothing of a unit (0 / 0)."""
    ignored = (
        "{unit}: its benevolent weights would ignore all that it uses itself; its own optimal weights are used"
        if goal == "benevolent"
        else "{unit}: its aggressive weights would ignore all that it uses itself; its own optimal weights are used"
    )
    notes = [Note(ignored, unit=unit) for unit in units[kept]]
    notes += [
        Note(
            "{unit} is judged without {raters}, whose weights touch nothing that it uses or makes",
            unit=units[j], raters=units[silent[silent[:, 1] == j, 0]],
        )
        for j in np.unique(silent[:, 1]).tolist()
    ]  # fmt: skip
    return tuple(notes)


def _cross(tech: Technology, theta: Floats, first: Floats, sense: int) -> tuple[Floats, Bools]:
    """Return each rater's weights v, u (p, n), best (sense -1) or worst (1) for the others taken together.

    Also return whose these could only be approached, never reached (n,): these keep their first weights.

    Doyle and Green's program in its envelopment form: the sum of the other units is projected, and the rater's
    own projection (-theta x, y) is a column without a sign, which keeps the rater's score optimal.
    """
    units, pool = tech.columns, frontier(tech)
    q = np.empty_like(first)
    for block in blocks(tech.n, len(pool)):
        made, start, steps = _others(tech, theta, block, pool, sense)
        found = maximise(made, start, steps)
        part = -found.multipliers(*steps[-1], made.slack) * made.scale
        failed = np.flatnonzero(~found.done | (_missed(tech, part, theta, block) > 1e-10))
        if len(failed):
            again = maximise(made.take(failed), start[:, failed], _some(steps, failed), seed=1, careful=True)
            part[:, failed] = (
                -again.multipliers(*_some(steps, failed)[-1], made.slack) * made.scale[:, failed]
            )
            part[:, failed[~again.done]] = first[:, block[failed[~again.done]]]
        q[:, block] = np.where(np.abs(part) * np.abs(units).mean(axis=1)[:, None] < 1e-14, 0.0, part)
    # What puts no weight on anything that the rater uses and makes itself is no optimal weighting of the rater's.
    empty = (q[: tech.m] * units[: tech.m] == 0).all(axis=0)
    q[:, empty] = first[:, empty]
    return q, empty


def _missed(tech: Technology, q: Floats, theta: Floats, who: Ints) -> Floats:
    """Return how far weights q (p, b) are from the raters' own scores, as a share of what these are made of."""
    terms = q * tech.columns[:, who]
    terms[: tech.m] *= theta[who]
    size = np.abs(terms).sum(axis=0)
    return np.asarray(np.abs(terms.sum(axis=0)) / np.where(size > 0, size, 1.0))


def _others(
    tech: Technology, theta: Floats, block: Ints, pool: Ints, sense: int
) -> tuple[Batch, Ints, list[Stage]]:
    """Return the programs of some raters, their start and their stages."""
    p, b, m = len(tech.columns), len(block), tech.m
    others = tech.columns.sum(axis=1, keepdims=True) - tech.columns[:, block]
    scale = 1.0 / np.maximum(np.abs(others), 1e-300)
    own = tech.columns[:, block] * tech.n  # the size of all the others, for tolerances are relative to these
    own[:m] *= theta[block]
    base, move = others.copy(), others.copy()
    base[:m], move[m:] = 0.0, 0.0
    if sense > 0:
        base, move = -base, -move
    special = np.stack([-move * scale, others * scale, own * scale, -own * scale], axis=1)
    closed = np.zeros((4, b), dtype=bool)
    closed[1] = True
    made = Batch(tech.only(pool), scale, np.full(p, -1.0), special, base * scale, barred_special=closed)
    none, far, drive = np.zeros((p, b)), np.zeros((4, b)), np.zeros((4, b))
    far[0], drive[1] = sense, -1.0
    rows = np.delete(np.arange(p), [0, m] if sense < 0 else [0])
    codes = np.r_[p, p + 1, rows] if sense < 0 else np.r_[p, rows]
    start = np.repeat(codes[:, None], b, axis=1)
    return made, start, [(none, drive), (none, far)] if sense < 0 else [(none, far)]


def _some(steps: list[Stage], chosen: Ints) -> list[Stage]:
    return [(slack[:, chosen], special[:, chosen]) for slack, special in steps]
