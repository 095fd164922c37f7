"""Spatial Markov chains: whether units move between classes otherwise where their neighbours are high, or low."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import FLAG, Kind, asked, choice, count, is_ascending
from govmetrics.core.score_classes import classed, ends, means, steps
from govmetrics.core.words import Note, Text
from govmetrics.numerics import transitions as chain
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.spatial.spatial_markov import SpatialMarkov
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import Source, columns_of, needs_links, one_node

_CUTS = Kind(
    lambda cuts: (
        cuts in ("pooled", "period") if isinstance(cuts, str) else len(cuts) > 0 and is_ascending(cuts)
    ),
    Text(
        'give "pooled", "period", or the upper ends of all classes but the last, ascending, such as [60, 80]'
    ),
)


def markov(
    source: Source,
    w: SpatialWeights,
    node: str | None = None,
    classes: int = 4,
    cuts: Literal["pooled", "period"] | Sequence[float] = "pooled",
    relative: bool = False,
    closed: Literal["right", "left"] = "right",
) -> SpatialMarkov:
    r"""Count how units move between classes by the class of their neighbours' mean, and test whether it matters.

    The chain of `panel.markov`, split by the class that the spatial lag :math:`W y` has at the beginning of a step. If neighbours
    did not matter, all parts would have the same probabilities.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows (period, unit).
    w : SpatialWeights
        Of the same units, standardised.
    node : str, optional
        Column; of scores the index itself by default.
    classes : int
        How many, of units and of neighbours' means; with cuts given, it is these that count.
    cuts : {"pooled", "period"} or sequence of float
        Quantiles of all periods together, of every period, or upper ends of all classes but the last. Quantiles of neighbours'
        means are their own; given ends hold for both.
    relative : bool
        Divide values by the mean of their period first.
    closed : {"right", "left"}
        Whether a value at a cut belongs to the class below it or above it.

    Returns
    -------
    SpatialMarkov

    Raises
    ------
    FaultyInput
        No periods, other units than those of the weights, cuts that do not ascend.
    UnsuitableMethod
        One period, weights that do not sum to one, so many values alike that quantiles coincide, no transition.

    References
    ----------
    Rey, S. J. (2001). Spatial empirics for economic growth and convergence. Geographical Analysis 33, 195-214. Bickenbach, F. and
    Bode, E. (2003). Evaluating the Markov property in studies of economic convergence. International Regional Science Review
    26, 363-392.

    Examples
    --------
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("uvw"), "to": list("vwx")}))
    >>> index = pd.MultiIndex.from_product([[2020, 2021, 2022], list("uvwx")], names=["period", "unit"])
    >>> found = markov(pd.Series([1.0, 2, 3, 4, 1, 3, 2, 4, 2, 3, 1, 4], index), w, classes=2, cuts="period")
    >>> found.transitions.to_numpy().tolist(), int(found.conditional_transitions.to_numpy().sum())
    ([[3, 1], [1, 3]], 8)
    """
    asked(
        classes=(classes, count(2)),
        cuts=(cuts, _CUTS),
        relative=(relative, FLAG),
        closed=(closed, choice("right", "left")),
    )
    found = columns_of(source, w, node, least=2, gaps=True)
    needs_links(w)
    one_node(found, periods=True)
    if not w.standardised:
        raise UnsuitableMethod(
            "w", "its weights do not sum to one, so that lags are no means", "use w.standardise()"
        )
    periods = list(found.labels.get_level_values("period"))
    y = found.y.T
    if np.isnan(y).all():
        raise UnsuitableMethod("units", "no unit has a value", "give at least one")
    follows, _, left_out = steps(pd.Index(periods), periods)
    if relative:
        y = y / means(y, periods)[:, None]
    lag = (w.sparse @ y.T).T
    lag[:, w.counts == 0] = np.nan
    upper, lag_upper = ends(y, classes, cuts, periods), ends(lag, classes, cuts, periods)
    places, around = classed(y, upper, closed), classed(lag, lag_upper, closed)
    around = np.where(places < 0, -1, around)
    counts, total = _counted(places, around, follows, upper.shape[1] + 1)
    notes = _notes(w, places, around, left_out)
    how = cuts if isinstance(cuts, str) else "given"
    return _told(counts, total, upper, lag_upper, periods, how, relative, notes)


def _counted(places: Ints, around: Ints, follows: Any, k: int) -> tuple[Ints, Ints]:
    """Return transitions (k, k, k) by the class of neighbours, and of all units (k, k)."""
    now, following = places[:-1], places[1:]
    whole = (now >= 0) & (following >= 0) & follows[:, None]
    if not whole.any():
        raise UnsuitableMethod(
            "units", "no unit has a value in two neighbouring periods", "give more periods"
        )
    known = whole & (around[:-1] >= 0)
    counts = chain.counted(around[:-1][known], now[known], following[known], sizes=(k, k, k))
    return counts, chain.counted(now[whole], following[whole], sizes=(k, k))


def _steady(counts: Ints) -> Array:
    """Return the long-run shares (k,), NaN where there are no single ones."""
    k = len(counts)
    found = np.full(k, np.nan)
    leaves = counts.sum(axis=1) > 0
    if (counts.sum(axis=0)[~leaves] > 0).any() or not leaves.any():
        return found
    there = np.flatnonzero(leaves)
    p = chain.probabilities(counts)[np.ix_(there, there)]
    if len(chain.closed_sets(p)) == 1:
        found[:] = 0
        found[there] = chain.stationary(p)
    return found


def _told(
    counts: Ints,
    total: Ints,
    upper: Array,
    lag_upper: Array,
    periods: list[Any],
    how: str,
    relative: bool,
    notes: tuple[Note, ...],
) -> SpatialMarkov:
    """Return the chains with their labels."""
    k = len(total)
    names = pd.Index([str(number + 1) for number in range(k)], name="class")
    both = pd.MultiIndex.from_product([names, names], names=["neighbours_class", "class"])
    to, around = names.rename("to"), names.rename("neighbours_class")
    p = np.array([chain.probabilities(one) for one in counts]).reshape(k * k, k)
    tests = pd.DataFrame({"homogeneity": chain.homogeneity(counts)}).T.rename_axis("test")
    years = pd.Index(periods, name="period")
    return SpatialMarkov(
        pd.DataFrame(p, both, to), pd.DataFrame(counts.reshape(k * k, k), both, to),
        pd.DataFrame([_steady(one) for one in counts], around, to.rename("class")),
        pd.DataFrame(chain.probabilities(total), names, to), pd.DataFrame(total, names, to),
        pd.Series(_steady(total), names, name="steady_state"),
        tests[["chi_square", "df", "p", "likelihood_ratio", "p_ratio"]].astype({"df": int}),
        pd.DataFrame(upper, years, names[:-1]), pd.DataFrame(lag_upper, years, names[:-1]), how, relative, notes,
    )  # fmt: skip


def _notes(w: SpatialWeights, places: Ints, around: Ints, left_out: tuple[str, ...]) -> tuple[Note, ...]:
    found = list(w.notes)
    if left_out:
        found.append(Note("not counted, as they are not one step apart: {steps}", steps=left_out))
    lacking = int(((places >= 0) & (around < 0)).sum())
    if lacking:
        told = "the neighbours' mean is not known {count:# time|# times}: such steps count for the chain of all units only"
        found.append(Note(told, count=lacking))
    return tuple(found)
