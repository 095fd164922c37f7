"""The efficient point next to a unit that dominates it, looked for on all faces of the frontier.

On a face it is a small linear program. How far at least a face is follows from its hyperplanes; faces are tried from
the nearest on, until none can be nearer than what was found.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats
from govmetrics.dea.engine.efficient_faces import Faces
from govmetrics.dea.engine.highs import HOPELESS, least

AT_ONCE = 4  # faces of a unit in a call of HiGHS
BLOCK = 32  # programs in a call of HiGHS
SAME = 1e-12  # differences of sums of relative changes below this are none
ROUNDING = 1e-13  # of sums of prices times amounts
CELLS = 4_000_000  # of bounds in memory at once


def nearest_on_faces(
    own: Floats, size: Floats, efficient: Floats, sign: Floats, faces: Faces, returns: str
) -> tuple[Floats, Floats]:
    """Return slacks (B, q) over `size` (B, q) and weights (B, f) of the nearest efficient points that dominate `own` (B, q).

    A unit of which none is found has NaN.
    """
    best, slacks = np.full(len(own), np.inf), np.full(own.shape, np.nan)
    weights = np.zeros((len(own), len(efficient)))
    bound = _at_least(own, size, efficient, sign, faces, returns)
    order = np.argsort(bound, axis=1, kind="stable")
    bound = np.take_along_axis(bound, order, axis=1)
    for first in range(0, order.shape[1], AT_ONCE):
        nearer = bound[:, first : first + AT_ONCE] < best[:, None] - SAME
        if not nearer.any():
            break
        who, place = np.nonzero(nearer)
        some = [(int(o), faces.units[order[o, first + k]]) for o, k in zip(who, place, strict=True)]
        for part in (some[k : k + BLOCK] for k in range(0, len(some), BLOCK)):
            for (o, units), found in zip(
                part, _on_faces(own, size, efficient, sign, part, returns), strict=True
            ):
                if found is not None and found[0].sum() < best[o] - SAME:
                    best[o], slacks[o], weights[o] = found[0].sum(), found[0], 0.0
                    weights[o, units] = found[1]
    return slacks, weights


def _at_least(
    own: Floats, size: Floats, efficient: Floats, sign: Floats, faces: Faces, returns: str
) -> Floats:
    """Return (B, F) how far at least each unit is from each face; infinity where no point of the face dominates it.

    The way to a hyperplane is shortest along the column with the largest price, then along the next, as far as the face
    goes in each.
    """
    share = faces.within / faces.within.sum(axis=1, keepdims=True)
    prices, level = share @ faces.prices, share @ faces.level  # all prices above zero
    ends = np.full(prices.shape, np.where(sign > 0, 0.0, -np.inf))
    if returns == "variable":
        ends = np.stack([(sign * efficient[units]).min(axis=0) for units in faces.units])
    found = np.empty((len(own), len(level)))
    for rows in np.array_split(np.arange(len(own)), 1 + len(own) * prices.size // CELLS):
        worth = size[rows, None] * prices
        room = ((sign * own[rows])[:, None] - ends) / size[rows, None]
        gap = (sign * own[rows]) @ prices.T + level
        gap -= ROUNDING * (own[rows] @ prices.T + np.abs(level))  # rather too near than too far
        found[rows] = np.where(
            (room < -SAME).any(axis=2), np.inf, _cheapest(gap, worth, np.maximum(room, 0.0))
        )
    return found


def _cheapest(gap: Floats, worth: Floats, room: Floats) -> Floats:
    """Return (B, F) the least sum of moves, each within its room (B, F, q), whose worth is the gap (B, F)."""
    order = np.argsort(-worth, axis=2)
    worth, room = np.take_along_axis(worth, order, axis=2), np.take_along_axis(room, order, axis=2)
    moved, left = np.zeros(gap.shape), np.maximum(gap, 0.0)
    for k in range(worth.shape[2]):
        step = np.minimum(room[:, :, k], left / worth[:, :, k])
        moved, left = moved + step, left - step * worth[:, :, k]
    return np.where(left > 1e-9 * worth[:, :, 0], np.inf, moved)


def _on_faces(
    own: Floats, size: Floats, efficient: Floats, sign: Floats, some: list[tuple[int, Bools]], returns: str
) -> list[tuple[Floats, Floats] | None]:
    """Return relative slacks (q,) and weights of the nearest point of each (unit, face); None where none dominates it.

    First how much worse than the unit the face's best point is; what needs not be worse then comes nearest.
    """
    q = own.shape[1]
    parts, right = [], []
    for o, units in some:
        points = efficient[units] / size[o]
        matrix = np.hstack([points.T, np.diag(sign)])
        if returns == "variable":
            matrix = np.vstack([matrix, np.r_[np.ones(len(points)), np.zeros(q)]])
        parts.append(matrix)
        right.append(np.r_[own[o] / size[o], np.ones(int(returns == "variable"))])
    allowed = _together(parts, right, sign, worse=True)
    fits = [k for k, z in enumerate(allowed) if z is not None and z[-q:].sum() <= 1e-9]
    found: list[tuple[Floats, Floats] | None] = [None] * len(some)
    for k, z in zip(
        fits, _together([parts[k] for k in fits], [right[k] for k in fits], sign, worse=False), strict=True
    ):
        if z is not None:
            found[k] = z[-q:], z[:-q]
    return found


def _together(
    parts: list[Floats], right: list[Floats], sign: Floats, worse: bool, middle: bool = True
) -> list[Floats | None]:
    """Return the solutions of programs of which the slacks are least, or what is `worse` than the unit, added at the end.

    A program alone of which HiGHS says neither an optimum nor that there is none is tried again with its columns as they are.
    """
    if not parts:
        return []
    q = len(sign)
    if worse:
        more = [np.vstack([-np.diag(sign), np.zeros((len(part) - q, q))]) for part in parts]
        parts = [np.hstack([part, extra]) for part, extra in zip(parts, more, strict=True)]
    sizes = [_middle(part) if middle else np.ones(part.shape[1]) for part in parts]
    matrix: Any = sparse.block_diag(
        [part / size for part, size in zip(parts, sizes, strict=True)], format="csc"
    )
    cost = np.concatenate([np.r_[np.zeros(part.shape[1] - q), np.ones(q)] for part in parts])
    found = least(cost, matrix, np.concatenate(right), np.zeros(len(cost)), np.full(len(cost), np.inf))
    if found.x is not None:
        ends = np.cumsum([part.shape[1] for part in parts])[:-1]
        return [z / size for z, size in zip(np.split(np.maximum(found.x, 0.0), ends), sizes, strict=True)]
    if len(parts) == 1:
        again = middle and found.status not in HOPELESS
        return _together(parts, right, sign, False, middle=False) if again else [None]
    return [_together([part], [b], sign, False)[0] for part, b in zip(parts, right, strict=True)]


def _middle(part: Floats) -> Floats:
    """Return the middle of each column's range: HiGHS drops entries below 1e-9."""
    size = np.abs(part)
    return np.asarray(np.sqrt(size.max(axis=0) * np.where(size > 0, size, np.inf).min(axis=0)))
