"""Weights that make respondents look like residents: raking, bounded calibration, post-stratification."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, InfeasibleTargets
from govmetrics.core.labels import clean
from govmetrics.core.options import SERIES, instance, wanted
from govmetrics.core.totals import is_total
from govmetrics.core.words import Text
from govmetrics.numerics import calibration
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.calibration import Bounds
from govmetrics.survey.margins import (
    Targets,
    base_weights,
    bound_faults,
    known_columns,
    margin_codes,
    read_targets,
    shares_of,
    target_faults,
)
from govmetrics.survey.raked import Raked

MET = 1e-9  # the largest error of a margin, in shares
LEAST = 1e-7  # the smallest ratio of final to base weight that is not zero
RESPONDENTS = instance(pd.DataFrame, Text("give one row for each respondent"), ("by",))


def rake(
    frame: pd.DataFrame,
    targets: Targets,
    base: pd.Series | None = None,
    bounds: tuple[float, float] | None = None,
) -> Raked:
    """Return the weights nearest to the base weights whose margins are the targets.

    Without bounds this is raking (multiplicative, the limit of iterative proportional fitting); with
    bounds the logit calibration of Deville and Särndal (1992), which keeps the margins exactly where
    trimming afterwards would break them.

    Parameters
    ----------
    frame : DataFrame
        One row per respondent, with a column for every margin.
    targets : mapping of column to mapping of category to share
        Shares of residents, each column's summing to one, or percentages that sum to 100; read as `read_margins` reads
        them: "52%" and "0.52" are numbers, categories are called as answers are ("１ " is 1), totals are refused.
    base : Series, optional
        Design weights above zero, under the frame's index; scaled to mean 1.
    bounds : (low, high), optional
        Of final over base weight; low < 1 < high.

    Returns
    -------
    Raked
        Every margin is met to 1e-9 in shares.

    Raises
    ------
    FaultyInput
        Unknown columns or categories, missing answers, shares that do not sum to one, unusable base
        weights or bounds: all at once.
    InfeasibleTargets
        No weights can meet the margins (certified by a linear program); says which.

    References
    ----------
    Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA, 87, 376-382.
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when
    the expected marginal totals are known. Annals of Mathematical Statistics, 11, 427-444.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "f", "f", "m"]})
    >>> raked = rake(people, {"sex": {"f": 0.5, "m": 0.5}})
    >>> raked.weights.round(4).tolist(), round(raked.effective_n, 4)
    ([0.6667, 0.6667, 0.6667, 2.0], 3.0)
    """
    kinds = wanted(frame=(frame, RESPONDENTS))
    unread = list[Fault]()
    with kinds:
        targets, unread = read_targets(targets)
    kinds.raise_all()
    codes, faults = margin_codes(frame, targets)
    faults += unread + target_faults(targets) + bound_faults(bounds)
    start, base_faults = base_weights(frame, base)
    if faults or base_faults:
        raise FaultyInput(faults + base_faults)
    cell, combinations = calibration.cells(codes, [len(t) for t in targets.values()])
    x = calibration.margins_design(combinations, [len(t) for t in targets.values()])
    counts = np.bincount(cell)
    mass = counts / len(cell) if base is None else np.bincount(cell, start) / len(cell)
    g, margins = factors_of(targets, x, counts, mass, bounds)
    weights = g[cell] if base is None else start * g[cell]
    # sums over cells: a million rows need no further pass
    squares = float(((counts if base is None else np.bincount(cell, start**2)) * g**2).sum())
    deff = squares / len(cell)
    return Raked(
        pd.Series(weights, index=frame.index, name="weight"),
        margins,
        deff,
        len(cell) / deff,
        (float(g.min()), float(g.max())),
        pd.Series(start, index=frame.index, name="base"),
        frame[list(targets)],
        targets,
        bounds,
    )


def factors_of(
    targets: Targets, x: Array, counts: Ints, mass: Array, bounds: Bounds
) -> tuple[Array, pd.DataFrame]:
    """Return final over base weight of every cell, and the table of the margins.

    Parameters
    ----------
    targets, bounds
        As in `rake`.
    x : (cells, categories)
        Which categories a cell is in.
    counts, mass : (cells,)
        Respondents, and shares of the base weights.
    """
    shares = shares_of(targets)
    _refuse_empty(targets, (counts @ x).astype(int), shares)
    factors, error = calibration.calibrate(x, mass[None, :], shares, bounds)
    # without bounds only positive weights are weights: a zero is the limit of a problem without solution
    if not error[0] <= MET or (bounds is None and factors[0].min() < LEAST):
        raise _infeasible(targets, (x, mass, shares), bounds)
    g = factors[0]
    table = {
        "respondents": (counts @ x).astype(int), "before": mass @ x, "target": shares, "after": (mass * g) @ x,
    }  # fmt: skip
    rows = pd.MultiIndex.from_tuples(_margins(targets), names=["column", "category"])
    return g, pd.DataFrame(table, rows)


def poststratify(frame: pd.DataFrame, shares: pd.Series, base: pd.Series | None = None) -> Raked:
    """Return the weights whose joint cells are the given shares: the share over the respondents' share.

    Parameters
    ----------
    frame : DataFrame
        One row per respondent.
    shares : Series
        Shares of residents, summing to one, indexed by the joint categories; the index levels are named
        after the frame's columns.
    base : Series, optional
        Design weights above zero.

    Returns
    -------
    Raked
        `weights` have mean one.

    Raises
    ------
    FaultyInput, InfeasibleTargets
        As `rake`.

    References
    ----------
    Holt, D. and Smith, T. M. F. (1979). Post stratification. JRSS A, 142, 33-46.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "f", "m", "m"], "old": [0, 1, 0, 0]})
    >>> cells = pd.MultiIndex.from_tuples([("f", 0), ("f", 1), ("m", 0)], names=["sex", "old"])
    >>> poststratify(people, pd.Series([0.25, 0.25, 0.5], cells)).weights.tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    faults = wanted(frame=(frame, RESPONDENTS), shares=(shares, SERIES))
    faults.raise_all()
    columns = [str(name) for name in shares.index.names]
    faults += [
        Fault(c, "is not a column of the frame", known_columns(frame)) for c in columns if c not in frame
    ]
    cells = [tuple(map(clean, key)) if isinstance(key, tuple) else clean(key) for key in shares.index]
    twice = pd.Index([cell for place, cell in enumerate(cells) if cell in cells[:place]], tupleize_cols=False)
    faults += [
        Fault(f"shares, {label!r}", "occurs more than once", "keep one of them") for label in twice.unique()
    ]
    totals = {name for key in cells if isinstance(key, tuple) for name in key if is_total(name)}
    problem = "{name!r} is a total, not a category"
    faults += [Fault("shares", problem, "take it out", name=name) for name in sorted(totals)]
    faults.raise_all()
    if len(columns) == 1:
        return rake(frame, {columns[0]: shares.to_dict()}, base)
    rows = list(frame[columns].itertuples(index=False, name=None))
    joint = pd.Series(_joint(row) for row in rows).set_axis(frame.index)
    name = " | ".join(columns)
    targets: dict[Hashable, float] = {
        _joint(key): share for key, share in zip(shares.index.tolist(), shares, strict=True)
    }
    missing = frame[columns].isna().any(axis="columns")
    return rake(pd.DataFrame({name: joint.mask(missing)}), {name: targets}, base)


