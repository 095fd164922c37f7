"""What the normalisations share: orientation, bounds and the making of `Scaled`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset, as_floats, refuse_no_dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import Kind, is_number, shown, wanted, way_to
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text

Bounds = pd.DataFrame | Mapping[str, tuple[float, float]]


def oriented(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return values as (leaves, units), targets turned to distances, and +1 (more) or -1 (less) a leaf.

    For `better` "target" and "interval" the value becomes its distance from the target, of which less is
    better; so every method knows two directions only. The array may be a view: do not write to it.
    """
    values = data.values.to_numpy().T
    signs = np.array([1.0 if leaf.better == "more" else -1.0 for leaf in data.tree.indicators])
    aimed = [j for j, leaf in enumerate(data.tree.indicators) if leaf.better in ("target", "interval")]
    if aimed:
        values = values.copy()
        for j in aimed:
            low, high = ends(data.tree.indicators[j])
            values[j] = np.maximum(np.maximum(low - values[j], values[j] - high), 0.0)
    return values, signs


def ends(leaf: Indicator) -> tuple[float, float]:
    """Return the ends of a leaf's target; one number is an interval of no width."""
    target = leaf.target
    return target if isinstance(target, tuple) else (float(target or 0), float(target or 0))


def observed(values: np.ndarray, signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the worst and the best value of every leaf; NaN where a leaf has no value."""
    low: np.ndarray = np.fmin.reduce(values, axis=1)
    high: np.ndarray = np.fmax.reduce(values, axis=1)
    return np.where(signs > 0, low, high), np.where(signs > 0, high, low)


def given_bounds(bounds: Bounds, data: Dataset, columns: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds that a user gave, as two arrays in the tree's order; every missing leaf is named."""
    frame = _bounds_frame(bounds, columns)
    problem, way_out = "the column {column!r} is missing", "give both: {columns}"
    faults = Faults(
        Fault("bounds", problem, way_out, column=column, columns=columns)
        for column in columns
        if column not in frame
    )
    twice = [
        *frame.index[frame.index.duplicated()].unique(),
        *frame.columns[frame.columns.duplicated()].unique(),
    ]
    faults += [Fault(f"bounds, {label}", "occurs more than once", "keep one of them") for label in twice]
    codes = data.tree.codes
    faults += [Fault(code, "has no bounds", "give two numbers") for code in codes if code not in frame.index]
    table = frame.loc[~frame.index.duplicated(), ~frame.columns.duplicated()].reindex(
        index=codes, columns=columns
    )
    numbers = as_floats(table)
    unusable = ~pd.DataFrame(np.isfinite(numbers)).all(axis="columns")
    faults += [
        Fault(code, "a bound is missing, infinite or no number", "give two numbers")
        for code in codes
        if code in frame.index and unusable[code] and set(columns) <= set(frame.columns)
    ]
    faults.raise_all()
    first, second = (numbers[column].to_numpy() for column in columns)
    return first, second


def _bounds_frame(bounds: Bounds, columns: tuple[str, str]) -> pd.DataFrame:
    try:
        return (
            bounds
            if isinstance(bounds, pd.DataFrame)
            else pd.DataFrame.from_dict(dict(bounds), orient="index", columns=list(columns))
        )
    except (TypeError, ValueError, AttributeError):
        way_out = Text("give {{code: ({columns})}}, or the bounds of an earlier result", columns=columns)
        inner = way_to(bounds, lambda held: isinstance(held, pd.DataFrame), ["bounds"])
        raise FaultyInput("bounds", "is {value}", inner or way_out, value=shown(bounds)) from None


def flat(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell where two bounds differ by no more than rounding does (0.1 + 0.2 and 0.3 are one value)."""
    # Halves, so that the difference of huge values of opposite signs stays finite.
    near: np.ndarray = np.abs(high / 2 - low / 2) <= 1e-14 * np.maximum(np.abs(low), np.abs(high))
    return near


def refuse_turned(bounds: tuple[np.ndarray, np.ndarray], signs: np.ndarray, data: Dataset) -> None:
    """Refuse bounds that a user gave in the wrong order: they would silently reverse an indicator."""
    faults = [
        Fault(code, "worst, {worst:g}, is better than best, {best:g}, by the direction in the tree",
              "give (worst, best); where less is better, worst is the larger one",
              worst=float(worst), best=float(best))
        for code, worst, best, sign in zip(data.tree.codes, *bounds, signs, strict=True)
        if best * sign < worst * sign
    ]  # fmt: skip
    Faults(faults).raise_all()


def linear(values: np.ndarray, zero: np.ndarray, one: np.ndarray, scale: tuple[float, float]) -> np.ndarray:
    """Map `zero` to the low and `one` to the high end of the scale, leaf by leaf. Shape (leaves, units)."""
    low, high = scale
    with np.errstate(over="ignore"):
        whole = bool(np.isfinite(one - zero).all())
    if not whole:  # beyond the largest number: halves have the same proportions
        values, zero, one = values / 2, zero / 2, one / 2
    scaled: np.ndarray = values - zero[:, None]
    # Dividing before multiplying puts the ends of the scale exactly where they belong.
    scaled /= (one - zero)[:, None]
    if (low, high) != (0, 1):
        scaled *= high - low
    scaled += low  # and -0.0 becomes 0.0
    return scaled


def _is_scale(scale: Any) -> bool:
    low, high = scale
    return isinstance(scale, list | tuple | np.ndarray) and is_number(low) and is_number(high) and low < high


SCALE = Kind(_is_scale, Text("give (low, high), for example (0, 100)"))


def how_scaled(template: str, earlier: bool, *cites: str, **values: object) -> Procedure:
    """Return what a normalisation did, and whether by an earlier period's bounds."""
    found = Procedure.of(template, *(cites or ("oecd2008",)), **values)
    return (
        found + Procedure.of("The bounds were given, such as those of an earlier period.")
        if earlier
        else found
    )


def option_faults(data: Dataset, **options: tuple[Any, Kind]) -> Faults:
    """Return a fault for each option out of place; refuse what is no dataset."""
    return Faults([*refuse_no_dataset(data), *wanted(**options)])


def refuse(unsuitable: list[Fault]) -> None:
    """Raise what makes a method unsuitable, if anything does."""
    Faults(unsuitable).raise_all(UnsuitableMethod)


def make(
    data: Dataset,
    values: np.ndarray,
    bounds: Mapping[str, np.ndarray],
    method: str,
    scale: tuple[float, float] | None,
    procedure: Procedure = UNTOLD,
) -> Scaled:
    """Label an array (leaves, units) again."""
    frame = pd.DataFrame(values.T, index=data.values.index, columns=data.values.columns, copy=False)
    table = pd.DataFrame(dict(bounds), index=pd.Index(data.tree.codes, name="code"))
    return Scaled(data.tree, frame, table, method, scale, data.attributes, data.imputed, procedure)
