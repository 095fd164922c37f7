"""Krippendorff's alpha for nominal, ordinal, interval and ratio ratings, with missing ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.correlations import Array
from govmetrics.psychometrics._frames import as_table


@dataclass(frozen=True, eq=False)
class Krippendorff:
    """Krippendorff's alpha (Krippendorff α 系数).

    Attributes
    ----------
    alpha : float
        1 is agreement, 0 what chance would give; may be negative.
    level : str
        The level of measurement, which decides how far apart two values are.
    coincidences : DataFrame
        How often each pair of values was given to the same thing.
    things, pairable : int
        Things with two or more ratings, and the ratings they have.

    See Also
    --------
    krippendorff
    """

    alpha: float
    level: str
    coincidences: pd.DataFrame
    things: int
    pairable: int
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the coefficient as one row."""
        return pd.DataFrame([fields_dict(self, ("coincidences", "notes"))])

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Krippendorff's alpha")


def krippendorff(
    ratings: pd.DataFrame, level: Literal["nominal", "ordinal", "interval", "ratio"] = "nominal"
) -> Krippendorff:
    """Return Krippendorff's alpha of `ratings`.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, columns the raters; missing ratings are NaN. Text only for nominal.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.

    Returns
    -------
    Krippendorff

    Raises
    ------
    FaultyInput
        Text or negative ratings where the level does not allow them.
    UnsuitableMethod
        No thing rated twice, or only one value in use.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.

    Examples
    --------
    >>> ratings = pd.DataFrame({"a": [1, 2, 3, 3], "b": [1, 2, 3, 2], "c": [1, 2, None, 2]})
    >>> round(krippendorff(ratings, "interval").alpha, 4)
    0.8485
    """
    faults = Faults()
    with faults:
        choose(level, ("nominal", "ordinal", "interval", "ratio"), "level")
    with faults:
        frame = as_table(ratings, "ratings")
    faults.raise_all()
    cells, values = pd.factorize(frame.to_numpy(dtype=object).ravel(), sort=False)
    numbers = _numbers(values, level)
    order = np.argsort(numbers) if numbers is not None else np.argsort(values.astype(str))
    counts = _counts(cells.reshape(frame.shape), len(values))[:, order]
    paired = counts[counts.sum(axis=1) > 1]
    notes = (
        []
        if len(paired) == len(counts)
        else [f"{len(counts) - len(paired)} things have fewer than two ratings"]
    )
    if not len(paired):
        raise UnsuitableMethod(
            Fault("ratings", "nothing was rated twice", "rows are what is rated, columns the raters")
        )
    if (paired.sum(axis=0) > 0).sum() < 2:
        way = "agreement cannot be told from chance when nothing varies"
        raise UnsuitableMethod(Fault("ratings", "only one value is in use", way))
    together = _coincidences(paired)
    distance = _distance(together.sum(axis=0), None if numbers is None else numbers[order], level)
    labels = pd.Index(np.asarray(values)[order], name="value")
    return Krippendorff(
        alpha=_krippendorff(together, distance),
        level=level,
        coincidences=pd.DataFrame(together, index=labels, columns=labels),
        things=len(paired),
        pairable=int(paired.sum()),
        notes=tuple(notes),
    )


def _krippendorff(together: Array, distance: Array) -> float:
    """Return alpha from the coincidences and the squared distances of values, both (v, v)."""
    margin = together.sum(axis=0)
    observed = (together * distance).sum()
    expected = (np.outer(margin, margin) * distance).sum() / (margin.sum() - 1)
    return float(1 - observed / expected)


def _coincidences(counts: Array) -> Array:
    """Return coincidences (v, v) of counts (things, v): pairs of ratings within a thing, each thing's
    ratings weighing one each."""  # noqa: D205, D209
    share = 1 / (counts.sum(axis=1) - 1)
    return np.asarray((counts * share[:, None]).T @ counts - np.diag(share @ counts))


def _distance(margin: Array, v: Array | None, level: str) -> Array:
    """Return squared distances (values, values) at a level of measurement; `margin` counts each value."""
    if level == "nominal" or v is None:
        return 1.0 - np.eye(len(margin))
    if level == "ordinal":
        ahead = np.cumsum(margin) - margin / 2  # ranks between two values, half of each end
        return np.asarray((ahead[:, None] - ahead) ** 2)
    difference = v[:, None] - v
    if level == "interval":
        return np.asarray(difference**2)
    total = v[:, None] + v
    return np.asarray((difference / np.where(total > 0, total, 1.0)) ** 2)


def _counts(cells: np.ndarray[Any, np.dtype[np.intp]], values: int) -> Array:
    """Return how often each thing got each value, (things, values); -1 marks a missing rating."""
    things, raters = cells.shape
    counts = np.zeros((things, values))
    rows = np.repeat(np.arange(things), raters)
    given = cells.ravel() >= 0
    np.add.at(counts, (rows[given], cells.ravel()[given]), 1.0)
    return counts


def _numbers(values: Any, level: str) -> Array | None:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        if level == "nominal":
            return None
        raise FaultyInput(
            Fault("ratings", f"text cannot be {level}", "code the ratings as numbers")
        ) from None
    if not np.isfinite(numbers).all() or (level == "ratio" and (numbers < 0).any()):
        problem = "infinite ratings" if not np.isfinite(numbers).all() else "ratio ratings below zero"
        raise FaultyInput(Fault("ratings", problem, "declare them as missing, or use interval"))
    return numbers
