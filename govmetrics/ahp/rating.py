"""From weights to alternatives: synthesis of priorities, and rating against fixed categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.matrices import Matrix
from govmetrics.ahp.priority_methods import eigenvector
from govmetrics.core.checks import kind_faults
from govmetrics.core.dataset import as_floats, floats
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.weights import Weights


def synthesise(
    local: pd.DataFrame,
    weights: Weights | pd.Series | Mapping[str, float],
    mode: Literal["distributive", "ideal"] = "distributive",
) -> pd.Series:
    """Return the overall priorities of alternatives.

    Parameters
    ----------
    local : DataFrame
        Alternatives x leaves: priorities of the alternatives under each leaf.
    weights : Weights, Series or mapping
        Weight of every leaf in the whole; of `Weights` its `across_tree()`.
    mode : {"distributive", "ideal"}
        "distributive": each leaf's priorities sum to one, so a new alternative takes from all others, and
        a copy of one can reverse the order of the rest. "ideal": each is divided by the leaf's best
        alternative, and adding an alternative that is nowhere best changes no order.

    Returns
    -------
    Series
        Overall priorities, summing to one.

    Raises
    ------
    FaultyInput
        Leaves that do not match the weights, priorities that are not positive numbers.

    References
    ----------
    Belton, V. and Gear, T. (1983). On a short-coming of Saaty's method of analytic hierarchies. Omega 11,
    228-230.
    Forman, E. H. and Gass, S. I. (2001). The analytic hierarchy process: an exposition. Operations
    Research 49, 469-486.

    Examples
    --------
    >>> local = pd.DataFrame({"price": [0.6, 0.3, 0.1], "quality": [0.2, 0.3, 0.5]}, index=list("ABC"))
    >>> synthesise(local, {"price": 0.5, "quality": 0.5}).round(2).to_dict()
    {'A': 0.4, 'B': 0.3, 'C': 0.3}
    """
    choose(mode, ("distributive", "ideal"), "mode")
    share = _shares(local, weights)
    values = as_floats(local).to_numpy()
    bad = ~(np.isfinite(values) & (values >= 0))
    faults = [
        Fault(f"{local.index[r]}, {local.columns[c]}", f"the priority is {local.iloc[r, c]}", "zero or more")
        for r, c in np.argwhere(bad)
    ]
    empty = np.flatnonzero(~(values > 0).any(axis=0))
    faults += [Fault(str(local.columns[c]), "all priorities are zero") for c in empty.tolist()]
    if faults:
        raise FaultyInput(faults)
    overall = values / (values.sum(axis=0) if mode == "distributive" else values.max(axis=0)) @ share
    return pd.Series(overall / overall.sum(), index=local.index, name="priority")


def rate(
    ratings: pd.DataFrame,
    categories: Mapping[str, Matrix | pd.Series | Mapping[str, float]],
    weights: Weights | pd.Series | Mapping[str, float],
) -> pd.Series:
    """Return the rating of each alternative on its own, from 0 to 1: no other alternative matters.

    Parameters
    ----------
    ratings : DataFrame
        Alternatives x leaves: the category each alternative is put in, such as "good".
    categories : mapping of leaf to scale
        For each leaf a judgement matrix of its categories (a labelled DataFrame), or their intensities
        ({"good": 0.6, "fair": 0.3}). They are divided by the best category, which counts 1.
    weights : Weights, Series or mapping
        Weight of every leaf in the whole.

    Returns
    -------
    Series
        1 = best category everywhere.

    Raises
    ------
    FaultyInput
        Unknown categories, leaves without a scale, scales without a positive intensity: each named.

    References
    ----------
    Saaty, T. L. (2006). Rank from comparisons and from ratings in the analytic hierarchy/network
    processes. European Journal of Operational Research 168, 557-570.

    Examples
    --------
    >>> scale = {"good": 0.6, "fair": 0.3, "poor": 0.1}
    >>> ratings = pd.DataFrame({"trust": ["good", "poor"], "order": ["fair", "good"]}, index=["A", "B"])
    >>> rate(ratings, {"trust": scale, "order": scale}, {"trust": 0.5, "order": 0.5}).round(3).to_dict()
    {'A': 0.75, 'B': 0.583}
    """
    share = _shares(ratings, weights)
    faults, columns = [], []
    for leaf in ratings.columns:
        if leaf not in categories:
            faults.append(Fault(str(leaf), "has no scale of categories", "give one for every leaf"))
            continue
        scale = _intensities(categories[leaf])
        if not (np.isfinite(scale).all() and (scale >= 0).all() and (scale > 0).any()):
            faults.append(
                Fault(str(leaf), f"the intensities are {scale.tolist()}", "numbers of zero or more")
            )
            continue
        unknown = ratings[leaf][~ratings[leaf].isin(scale.index)]
        listed = ", ".join(map(str, scale.index))
        faults += [
            Fault(f"{who}, {leaf}", f"{what!r} is not a category", f"choose one of: {listed}")
            for who, what in unknown.items()
        ]
        columns.append(ratings[leaf].map(scale / scale.max()))
    if faults:
        raise FaultyInput(faults)
    return pd.Series(np.column_stack(columns).astype(float) @ share, index=ratings.index, name="rating")


def _intensities(scale: Matrix | pd.Series | Mapping[str, float]) -> pd.Series:
    if isinstance(scale, pd.DataFrame):
        return pd.Series(eigenvector(scale).weights)
    if isinstance(scale, pd.Series | Mapping):
        return floats(pd.Series(scale))
    raise FaultyInput(Fault("categories", "a scale has no labels", "give a labelled matrix or a mapping"))


def _shares(table: pd.DataFrame, weights: Weights | pd.Series | Mapping[str, float]) -> np.ndarray:
    """Return the weights of the table's columns, summing to one."""
    Faults(kind_faults(table, pd.DataFrame, "table", "give alternatives x leaves")).raise_all()
    if not isinstance(weights, Weights | pd.Series | Mapping):
        raise FaultyInput(Fault("weights", f"are {type(weights).__name__}", "give {leaf: weight}"))
    given = weights.across_tree() if isinstance(weights, Weights) else floats(pd.Series(weights))
    faults = [Fault(str(c), "has no weight") for c in table.columns if c not in given.index]
    faults += [Fault(str(c), "has a weight but no column") for c in given.index if c not in table.columns]
    if faults:
        raise FaultyInput(faults)
    share = given[list(table.columns)].to_numpy(dtype=float)
    if not (np.isfinite(share).all() and (share >= 0).all() and share.sum() > 0):
        raise FaultyInput(Fault("weights", f"are {share.tolist()}", "zero or more, not all zero"))
    return np.asarray(share / share.sum())
