"""Where a square turns, between which values, and whether the data hold both arms (Lind and Mehlum 2010)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array


def turning_points(
    squares: Sequence[str], terms: Sequence[str], values: dict[str, Array], estimate: Array, covariance: Array,
    df: Callable[[Array, list[int]], float], level: float,
) -> tuple[pd.DataFrame, list[Note]]:  # fmt: skip
    """Return a row for each regressor with a square.

    Parameters
    ----------
    squares, terms : list of str
    values : {str: ndarray}
        Of the regressors.
    estimate, covariance : ndarray, shapes (k,) and (k, k)
    df : function
        Of a contrast and its places: degrees of freedom.
    level : float
    """
    rows, notes = list[dict[str, Any]](), list[Note]()
    for one in squares:
        at = [terms.index(one), terms.index(f"{one}^2")]
        row = _of(estimate[at], covariance[np.ix_(at, at)], values[one], at, df, level)
        rows.append(row)
        if not row["inside"]:
            said = (
                "{name} turns at {point:.4g}, beyond its values ({low:.4g} to {high:.4g}): a bend, not a turn"
            )
            notes.append(Note(said, name=one, point=row["turning_point"], low=row["low"], high=row["high"]))
        if np.isinf([row["lower"], row["upper"]]).all():
            open_ = "where {name} turns is not known at {level:.4g}%: Fieller's interval has no ends"
            notes.append(Note(open_, name=one, level=100 * level))
    return pd.DataFrame(rows, index=pd.Index(list(squares), name="term")), notes


def _of(
    b: Array, v: Array, x: Array, at: list[int], df: Callable[[Array, list[int]], float], level: float
) -> dict[str, Any]:
    from scipy.stats import t as student

    low, high = float(x.min()), float(x.max())
    point = float(-b[0] / (2 * b[1]))
    lower, upper = fieller(b, v, float(student.ppf((1 + level) / 2, df(np.array([1.0, 2 * point]), at))))
    side, slopes, t, p = float(np.sign(b[1])), list[float](), list[float](), list[float]()
    for end, sign in ((low, -side), (high, side)):  # of a U the lower arm falls and the upper one rises
        c = np.array([1.0, 2 * end])
        slopes.append(float(c @ b))
        t.append(slopes[-1] / float(np.sqrt(c @ v @ c)))
        p.append(float(student.sf(sign * t[-1], df(c, at))))
    turns = slopes[0] * slopes[1] < 0
    shape = "U" if turns and b[1] > 0 else "inverse U" if turns else "monotone"
    return {"turning_point": point, "lower": lower, "upper": upper, "low": low, "high": high, "slope_low": slopes[0],
            "slope_high": slopes[1], "t_low": t[0], "t_high": t[1], "p": max(p),
            "inside": bool(low < point < high), "shape": shape}  # fmt: skip


def fieller(b: Array, v: Array, t: float) -> tuple[float, float]:
    """Return the values at which a slope of zero is not rejected: those x with (b1 + 2 b2 x)² <= t² var(b1 + 2 b2 x).

    Infinite where the square itself may be zero.
    """
    a = 4 * (b[1] ** 2 - t**2 * v[1, 1])
    half = 2 * (b[0] * b[1] - t**2 * v[0, 1])
    c = b[0] ** 2 - t**2 * v[0, 0]
    inside = half**2 - a * c
    if a <= 0 or inside < 0:
        return -np.inf, np.inf
    ends = sorted(((-half - np.sqrt(inside)) / a, (-half + np.sqrt(inside)) / a))
    return float(ends[0]), float(ends[1])
