"""Benefit of the doubt: every unit is scored with the weights that are best for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, InfeasibleTargets, UnsuitableMethod, each
from govmetrics.core.options import PROPORTION, Kind, asked, instance
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores, covered
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights
from govmetrics.core.within import HUGE
from govmetrics.core.words import Text
from govmetrics.dea._efficiency import EFFICIENT_WITHIN
from govmetrics.dea._frontiers import Frontier, frontier_faults, frontiers_of, spanned
from govmetrics.dea._words import DMUS
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import projections, technology
from govmetrics.numerics.climb import totals

Limits = list[tuple[str, float, float]]
Bounds = float | Mapping[str, float]
BOUNDS = Kind(PROPORTION.fits, Text("give a share from 0 to 1, or a mapping of nodes to shares"))
SCALED = instance(Scaled, Text("normalise the dataset first, for example with min_max"))


@dataclass(frozen=True, eq=False)
class DoubtScores(Scores, Result):
    """Scores by benefit of the doubt; `weights` are the mean shares of all units.

    Attributes
    ----------
    shares : DataFrame, shape (units, leaves)
        What part of each unit's overall score comes from each indicator; rows sum to 1. Where several weightings
        are equally good for a unit, one of them.
    tied_at_one : float
        Share of units whose overall score is 1: without bounds often many, who then cannot be ranked.
    certificate : DataFrame
        Of the overall scores, as in `radial`.
    limits : mapping
        Of indicators and groups: least and largest share of the overall score, where there are any.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    benefit_of_the_doubt
    """

    shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    tied_at_one: float = float("nan")
    certificate: pd.DataFrame = field(default_factory=pd.DataFrame)
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    _cites: ClassVar = ("melynmoesen1991", "cherchye2007")

    def _method(self) -> tuple[Text, ...]:
        told = [
            Text("Units were scored by benefit of the doubt: each with the weights that are best for it.")
        ]
        if self.limits:
            named, share = self.weights.tree.names(), "{name} from {low:.4g}% to {high:.4g}%"
            limits = [
                Text(share, name=named[code], low=100 * low, high=100 * high)
                for code, (low, high) in self.limits.items()
            ]
            told.append(Text("Shares of the overall score were limited: {limits:99}.", limits=limits))
        return (*told, *spanned(self.notes))

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return super()._keys() | {"shares": pd.DataFrame, "tied_at_one": float}

    def _finding(self) -> tuple[Text, ...]:
        share, rows = self.tied_at_one, counted(self.values.index, DMUS)
        if share > 0.1:
            tied = "{share:.1%} of {rows} are tied at 1: set bounds on the shares to tell them apart."
            return (Text(tied, share=share, rows=rows),)
        return (Text("{share:.1%} of {rows} are tied at 1.", share=share, rows=rows),)

    def _tables(self) -> list[Table]:
        names = self.weights.tree.names()
        return [
            Table.of(Text("Scores by benefit of the doubt"), self.values, "dea", names),
            Table.of(
                Text("Shares of the indicators in the overall score"), self.shares, "dea", names, kind="share"
            ),
        ]


def benefit_of_the_doubt(
    scaled: Scaled,
    lower: Bounds = 0.0,
    upper: Bounds = 1.0,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> DoubtScores:
    r"""Score every unit with its own best weights, such that no unit would score above 1 with them.

    For unit :math:`o`, max :math:`\sum_k w_k y_{ok}` subject to :math:`\sum_k w_k y_{jk} \le 1` for every unit, and
    to bounds on the shares :math:`w_k y_{ok} / \sum_l w_l y_{ol}`.

    Parameters
    ----------
    scaled : Scaled
        Non-negative, more is better, nothing missing.
    lower, upper : float or {code: float}
        Least and largest share of the overall score: one number for every indicator, or numbers for some
        indicators and groups. Groups are scored by the same method over their own indicators, with the bounds
        that these imply within the group.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    DoubtScores
        `Scores` in [0, 1] at every node: 1 is the best observed.

    Raises
    ------
    FaultyInput
        Bounds outside [0, 1], crossed, or for unknown codes.
    UnsuitableMethod
        Missing or negative values; zeros where a share above 0 is asked for.
    InfeasibleTargets
        No shares meet the bounds.

    References
    ----------
    Melyn, W. and Moesen, W. (1991). Towards a synthetic indicator of macroeconomic performance. Public Economics
    Research Paper 17, KU Leuven.
    Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An introduction to 'benefit of the doubt'
    composite indicators. Social Indicators Research 82, 111-145.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    >>> values = pd.DataFrame({"a": [90.0, 50, 40], "b": [30.0, 80, 40]}, index=["u", "v", "w"])
    >>> scaled = Scaled(tree, values, pd.DataFrame())
    >>> benefit_of_the_doubt(scaled).values.iloc[:, 0].round(3).tolist()
    [1.0, 1.0, 0.632]
    >>> bounded = benefit_of_the_doubt(scaled, lower=0.4)
    >>> bounded.values.iloc[:, 0].round(3).tolist(), bounded.tied_at_one
    ([0.714, 1.0, 0.632], 0.3333333333333333)
    """
    asked(scaled=(scaled, SCALED))
    tree = scaled.tree
    y = scaled.values.to_numpy(dtype=float)
    y = np.where((y > 0) & (y < 1 / HUGE), 0.0, y)  # no multiplier fits
    faults = frontier_faults(frontier, width)
    with faults:
        low = _bounds(lower, tree, "lower", 0.0)
    with faults:
        high = _bounds(upper, tree, "upper", 1.0)
    faults.raise_all()
    _check(scaled, y, low, high)
    units = scaled.values.index
    parts, notes = frontiers_of(units, frontier, width)
    found = []
    limits = {g.code: _limits(tree, g.code, low, high) for g in tree.groups if g.code != tree.root.code}
    limits[tree.root.code] = _given(tree, low, high)
    for part in parts:
        own = _nodes(y[part.pool], tree, limits)
        found.append([frame.set_axis(units[part.pool]).loc[units[part.rows]] for frame in own])
    values, shares, certificate = (pd.concat(frames).reindex(units) for frames in zip(*found, strict=True))
    weights = _mean_weights(tree, shares)
    coverage, filled = covered(scaled, weights)
    return DoubtScores(
        values=values,
        coverage=coverage,
        coverage_imputed=filled,
        weights=weights,
        method="benefit_of_the_doubt",
        attributes=scaled.attributes,
        shares=shares,
        tied_at_one=float((values[tree.root.code] >= 1 - EFFICIENT_WITHIN).mean()),
        certificate=certificate,
        limits={code: (low[code], high[code]) for code in low if low[code] > 0 or high[code] < 1},
        notes=notes,
    )


def _nodes(
    y: Floats, tree: IndicatorTree, limits: dict[str, Limits]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return scores at every node, shares of the leaves and the root's certificate of units that span the frontier."""
    position = {code: k for k, code in enumerate(tree.codes)}
    best = np.maximum(y.max(axis=0), 1e-300)
    scores: dict[str, Floats] = {}
    share, certificate = np.empty((0, 0)), pd.DataFrame()
    for code in tree.node_codes[::-1]:  # the root last
        if code in position:
            scores[code] = y[:, position[code]] / best[position[code]]
            continue
        leaves = tree.leaves(code)
        own = y[:, [position[c] for c in leaves]]
        scores[code], share, certificate = _doubt(own, leaves, limits[code], tree)
    return pd.DataFrame(scores)[tree.node_codes], pd.DataFrame(share, columns=tree.codes), certificate


