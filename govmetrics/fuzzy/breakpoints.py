"""Break points of the membership functions: given, from the tree's goalposts, or from quantiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.core.nodes import Indicator
from govmetrics.core.scaled import Scaled
from govmetrics.fuzzy.grades import PRESETS, GradeScale

Breakpoints = (
    Mapping[str, Sequence[float]] | Sequence[float] | pd.DataFrame | Literal["goalposts", "quantiles"]
)


def allowed(grades: int, shape: str) -> tuple[int, ...]:
    """Return how many break points a shape takes: the grades' centres, or the ends of the slopes."""
    slopes = 2 * (grades - 1)
    only_centres = isinstance(shape, str) and shape in ("triangular", "gaussian", "sigmoid", "cloud")
    return (grades,) if only_centres or slopes <= grades else (grades, slopes)


def scale_for(breakpoints: Breakpoints, shape: str) -> GradeScale:
    """Return the preset scale with as many grades as the break points are for, taken as centres if possible."""
    if isinstance(breakpoints, str):
        return PRESETS[4]
    first = next(iter(as_mapping(breakpoints).values()), ())
    points = len(np.atleast_1d(np.asarray(first)))
    for count, preset in PRESETS.items():
        if points == count:
            return preset
    for count, preset in PRESETS.items():
        if points in allowed(count, shape):
            return preset
    problem = f"no preset scale goes with {points} break points"
    raise FaultyInput(Fault("grades", problem, "give `grades`, a GradeScale"))


def as_mapping(breakpoints: Breakpoints) -> Mapping[str, Sequence[float]]:
    """Return break points by leaf; one list for all leaves goes under the empty code."""
    if isinstance(breakpoints, pd.DataFrame):
        return {
            str(code): row.tolist()
            for code, row in zip(breakpoints.index, breakpoints.to_numpy(), strict=True)
        }
    if isinstance(breakpoints, Mapping):
        return breakpoints
    assert not isinstance(breakpoints, str)
    return {"": breakpoints}


def resolve(
    data: Dataset | Scaled, breakpoints: Breakpoints, counts: tuple[int, ...]
) -> dict[str, np.ndarray]:
    """Return rising break points for every leaf, as many as `counts` allow; every fault is raised at once.

    For leaves that are best at a target (or within an interval) they are distances from it.
    """
    codes = data.tree.codes
    if isinstance(breakpoints, str):
        choose(breakpoints, ("goalposts", "quantiles"), "breakpoints")
        if breakpoints == "goalposts":
            found = {leaf.code: _from_goalposts(leaf, counts[0]) for leaf in data.tree.indicators}
            way_out = "give the leaf `worst` and `best`, or give break points"
            faults = [Fault(c, "has no goalposts", way_out) for c, p in found.items() if p is None]
            if faults:
                raise FaultyInput(faults)
            return {code: points for code, points in found.items() if points is not None}
        given: Mapping[str, Sequence[float]] = {
            code: _from_quantiles(column, counts[0]) for code, column in directed(data)
        }
    else:
        given = as_mapping(breakpoints)
        if list(given) == [""]:
            given = dict.fromkeys(codes, given[""])
    faults = [Fault(c, "has no break points", f"give {_either(counts)}") for c in codes if c not in given]
    faults += [Fault(str(c), "break points for no leaf of the tree") for c in given if c not in codes]
    for code in codes:
        if code in given:
            faults += _faults(code, given[code], counts, isinstance(breakpoints, str))
    if faults:
        raise FaultyInput(faults)
    return {code: np.asarray(given[code], dtype=float) for code in codes}


def directed(data: Dataset | Scaled) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every leaf's values, as distances from the target where there is one."""
    for leaf in data.tree.indicators:
        column = data.values[leaf.code].to_numpy()
        yield leaf.code, column if isinstance(data, Scaled) else _away(leaf, column)


def falling(data: Dataset | Scaled, leaf: Indicator) -> bool:
    """Whether low values (or short distances from the target) are the good ones."""
    return isinstance(data, Dataset) and leaf.better != "more"


def _away(leaf: Indicator, x: np.ndarray) -> np.ndarray:
    if leaf.better not in ("target", "interval") or leaf.target is None:
        return x
    low, high = leaf.target if isinstance(leaf.target, tuple) else (leaf.target, leaf.target)
    return np.maximum(np.maximum(low - x, x - high), 0.0)


def _from_goalposts(leaf: Indicator, count: int) -> np.ndarray | None:
    if leaf.better in ("target", "interval"):
        if leaf.worst is None:
            return None
        return np.linspace(0.0, float(_away(leaf, np.array([leaf.worst]))[0]), count)
    if leaf.worst is None or leaf.best is None:
        return None
    return np.linspace(min(leaf.worst, leaf.best), max(leaf.worst, leaf.best), count)


def _from_quantiles(x: np.ndarray, count: int) -> Sequence[float]:
    known = x[~np.isnan(x)]
    if not len(known):
        return [np.nan] * count
    return [float(q) for q in np.quantile(known, (np.arange(count) + 0.5) / count)]


def _either(counts: tuple[int, ...]) -> str:
    return " or ".join(map(str, counts))


def _faults(code: str, points: Sequence[float], counts: tuple[int, ...], quantiles: bool) -> list[Fault]:
    try:
        array = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        return [Fault(code, f"break points are not numbers: {points!r}")]
    if array.ndim != 1 or array.size not in counts:
        return [Fault(code, f"has {array.size} break points", f"this shape and scale take {_either(counts)}")]
    if not np.isfinite(array).all():
        problem = "has no values" if quantiles else f"break points are not finite: {array.tolist()}"
        return [Fault(code, problem, "give finite numbers")]
    if not (np.diff(array) > 0).all():
        listed = ", ".join(f"{p:g}" for p in array)
        problem, way_out = f"break points do not increase: {listed}", "list them from low to high"
        if quantiles:
            problem = f"too few different values for quantiles: {listed}"
            way_out = "give break points or goalposts for it"
        return [Fault(code, problem, way_out)]
    return []
