"""Geary's c: how much neighbours differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.options import SEED, asked
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.association import (
    ALTERNATIVE,
    ASSUMPTION,
    DRAWS,
    Alternative,
    Association,
    Assumption,
    permuted,
    tested,
)
from govmetrics.spatial.moments import geary_variance, kurtosis, sums_of
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import Source, columns_of, needs_links, refuse_constant


@dataclass(frozen=True, eq=False)
class Geary(Association):
    """Geary's c (吉尔里指数).

    Attributes
    ----------
    table : DataFrame
        One row a measure, or period and measure: c, expected, variance, z, p and, with draws, p_permuted.
    c, expected, variance, z, p : float, or Series where there are several measures
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
    geary
    """

    _shown: ClassVar = {"table": "Geary's c"}
    _cites: ClassVar = ("geary1954", "cliffOrd1981")

    @property
    def c(self) -> Any:
        """Geary's c."""
        return self._one("c")

    def _finding(self) -> tuple[Text, ...]:
        alike = Text("Neighbours are alike.")
        unlike = Text("Neighbours differ more than chance would have it.")
        return self._said("Geary's c", alike, unlike, below=True)


def geary(
    source: Source,
    w: SpatialWeights,
    node: str | list[str] | None = None,
    assumption: Assumption = "randomisation",
    alternative: Alternative = "two_sided",
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Geary:
    r"""Return Geary's c: how much neighbours differ; below one they are alike.

    :math:`c = \frac{n-1}{2 S_0} \frac{\sum_{ij} w_{ij} (x_i - x_j)^2}{\sum_i z_i^2}`, expected to be 1. It looks at
    differences of neighbours, Moran's I at their products: outliers beside each other move it more.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Values by unit, or by period and unit: every period is then measured by itself.
    w : SpatialWeights
        Of the same units; the order is that of the weights.
    node : str or list of str, optional
        Columns; all by default, of scores the index itself.
    assumption : {"randomisation", "normality"}
        Behind the variance: the values are dealt to the units at random, or are drawn from a normal distribution.
    alternative : {"two_sided", "greater", "less"}
        Of the p values: "less" asks whether neighbours are alike (a small c), which R's spdep::geary.test calls greater.
    draws : int, optional
        Permutations, for a p value that needs no normal distribution.
    rng : int or Generator
        Seed.

    Returns
    -------
    Geary

    Raises
    ------
    FaultyInput
        Weights of other units, missing values: each named.
    UnsuitableMethod
        Fewer than four units, values all alike, nobody with a neighbour.

    References
    ----------
    Geary, R. C. (1954). The contiguity ratio and statistical mapping. The Incorporated Statistician 5, 115-145. Cliff, A. D. and
    Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("abcde"), "to": list("bcdef")}))
    >>> found = geary(pd.Series([1.0, 2, 3, 4, 5, 6], list("abcdef")), w)
    >>> round(found.c, 4), found.expected
    (0.1429, 1.0)
    """
    asked(
        assumption=(assumption, ASSUMPTION),
        alternative=(alternative, ALTERNATIVE),
        draws=(draws, DRAWS),
        rng=(rng, SEED),
    )
    found = columns_of(source, w, node)
    needs_links(w)
    refuse_constant(found)
    z = found.y - found.y.mean(axis=0)
    z /= np.abs(z).max(axis=0)
    sums = sums_of(w.sparse)

    def statistic(z: Array) -> Array:
        return _geary(z, w.sparse, sums.s0)

    variance = geary_variance(sums, kurtosis(z), assumption == "randomisation")
    table = tested(found, "c", statistic(z), 1.0, variance, alternative)
    generator, seed = generator_of(rng)
    if draws is not None:
        table["p_permuted"] = permuted(statistic, z, name_order(w.units), int(draws), generator, alternative)
    return Geary(table, assumption, alternative, draws, seed, found.names)


def _geary(z: Array, w: Any, s0: float) -> Array:
    """Return c (columns,) of deviations (n, columns)."""
    ends = w.sum(axis=0) + w.sum(axis=1)
    squares = (ends[:, None] * z**2).sum(axis=0) - 2 * (z * (w @ z)).sum(axis=0)
    return (len(z) - 1) / (2 * s0) * squares / (z**2).sum(axis=0)  # type: ignore[no-any-return]
