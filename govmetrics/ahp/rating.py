"""From weights to alternatives: synthesis of priorities, and rating against fixed categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.kinds import row_of
from govmetrics.ahp.matrices import NO_NUMBER, Matrix
from govmetrics.ahp.priority_methods import eigenvector
from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.labels import categories
from govmetrics.core.options import FRAME, asked, choice, instance, shown, wanted
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text

WEIGHTS = instance((Weights, pd.Series, Mapping), Text("give Weights, or {leaf: weight}"))


def synthesise(
    priorities: pd.DataFrame,
    weights: Weights | pd.Series | Mapping[str, float],
    mode: Literal["distributive", "ideal"] = "distributive",
) -> pd.Series:
    """Return the overall priorities of alternatives.

    Parameters
    ----------
    priorities : DataFrame
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
    faults = wanted(mode=(mode, choice("distributive", "ideal")))
    with faults:
        share = _shares(priorities, weights, "priorities")
    faults.raise_all()
    values, _ = floats_of(priorities)
    wrong = ~(np.isfinite(values) & (values >= 0))
    faults += cell_faults(priorities, wrong, "the priority is {value}", "give zero or more")
    faults += [
        Fault(str(priorities.columns[c]), "all priorities are zero", "give one above zero")
        for c in np.flatnonzero(~(values > 0).any(axis=0)).tolist()
    ]
    faults.raise_all()
    overall = values / (values.sum(axis=0) if mode == "distributive" else values.max(axis=0)) @ share
    return pd.Series(overall / overall.sum(), index=priorities.index, name="priority")


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
    faults = wanted(categories=(categories, instance(Mapping, Text("give {leaf: {category: intensity}}"))))
    with faults:
        share = _shares(ratings, weights, "ratings")
    faults.raise_all()
    columns = []
    for leaf in ratings.columns:
        if leaf not in categories:
            faults.append(Fault(str(leaf), "has no scale of categories", "give one for every leaf"))
            continue
        with faults:
            columns.append(_rated(ratings[leaf], _intensities(categories[leaf], str(leaf)), str(leaf)))
    faults.raise_all()
    return pd.Series(np.column_stack(columns) @ share, index=ratings.index, name="rating")


def _rated(given: pd.Series, scale: pd.Series, leaf: str) -> np.ndarray:
    """Return what the categories of a column count, the best one 1."""
    given = categories(given)
    unknown = [
        Fault(place_of(who, leaf), "{value!r} is not a category", "choose one of: {choices:50}",
              value=shown(what) if not isinstance(what, str) else what, choices=[str(name) for name in scale.index])
        for who, what in given.items()
        if not pd.api.types.is_hashable(what) or what not in scale.index
    ]  # fmt: skip
    Faults(unknown).raise_all()
    return np.asarray(given.map(scale / scale.max()), dtype=float)


def _intensities(scale: Matrix | pd.Series | Mapping[str, float], leaf: str) -> pd.Series:
    """Return what the categories of a leaf count, by their names."""
    if isinstance(scale, pd.DataFrame):
        return pd.Series(eigenvector(scale).weights)
    if not isinstance(scale, pd.Series | Mapping):
        raise FaultyInput(leaf, "a scale has no labels", "give a labelled matrix or a mapping")
    found = row_of(scale)
    if found is None or not (np.isfinite(found).all() and (found >= 0).all() and (found > 0).any()):
        given = Text("the intensities are {values}", values=[shown(value) for value in dict(scale).values()])
        raise FaultyInput(leaf, given, "give numbers of zero or more, one of them above zero")
    return found


def _shares(
    table: pd.DataFrame, weights: Weights | pd.Series | Mapping[str, float], place: str
) -> np.ndarray:
    """Return the weights of the table's columns, summing to one."""
    asked(**{place: (table, FRAME), "weights": (weights, WEIGHTS)})
    way_out = "give zero or more, one of them above zero"
    given = weights.across_tree() if isinstance(weights, Weights) else row_of(weights)
    if given is None:
        raise FaultyInput("weights", NO_NUMBER, way_out)
    labels = list(given.index)
    faults = [
        Fault(str(c), "has no weight", "give every column one") for c in table.columns if c not in labels
    ]
    faults += [Fault(str(c), "has a weight but no column", "add the column, or leave the weight out")
               for c in labels if c not in table.columns]  # fmt: skip
    faults += [Fault(str(c), "occurs more than once", "keep one")
               for names in (table.columns, given.index)
        for c in names[names.duplicated()].unique()]  # fmt: skip
    Faults(faults).raise_all()
    share = given[list(table.columns)].to_numpy(dtype=float)
    if not (np.isfinite(share).all() and (share >= 0).all() and share.sum() > 0):
        raise FaultyInput("weights", Text("are {weights}", weights=share.tolist()), way_out)
    return np.asarray(share / share.sum())
