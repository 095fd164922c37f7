"""The general G: whether high values, or low ones, lie together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import SEED, asked
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.association import ALTERNATIVE, DRAWS, Alternative, Association, permuted, tested
from govmetrics.spatial.moments import general_g, sums_of
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import Source, columns_of, needs_links, refuse_constant


@dataclass(frozen=True, eq=False)
class GlobalG(Association):
    """The general G of Getis and Ord (全局 G 统计量).

    Attributes
    ----------
    table : DataFrame
        One row a measure, or period and measure: g, expected, variance, z, p and, with draws, p_permuted.
    g, expected, variance, z, p : float, or Series where there are several measures
    assumption, alternative : str
    draws : int or None
        Permutations behind `p_permuted`.
    rng : int or None
        The seed.
    names : dict
        Of measures.
    notes : tuple of Note

    See Also
    --------
    global_g
    """

    _shown: ClassVar = {"table": "General G"}
    _cites: ClassVar = ("getisOrd1992",)

    @property
    def g(self) -> Any:
        """The general G."""
        return self._one("g")

    def _finding(self) -> tuple[Text, ...]:
        return self._said(
            "G", Text("High values lie together."), Text("Low values lie together."), below=False
        )


def global_g(
    source: Source,
    w: SpatialWeights,
    node: str | list[str] | None = None,
    alternative: Alternative = "two_sided",
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> GlobalG:
    r"""Return the general G: whether high values lie together (above its expectation), or low ones.

    :math:`G = \sum_{ij} w_{ij} x_i x_j / \sum_{i \ne j} x_i x_j`, of values that have a natural zero. Weights that are not
    standardised are usual: a neighbour counts one.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Values by unit, or by period and unit: every period is then measured by itself. None is negative.
    w : SpatialWeights
        Of the same units; the order is that of the weights.
    node : str or list of str, optional
        Columns; all by default, of scores the index itself.
    alternative : {"two_sided", "greater", "less"}
        Of the p values; "greater" asks whether high values lie together.
    draws : int, optional
        Permutations, for a p value that needs no normal distribution.
    rng : int or Generator
        Seed.

    Returns
    -------
    GlobalG

    Raises
    ------
    FaultyInput
        Weights of other units, missing values: each named.
    UnsuitableMethod
        Negative values, values all alike, fewer than four units, nobody with a neighbour.

    References
    ----------
    Getis, A. and Ord, J. K. (1992). The analysis of spatial association by use of distance statistics. Geographical Analysis
    24, 189-206.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("abcde"), "to": list("bcdef")}), standardised=False)
    >>> found = global_g(pd.Series([9.0, 8, 1, 1, 1, 1], list("abcdef")), w)
    >>> round(found.g, 4), round(found.expected, 4)
    (0.5685, 0.3333)
    """
    asked(alternative=(alternative, ALTERNATIVE), draws=(draws, DRAWS), rng=(rng, SEED))
    found = columns_of(source, w, node)
    needs_links(w)
    low = [bool((column < 0).any()) for column in found.y.T]
    problem, way = (
        "has negative values, whose products say nothing",
        "use spatial.moran, or give values with a natural zero",
    )
    Faults(Fault(place, problem, way) for place, bad in zip(found.places, low, strict=True) if bad).raise_all(
        UnsuitableMethod
    )
    refuse_constant(found)
    x = found.y / found.y.max(axis=0)
    if ((x > 0).sum(axis=0) < 2).any():
        raise UnsuitableMethod("source", "only one value is above zero", "use spatial.moran")
    sums = sums_of(w.sparse)
    expected, variance = general_g(sums, x)

    def statistic(x: Array) -> Array:
        return _global_g(x, w.sparse)

    table = tested(found, "g", statistic(x), expected, variance, alternative)
    generator, seed = generator_of(rng)
    if draws is not None:
        table["p_permuted"] = permuted(statistic, x, name_order(w.units), int(draws), generator, alternative)
    notes = (
        Note(
            "the weights of every unit sum to one; for G a neighbour usually counts one: w.standardise(False)"
        ),
    )
    return GlobalG(
        table, "randomisation", alternative, draws, seed, found.names, notes if w.standardised else ()
    )


def _global_g(x: Array, w: Any) -> Array:
    """Return G (columns,) of values (n, columns)."""
    return (x * (w @ x)).sum(axis=0) / (x.sum(axis=0) ** 2 - (x**2).sum(axis=0))  # type: ignore[no-any-return]
