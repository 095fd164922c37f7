"""From the leaves to the root, group by group: what every aggregation shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import traits_of
from govmetrics.core.checks import cell_faults, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, choose, each
from govmetrics.core.nodes import Group
from govmetrics.core.options import PROPORTION, Kind, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.scaled import Scaled, refuse_unscaled
from govmetrics.core.scores import MIN_COVERAGE, Scores, covered
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.core.words import Text, method_name
from govmetrics.numerics.climb import climb
from govmetrics.numerics.means import power_mean, weighted_mean

__all__ = ["MIN_COVERAGE", "Mean", "aggregate", "check", "coverage_of", "period_by_period", "refuse_negative"]

Mean = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Values (parts, units) with NaN where missing, and weights (parts,): to (units,)."""
Least = Literal["any", "zero", "positive"]
"""The least values that a mean takes."""


def aggregate(
    scaled: Scaled,
    weights: Weights,
    method: str,
    mean: Mean,
    min_coverage: float,
    procedure: Procedure = UNTOLD,
    least_value: Least | None = None,
) -> Scores:
    """Aggregate every group by `mean`, or by the group's own `aggregate`, under its coverage rule.

    A missing part is left out and the other parts keep their proportions, as long as the coverage (the share
    of weight that rests on evidence, counted down to the leaves) is at least `min_coverage`, or the group's
    own; else the node has no score. `least_value` is what the mean takes at least, where its method's traits do not say.
    `procedure` says what the method does; means of groups' own, and the rule of
    coverage, are added.
    """
    check(scaled, weights, min_coverage)
    tree = scaled.tree
    means = {
        group.code: (method, mean, least_value or _least_of(method)) for group in tree.groups
    } | _own_means(tree.groups)
    faults: list[Fault] = []
    blamed: set[str] = set()

    def of_parts(place: int, x: np.ndarray, w: np.ndarray) -> np.ndarray:
        group = tree.nodes[place]
        assert isinstance(group, Group)
        name, own_mean, lowest = means[group.code]
        told = not blamed.isdisjoint(part.code for part in group.parts)
        wrong = [] if told else _unsuitable(name, lowest, x, group, scaled, w)
        faults.extend(wrong)
        if wrong or told:
            blamed.add(group.code)  # what follows from these cells further up is not worth telling
        with np.errstate(invalid="ignore", divide="ignore"):
            return own_mean(x, w)

    leaves, least = scaled.values.to_numpy().T, tree.least_coverage(min_coverage)
    found = climb(tree.branches, leaves, weights.shares, of_parts, least)
    Faults(faults).raise_all(UnsuitableMethod)
    index, columns = scaled.values.index, pd.Index(tree.node_codes, name="code")
    values, coverage = (pd.DataFrame(x.T, index=index, columns=columns, copy=False) for x in found)
    filled = None
    if scaled.imputed is not None:
        coverage, filled = covered(scaled, weights, found.values.T)
    internal = all(traits_of(name).keeps_scale for name, *_ in means.values())
    scale = scaled.scale if internal else None
    said = procedure or Procedure.of("The scores were computed by {method}.", method=method_name(method))
    told = said + _own_told(tree) + coverage_told(scaled, min_coverage)
    return Scores(values, coverage, weights, method, scaled.attributes, scale, filled, told)


def coverage_told(scaled: Scaled, min_coverage: float) -> Procedure:
    """Say the rule of coverage where it matters: something is missing, or was imputed."""
    if scaled.imputed is None and not scaled.values.isna().to_numpy().any():
        return Procedure()
    return Procedure.of(
        "A node was scored where at least {least:.0%} of its weight rested on evidence.", least=min_coverage
    )


def _own_told(tree: IndicatorTree) -> Procedure:
    """Say which groups have a mean of their own."""
    own = [group for group in tree.groups if group.aggregate is not None]
    if not own:
        return Procedure()
    names, told = tree.names(), []
    for group in own:
        method, _, exponent = (group.aggregate or "").partition(":")
        how = (
            Text("{method} {exponent}", method=method_name(method), exponent=exponent)
            if exponent
            else method_name(method)
        )
        told.append(Text("{name} ({method})", name=names[group.code], method=how))
    return Procedure.of("Groups with a mean of their own: {groups}.", groups=told)


