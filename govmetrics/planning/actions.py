"""Actions: what can be done to an indicator, at what cost, how far; and the levers they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from govmetrics.core import Fault, Text
from govmetrics.core.checks import unit_faults
from govmetrics.core.errors import Faults
from govmetrics.core.headings import Form
from govmetrics.core.options import (
    FROM_ZERO,
    LIST,
    NUMBER,
    POSITIVE,
    TEXT,
    Kind,
    instance,
    is_number,
    optional,
)
from govmetrics.planning.checks import leaf_faults
from govmetrics.planning.model import Model, directions, spans, stops


@dataclass(frozen=True)
class Action:
    """One way to make a leaf better.

    Parameters
    ----------
    code : str
        Of the leaf that it moves, towards better.
    cost : float
        Of one unit of the leaf ("per percentage point", "per crime less"), in the budget's currency.
    limit : float, optional
        The value up to (or down to) which it can bring the leaf, in the leaf's unit. By default the best bound: the
        best goalpost or target, else the best value that any unit shows. A unit beyond it has no room.
    step : float, optional
        It comes in whole steps of so many units of the leaf; by default any amount is possible. A limit that is one
        step away makes it all or nothing.
    fixed : float
        Cost of doing it at all, once per unit.
    units : sequence, optional
        Which units can take it; all that are planned for by default.
    name : str
        For reports.
    body, deadline : str
        Who is to do it, and by when: for reports.
    row : int, optional
        Of the sheet that it was read from: errors name it.
    form : Form
        That sheet, and what its columns are headed.

    Examples
    --------
    >>> from govmetrics.planning import Action
    >>> Action("hs_grad", cost=2.0, limit=95.0, name="evening classes").code
    'hs_grad'
    """

    code: str
    cost: float
    limit: float | None = None
    step: float | None = None
    fixed: float = 0.0
    units: Sequence[Any] | None = None
    name: str = ""
    body: str = ""
    deadline: str = ""
    row: int | None = field(default=None, repr=False, compare=False)
    form: Form = field(default=Form(), repr=False, compare=False)

    def place(self, number: int, key: str = "") -> str | Text:
        """Return where an error is: sheet and row that it was read from, else its place in the list; and the column."""
        return f"actions[{number}] {key}".rstrip() if self.row is None else self.form.place(self.row, key)


# Of what an action may be, whoever made it.
KINDS: dict[str, Kind] = {
    "cost": FROM_ZERO, "fixed": FROM_ZERO, "step": optional(POSITIVE), "limit": optional(NUMBER), "name": TEXT,
    "body": TEXT, "deadline": TEXT, "units": optional(LIST),
}  # fmt: skip


ACTION = instance(Action, Text("give Action(code, cost)"))


@dataclass(frozen=True, eq=False)
class Levers:
    """Every action in every unit where it has room, as arrays of one length, and the cells that they move.

    Parameters
    ----------
    action, cell : ndarray of int
        Which action, and which of the cells below.
    room : ndarray
        The most it can move the cell, in the leaf's unit.
    cost, fixed, step : ndarray
        As in `Action`; step 0 where any amount is possible.
    row, leaf : ndarray of int, shape (cells,)
        Where a cell stands.
    sign, reach, dead, slope, most : ndarray, shape (cells,)
        Direction of better; how far it can move by all actions together, that is to the furthest limit; how far it must
        move before anything is gained; points gained by every unit from there on; and the points to be gained in all.
    """

    action: np.ndarray
    cell: np.ndarray
    room: np.ndarray
    cost: np.ndarray
    fixed: np.ndarray
    step: np.ndarray
    row: np.ndarray
    leaf: np.ndarray
    sign: np.ndarray
    reach: np.ndarray
    dead: np.ndarray
    slope: np.ndarray
    most: np.ndarray


def action_faults(base: Model, actions: Any, rows: np.ndarray) -> list[Fault]:
    """Name what makes no sense in the actions; `rows` are those planned for."""
    faults = LIST.faults("actions", actions)
    if faults:
        return faults
    if not len(actions):
        return [Fault("actions", "there are none", "give at least one")]
    for place, action in enumerate(actions):
        faults += ACTION.faults(f"actions[{place}]", action) or _one_action(base, action, rows, place)
    return faults


def kind_faults(action: Action, number: int, *without: str) -> dict[str, list[Fault]]:
    """Return what an action has that it cannot have, by field."""
    wanted = {name: kind for name, kind in KINDS.items() if name not in without}
    return {
        name: kind.faults(action.place(number, name), getattr(action, name)) for name, kind in wanted.items()
    }


def _one_action(base: Model, action: Action, rows: np.ndarray, number: int) -> list[Fault]:
    faults = Faults(leaf_faults(base, [action.code], f"{action.place(number)} "))
    wrong = kind_faults(action, number)
    for found in wrong.values():
        faults += found
    if action.units is not None and not wrong["units"]:
        unknown = unit_faults(base.data.values.index, action.units, action.place(number, "units"))
        faults += unknown
        wrong["units"] += unknown
    known = isinstance(action.code, str) and action.code in base.data.tree.codes
    if known and is_number(action.limit) and not wrong["units"]:
        faults += _limit_faults(base, action, _rows(base, action, rows), action.place(number, "limit"))
    return faults


def _limit_faults(base: Model, action: Action, mine: np.ndarray, place: str | Text) -> list[Fault]:
    """Return a fault where the limit lies against the direction in every unit that can take the action."""
    assert action.limit is not None
    j = base.data.tree.codes.index(action.code)
    now, sign = base.given[mine, j], directions(base, base.given)[mine, j]
    if not len(now) or not ((action.limit - now) * sign < 0).all():
        return []
    problem = "{limit:g} lies against the direction in every unit (better: {better})"
    way_out = "give a value that is better than now"
    return [
        Fault(place, problem, way_out, limit=action.limit, better=Text(base.data.tree.indicators[j].better))
    ]


def levers(base: Model, actions: Sequence[Action], rows: np.ndarray) -> Levers:
    """Return the levers of additive scores: room, cost and points of every action in every row that can take it."""
    values = base.given
    signs = directions(base, values)
    start, best = spans(base, values, signs)
    far = values.copy()
    parts = []
    for place, action in enumerate(actions):
        j = base.data.tree.codes.index(action.code)
        mine = _rows(base, action, rows)
        now, sign = values[mine, j], signs[mine, j]
        end = best[mine, j] if action.limit is None else np.full(len(mine), float(action.limit))
        if base.data.tree.indicators[j].better in ("target", "interval"):
            end = np.where((end - best[mine, j]) * sign > 0, best[mine, j], end)  # not beyond the target
        room = (end - now) * sign
        if action.step is not None:
            room = np.floor(room / action.step * (1 + 1e-12) + 1e-12) * action.step
        has = room > 0
        parts.append((np.full(has.sum(), place), mine[has], np.full(has.sum(), j), room[has]))
        reach = now + sign * np.where(has, room, 0.0)
        far[mine, j] = np.where((reach - far[mine, j]) * sign > 0, reach, far[mine, j])
    act, row, leaf, room = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _cells(base, actions, (act, row, leaf, room), signs, (start, stops(base, start, far)))


def _cells(base: Model, actions: Sequence[Action], found: tuple[np.ndarray, ...], signs: np.ndarray,
           ways: tuple[np.ndarray, np.ndarray]) -> Levers:  # fmt: skip
    """Label the levers' cells and work out what each gains; cells that gain nothing fall away."""
    act, row, leaf, room = found
    start, stop = ways
    cells, cell = np.unique(np.column_stack([row, leaf]), axis=0, return_inverse=True)
    r, j = cells.T
    # A straight line from start to stop: its slope from the two ends of every cell.
    rows = np.repeat(base.complete()[r], 2, axis=0)
    rows[::2][np.arange(len(r)), j] = start[r, j]
    rows[1::2][np.arange(len(r)), j] = stop[r, j]
    ends = base.roots(rows).reshape(-1, 2) if len(r) else np.empty((0, 2))
    most = ends[:, 1] - ends[:, 0]
    width = np.abs(stop[r, j] - start[r, j])
    kept = (most > 0) & (width > 0)
    slope = np.divide(most, width, out=np.zeros_like(most), where=kept)
    use = kept[cell.reshape(-1)]
    place = np.cumsum(kept) - 1
    cost, fixed, step = (
        np.array([getattr(actions[a], name) or 0.0 for a in act[use]], dtype=float)
        for name in ("cost", "fixed", "step")
    )
    dead = np.abs(start[r, j] - base.given[r, j])
    reach = np.zeros(len(r))
    np.maximum.at(reach, cell.reshape(-1), room)
    return Levers(
        act[use], place[cell.reshape(-1)[use]], room[use], cost, fixed, step,
        r[kept], j[kept], signs[r, j][kept], reach[kept], dead[kept], slope[kept], most[kept],
    )  # fmt: skip


def _rows(base: Model, action: Action, rows: np.ndarray) -> np.ndarray:
    """Return the planned rows that an action is for and whose value is known."""
    mine = rows
    if action.units is not None:
        mine = rows[base.data.values.index[rows].isin(list(action.units))]
    known = ~np.isnan(base.given[mine, base.data.tree.codes.index(action.code)])
    return np.asarray(mine[known])
