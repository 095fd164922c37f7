"""A technology, points to project onto its frontier, and the small linear programs that this makes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage

DISTANCE, OWN = 0, 1
"""The special columns of every program: the distance t, and the unit itself."""
RETURNS_SIGN = {"variable": 0.0, "increasing": -1.0, "decreasing": 1.0}
"""Of the slack of the row that sums the weights; constant returns have no such row."""


@dataclass(frozen=True, eq=False)
class Technology:
    """Reference columns: -inputs, outputs, and a 1 unless returns are constant.

    Attributes
    ----------
    columns : (p, n + trade_offs)
        Raw units. The last `trade_offs` columns are not units but production trade-offs (weight restrictions).
    m, s : int
        Number of inputs (first rows) and outputs (next rows).
    slack : (p,)
        -1 where at least the right side must be reached, 0 for an equation, 1 for at most.
    trade_offs : int
    """

    columns: Floats
    m: int
    s: int
    slack: Floats
    trade_offs: int = 0

    @property
    def n(self) -> int:
        """Number of reference units."""
        return int(self.columns.shape[1]) - self.trade_offs

    def only(self, pool: Ints) -> Floats:
        """Return the columns of these reference units, and all trade-offs."""
        return np.ascontiguousarray(self.columns[:, self.identity(pool)])

    def identity(self, pool: Ints) -> Ints:
        """Return the positions of the columns of `only`."""
        return np.concatenate([pool, np.arange(self.n, self.columns.shape[1])])


@dataclass(frozen=True, eq=False)
class Projections:
    """Units to project: t as large (or small) as possible with columns . lambda >= base + t * move.

    Attributes
    ----------
    values : (p, B)
        Each unit as a column of the technology.
    base, move : (p, B)
        With `base + start * move == values`.
    sense : int
        1 to maximise t, -1 to minimise it.
    start : float
        t at the unit itself.
    member : (B,)
        Position among the reference units, or -1.
    others : bool
        Whether the unit may not be its own reference (super-efficiency). Units that are not members never are.
    level, reference_level : arrays (B,), (n,) or None
        Units may only be compared with reference units of their own or a lower level.
    restrictions : (p, r, B) or None
        Columns of each point's own, in its own units: multipliers (in own units) . column <= 0.
    """

    values: Floats
    base: Floats
    move: Floats
    sense: int
    start: float
    member: Ints
    others: bool = False
    level: Floats | None = None
    reference_level: Floats | None = None
    restrictions: Floats | None = None

    @property
    def specials(self) -> int:
        """Number of columns of each point's own: the distance, itself, and the restrictions."""
        return 2 + (0 if self.restrictions is None else self.restrictions.shape[1])

    @property
    def artificial(self) -> bool:
        """Whether the own column only serves as a start and must leave."""
        return self.others or bool((self.member < 0).any())

    def take(self, chosen: Ints) -> Projections:
        """Return some of the points."""
        return replace(
            self,
            values=self.values.take(chosen, axis=1),
            base=self.base.take(chosen, axis=1),
            move=self.move.take(chosen, axis=1),
            member=self.member[chosen],
            level=None if self.level is None else self.level[chosen],
            restrictions=None if self.restrictions is None else self.restrictions[:, :, chosen],
        )


def technology(x: Floats, y: Floats, returns: str, trade_offs: Floats | None = None) -> Technology:
    """Return the technology of the units in the rows of x (n, m) and y (n, s); trade_offs is (k, m + s)."""
    columns = np.concatenate([-x.T, y.T])
    extra = np.empty((0, len(columns))) if trade_offs is None else trade_offs
    columns = np.concatenate([columns, extra.T], axis=1)
    slack = np.full(len(columns), -1.0)
    if returns != "constant":
        columns = np.concatenate([columns, np.r_[np.ones(len(x)), np.zeros(len(extra))][None]])
        slack = np.r_[slack, RETURNS_SIGN[returns]]
    return Technology(np.ascontiguousarray(columns), x.shape[1], y.shape[1], slack, len(extra))


def projections(
    tech: Technology, x: Floats, y: Floats, move_x: Floats, move_y: Floats, *, sense: int, start: float,
    member: Ints | None = None, others: bool = False,
) -> Projections:  # fmt: skip
    """Return points that move by `t * (move_x, move_y)` in (-inputs, outputs); t is `start` at the unit itself.

    Input orientation: move_x = -x, sense -1, start 1. Output orientation: move_y = y, sense 1, start 1.
    Directional distance: move_x = g_x, move_y = g_y, sense 1, start 0.
    """
    values, move = np.concatenate([-x.T, y.T]), np.concatenate([move_x.T, move_y.T])
    if len(tech.columns) > len(values):
        values = np.concatenate([values, np.ones((1, values.shape[1]))])
        move = np.concatenate([move, np.zeros((1, values.shape[1]))])
    where = np.arange(values.shape[1]) if member is None else member
    return Projections(values, values - start * move, move, sense, start, where, others)


