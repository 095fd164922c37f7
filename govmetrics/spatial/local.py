"""Local Moran's I: around which units values are alike, or unlike, more than chance would have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.options import SEED, SHARE, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.adjusted import adjusted
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.spatial.association import ALTERNATIVE, DRAWS, Alternative
from govmetrics.spatial.conditional import tail_counts
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import Columns, Source, columns_of, needs_links, refuse_constant

QUADRANTS = {
    (1, 1): Text("High-High"), (-1, -1): Text("Low-Low"), (1, -1): Text("High-Low"), (-1, 1): Text("Low-High"),
}  # fmt: skip
"""By the sign of a unit's deviation and of its neighbours' mean."""
NEITHER = Text("at the mean")
SHOWN = 20


@dataclass(frozen=True, eq=False)
class LocalMoran(Result):
    """Local Moran's I of every unit (局部莫兰指数, LISA).

    Attributes
    ----------
    table : DataFrame
        One row a unit, measure and period where there are several: i, expected and variance (conditional on the unit's
        own value), deviation and lag (in standard deviations), p, p_one_sided (of the nearer tail, as GeoDa and PySAL give it),
        q (p after Benjamini and Hochberg among the units of a measure and period), quadrant ("High-High", "Low-Low",
        "High-Low", "Low-High": the unit, then its neighbours), significant (q at most `level_of_q`).
    divisor : str
        Of the second moment: "n" or "n-1".
    level_of_q : float
    alternative : str
    draws : int or None
        Conditional permutations; None where p is from the normal distribution.
    rng : int or None
        The seed.
    names : dict
        Of measures.
    notes : tuple of Note

    See Also
    --------
    local
    """

    table: pd.DataFrame
    divisor: str
    level_of_q: float
    alternative: str
    draws: int | None
    rng: int | None
    names: Mapping[str, Label]
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Local Moran's I"}
    _cites: ClassVar = ("anselin1995", "sokal1998", "BenjaminiHochberg1995")

    def __getitem__(self, column: str) -> pd.Series:
        """Return a column of the table."""
        found: pd.Series = self.table[column]
        return found

    def _names(self) -> Mapping[Any, str]:
        return self.names

    def _method(self) -> tuple[Text, ...]:
        how = Text("p is from {draws:,} conditional permutations: a unit keeps its value, its neighbours are drawn from all others.",  # noqa: E501
                   draws=self.draws)  # fmt: skip
        normal = Text("p is from the normal distribution with conditional moments.")
        return (
            Text(
                "Local Moran's I was computed with the second moment divided by {divisor}.",
                divisor=self.divisor,
            ),
            how if self.draws else normal,
            Text("Among the units p was corrected for the false discovery rate (Benjamini and Hochberg)."),
        )

    def _finding(self) -> tuple[Text, ...]:
        table = self.table
        several = table.index.nlevels > 1
        raw, left = int((table["p"] <= 0.05).sum()), int(table["significant"].sum())
        told = "Of {n:,} units {raw:,} have p at most 0.05, {left:,} are left at a false discovery rate of {level:g}."
        found = [Text(told, n=len(table), raw=raw, left=left, level=self.level_of_q)]
        if left and not several:
            for quadrant in QUADRANTS.values():
                names = [
                    str(unit)
                    for unit in table.index[table["significant"] & (table["quadrant"] == str(quadrant))]
                ]
                if names:
                    found.append(Text("{quadrant}: {names:10}.", quadrant=quadrant, names=names))
        return tuple(found)

    def _tables(self) -> list[Table]:
        """Show the units whose q is smallest."""
        words = {str(word): word for word in (*QUADRANTS.values(), NEITHER)}
        table = (
            self.table.sort_values("q", kind="stable").head(SHOWN) if len(self.table) > SHOWN else self.table
        )
        table = table.assign(
            quadrant=pd.Series([words[one] for one in table["quadrant"]], table.index, dtype=object)
        )
        columns = ["i", "deviation", "lag", "p", "q", "quadrant", "significant"]
        return [
            Table.of(
                Text("Local Moran's I"), table, "spatial", self._names(), columns=columns, notes=self.notes
            )
        ]


def local(
    source: Source,
    w: SpatialWeights,
    node: str | list[str] | None = None,
    draws: int | None = 9999,
    rng: int | np.random.Generator = 0,
    divisor: Literal["n", "n-1"] = "n",
    alternative: Alternative = "two_sided",
    level_of_q: float = 0.05,
) -> LocalMoran:
    r"""Return local Moran's I of every unit, tested by conditional permutations and corrected for their number.

    :math:`I_i = \frac{z_i}{m_2} \sum_j w_{ij} z_j` with :math:`m_2 = \sum_i z_i^2 / n`. A hundred tests find five areas where
    there are none: `significant` looks at q, not at p.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Values by unit, or by period and unit: every period is then measured by itself.
    w : SpatialWeights
        Of the same units; the order is that of the weights.
    node : str or list of str, optional
        Columns; all by default, of scores the index itself.
    draws : int or None
        Conditional permutations, the same for all units; None for the normal distribution with the conditional moments of
        Sokal, Oden and Thomson (1998).
    rng : int or Generator
        Seed.
    divisor : {"n", "n-1"}
        Of the second moment: R's spdep has n, PySAL n - 1; p and q do not depend on it.
    alternative : {"two_sided", "greater", "less"}
        Of p and q: neighbours alike or unlike, alike alone, unlike alone. Two-sided p is twice that of the nearer tail.
    level_of_q : float
        False discovery rate up to which a unit is called significant.

    Returns
    -------
    LocalMoran
        `table` with i, p, q and quadrant.

    Raises
    ------
    FaultyInput
        Weights of other units, missing values: each named.
    UnsuitableMethod
        Fewer than four units, values all alike, nobody with a neighbour.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27, 93-115. Sokal, R. R., Oden,
    N. L. and Thomson, B. A. (1998). Local spatial autocorrelation in a biological model. Geographical Analysis 30, 331-354.
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57,
    289-300.

    Examples
    --------
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("abcde"), "to": list("bcdef")}))
    >>> found = local(pd.Series([9.0, 8, 7, 2, 1, 1], list("abcdef")), w, draws=999)
    >>> found["quadrant"].tolist()
    ['High-High', 'High-High', 'High-High', 'Low-Low', 'Low-Low', 'Low-Low']
    """
    asked(draws=(draws, DRAWS), rng=(rng, SEED), divisor=(divisor, choice("n", "n-1")),
          alternative=(alternative, ALTERNATIVE), level_of_q=(level_of_q, SHARE))  # fmt: skip
    found = columns_of(source, w, node)
    needs_links(w)
    refuse_constant(found)
    z = found.y - found.y.mean(axis=0)
    z /= np.abs(z).max(axis=0)  # so that squares of tiny values do not vanish
    z /= np.sqrt((z**2).mean(axis=0))
    lag = w.sparse @ z
    generator, seed = generator_of(rng)
    expected, variance = _moments(z, w.sparse)
    tails = (
        _normal(z * lag, expected, variance)
        if draws is None
        else _drawn(z, w.sparse, lag, name_order(w.units), int(draws), generator)
    )
    p = {"two_sided": np.minimum(2 * np.minimum(*tails), 1), "greater": tails[0], "less": tails[1]}[
        alternative
    ]
    alone = np.diff(w.sparse.indptr) == 0
    p[alone], least = np.nan, np.where(alone[:, None], np.nan, np.minimum(*tails))
    q = np.column_stack([adjusted(one, "benjamini_hochberg") for one in p.T])
    factor = 1.0 if divisor == "n" else (len(z) - 1) / len(z)
    parts = {"i": factor * z * lag, "expected": factor * expected, "variance": factor**2 * variance, "deviation": z, "lag": lag,
             "p": p, "p_one_sided": least, "q": q, "quadrant": _quadrants(z, lag), "significant": q <= level_of_q}  # fmt: skip
    notes = () if not alone.any() else (
        Note("without neighbours, so that nothing is tested: {names:10}", names=[str(unit) for unit in w.islands]),)  # fmt: skip
    table = _long(parts, found, w)
    return LocalMoran(table, divisor, float(level_of_q), alternative, draws, seed, found.names, notes)


def _moments(z: Array, w: Any) -> tuple[Array, Array]:
    """Return the expectation and the variance (n, columns) of I, a unit's own value given (Sokal et al. 1998).

    The deviations have a second moment of one.
    """
    n = len(z)
    first, second = w.sum(axis=1)[:, None], w.multiply(w).sum(axis=1)[:, None]
    expected = -(z**2) * first / (n - 1)
    variance = z**2 * n / (n - 2) * (second - first**2 / (n - 1)) * (1 - z**2 / (n - 1))
    return expected, np.maximum(variance, 0.0)


def _normal(i: Array, expected: Array, variance: Array) -> tuple[Array, Array]:
    from scipy.stats import norm

    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(variance > 0, (i - expected) / np.sqrt(variance), 0.0)
    return norm.sf(score), norm.cdf(score)


def _drawn(
    z: Array, w: Any, lag: Array, order: Ints, draws: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return p of I as high, and as low, by conditional permutations; the observed order counts, too."""
    high, low = tail_counts(z, w, lag, order, draws, rng)
    up, down = (high + 1) / (draws + 1), (low + 1) / (draws + 1)
    return np.where(z >= 0, up, down), np.where(z >= 0, down, up)


def _quadrants(z: Array, lag: Array) -> Array:
    """Return the quadrants (n, columns) as text."""
    signs = [np.where(np.abs(one) <= 1e-12, 0, np.sign(one)).astype(int) for one in (z, lag)]
    found = np.full(z.shape, str(NEITHER), dtype=object)
    for (own, near), word in QUADRANTS.items():
        found[(signs[0] == own) & (signs[1] == near)] = str(word)
    return found


def _long(parts: dict[str, Array], found: Columns, w: SpatialWeights) -> pd.DataFrame:
    """Return the table by unit; by measure and unit where there are several measures, by period first where there are any."""
    flat = {name: one.T.ravel() for name, one in parts.items()}
    if len(found.labels) == 1 and found.labels.nlevels == 1:
        return pd.DataFrame(flat, w.index)
    labels = [label if isinstance(label, tuple) else (label,) for label in found.labels]
    rows = [(*label, unit) for label in labels for unit in w.units]
    names = [*found.labels.names, "unit"]
    return pd.DataFrame(flat, pd.MultiIndex.from_tuples(rows, names=names))
