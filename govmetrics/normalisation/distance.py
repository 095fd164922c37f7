"""Distances: to a target, to a reference unit, to the best unit."""

from __future__ import annotations

import numpy as np

from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.options import FLAG, shown
from govmetrics.core.scaled import Scaled
from govmetrics.normalisation.common import (
    SCALE,
    Bounds,
    given_bounds,
    how_scaled,
    linear,
    make,
    observed,
    option_faults,
    oriented,
    refuse,
    refuse_turned,
)


def target_distance(
    data: Dataset, scale: tuple[float, float] = (0, 100), cap: bool = True, bounds: Bounds | None = None
) -> Scaled:
    """Scale from the worst observed value (low end) to the leaf's `target` (high end).

    Parameters
    ----------
    data : Dataset
        Raw values; every leaf with better "more" or "less" needs a `target` in the tree.
    scale : (low, high)
        Ends of the scale.
    cap : bool
        Units beyond the target get the high end, not more.
    bounds : DataFrame or mapping, optional
        An earlier period's worst and best (the targets).

    Returns
    -------
    Scaled
        `bounds` has the columns worst and best (the targets).

    Raises
    ------
    UnsuitableMethod
        Leaves without a target, or whose target is not better than the worst value, each named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> trust = gm.Indicator("trust", better="more", target=70)
    >>> tree = gm.IndicatorTree(gm.Group("community", "", (trust,)))
    >>> data = gm.read_records(pd.DataFrame({"trust": [20.0, 45.0, 90.0]}, index=["East", "West", "North"]), tree)
    >>> gm.normalisation.target_distance(data).values["trust"].to_dict()
    {'East': 0.0, 'West': 50.0, 'North': 100.0}
    """
    faults = option_faults(data, scale=(scale, SCALE), cap=(cap, FLAG))
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        if bounds is None:
            worst, _ = observed(values, signs)
            best = np.array([_target(leaf.target, leaf.better) for leaf in data.tree.indicators])
        else:
            worst, best = given_bounds(bounds, data, ("worst", "best"))
        _refuse_reached(data, worst, best, signs)
    faults.raise_all()
    scaled = linear(values, worst, best, scale)
    if cap:
        np.minimum(scaled, scale[1], out=scaled)
    line = "Indicators were scaled linearly from the worst value ({low:g}) to their target ({high:g})."
    capped = (
        "Indicators were scaled linearly from the worst value ({low:g}) to their target ({high:g}), which is the most that "
        "a unit can get."
    )
    procedure = how_scaled(capped if cap else line, bounds is not None, low=scale[0], high=scale[1])
    return make(data, scaled, {"worst": worst, "best": best}, "target_distance", scale, procedure)


def _refuse_reached(data: Dataset, worst: np.ndarray, best: np.ndarray, signs: np.ndarray) -> None:
    faults = []
    for code, low, high, sign in zip(data.tree.codes, worst, best, signs, strict=True):
        if np.isnan(high):
            faults.append(Fault(code, "has no target", "add `target:` to the tree, or use min_max"))
        elif not (high - low) * sign > 0:
            faults.append(Fault(code, "the target, {target:g}, is not better than the worst value, {worst:g}",
                                "every unit has reached it: aim higher, or leave the indicator out",
                                target=float(high), worst=float(low)))  # fmt: skip
    refuse(faults)


def _target(target: float | tuple[float, float] | None, better: str) -> float:
    if better in ("target", "interval"):
        return 0.0  # values are distances from it
    return np.nan if target is None or isinstance(target, tuple) else float(target)


