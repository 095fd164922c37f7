"""The catastrophe progression method (突变级数法): fold, cusp, swallowtail and butterfly instead of weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import FLAG, Kind, choice, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED, Scaled
from govmetrics.core.scores import Scores, weight_on
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.numerics.climb import climb

Rule = Literal["complementary", "non_complementary"]
_RULE = choice(*get_args(Rule))
_RULES = Kind(lambda value: isinstance(value, Mapping) or _RULE.fits(value), _RULE.way_out)
_STEPS = np.linspace(0, 1, 11)
"""Levels between which the adjusted scale runs straight."""
_MOST = 4


def catastrophe(
    scaled: Scaled, weights: Weights, rule: Rule | Mapping[str, Rule] = "complementary", adjusted: bool = True
) -> Scores:
    r"""Score units by the catastrophe progression method (突变级数法).

    In every group the parts, on 0 to 1 and in the order of their importance, become :math:`x_1^{1/2}, x_2^{1/3}, x_3^{1/4},
    x_4^{1/5}`: a fold for one part, a cusp for two, a swallowtail for three, a butterfly for four. The group's value is
    their mean where parts make up for each other (complementary), else the least of them.

    Parameters
    ----------
    scaled : Scaled
        On a scale, such as that of `min_max`; it is put on 0 to 1 here and back again.
    weights : Weights
        Only their order within each group counts: the heaviest part comes first.
    rule : str, or mapping of group to str
        "complementary" (互补) or "non_complementary" (非互补), for all groups or some; groups that a mapping does not name are
        complementary.
    adjusted : bool
        Put every node on the scale at which units with the same value in all leaves have that value (调整突变级数), in
        straight lines between tenths. The method's own values (False) crowd near 1.

    Returns
    -------
    Scores
        At every node; a node has none where any leaf below it is missing.

    Raises
    ------
    UnsuitableMethod
        Groups of more than four parts, parts of equal weight (whose order is not known), values without a scale or off it.

    References
    ----------
    Thom, R. (1972), Stabilité structurelle et morphogénèse, Benjamin, for the elementary catastrophes; the method is of Chinese
    evaluation practice.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> scaled = gm.Scaled(tree, pd.DataFrame({"trust": [0.25, 0.49], "order": [0.027, 0.49]}, ["East", "West"]),
    ...                    pd.DataFrame(), "by hand", (0, 1))
    >>> weights = gm.weighting.assigned(tree, {"trust": 0.6, "order": 0.4})
    >>> gm.fuzzy.catastrophe(scaled, weights, adjusted=False).values["community"].round(3).to_dict()
    {'East': 0.4, 'West': 0.744}
    >>> gm.fuzzy.catastrophe(scaled, weights).values["community"].round(3).to_dict()
    {'East': 0.108, 'West': 0.491}
    """
    faults = wanted(scaled=(scaled, SCALED), rule=(rule, _RULES), adjusted=(adjusted, FLAG))
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    faults += weights_faults(weights, scaled.tree)
    if isinstance(rule, Mapping):
        faults += _rule_faults(rule, [group.code for group in scaled.tree.groups])
    faults.raise_all()
    Faults(_unsuitable(scaled, weights)).raise_all(UnsuitableMethod)
    assert scaled.scale is not None
    low, high = scaled.scale
    x = np.clip((scaled.values.to_numpy(dtype=float) - low) / (high - low), 0.0, 1.0)
    values = _progression(x, weights, rule)
    if adjusted:
        alike = _progression(np.repeat(_STEPS[:, None], x.shape[1], axis=1), weights, rule)
        values = np.stack(
            [np.interp(value, own, _STEPS) for value, own in zip(values.T, alike.T, strict=True)], axis=1
        )
    nodes = pd.Index(scaled.tree.node_codes, name="code")
    frame = pd.DataFrame(low + (high - low) * values, scaled.values.index, nodes)
    known, there = ~np.isnan(x), ~np.isnan(values)
    filled = None
    if scaled.imputed is not None:
        filled = pd.DataFrame(weight_on(known, weights, there), frame.index, nodes)
        known = known & ~scaled.imputed.to_numpy()
    coverage = pd.DataFrame(weight_on(known, weights, there), frame.index, nodes)
    return Scores(
        frame,
        coverage,
        weights,
        "catastrophe",
        scaled.attributes,
        scaled.scale,
        filled,
        _told(rule, adjusted),
    )


def _progression(x: np.ndarray, weights: Weights, rule: Any) -> np.ndarray:
    """Return the values (units, nodes) of leaves x (units, leaves) on 0 to 1; NaN where a leaf below is missing."""
    tree = weights.tree
    least = np.array([_of(rule, code) == "non_complementary" for code in tree.node_codes])

    def group(place: int, parts: np.ndarray, w: np.ndarray) -> np.ndarray:
        order = np.empty(len(w))
        order[np.argsort(-w)] = np.arange(len(w))
        roots = parts ** (1 / (order + 2))[:, None]
        return np.asarray(roots.min(axis=0) if least[place] else roots.mean(axis=0))

    return climb(tree.branches, x.T, weights.shares, group).values.T


def _of(rule: Any, code: str) -> str:
    return str(rule.get(code, "complementary") if isinstance(rule, Mapping) else rule)


def _rule_faults(rule: Mapping[str, Any], groups: list[str]) -> list[Fault]:
    faults = [
        Fault(place_of("rule", code), "is not a group of the tree", "there are: {labels}", labels=groups)
        for code in rule
        if code not in groups
    ]
    faults += [
        Fault(place_of("rule", code), "is {value}", _RULE.way_out, value=shown(value))
        for code, value in rule.items()
        if not _RULE.fits(value)
    ]
    return faults


def _unsuitable(scaled: Scaled, weights: Weights) -> list[Fault]:
    """Return what the method cannot use: large groups, parts in no order, values that are on no scale."""
    faults, tree = [], weights.tree
    for group in tree.groups:
        shares = weights.of(group.code)
        if len(shares) > _MOST:
            text = "has {count} parts, and the method knows up to four"
            faults.append(
                Fault(group.code, text, "divide it into groups of four or fewer", count=len(shares))
            )
        twins = shares[shares.round(12).duplicated(keep=False)]
        if len(twins):
            text = "the order of {parts:5} is not known: their weights are equal"
            faults.append(Fault(group.code, text, "give them different weights", parts=list(twins.index)))
    if scaled.scale is None:
        return [*faults, Fault("scaled", "the values have no scale", "scale them by min_max")]
    low, high = scaled.scale
    x = scaled.values.to_numpy(dtype=float)
    near = 1e-9 * (high - low)
    rows, columns = np.nonzero((x < low - near) | (x > high + near))
    faults += each(
        zip(rows.tolist(), columns.tolist(), strict=True),
        lambda at: Fault(place_of(scaled.values.index[at[0]], scaled.values.columns[at[1]]),
                         "{value:g} lies off the scale {low:g} to {high:g}", "scale with wider bounds, or clip",
                         value=x[at], low=low, high=high),
    )  # fmt: skip
    return faults


def _told(rule: Any, adjusted: bool) -> Procedure:
    """Say how the scores were found."""
    told = Procedure.of(
        "Scores were found by the catastrophe progression method: within every group the parts in the order of their weights "
        "became roots of rising degree.", "Thom1972",
    )  # fmt: skip
    rules = set(rule.values()) | {"complementary"} if isinstance(rule, Mapping) else {rule}
    if "complementary" in rules:
        told += Procedure.of(
            "A group's value is the mean of the roots where its parts make up for each other."
        )
    if "non_complementary" in rules:
        told += Procedure.of(
            "A group's value is the least of the roots where its parts do not make up for each other."
        )
    if adjusted:
        told += Procedure.of(
            "Values were put on the scale at which units with the same value in all indicators keep it."
        )
    return told
