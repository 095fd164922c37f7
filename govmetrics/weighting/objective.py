"""What every data-driven method shares: within groups or across leaves, and its policy for odd data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.scaled import Scaled, raised, refuse_unscaled
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups
from govmetrics.core.words import Text, method_name
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.climb import totals
from govmetrics.numerics.correlations import pairwise_correlation
from govmetrics.numerics.rounding import without_rounding

Across = Literal["groups", "leaves"]
Found = tuple[Array, dict[str, Array]]
"""Raw weights (k,), zero or positive, and what the method shows beside them, each (k,)."""
ACROSS = choice(*get_args(Across))
Refusal = Literal["negative", "zero", "missing", "constant"]


class Cannot(Exception):
    """A kernel cannot weigh these leaves (by place); `objective` names them.

    Parameters
    ----------
    leaves : sequence of int
        Their places among the columns.
    problem, way_out : Text
        As in `Fault`.
    """

    def __init__(self, leaves: Sequence[int] | Ints, problem: Text, way_out: Text) -> None:
        super().__init__(problem)
        self.leaves, self.problem, self.way_out = list(leaves), problem, way_out


def objective(
    scaled: Scaled, method: str, kernel: Callable[[Array], Found], across: Across, refuse: Sequence[Refusal],
    procedure: Procedure = UNTOLD, beside: pd.DataFrame | None = None,
) -> Weights:  # fmt: skip
    """Weigh the leaves of each group, or all leaves, by `kernel`, which takes values (n, k).

    "groups": the leaves of a group share out among themselves, by the method, what the tree gives them
    together; groups keep the tree's own shares. "leaves": the leaves' weights are shares of the whole, and
    a group weighs what its leaves do; in a group all of whose leaves weigh nothing, the parts count alike.

    Parameters
    ----------
    scaled : Scaled
        The values.
    method : str
        For the result.
    kernel : callable
        The method on the values of at least two leaves, NaN where missing.
    across : {"groups", "leaves"}
        What the leaves are compared with.
    refuse : sequence of {"negative", "zero", "missing", "constant"}
        What the method cannot work with.
    beside : DataFrame, optional
        Other values of the same rows and leaves, which the kernel gets to the right of these.
    procedure : Procedure
        What the method does, in words; whom it compared, and who got nothing, is added.

    Raises
    ------
    UnsuitableMethod
        Every leaf with what the method cannot work with, or without two values; leaves that all weigh zero.
    """
    room = refuse_unscaled(scaled)
    room += wanted(across=(across, ACROSS))
    with room:
        values = _without_noise(scaled.values)
        if unsuitable := _faults(scaled, values.to_numpy(dtype=float), method, refuse):
            raise UnsuitableMethod(unsuitable)
    room.raise_all()
    tree, faults = scaled.tree, []
    blocks = {tree.root.code: tree.codes} if across == "leaves" else _leaf_groups(tree)
    raw: dict[str, float] = {}
    tables = []
    for group, codes in blocks.items():
        x = values[codes].to_numpy(dtype=float)
        if beside is not None:
            x = np.hstack([x, beside[codes].to_numpy(dtype=float)])
        try:
            weights, shown = (np.ones(1), {}) if len(codes) == 1 else kernel(x)
        except Cannot as cannot:
            named = Text("{parts}", parts=[codes[j] for j in cannot.leaves])
            faults.append(Fault(named, cannot.problem, cannot.way_out))
            continue
        total = weights.sum()
        if not total > 0:
            problem, way_out = (
                "{method} gives all of {codes:10} the weight zero",
                "weigh them by hand or equally",
            )
            faults.append(Fault(group, problem, way_out, method=method_name(method), codes=codes))
            continue
        tables.append(pd.DataFrame(shown | {"weight": weights / total}, index=codes))
        raw |= dict(zip(codes, weights / total, strict=True))
    Faults(faults).raise_all(UnsuitableMethod)
    table = pd.concat(tables).loc[tree.codes]  # a single indicator in its group has its weight alone
    table = table[[*table.columns.drop("weight"), "weight"]]
    constant = values.columns[values.min() == values.max()].tolist()
    missing = values.isna().sum()
    details = {
        "across": across,
        "table": table,
        "constant": constant,
        "missing": {str(c): int(n) for c, n in missing.items() if n},
    }
    local = _from_leaves(tree, raw) if across == "leaves" else _within_groups(tree, raw)
    said = procedure or Procedure.of("The weights were determined by {method}.", method=method_name(method))
    return Weights(tree, local, method, details, said + _compared(tree, across, raw))


def _compared(tree: IndicatorTree, across: Across, raw: dict[str, float]) -> Procedure:
    """Say whom the method compared, and who got nothing."""
    told, names = Procedure(), tree.names()
    if across == "leaves" and len(tree.groups) > 1:
        told += Procedure.of("All indicators were compared together; a group weighs what its indicators do.")
    elif len(tree.groups) > 1:
        told += Procedure.of(
            "Indicators were compared within their group; groups kept the weights of the indicator system."
        )
    nothing = [names[code] for code, weight in raw.items() if weight == 0]
    if nothing:
        told += Procedure.of("Without any weight by this method: {names}.", names=nothing)
    return told


def directions(x: Array) -> Array | None:
    """Return centred columns (n, k) of length one, of which the products are correlations; None for odd data.

    That is for missing values, fewer than three units, leaves that do not vary, and squares beyond range.
    """
    if len(x) < 3 or np.isnan(x).any() or (np.ptp(x, axis=0) == 0).any():
        return None
    centred: Array = x - x.mean(axis=0)
    centred -= centred.mean(axis=0)  # what rounding left of a mean that is large beside the differences
    with np.errstate(over="ignore"):
        size = np.sqrt(np.einsum("ij,ij->j", centred, centred))
    if not ((size > 1e-150) & (size < 1e150)).all():
        return None
    centred /= size
    return centred


def correlations(x: Array) -> Array:
    """Return correlations (k, k) over the rows each pair has in common; a constant's are NaN."""
    if (alike := directions(x)) is not None:
        together = np.clip(alike.T @ alike, -1.0, 1.0)
        np.fill_diagonal(together, 1.0)
        return together
    r, counts = pairwise_correlation(x)
    few = np.unique(np.nonzero(np.triu(counts < 3, 1)))
    if few.size:
        problem = Text("have pairs with fewer than three units in common")
        raise Cannot(few, problem, Text("impute, or drop some of them"))
    known = np.flatnonzero(~np.isnan(np.diagonal(r)))
    stuck = known[np.isnan(r[np.ix_(known, known)]).any(axis=1)]
    if stuck.size:
        problem = Text("have pairs of which one does not vary over the units in common")
        raise Cannot(stuck, problem, Text("impute, or drop some of them"))
    if np.isnan(x).any() and known.size and np.linalg.eigvalsh(r[np.ix_(known, known)])[0] < -1e-8:
        problem = Text(
            "have correlations over different units that contradict each other (not positive semi-definite)"
        )
        raise Cannot(known, problem, Text("impute the missing values first"))
    return np.asarray(r)


