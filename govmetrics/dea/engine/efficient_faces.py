"""The faces of the efficient frontier, all at once: supporting hyperplanes and the units that lie on them.

The technology is spanned by points (all to be small: inputs, and outputs below zero) and by what is worse in one of them
without end. Its hyperplanes are the edges of the cone of prices at which no point is worth less than 0; points cut that
cone one after another (the double description method of Motzkin et al., which cddlib has too), in whole numbers, so that
nothing is rounded, however far apart sizes are. A face is efficient if no direction lies on it: it then has prices that
are all above zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import NamedTuple

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints

FACETS = 4_000
"""With more the faces are not enumerated: seven columns and a hundred efficient units, say."""
CELLS = 100_000
"""Of pairs of faces in memory at once."""
WORTHLESS = 1e-12
"""A column whose share in the worth of a facet's units is smaller has no price: its price is of rounded data."""


@dataclass(frozen=True, eq=False)
class Faces:
    """Efficient faces none of which lies within another.

    Attributes
    ----------
    prices, level : (h, q), (h,)
        Hyperplanes that support the technology: sign * values @ prices + level is 0 on them and above it elsewhere.
    within : (F, h)
        Which of them each face lies on.
    units : (F, n)
        The efficient units that lie on each face.
    """

    prices: Floats
    level: Floats
    within: Bools
    units: Bools


class _Plane(NamedTuple):
    """Prices (and the level, where returns vary) in whole numbers, and what lies on the hyperplane, a bit for each."""

    normal: list[int]
    on: int


def efficient_faces(values: Floats, sign: Floats, returns: str) -> Faces | None:
    """Return the efficient faces of the technology of units (n, q); None where they are too many."""
    (n, q), variable = values.shape, returns == "variable"
    some = _undominated(sign * values)
    f, values = len(some), values[some]
    points = [_whole([*row, 1.0] if variable else row) for row in (sign * values).tolist()]
    planes = _hyperplanes(points, q, variable)
    if planes is None:
        return None
    planes = [plane for plane in planes if plane.on & ((1 << f) - 1)]
    on = np.array([[plane.on >> j & 1 for j in range(f + q)] for plane in planes], dtype=bool)
    most = [max(plane.normal[:q]) for plane in planes]
    normal = np.array([[n / top for n in plane.normal] for plane, top in zip(planes, most, strict=True)])
    prices, level = normal[:, :q], normal[:, q] if variable else np.zeros(len(normal))
    amounts = np.where(on[:, :f, None], values, 0.0).max(axis=1)
    worth = prices * amounts
    on[:, f:] |= (amounts > 0) & (worth <= WORTHLESS * worth.max(axis=1, keepdims=True))
    faces = _without_directions(on[:, :f], on[:, f:])
    units = np.zeros((len(faces), n), dtype=bool)
    units[:, some] = faces
    return Faces(prices, level, _inside(faces, on[:, :f]), units)


def _undominated(points: Floats) -> Ints:
    """Return the units (n, q) that no other one surpasses, and of equals the first."""
    _, first = np.unique(points, axis=0, return_index=True)
    order = np.sort(first)
    kept = [
        j
        for j, point in zip(order, points[order], strict=True)
        if (points[order] <= point).all(axis=1).sum() == 1
    ]
    return np.array(kept, dtype=np.intp)


def _whole(row: list[float]) -> list[int]:
    """Return whole numbers in the proportions of the floats."""
    exact = [Fraction(value) for value in row]
    parts = max(value.denominator for value in exact)  # all are powers of two
    return _least([int(value * parts) for value in exact])


def _least(row: list[int]) -> list[int]:
    common = gcd(*row) or 1
    return [value // common for value in row]


def _hyperplanes(points: list[list[int]], q: int, variable: bool) -> list[_Plane] | None:
    """Return the edges of the cone of prices; None if they become too many. Bit f + k is direction k."""
    f, d = len(points), q + variable
    every = ((1 << q) - 1) << f
    planes = []
    for k in range(q):  # at the first point, or through the origin
        normal = [0] * d
        normal[k] = points[0][q] if variable else 1
        if variable:
            normal[q] = -points[0][k]
        planes.append(_Plane(_least(normal), every & ~(1 << (f + k)) | int(variable)))
    if variable:
        planes.append(_Plane([0] * q + [1], every))
    for j in range(int(variable), f):
        worth = [sum(a * b for a, b in zip(plane.normal, points[j], strict=True)) for plane in planes]
        above = [(plane, w) for plane, w in zip(planes, worth, strict=True) if w > 0]
        below = [(plane, w) for plane, w in zip(planes, worth, strict=True) if w < 0]
        kept = [_Plane(p.normal, p.on | 1 << j) for p, w in zip(planes, worth, strict=True) if w == 0]
        for one, w in above:
            for two, v in below:
                both = one.on & two.on
                if both.bit_count() < d - 2 or sum(both & plane.on == both for plane in planes) > 2:
                    continue  # they share no edge of the hull
                normal = _least([w * b - v * a for a, b in zip(one.normal, two.normal, strict=True)])
                kept.append(_Plane(normal, both | 1 << j))
        planes = kept + [plane for plane, _ in above]
        if len(planes) > FACETS:
            return None
    return planes


def _without_directions(units: Bools, directions: Bools) -> Bools:
    """Return the largest faces on which no direction lies.

    A face without direction k lies on a facet without it: those with it are cut by those without it, for each k.
    """
    faces, f = np.hstack([units, directions]), units.shape[1]
    facets = faces
    for k in range(f, faces.shape[1]):
        has, fit = faces[faces[:, k]], facets[~facets[:, k]]
        faces = faces[~faces[:, k]]
        cut = np.zeros((0, faces.shape[1]), dtype=bool)
        for some in np.array_split(has, 1 + len(has) * len(fit) // CELLS):
            new = (some[:, None] & fit).reshape(-1, faces.shape[1])
            new = new[new[:, :f].any(axis=1)]
            new = new[_different(new)]
            cut = np.vstack([cut, new[~_inside(new, faces).any(axis=1)]])
        cut = cut[_different(cut)]
        faces = np.vstack([faces, cut[_inside(cut, cut).sum(axis=1) == 1]])
    return faces[_inside(faces, faces).sum(axis=1) == 1, :f]


def _different(rows: Bools) -> Ints:
    """Return where each different row stands first."""
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    _, first = np.unique(packed.view(np.dtype((np.void, packed.shape[1])))[:, 0], return_index=True)
    return np.sort(first)


def _inside(some: Bools, others: Bools) -> Bools:
    """Return (s, o) whether all that is in a row of `some` is in one of `others`."""
    one, two = some.astype(np.float32), others.astype(np.float32)
    return np.asarray(one @ two.T == one.sum(axis=1, keepdims=True))
