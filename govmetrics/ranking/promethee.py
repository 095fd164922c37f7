"""PROMETHEE I and II: flows of preference between units, the order they give, and which units it leaves incomparable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Scaled, Text, UnsuitableMethod, Weights
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults
from govmetrics.core.options import Kind, choice, is_number, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.numerics.arrays import Array
from govmetrics.ranking.preference import NEEDS, Criterion, Shape, flows
from govmetrics.ranking.problem import problem_of, unsuitable
from govmetrics.ranking.result import Ranking, ranked

Threshold = float | Mapping[str, float] | None
_LISTED = 100
"""Of the incomparable pairs so many are named, those of the best units first; all are counted."""
_BLOCK = 1024
_SHAPE = choice(*get_args(Shape))
_SHAPES = Kind(lambda value: isinstance(value, Mapping) or _SHAPE.fits(value), _SHAPE.way_out)
_SAID = {
    "usual": Text("usual criterion"), "u_shape": Text("U-shape"), "v_shape": Text("V-shape"), "level": Text("level criterion"),
    "linear": Text("linear with indifference"), "gaussian": Text("Gaussian criterion"),
}  # fmt: skip
_THRESHOLD = Kind(
    lambda value: value is None or isinstance(value, Mapping) or (is_number(value) and value >= 0),
    Text("give a number from 0, or {indicator: number}"),
)


def promethee(
    data: Scaled | Dataset,
    weights: Weights | pd.Series,
    shape: Shape | Mapping[str, Shape] = "usual",
    preference: Threshold = None,
    indifference: Threshold = None,
    inflection: Threshold = None,
) -> Ranking:
    r"""Rank by preference flows (PROMETHEE II, 偏好顺序结构评估法), and say who is incomparable (PROMETHEE I).

    The preference of unit a over b is :math:`\pi(a, b) = \sum_j w_j P_j(x_{aj} - x_{bj})`. The leaving flow is the mean
    of :math:`\pi(a, \cdot)` over all other units, the entering flow that of :math:`\pi(\cdot, a)`, and units are
    ranked by the net flow. In PROMETHEE I a unit is before another only if its leaving flow is no less and its entering
    flow no more; where the flows disagree, the two are incomparable. With periods the flows compare all
    rows, and ranks and incomparable pairs are of one period each.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs. Thresholds are in the unit of these values: points of the scale
        for `Scaled`, an indicator's own unit for a `Dataset`.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    shape : str, or mapping of code to str
        The preference function P of a difference d above zero, for all leaves or each: "usual" (I: 1), "u_shape" (II: 1
        above q), "v_shape" (III: d / p up to 1), "level" (IV: 1/2 above q, 1 above p), "linear" (V: from 0 at q to 1
        at p), "gaussian" (VI: 1 - exp(-d\ :sup:`2` / 2s\ :sup:`2`)).
    preference : float, or mapping of code to float
        p: from here on preference is full. For v_shape, level and linear.
    indifference : float, or mapping of code to float
        q: up to here two values count as equal. For u_shape, level and linear.
    inflection : float, or mapping of code to float
        s: where the gaussian function turns.

    Returns
    -------
    Ranking
        Columns leaving, entering, net, incomparable (with how many units of its period); the greatest net flow is best.
        ``details["incomparable"]`` names pairs, those of the best units first, and ``details["pairs"]`` counts all.

    Raises
    ------
    FaultyInput
        Missing values, thresholds that a function needs and has not, or does not use, q not below p: all at once.
    UnsuitableMethod
        Targets or intervals in raw data, fewer than two units, units all alike.

    References
    ----------
    Brans and Vincke (1985), A preference ranking organisation method (the PROMETHEE method for multiple criteria
    decision-making), Management Science 31, 647-656.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["a", "b", "c", "d"]})
    >>> x = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    >>> data = gm.read_records(pd.DataFrame(x, list("ABCDEF"), tree.codes), tree)
    >>> weights = pd.Series([0.4, 0.3, 0.1, 0.2], tree.codes)
    >>> found = gm.ranking.promethee(data, weights, "linear", preference=2, indifference=1)
    >>> found.scores.round(2).to_dict()
    {'A': -0.26, 'B': -0.52, 'C': -0.22, 'D': 0.36, 'E': 0.7, 'F': -0.06}
    """
    faults = wanted(shape=(shape, _SHAPES), preference=(preference, _THRESHOLD),
                    indifference=(indifference, _THRESHOLD), inflection=(inflection, _THRESHOLD))  # fmt: skip
    given = {"preference": preference, "indifference": indifference, "inflection": inflection}
    well = not faults
    problem = problem_of(
        data, weights, "data", faults, wrong=lambda codes: _faults(codes, shape, given) if well else []
    )
    raw = isinstance(data, Dataset)
    Faults(unsuitable(problem, "promethee", raw=raw, takes_raw=True)).raise_all(UnsuitableMethod)
    codes = [str(code) for code in problem.values]
    criteria = [_criterion(code, shape, given) for code in codes]
    x = problem.values.to_numpy(dtype=float) * np.where(problem.costs, -1.0, 1.0)
    leaving, entering = _flows(x, criteria, problem.weights[codes].to_numpy())
    table = pd.DataFrame({"leaving": leaving, "entering": entering}, problem.values.index)
    score = (table["leaving"] - table["entering"]).rename("score")
    ranks = ranked(score)
    counts, pairs = _incomparable(table, ranks)
    table = table.assign(net=score, incomparable=counts)
    details = {
        "criteria": pd.DataFrame(
            [criterion._asdict() for criterion in criteria], pd.Index(codes, name="code")
        ),
        "incomparable": pairs,
        "pairs": int(counts.sum()) // 2,
    }
    return Ranking(score, ranks, table, "promethee", "more", problem.weights, details, _told(criteria))


def _flows(x: Array, criteria: list[Criterion], weights: Array) -> tuple[Array, Array]:
    """Return leaving and entering flows of x (units, leaves), where more is better."""
    leaving, entering = np.zeros(len(x)), np.zeros(len(x))
    for column, criterion, weight in zip(x.T, criteria, weights, strict=True):
        plus, minus = flows(column, criterion)
        leaving += weight * plus
        entering += weight * minus
    return leaving / (len(x) - 1), entering / (len(x) - 1)


def _incomparable(table: pd.DataFrame, ranks: pd.Series) -> tuple[Array, pd.DataFrame]:
    """Return with how many units of its period each is incomparable, and the first pairs by name, best units first."""
    order = np.argsort(ranks.to_numpy(), kind="stable")
    plus, minus = table.round(10).to_numpy()[order].T
    panel = table.index.nlevels > 1
    periods = pd.factorize(table.index.get_level_values(0))[0][order] if panel else np.zeros(len(table), int)
    counts = np.zeros(len(table), dtype=int)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(table), _BLOCK):
        rows = slice(start, start + _BLOCK)
        above, below = plus[rows, None] > plus, minus[rows, None] > minus
        less, under = plus[rows, None] < plus, minus[rows, None] < minus
        apart = ((above & below) | (less & under)) & (periods[rows, None] == periods)
        counts[order[rows]] = apart.sum(axis=1)
        if len(pairs) < _LISTED:
            first, second = np.nonzero(np.triu(apart, start + 1))
            pairs += zip(first[:_LISTED] + start, second[:_LISTED], strict=True)
    names = [tuple(table.index[order[place]] for place in pair) for pair in pairs[:_LISTED]]
    if panel:
        frame = pd.DataFrame([(a[0], a[1], b[1]) for a, b in names], columns=["period", "unit", "other"])
        return counts, frame
    return counts, pd.DataFrame(names, columns=["unit", "other"])


def _criterion(code: str, shape: Any, given: Mapping[str, Any]) -> Criterion:
    kind = shape[code] if isinstance(shape, Mapping) else shape
    return Criterion(kind, **{name: float(_of(given[name], code)) for name in NEEDS[kind]})


def _of(threshold: Any, code: str) -> Any:
    return threshold.get(code) if isinstance(threshold, Mapping) else threshold


def _faults(codes: list[str], shape: Any, given: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with functions and thresholds: other leaves, none, one too many, not in order."""
    faults = [
        Fault(place_of(name, code), "is not an indicator of the tree", "there are: {labels}", labels=codes)
        for name, mapping in {"shape": shape, **given}.items()
        if isinstance(mapping, Mapping)
        for code in mapping
        if code not in codes
    ]
    used: set[str] = set()
    for code in codes:
        kind: Any = shape.get(code) if isinstance(shape, Mapping) else shape
        if not _SHAPE.fits(kind):
            faults += [Fault(place_of("shape", code), "is {value}", _SHAPE.way_out, value=shown(kind))]
            continue
        used |= set(NEEDS[kind])
        faults += _threshold_faults(code, kind, given)
    way_out = "leave it out, or choose another `shape`"
    faults += [
        Fault(name, "is given, and no preference function uses it", way_out)
        for name, value in given.items()
        if value is not None and name not in used and all(_SHAPE.fits(kind) for kind in _kinds(shape))
    ]
    return faults