def radial_points(
    tech: Technology, x: Floats, y: Floats, orientation: str, outside: bool = False
) -> Projections:
    """Return units that move along their own inputs or outputs; `outside` units do not belong to the reference."""
    member = np.full(len(x), -1) if outside else None
    if orientation == "input":
        return projections(tech, x, y, -x, np.zeros_like(y), sense=-1, start=1.0, member=member)
    return projections(tech, x, y, np.zeros_like(x), y, sense=1, start=1.0, member=member)


def own_scale(tech: Technology, values: Floats) -> Floats:
    """Return 1 / |value| for every row of every point; a zero takes the reference's mean of its row."""
    mean = np.abs(tech.columns[:, : tech.n]).mean(axis=1)
    mean[mean == 0] = 1.0
    size = np.abs(values)
    return 1.0 / np.where(size > 0, size, mean[:, None])


def batch_of(tech: Technology, some: Projections, pool: Ints) -> Batch:
    """Return the points' linear programs on the reference units in `pool`, each in its own units."""
    scale = own_scale(tech, some.values)
    special = np.stack([-some.move * scale, some.values * scale], axis=1)
    if some.restrictions is not None:
        special = np.concatenate([special, some.restrictions], axis=1)
    slack = tech.slack.copy()
    slack[: tech.m + tech.s] = -1.0  # equations keep a slack that the first stage drives out
    return Batch(tech.only(pool), scale, slack, special, some.base * scale, barred=excluded(tech, some, pool))


def excluded(tech: Technology, some: Projections, pool: Ints) -> Bools | None:
    """Return which reference units in `pool` (and trade-offs) a point may not use: (B, n), None for all.

    Unless inputs can be traded off, a unit with a zero input can only be matched by units with a zero there too.
    """
    columns = tech.only(pool)
    barred = np.zeros((some.values.shape[1], columns.shape[1]), dtype=bool)
    zero = some.values[: tech.m] == 0
    if zero.any() and not tech.trade_offs and some.restrictions is None:
        barred |= (zero.T.astype(float) @ (columns[: tech.m] < 0).astype(float)) > 0
    if some.others:
        barred[:, : len(pool)] |= pool == some.member[:, None]
    if some.level is not None and some.reference_level is not None:
        barred[:, : len(pool)] |= some.reference_level[pool] > some.level[:, None]
    return barred if barred.any() else None


def stages(tech: Technology, some: Projections, slacks: bool) -> list[Stage]:
    """Return the objectives: drive out what only served as a start, move as far as possible, then the slacks."""
    p, b = some.values.shape
    inner = np.arange(p) < tech.m + tech.s
    equation = inner & (tech.slack == 0)
    zero, none = np.zeros((p, b)), np.zeros((some.specials, b))
    steps = []
    if some.artificial or equation.any():
        drive, out = zero.copy(), none.copy()
        drive[equation] = -1.0
        out[OWN] = -float(some.artificial)
        steps.append((drive, out))
    far = none.copy()
    far[DISTANCE] = some.sense
    steps.append((zero, far))
    if slacks:
        steps.append((np.repeat((inner & ~equation).astype(float)[:, None], b, axis=1), none))
    return steps


def one_stage(some: Projections) -> list[Stage]:
    """Return the first two objectives in one, for points that start near their answer: the first counts a hundredfold.

    An answer that still has what only served as a start does not pass its certificate.
    """
    costs = np.zeros((some.specials, some.values.shape[1]))
    costs[DISTANCE], costs[OWN] = some.sense, -100.0
    return [(np.zeros(some.values.shape), costs)]


def start_basis(tech: Technology, some: Projections) -> Ints:
    """Return codes (p, B) of the basis at the unit itself: t, the unit, and the slacks of all rows but one or two.

    The rows left out are those from which t and the unit's own weight follow.
    """
    scale = own_scale(tech, some.values)
    values, move = some.values * scale, some.move * scale
    p, b = values.shape
    here = np.arange(b)
    inner = tech.m + tech.s
    first = np.abs(move[:inner]).argmax(axis=0)
    if p > inner:
        second = np.full(b, inner)
    else:
        determinant = values * move[first, here] - values[first, here] * move
        determinant[first, here] = np.nan  # zero: were all others so, too, the row would be taken twice
        second = np.nanargmax(np.abs(determinant), axis=0)
    rows = np.repeat(np.arange(p)[:, None], b, axis=1)
    kept = (rows != first) & (rows != second)
    slack_rows = rows.T[kept.T].reshape(b, p - 2).T
    return np.concatenate([np.full((1, b), p + DISTANCE), np.full((1, b), p + OWN), slack_rows])