def _doubt(
    y: Floats, leaves: list[str], limits: Limits, tree: IndicatorTree
) -> tuple[Floats, Floats, pd.DataFrame]:
    """Return scores (n,), shares (n, k) and the certificate of a group.

    In the form of `radial`: one input of 1, constant returns, input orientation.
    """
    n, k = y.shape
    scores, shares = np.zeros(n), np.full((n, k), 1.0 / k)
    table = pd.DataFrame({"primal": np.zeros(n), "dual": 0.0, "gap": 0.0})
    some = np.flatnonzero(y.max(axis=1) > 1 / HUGE)
    if not len(some):
        return scores, shares, table
    ones = np.ones((n, 1))
    tech = technology(ones, y, "constant")
    start = projections(
        tech, ones[some], y[some], -ones[some], np.zeros((len(some), k)), sense=-1, start=1.0, member=some
    )
    columns = _share_columns(y[some] > 0, leaves, limits, tree)
    if columns is not None:
        start = replace(start, restrictions=columns)
    answer = distances(tech, start, slacks=False)
    scores[some] = np.where(np.abs(answer.t - 1) < 1e-12, 1.0, answer.t)
    pay = answer.multipliers[1:].T * y[some]
    shares[some] = pay / pay.sum(axis=1, keepdims=True)
    table.iloc[some] = np.column_stack([answer.residual, answer.dual, answer.gap])
    return scores, shares, table


def _share_columns(positive: Any, leaves: list[str], limits: Limits, tree: IndicatorTree) -> Floats | None:
    """Return columns (1 + k, r, B): in own units a share is a multiplier over the sum of multipliers."""
    columns = []
    for code, low, high in limits:
        inside = np.isin(leaves, tree.leaves(code))
        for limit, sign in ((low, 1.0), (high, -1.0)):
            if (sign > 0 and limit > 0) or (sign < 0 and limit < 1):
                column = np.zeros((1 + len(leaves), len(positive)))
                column[1:] = sign * (limit - inside[:, None]) * positive.T
                columns.append(column)
    return np.stack(columns, axis=1) if columns else None


def _given(tree: IndicatorTree, low: dict[str, float], high: dict[str, float]) -> Limits:
    return [(c, low[c], high[c]) for c in tree.node_codes[1:] if low[c] > 0 or high[c] < 1]


