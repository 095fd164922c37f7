"""What the normalisations share: orientation, bounds and the making of `Scaled`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset, as_floats, refuse_no_dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.nodes import Indicator
from govmetrics.core.scaled import Scaled

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
    faults = Faults(
        Fault("bounds", f"the column {column!r} is missing") for column in columns if column not in frame
    )
    twice = [
        *frame.index[frame.index.duplicated()].unique(),
        *frame.columns[frame.columns.duplicated()].unique(),
    ]
    faults += [Fault(f"bounds, {label}", "occurs more than once", "keep one") for label in twice]
    codes = data.tree.codes
    faults += [Fault(code, "has no bounds", "give them") for code in codes if code not in frame.index]
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
        way_out = f"give {{leaf code: ({', '.join(columns)})}}, or the bounds of an earlier result"
        raise FaultyInput(Fault("bounds", f"are {str(bounds)[:60]}", way_out)) from None


def flat(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell where two bounds differ by no more than rounding does (0.1 + 0.2 and 0.3 are one value)."""
    # Halves, so that the difference of huge values of opposite signs stays finite.
    near: np.ndarray = np.abs(high / 2 - low / 2) <= 1e-14 * np.maximum(np.abs(low), np.abs(high))
    return near


def refuse_turned(bounds: tuple[np.ndarray, np.ndarray], signs: np.ndarray, data: Dataset) -> None:
    """Refuse bounds that a user gave in the wrong order: they would silently reverse an indicator."""
    faults = [
        Fault(code, f"worst {worst:g} is better than best {best:g}, as the tree has the direction",
              "give (worst, best); where less is better worst is the larger one")
        for code, worst, best, sign in zip(data.tree.codes, *bounds, signs, strict=True)
        if best * sign < worst * sign
    ]  # fmt: skip
    if faults:
        raise FaultyInput(faults)


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


def scale_faults(data: Dataset, scale: tuple[float, float]) -> Faults:
    """Return a fault where the scale does not go from low to high; refuse anything but a dataset."""
    faults = refuse_no_dataset(data)
    try:
        low, high = scale
        usable = bool(np.isfinite([low, high]).all() and low < high)
    except (TypeError, ValueError):
        usable = False
    if not usable or isinstance(scale, str):
        faults.append(Fault("scale", f"is {scale!r}", "give (low, high), for example (0, 100)"))
    return faults


def refuse(unsuitable: list[Fault]) -> None:
    """Raise what makes a method unsuitable, if anything does."""
    if unsuitable:
        raise UnsuitableMethod(unsuitable)


def make(
    data: Dataset,
    values: np.ndarray,
    bounds: Mapping[str, np.ndarray],
    method: str,
    scale: tuple[float, float] | None,
) -> Scaled:
    """Label an array (leaves, units) again."""
    frame = pd.DataFrame(values.T, index=data.values.index, columns=data.values.columns, copy=False)
    table = pd.DataFrame(dict(bounds), index=pd.Index(data.tree.codes, name="code"))
    return Scaled(data.tree, frame, table, method, scale, data.attributes)
