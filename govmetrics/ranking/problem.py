"""What a ranking method works on: a labelled matrix of the leaves that have weight, and what a method cannot use of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Scaled, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.nodes import Indicator
from govmetrics.core.scaled import raised
from govmetrics.core.words import method_name
from govmetrics.numerics.arrays import Array
from govmetrics.ranking.checks import DATA, holes, leaf_shares


@dataclass(frozen=True, eq=False)
class Problem:
    """A decision matrix with its labels, of the leaves that have weight.

    Values (n, k); which leaves are costs (k,); raw leaves with a target; ends of the scale (k, 2); raw leaves whose ends are
    the tree's worst and best.
    """

    values: pd.DataFrame
    weights: pd.Series
    costs: np.ndarray
    aimed: list[str]
    ends: Array | None
    scale: tuple[float, float] | None = None
    posts: tuple[str, ...] = ()


def problem_of(
    data: Scaled | Dataset,
    weights: Weights | pd.Series,
    place: str,
    faults: Faults,
    wrong: Callable[[list[str]], list[Fault]] = lambda codes: [],  # noqa: ARG005
) -> Problem:
    """Return the labelled matrix; refuse what cannot be one together with the `faults` found already.

    `wrong` returns what is wrong with a method's options by leaf, once the leaves are known.
    """
    kind = DATA.faults(place, data)
    if kind:
        Faults(kind + faults).raise_all()
    data = data.scored() if isinstance(data, Dataset) else data
    tree = data.tree
    shares, unweighted = leaf_shares(tree.codes, weights)
    faults += unweighted + holes(data.values) + wrong(tree.codes)
    faults.raise_all()
    raw = isinstance(data, Dataset)
    leaves = [leaf for leaf in tree.indicators if shares[leaf.code] > 0]
    codes = [leaf.code for leaf in leaves]
    values = data.values[codes]
    costs = np.array([raw and leaf.better == "less" for leaf in leaves])
    aimed = [leaf.code for leaf in leaves if raw and leaf.better in ("target", "interval")]
    ends = None
    if isinstance(data, Scaled) and data.scale is not None:
        low, high = data.scale
        if bool(((values >= low) & (values <= high)).all(axis=None)):
            ends = np.tile(np.array([low, high], dtype=float), (len(codes), 1))
    elif raw and not aimed and len(values):
        ends, posts = _goalposts(leaves, values)
        return Problem(values, shares, costs, aimed, ends, None, posts)
    return Problem(values, shares, costs, aimed, ends, getattr(data, "scale", None))


def _goalposts(leaves: Sequence[Indicator], values: pd.DataFrame) -> tuple[Array, tuple[str, ...]]:
    """Return the ends of raw leaves (k, 2), the tree's worst and best where values lie within them, and of which leaves.

    Elsewhere they are the least and the greatest value.
    """
    x = values.to_numpy(dtype=float)
    ends, posts = np.stack([x.min(axis=0), x.max(axis=0)], axis=1), []
    for j, leaf in enumerate(leaves):
        if leaf.worst is None or leaf.best is None:
            continue
        low, high = sorted((leaf.worst, leaf.best))
        if low <= ends[j, 0] and ends[j, 1] <= high:
            ends[j] = low, high
            posts.append(leaf.code)
    return ends, tuple(posts)


def unsuitable(
    problem: Problem, method: str, *, raw: bool, takes_raw: bool, positive: bool = False
) -> list[Fault]:
    """Return what the method cannot use: direction, sign, number of units."""
    faults = []
    x = problem.values
    if len(x) < 2:
        text = "{count:# unit|# units} cannot be ranked"
        faults.append(Fault("rows", text, "give two or more", count=len(x)))
    if raw and not takes_raw:
        text = "{method} needs scaled values, in which more is better"
        faults.append(Fault("scaled", text, "scale the data first, for example by min_max",
                            method=method_name(method)))  # fmt: skip
    aimed = "has a target, which this method does not know"
    way_out = "scale the data first, for example by min_max: distance from the target becomes a score"
    faults += [Fault(code, aimed, way_out) for code in problem.aimed]
    if not len(x) or not (np.ptp(x.to_numpy(dtype=float), axis=0) > 0).any():
        text = "all units are alike in the indicators that have weight"
        faults.append(Fault("rows", text, "give units that differ"))
    if method == "copras" and not problem.costs.any():
        text = "copras compares benefits with costs, and there are no costs"
        way_out = "give raw data with indicators of which less is better, or rank by aras or waspas"
        faults.append(Fault("data", text, way_out))
    if positive and not faults:
        low = (x <= 0).to_numpy()
        text = "{method} cannot use zero or negative values ({units:5})"
        faults += [
            Fault(str(code), text, raised(x[code].min(), problem.scale), method=method_name(method),
                  units=list(x.index[low[:, j]]))
            for j, code in enumerate(x.columns)
            if low[:, j].any()
        ]  # fmt: skip
    return faults