def _limits(tree: IndicatorTree, group: str, low: dict[str, float], high: dict[str, float]) -> Limits:
    """Return the least and largest shares within a group that the bounds on overall shares leave.

    Shares within it are q = t p, p overall, where t is one over the group's own share (Charnes and Cooper 1962).
    """
    inside = set(tree.leaves(group))
    parts = [c for c in tree.node_codes[1:] if set(tree.leaves(c)) < inside]
    limited = _given(tree, low, high)
    if not limited or not parts:
        return []
    own = [np.isin(tree.codes, tree.leaves(c)).astype(float) for c, _, _ in limited]
    rows = [np.append(sign * row, -sign * limit) for row, (_, least, most) in zip(own, limited, strict=True)
            for sign, limit in ((1.0, most), (-1.0, least))]  # fmt: skip
    whole = [np.append(np.ones(len(tree.codes)), -1.0), np.append(np.isin(tree.codes, list(inside)), 0.0)]

    def end(code: str, sign: float) -> float:
        cost = np.append(sign * np.isin(tree.codes, tree.leaves(code)), 0.0)
        found = linprog(cost, rows, np.zeros(len(rows)), whole, [0.0, 1.0], method="highs")
        if found.fun is None:  # a group that must have no share
            return (1 - sign) / 2
        return sign * float(found.fun)

    found = [(c, max(end(c, 1.0), 0.0), min(end(c, -1.0), 1.0)) for c in parts]
    return [(c, least - 1e-12, most + 1e-12) for c, least, most in found if least > 1e-9 or most < 1 - 1e-9]


def _bounds(given: Bounds, tree: IndicatorTree, what: str, default: float) -> dict[str, float]:
    """Return the bound of every node; a number holds for every indicator."""
    if not isinstance(given, Mapping):
        asked(**{what: (given, BOUNDS)})
        given = dict.fromkeys(tree.codes, given)
    problem, way_out = "is no node below the root", "choose from: {nodes:50}"
    faults = Faults(
        Fault(f"{what}[{c!r}]", problem, way_out, nodes=tree.node_codes[1:])
        for c in given
        if c not in tree or c == tree.root.code
    )
    faults += [fault for c, v in given.items() for fault in PROPORTION.faults(f"{what}[{c!r}]", v)]
    faults.raise_all()
    return {c: float(given.get(c, default)) for c in tree.node_codes}


def _check(scaled: Scaled, y: Floats, low: dict[str, float], high: dict[str, float]) -> None:
    tree, units = scaled.tree, scaled.values.index
    crossed, way_out = "the lower share {lower:g} is above the upper share {upper:g}", "swap or widen them"
    Faults(
        Fault(c, crossed, way_out, lower=low[c], upper=high[c])
        for c in tree.node_codes[1:]
        if low[c] > high[c]
    ).raise_all()

    def fault(cell: list[int]) -> Fault:
        value, place = y[cell[0], cell[1]], place_of(units[cell[0]], tree.codes[cell[1]])
        if np.isnan(value):
            return Fault(place, "is missing", "impute it first")
        return Fault(place, "is {value:g}", "scale to values that are not negative (min-max)", value=value)

    faults = each(np.argwhere(~(y >= 0) | np.isinf(y)).tolist(), fault)
    way_out = "a zero can have no share of {share:g}: scale to 1-100, or drop the lower bound"
    for code in tree.node_codes[1:]:
        if low[code] > 0:
            part = y[:, [tree.codes.index(c) for c in tree.leaves(code)]]
            rows = np.flatnonzero((part == 0).all(axis=1) & (y > 0).any(axis=1)).tolist()
            faults += [Fault(place_of(units[row], code), "is zero", way_out, share=low[code]) for row in rows]
    Faults(faults).raise_all(UnsuitableMethod)
    if _given(tree, low, high) and not _feasible(tree, low, high):
        problem = "no shares meet these bounds and sum to 1"
        raise InfeasibleTargets("lower, upper", problem, "widen the bounds")


def _feasible(tree: IndicatorTree, low: dict[str, float], high: dict[str, float]) -> bool:
    inside = np.array([np.isin(tree.codes, tree.leaves(c)) for c in tree.node_codes[1:]], dtype=float)
    least, most = (np.array([b[c] for c in tree.node_codes[1:]]) for b in (low, high))
    total = np.ones((1, len(tree.codes)))
    found = linprog(
        np.zeros(len(tree.codes)), A_ub=np.concatenate([inside, -inside]), b_ub=np.concatenate([most, -least]) + 1e-12,
        A_eq=total, b_eq=[1.0], method="highs",
    )  # fmt: skip
    return bool(found.success)


def _mean_weights(tree: IndicatorTree, shares: pd.DataFrame) -> Weights:
    """Return the units' mean shares as local weights; a group that no unit uses gets equal ones."""
    mean = shares.mean().reindex(tree.node_codes, fill_value=0.0)
    total = dict(zip(tree.node_codes, totals(tree.parents, mean.to_numpy()).tolist(), strict=True))
    local: dict[str, float] = {}
    for group in tree.groups:
        parts, whole = tree.parts(group.code), total[group.code]
        local |= {c: total[c] / whole if whole > 0 else 1.0 / len(parts) for c in parts}
    return Weights(tree, pd.Series(local), Text("benefit_of_the_doubt (mean shares)"))