def reference_distance(
    data: Dataset, unit: object, scale: tuple[float, float] = (0, 100), bounds: Bounds | None = None
) -> Scaled:
    """Scale from the worst observed value (low end) to the value of a reference unit (high end).

    Units better than the reference get more than the high end.

    Parameters
    ----------
    data : Dataset
        Raw values.
    unit : label
        The row of the reference unit; (period, unit) with periods.
    scale : (low, high)
        Ends of the scale.
    bounds : DataFrame or mapping, optional
        An earlier period's worst, and best (the reference unit's values then); `unit` is not looked up.

    Returns
    -------
    Scaled
        `bounds` has the columns worst and best, the latter being the reference unit's values.

    Raises
    ------
    FaultyInput
        The unit is not in the data.
    UnsuitableMethod
        The reference has no value, or the worst one, for an indicator; each is named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> gm.normalisation.reference_distance(gm.read_records(table, tree), "East").values["cases"].to_dict()
    {'East': 100.0, 'West': 80.0, 'North': 0.0}
    """
    faults = option_faults(data, scale=(scale, SCALE))
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        worst, reference = (
            _of_unit(data, unit, values, signs)
            if bounds is None
            else given_bounds(bounds, data, ("worst", "best"))
        )
        problem, way_out = "the reference, {unit}, has no value, or the worst one", "choose another unit"
        unsuitable = [
            Fault(code, problem, way_out, unit=place_of(unit))
            for code, low, ref, sign in zip(data.tree.codes, worst, reference, signs, strict=True)
            if not (ref - low) * sign > 0
        ]
        refuse(unsuitable)
    faults.raise_all()
    scaled = linear(values, worst, reference, scale)
    line = "Indicators were scaled linearly from the worst value ({low:g}) to the value of {unit} ({high:g})."
    procedure = how_scaled(line, bounds is not None, low=scale[0], high=scale[1], unit=place_of(unit))
    return make(data, scaled, {"worst": worst, "best": reference}, "reference_distance", scale, procedure)


def _of_unit(
    data: Dataset, unit: object, values: np.ndarray, signs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the worst value of every leaf, and the reference unit's."""
    row = positions_of(data.values.index, [unit])[0]
    if row < 0:
        problem, way_out = "{unit} is not in the data", "there are: {labels}"
        raise FaultyInput("unit", problem, way_out, unit=shown(unit), labels=data.values.index)
    return observed(values, signs)[0], values[:, row]


def share_of_best(
    data: Dataset, scale: tuple[float, float] = (0, 100), bounds: Bounds | None = None
) -> Scaled:
    """Scale by the ratio to the best value: x / best where more is better, best / x where less is.

    Parameters
    ----------
    data : Dataset
        Values must be zero or positive, and positive where less is better.
    scale : (low, high)
        Ends of the scale.
    bounds : DataFrame or mapping, optional
        An earlier period's worst and best.

    Returns
    -------
    Scaled
        `bounds` has the columns worst and best.

    Raises
    ------
    UnsuitableMethod
        Negative values, zeros where less is better, an indicator whose best is zero, or a leaf with a
        target; each is named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> gm.normalisation.share_of_best(data).values["cases"].to_dict()
    {'East': 100.0, 'West': 62.5, 'North': 25.0}
    """
    faults = option_faults(data, scale=(scale, SCALE))
    data = data.scored()
    values, signs = oriented(data)
    with faults:
        worst, best = (
            observed(values, signs) if bounds is None else given_bounds(bounds, data, ("worst", "best"))
        )
        with faults:
            refuse_turned((worst, best), signs, data)
        _refuse_no_ratio(data, values, best)
    faults.raise_all()
    more = (signs > 0)[:, None]
    with np.errstate(divide="ignore"):
        ratio = np.where(more, values / best[:, None], best[:, None] / values)
    line = "Indicators were scaled by their ratio to the best value, which is {high:g}, more being better."
    procedure = how_scaled(line, bounds is not None, high=scale[1])
    scaled = scale[0] + ratio * (scale[1] - scale[0])
    return make(data, scaled, {"worst": worst, "best": best}, "share_of_best", scale, procedure)


def _refuse_no_ratio(data: Dataset, values: np.ndarray, best: np.ndarray) -> None:
    faults = []
    lowest = np.fmin.reduce(values, axis=1)
    for j, leaf in enumerate(data.tree.indicators):
        if leaf.better in ("target", "interval"):
            faults.append(
                Fault(leaf.code, "has a target, so it has no ratio to the best", "use min_max or goalposts")
            )
        elif np.isnan(lowest[j]):
            faults.append(Fault(leaf.code, "has no value in any unit", "leave the indicator out, or fill it"))
        elif not best[j] > 0:
            problem = "the best value is {value:g}, so a ratio to it means nothing"
            faults.append(Fault(leaf.code, problem, "use min_max", value=float(best[j])))
        elif not (lowest[j] > 0 or (leaf.better == "more" and lowest[j] == 0)):
            problem = "the smallest value is {value:g}, so a ratio means nothing"
            faults.append(Fault(leaf.code, problem, "use min_max", value=float(lowest[j])))
    refuse(faults)
