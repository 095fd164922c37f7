"""Break points of the membership functions: given, from the tree's goalposts, or from quantiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import choice, shown
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text
from govmetrics.fuzzy.grades import PRESETS, GradeScale

Breakpoints = (
    Mapping[str, Sequence[float]] | Sequence[float] | pd.DataFrame | Literal["goalposts", "quantiles"]
)
NAMED = choice("goalposts", "quantiles")


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
    problem = "no preset scale goes with {count:# break point|# break points}"
    raise FaultyInput("grades", problem, "give `grades`, a GradeScale", count=points)


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
        Faults(NAMED.faults("breakpoints", breakpoints)).raise_all()
        if breakpoints == "goalposts":
            return _goalposts(data, counts[0])
        given: Mapping[str, Sequence[float]] = {
            code: _from_quantiles(column, counts[0]) for code, column in directed(data)
        }
    else:
        given = as_mapping(breakpoints)
        if list(given) == [""]:
            given = dict.fromkeys(codes, given[""])
    faults = [Fault(c, "has no break points", _either(counts)) for c in codes if c not in given]
    faults += [
        Fault(str(c), "is not an indicator of the tree", "check the spelling, or remove it")
        for c in given
        if c not in codes
    ]
    for code in codes:
        if code in given:
            faults += _faults(code, given[code], counts, isinstance(breakpoints, str))
    Faults(faults).raise_all()
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


def _goalposts(data: Dataset | Scaled, count: int) -> dict[str, np.ndarray]:
    found = {leaf.code: _from_goalposts(leaf, count) for leaf in data.tree.indicators}
    Faults(
        Fault(code, "has no goalposts", "give it `worst` and `best` in the tree, or give break points")
        for code, points in found.items()
        if points is None
    ).raise_all()
    return {code: points for code, points in found.items() if points is not None}


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


def _either(counts: tuple[int, ...]) -> Text:
    if len(counts) == 1:
        return Text("give {count:# number|# numbers}", count=counts[0])
    return Text("give {few} or {many} numbers", few=counts[0], many=counts[1])


def _faults(code: str, points: Sequence[float], counts: tuple[int, ...], quantiles: bool) -> list[Fault]:
    try:
        array = np.asarray(points, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return [Fault(code, "break points are not numbers: {points}", "give numbers", points=shown(points))]
    if array.ndim != 1 or array.size not in counts:
        return [Fault(code, "has {points:# break point|# break points}", _either(counts), points=array.size)]
    numbers = [f"{point:g}" for point in array]
    if not np.isfinite(array).all():
        if quantiles:
            return [Fault(code, "has no values", "give break points or goalposts for it")]
        return [Fault(code, "break points are not finite: {points}", "give finite numbers", points=numbers)]
    if not (np.diff(array) > 0).all():
        problem, way_out = "break points do not increase: {points}", "list them from low to high"
        if quantiles:
            problem = "too few different values for quantiles: {points}"
            way_out = "give break points or goalposts for it"
        return [Fault(code, problem, way_out, points=numbers)]
    return []
