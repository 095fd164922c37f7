"""Transformations of skewed indicators: logarithm and Box-Cox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset, refuse_no_dataset
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.nodes import Group, Indicator, Node
from govmetrics.core.options import FLAG, NUMBER, optional, shown, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> gm.treatment.log_transform(data, ["cases"], shift=False).values["cases"].round(3).to_dict()
    {'East': 1.609, 'West': 2.079, 'North': 2.996}
    """
    faults = refuse_no_dataset(data)
    wrong = wanted(shift=(shift, FLAG))
    faults += wrong

    def of(code: str, x: np.ndarray) -> Transform:
        if not (wrong or shift):
            return np.log
        low, high = np.nanmin(x), np.nanmax(x)
        if low == high:
            raise UnsuitableMethod(code, "is constant, so it has no range to shift by", "leave it out")
        return lambda v: np.log(v - low + 0.01 * (high - low))

    told = "Natural logarithms were taken of: {leaves}."
    if not wrong and shift:
        told = "Natural logarithms were taken, after a shift that makes the least value one percent of the range, of: {leaves}."
    return _transform(data, codes, of, ("log_transform", told, ("oecd2008",)), faults)


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

    Returns
    -------
    Dataset
        Goalposts and targets of the leaves are transformed alike; `changes` lists every cell.

    Raises
    ------
    UnsuitableMethod
        A value is zero or negative.

    References
    ----------
    Box and Cox (1964), An analysis of transformations. Journal of the Royal Statistical Society B 26.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> gm.treatment.box_cox(data, ["cases"], exponent=0.5).values["cases"].round(3).to_dict()
    {'East': 2.472, 'West': 3.657, 'North': 6.944}
    """
    from scipy.special import boxcox
    from scipy.stats import boxcox_normmax

    faults = refuse_no_dataset(data)
    wrong = wanted(exponent=(exponent, optional(NUMBER)))
    if wrong:
        faults += wrong
        exponent = 1.0

    def of(code: str, x: np.ndarray) -> Transform:
        known = x[~np.isnan(x)]
        if (known <= 0).any():
            way_out = "use log_transform, which shifts, or leave the indicator out"
            raise UnsuitableMethod(code, "has values that are not positive", way_out)
        if exponent is None and (len(known) < 3 or np.ptp(known) == 0):
            raise UnsuitableMethod(code, "has too little spread to estimate the exponent", "give `exponent=`")
        power = float(boxcox_normmax(known, method="mle")) if exponent is None else exponent
        return lambda v: np.asarray(boxcox(v, power))

    told = "Box and Cox's transformation, its exponents by maximum likelihood, was applied to: {leaves}."
    if exponent is not None:
        told = "Box and Cox's transformation with the exponent {exponent:g} was applied to: {leaves}."
    return _transform(data, codes, of, ("box_cox", told, ("boxcox1964",)), faults, exponent=exponent)


def _listed(data: Dataset, codes: Iterable[str] | None) -> tuple[list[str], list[Fault]]:
    """Return the leaves to transform that have values, and what is wrong with their list."""
    if isinstance(codes, str | bytes) or not isinstance(codes, Iterable | None):
        way_out = "give a list of indicators"
        return [], [Fault("codes", "is {value}", way_out, value=shown(codes))]
    asked = list(data.tree.codes if codes is None else codes)
    known = [code for code in asked if isinstance(code, str) and code in data.tree.codes]
    problem, way_out = "is not an indicator of the tree", "check the spelling, or remove it"
    faults = [
        Fault(code if isinstance(code, str) else shown(code), problem, way_out)
        for code in asked
        if not (isinstance(code, str) and code in known)
    ]
    return [code for code in known if data.values[code].notna().any()], faults


def _transform(
    data: Dataset,
    codes: Iterable[str] | None,
    of: Callable[[str, np.ndarray], Transform],
    step: tuple[str, str, tuple[str, ...]],
    faults: Faults,
    **options: float | None,
) -> Dataset:
    """Return the dataset with transformed leaves; `step` is its name, what it says of them and the works."""
    values = data.values.to_numpy(copy=True)
    leaves: dict[str, Indicator] = {}
    leaves_of = {leaf.code: leaf for leaf in data.tree.indicators}
    known, wrong = _listed(data, codes)
    faults += wrong
    for code in known:
        with faults:
            leaves[code], values[:, data.tree.codes.index(code)] = _transformed(data, leaves_of[code], of)
    faults.raise_all()
    name, told, cites = step
    names = data.tree.names()
    said = Procedure.of(told, *cites, leaves=[names[code] for code in known], **options) if known else UNTOLD
    return data.with_values(values, name, with_leaves(data.tree, leaves), said)


def _transformed(
    data: Dataset, leaf: Indicator, of: Callable[[str, np.ndarray], Transform]
) -> tuple[Indicator, np.ndarray]:
    """Return a leaf on the transformed scale, and its values."""
    column = data.values[leaf.code].to_numpy()
    transform = of(leaf.code, column)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        new, moved = transform(column), _moved(leaf, transform)
    bad = data.values.loc[~np.isfinite(new) & ~np.isnan(column), leaf.code]
    way_out = "use log_transform with shift=True, or leave the indicator out"
    faults = each(
        bad.items(),
        lambda at: Fault(
            place_of(at[0], leaf.code), "{value:g} cannot be transformed", way_out, value=float(at[1])
        ),
    )
    ends = (moved.worst, moved.best, *np.ravel([moved.target or 0.0]))
    if not all(end is None or np.isfinite(end) for end in ends):
        faults.append(
            Fault(leaf.code, "a goalpost or target cannot be transformed", "leave it out, or change it")
        )
    Faults(faults).raise_all(UnsuitableMethod)
    return moved, new


def _moved(leaf: Indicator, transform: Transform) -> Indicator:
    """Return the leaf with its goalposts and target on the transformed scale."""

    def move(value: float | None) -> float | None:
        return None if value is None else float(transform(np.array([value], dtype=float))[0])

    if isinstance(leaf.target, tuple):
        low, high = (move(end) or 0.0 for end in leaf.target)
        return replace(leaf, worst=move(leaf.worst), best=move(leaf.best), target=(low, high))
    return replace(leaf, worst=move(leaf.worst), best=move(leaf.best), target=move(leaf.target))


def with_leaves(tree: IndicatorTree, leaves: dict[str, Indicator]) -> IndicatorTree:
    """Return the tree with other leaves in their places."""
    if all(leaves[code] == tree[code] for code in leaves):
        return tree
    built: dict[str, Node] = {}
    for node in reversed(tree.nodes):
        if isinstance(node, Group):
            built[node.code] = replace(node, parts=tuple(built[part.code] for part in node.parts))
        else:
            built[node.code] = leaves.get(node.code, node)
    return IndicatorTree(built[tree.root.code], tree.about)