def _joint(names: Iterable[object]) -> str:
    return " | ".join(str(clean(name)) for name in names)


def _margins(targets: Targets) -> list[tuple[str, Hashable]]:
    return [(column, category) for column, margin in targets.items() for category in margin]


def _refuse_empty(targets: Targets, counts: Ints, shares: Array) -> None:
    faults = []
    for (column, category), count, share in zip(_margins(targets), counts, shares, strict=True):
        place = f"{column}, {category!r}"
        if share > 0 and count == 0:
            problem = "the target is {share:g} and no respondent is in it"
            way = "merge it with a neighbouring category, or leave it out and rescale the others"
            faults.append(Fault(place, problem, way, share=share))
        elif share == 0 and count > 0:
            problem = "the target is 0 and {count:# respondent is|# respondents are} in it"
            way = "leave these respondents out, or give the category a share"
            faults.append(Fault(place, problem, way, count=count))
    Faults(faults).raise_all(InfeasibleTargets)


def _infeasible(targets: Targets, problem: tuple[Array, Array, Array], bounds: Bounds) -> InfeasibleTargets:
    """Say which margins no weights can meet, from the linear program; or that only extreme weights do."""
    x, mass, shares = problem
    faults = _out_of_reach(targets, calibration.nearest(x, mass, shares, bounds), shares, bounds)
    if not faults:
        way = "widen the bounds or merge small categories"
        if bounds:
            return InfeasibleTargets("targets", "the margins can be met only by weights on the bounds", way)
        zero = "the margins can be met only if some respondents get the weight zero"
        return InfeasibleTargets("targets", zero, way)
    if bounds is None:
        together = Fault("targets", "no weights can meet them together", "merge categories")
        return InfeasibleTargets([*faults, together])
    upper = calibration.least_upper(x, mass, shares, bounds[0])
    way = Text("lower the lower bound, or merge categories")
    if np.isfinite(upper):
        way = Text("allow an upper bound above {upper:.4g}", upper=upper)
    return InfeasibleTargets([*faults, Fault("bounds", "are too narrow for these margins", way)])


def _out_of_reach(targets: Targets, reached: Array, shares: Array, bounds: Bounds) -> list[Fault]:
    """Return a fault for every margin that weights cannot meet beside the others."""
    near = "the target is {share:.6g}, the nearest that can be met beside the other margins is {near:.6g}"
    if bounds is not None:
        near = (
            "the target is {share:.6g}, the nearest that can be met beside the other margins with weights between "
            "{low:g} and {high:g} times the base is {near:.6g}"
        )
    low, high = bounds or (None, None)
    return [
        Fault(f"{column}, {category!r}", near, share=share, near=found, low=low, high=high)
        for (column, category), share, found in zip(_margins(targets), shares, reached, strict=True)
        if abs(share - found) > MET
    ]