def _kinds(shape: Any) -> list[Any]:
    return list(shape.values()) if isinstance(shape, Mapping) else [shape]


def _threshold_faults(code: str, kind: str, given: Mapping[str, Any]) -> list[Fault]:
    faults, numbers = [], {}
    for name in NEEDS[kind]:
        value = _of(given[name], code)
        positive = name != "indifference"
        if not is_number(value) or value < 0 or (positive and value == 0):
            way_out = (
                Text("give a number above {low:g}", low=0)
                if positive
                else Text("give a number from {low:g}", low=0)
            )
            faults.append(Fault(place_of(name, code), "is {value}", way_out, value=shown(value)))
        else:
            numbers[name] = value
    if len(numbers) == 2 and not numbers["indifference"] < numbers["preference"]:
        text = "the indifference threshold {q:g} is not below the preference threshold {p:g}"
        faults.append(Fault(code, text, "give a smaller `indifference`", q=numbers["indifference"],
                            p=numbers["preference"]))  # fmt: skip
    faults += [
        Fault(place_of(name, code), "is given, and the function {shape} does not use it",
              "leave it out, or choose another `shape`", shape=kind)
        for name, value in given.items()
        if isinstance(value, Mapping) and code in value and name not in NEEDS[kind]
    ]  # fmt: skip
    return faults


def _told(criteria: list[Criterion]) -> Procedure:
    """Say how the flows were found."""
    kinds = [_SAID[kind] for kind in dict.fromkeys(criterion.shape for criterion in criteria)]
    said = (
        "Units were ranked by PROMETHEE II: the net flow is the mean weighted preference of a unit over all others less that "
        "of the others over it ({shapes:6}); by PROMETHEE I two units are incomparable where leaving and entering flows disagree."
    )
    return Procedure.of(said, "BransVincke1985", shapes=kinds)