def _own_means(groups: tuple[Group, ...]) -> dict[str, tuple[str, Mean, Least]]:
    """Return the name, the mean and the least values of every group that has one of its own."""
    from govmetrics.aggregation import METHODS

    known = {name: record.mean for name, record in METHODS.items() if record.mean is not None}
    means: dict[str, tuple[str, Mean, Least]] = {}
    faults = Faults()
    for group in groups:
        if group.aggregate is None:
            continue
        name, place = group.aggregate, f"{group.code}: aggregate"
        with faults:
            if name.startswith("power:"):
                means[group.code] = "power", *_power(name.removeprefix("power:"), place)
            else:
                own = known[choose(name, (*known, "power:p with a number p"), place)]
                means[group.code] = name, own, _least_of(name)
    faults.raise_all()
    return means


def least_for(exponent: float) -> Least:
    """Return the least values that a power mean takes: any are added up, zeros have positive powers."""
    return "any" if exponent == 1 else "zero" if exponent > 0 else "positive"


def _least_of(method: str) -> Least:
    return "positive" if traits_of(method).needs_positive else "any"


def _power(exponent: str, place: str) -> tuple[Mean, Least]:
    try:
        p = float(exponent)
    except ValueError:
        p = np.nan
    if not np.isfinite(p):
        problem, way_out = "the exponent {exponent} is not a finite number", "give one, for example 0.5"
        raise FaultyInput(place, problem, way_out, exponent=exponent)
    mean: Mean = weighted_mean if p == 1 else lambda x, w: power_mean(x, w, p)
    return mean, least_for(p)


def check(scaled: Scaled, weights: Weights, min_coverage: float, **options: tuple[Any, Kind]) -> None:
    """Refuse what is not scaled, weights of other nodes and options out of place; every fault is named."""
    faults = Faults()
    with faults:
        refuse_unscaled(scaled)
        faults += weights_faults(weights, scaled.tree)
    faults += wanted(min_coverage=(min_coverage, PROPORTION), **options)
    faults.raise_all()


def period_by_period(scaled: Scaled, aggregate_one: Callable[[Scaled], Scores]) -> Scores:
    """Compare units with the units of their own period only, in the order of the given rows."""
    refuse_unscaled(scaled)
    if scaled.values.index.nlevels == 1:
        return aggregate_one(scaled)
    periods = scaled.values.index.get_level_values("period")
    found = [
        aggregate_one(replace(scaled, values=scaled.values[periods == period])) for period in periods.unique()
    ]
    frames = {
        name: pd.concat([getattr(one, name) for one in found]).loc[scaled.values.index]
        for name in ("values", "coverage", "coverage_imputed")
        if getattr(found[0], name) is not None
    }
    return replace(found[0], attributes=scaled.attributes, **frames)


def refuse_negative(scaled: Scaled) -> None:
    """Name the negative cells."""
    problem = "{value:.6g} is negative, which the method cannot take"
    way_out = "scale with z_score(data, 100, 10) or min_max"
    Faults(cell_faults(scaled.values, scaled.values.to_numpy() < 0, problem, way_out)).raise_all(
        UnsuitableMethod
    )


def coverage_of(scaled: Scaled, weights: Weights, min_coverage: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the coverage of every unit at every node, and whether it is enough; shape (units, nodes)."""
    tree, leaves = scaled.tree, scaled.values.to_numpy().T
    least = tree.least_coverage(min_coverage)
    found = climb(tree.branches, leaves, weights.shares, lambda _, x, w: weighted_mean(x, w), least)
    return found.coverage.T, ~np.isnan(found.values.T)


def _unsuitable(
    name: str, least: Least, x: np.ndarray, group: Group, scaled: Scaled, w: np.ndarray
) -> list[Fault]:
    """Name the cells that a mean of positive numbers, or of numbers from zero, cannot take."""
    if least == "any":
        return []
    x = x[w > 0]
    wrong = x < 0 if least == "zero" else x <= 0
    if not wrong.any():
        return []
    index = scaled.values.index
    codes = [part.code for part, share in zip(group.parts, w, strict=True) if share > 0]
    rows, units = np.nonzero(wrong)
    problem = "the value is {value:.6g}, and {method} needs positive ones"
    way_out = "scale to (1, 100) instead, or use the arithmetic mean"
    if least == "zero":
        problem = "the value is {value:.6g}, and {method} with this exponent needs zero or positive ones"
    return each(
        zip(rows.tolist(), units.tolist(), strict=True),
        lambda at: Fault(
            place_of(index[at[1]], codes[at[0]]),
            problem,
            way_out,
            value=float(x[at]),
            method=method_name(name),
        ),
    )
