"""Transformations of skewed indicators: logarithm and Box-Cox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.nodes import Group, Indicator, Node
from govmetrics.core.tree import IndicatorTree

Transform = Callable[[np.ndarray], np.ndarray]


def log_transform(data: Dataset, codes: Iterable[str] | None = None, shift: bool = True) -> Dataset:
    """Take logarithms of indicators: ln(x - min + a) with a = 1 % of the range, or plain ln(x).

    Parameters
    ----------
    data : Dataset
        Values; missing cells stay missing.
    codes : iterable of str, optional
        Which leaves; all by default.
    shift : bool
        Shift each indicator so that its smallest value becomes 1 % of its range (works for zero and negative
        values). False takes ln(x) and needs positive values.

    Returns
    -------
    Dataset
        Goalposts and targets of the leaves are transformed alike. Order of the units is kept.

    Raises
    ------
    UnsuitableMethod
        Without shift: a value that is not positive. With shift: a constant indicator, or a goalpost too far
        below the smallest value.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.
    """

    def of(code: str, x: np.ndarray) -> Transform:
        if not shift:
            return np.log
        low, high = np.nanmin(x), np.nanmax(x)
        if low == high:
            raise UnsuitableMethod(
                Fault(code, "is constant, so there is no range to shift by", "leave it out")
            )
        return lambda v: np.log(v - low + 0.01 * (high - low))

    return _transform(data, codes, of, "log_transform")


def box_cox(data: Dataset, codes: Iterable[str] | None = None, exponent: float | None = None) -> Dataset:
    """Transform positive indicators to (x^exponent - 1) / exponent, or ln(x) for the exponent zero.

    Parameters
    ----------
    data : Dataset
        Positive values.
    codes : iterable of str, optional
        Which leaves; all by default.
    exponent : float, optional
        Box and Cox's lambda; by default the maximum-likelihood one of each indicator.

    Raises
    ------
    UnsuitableMethod
        A value is zero or negative.

    References
    ----------
    Box and Cox (1964), An analysis of transformations. Journal of the Royal Statistical Society B 26.
    """
    from scipy.special import boxcox
    from scipy.stats import boxcox_normmax

    def of(code: str, x: np.ndarray) -> Transform:
        known = x[~np.isnan(x)]
        if exponent is None and (len(known) < 3 or np.ptp(known) == 0):
            raise UnsuitableMethod(
                Fault(code, "has too little spread to estimate the exponent", "give `exponent=`")
            )
        power = float(boxcox_normmax(known, method="mle")) if exponent is None else exponent
        return lambda v: np.asarray(boxcox(v, power))

    positive = [
        code for code in _listed(data, codes) if np.nanmin(data.values[code].to_numpy(), initial=np.inf) <= 0
    ]
    if positive:
        way_out = "use log_transform, which shifts, or leave the indicator out"
        raise UnsuitableMethod(
            [Fault(code, "has values that are not positive", way_out) for code in positive]
        )
    return _transform(data, codes, of, "box_cox")


def _listed(data: Dataset, codes: Iterable[str] | None) -> list[str]:
    listed = list(data.tree.codes if codes is None else codes)
    unknown = [code for code in listed if code not in data.tree.codes]
    if unknown:
        raise FaultyInput([Fault(str(code), "is not a leaf of the tree") for code in unknown])
    return [code for code in listed if data.values[code].notna().any()]


def _transform(
    data: Dataset, codes: Iterable[str] | None, of: Callable[[str, np.ndarray], Transform], step: str
) -> Dataset:
    values = data.values.to_numpy(copy=True)
    leaves: dict[str, Indicator] = {}
    faults: list[Fault] = []
    leaves_of = {leaf.code: leaf for leaf in data.tree.indicators}
    for code in _listed(data, codes):
        leaf = leaves_of[code]
        column = data.values[code].to_numpy()
        transform = of(code, column)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = transform(column)
            leaves[code] = _moved(leaf, transform)
        bad = ~np.isfinite(new) & ~np.isnan(column)
        faults += [
            Fault(f"{row}, {code}", f"{value:g} has no logarithm", "use shift=True")
            for row, value in data.values.loc[bad, code].head(20).items()
        ]
        ends = (leaves[code].worst, leaves[code].best, *np.ravel([leaves[code].target or 0.0]))
        if not all(end is None or np.isfinite(end) for end in ends):
            faults.append(
                Fault(code, "a goalpost or target cannot be transformed", "leave it out, or change it")
            )
        values[:, data.tree.codes.index(code)] = new
    if faults:
        raise UnsuitableMethod(faults)
    return data.with_values(values, step, _with_leaves(data.tree, leaves))


def _moved(leaf: Indicator, transform: Transform) -> Indicator:
    """Return the leaf with its goalposts and target on the transformed scale."""

    def move(value: float | None) -> float | None:
        return None if value is None else float(transform(np.array([value], dtype=float))[0])

    if isinstance(leaf.target, tuple):
        low, high = (move(end) or 0.0 for end in leaf.target)
        return replace(leaf, worst=move(leaf.worst), best=move(leaf.best), target=(low, high))
    return replace(leaf, worst=move(leaf.worst), best=move(leaf.best), target=move(leaf.target))


def _with_leaves(tree: IndicatorTree, leaves: dict[str, Indicator]) -> IndicatorTree:
    if all(leaves[code] == tree[code] for code in leaves):
        return tree
    built: dict[str, Node] = {}
    for node in reversed(tree.nodes):
        if isinstance(node, Group):
            built[node.code] = replace(node, parts=tuple(built[part.code] for part in node.parts))
        else:
            built[node.code] = leaves.get(node.code, node)
    return IndicatorTree(built[tree.root.code], tree.about)
