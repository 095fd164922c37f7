"""Moran's I: whether neighbours are alike."""

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
from govmetrics.spatial.moments import kurtosis, moran_variance, sums_of
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import Source, columns_of, needs_links, refuse_constant


@dataclass(frozen=True, eq=False)
class Moran(Association):
    """Moran's I (莫兰指数).

    Attributes
    ----------
    table : DataFrame
        One row a measure, or period and measure: i, expected, variance, z, p and, with draws, p_permuted.
    i, expected, variance, z, p : float, or Series where there are several measures
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
    moran
    """

    _shown: ClassVar = {"table": "Moran's I"}
    _cites: ClassVar = ("moran1950", "cliffOrd1981")

    @property
    def i(self) -> Any:
        """Moran's I."""
        return self._one("i")

    def _finding(self) -> tuple[Text, ...]:
        alike = Text("Neighbours are alike.")
        unlike = Text("Neighbours differ more than chance would have it.")
        return self._said("Moran's I", alike, unlike, below=False)


def moran(
    source: Source,
    w: SpatialWeights,
    node: str | list[str] | None = None,
    assumption: Assumption = "randomisation",
    alternative: Alternative = "two_sided",
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Moran:
    r"""Return Moran's I: whether neighbours are alike.

    With deviations :math:`z` from the mean, :math:`I = \frac{n}{S_0} \frac{\sum_{ij} w_{ij} z_i z_j}{\sum_i z_i^2}`, expected to
    be :math:`-1/(n-1)` where values lie anywhere.

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
        Of the p values.
    draws : int, optional
        Permutations, for a p value that needs no normal distribution.
    rng : int or Generator
        Seed.

    Returns
    -------
    Moran

    Raises
    ------
    FaultyInput
        Weights of other units, missing values: each named.
    UnsuitableMethod
        Fewer than four units, values all alike, nobody with a neighbour.

    References
    ----------
    Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37, 17-23. Cliff, A. D. and Ord, J. K. (1981).
    Spatial Processes: Models and Applications. Pion.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("abcde"), "to": list("bcdef")}))
    >>> found = moran(pd.Series([1.0, 2, 3, 4, 5, 6], list("abcdef")), w)
    >>> round(found.i, 4), round(found.expected, 4), found.p < 0.05
    (0.7143, -0.2, True)
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
        return _moran(z, w.sparse, sums.s0)

    variance = moran_variance(sums, kurtosis(z), assumption == "randomisation")
    table = tested(found, "i", statistic(z), -1 / (sums.n - 1), variance, alternative)
    generator, seed = generator_of(rng)
    if draws is not None:
        table["p_permuted"] = permuted(statistic, z, name_order(w.units), int(draws), generator, alternative)
    return Moran(table, assumption, alternative, draws, seed, found.names)


def _moran(z: Array, w: Any, s0: float) -> Array:
    """Return I (columns,) of deviations (n, columns)."""
    return len(z) / s0 * (z * (w @ z)).sum(axis=0) / (z**2).sum(axis=0)  # type: ignore[no-any-return]