def _leaf_groups(tree: IndicatorTree) -> dict[str, list[str]]:
    """Return the leaves that are parts of each group, for the groups that have any."""
    if isinstance(tree.root, Indicator):
        return {tree.root.code: tree.codes}
    groups = {g.code: [p.code for p in g.parts if isinstance(p, Indicator)] for g in tree.groups}
    return {code: leaves for code, leaves in groups.items() if leaves}


def _within_groups(tree: IndicatorTree, raw: dict[str, float]) -> pd.Series:
    """Return local shares: the tree's own, where leaves share out what they have together by `raw`."""
    local: dict[str, float] = {}
    for group in tree.groups:
        parts = tree.parts(group.code)
        own = dict(zip(parts, tree.shares(group.code), strict=True))
        together = sum(share for code, share in own.items() if code in raw)
        local |= {code: together * raw[code] if code in raw else share for code, share in own.items()}
    return shares_within_groups(tree, local)


def _from_leaves(tree: IndicatorTree, raw: dict[str, float]) -> pd.Series:
    """Return local shares of leaves' shares of the whole."""
    total = totals(tree.parents, np.array([raw.get(code, 0.0) for code in tree.node_codes]))
    below_empty = total[tree.parents] == 0
    below_empty[0] = False  # the root is in no group
    total[below_empty] = 1.0
    return shares_within_groups(tree, dict(zip(tree.node_codes, total, strict=True)))


def _without_noise(values: pd.DataFrame) -> pd.DataFrame:
    """Return values of which leaves that rounding alone makes vary (0.3 and 0.1 + 0.2) are constant."""
    low, high = values.min(), values.max()
    ends = np.array([low, high], dtype=float)
    spread, size = ends[1] - ends[0], np.abs(ends).max(axis=0)
    noise = (spread > 0) & (without_rounding(spread, size) == 0)
    return values.mask(noise & values.notna(), low, axis="columns") if noise.any() else values


def _faults(scaled: Scaled, x: Array, method: str, refuse: Sequence[Refusal]) -> list[Fault]:
    """Return a fault for every leaf that the method cannot work with, naming its first units."""
    faults = []
    wrong = {"negative": x < 0, "zero": x == 0, "missing": np.isnan(x)}
    counts = len(x) - wrong["missing"].sum(axis=0)
    odd = {what: cells.any(axis=0) for what, cells in wrong.items()}
    low, high = (end.reduce(x, axis=0, initial=np.nan) for end in (np.fmin, np.fmax))  # no unit: NaN
    odd["constant"] = low == high
    for j in np.flatnonzero((counts < 2) | np.any([odd[what] for what in refuse], axis=0)):
        code = scaled.tree.codes[j]
        if counts[j] < 2:
            problem, way_out = (
                "has {count:# value|# values}, so nothing varies",
                "leave it out, or weigh by hand",
            )
            faults.append(Fault(code, problem, way_out, count=int(counts[j])))
            continue
        for what in [what for what in refuse if odd[what][j]]:
            if what == "constant":
                problem, way_out = (
                    "is constant, for which {method} has no weight",
                    "leave it out, or weigh by hand",
                )
                faults.append(Fault(code, problem, way_out, method=method_name(method)))
                continue
            units = scaled.values.index[wrong[what][:, j]]
            missing = what == "missing"
            mend = Text("impute them first") if missing else raised(low[j], scaled.scale)
            faults.append(Fault(code, _refused(what, method, units), mend))
    return faults


def _refused(what: Refusal, method: str, units: pd.Index) -> Text:
    """Say which values a method cannot use, and of which units."""
    method = method_name(method)
    if what == "negative":
        return Text("{method} cannot use its negative values ({units:5})", method=method, units=units)
    if what == "zero":
        return Text("{method} cannot use its zeros ({units:5})", method=method, units=units)
    return Text("{method} cannot use its missing values ({units:5})", method=method, units=units)
