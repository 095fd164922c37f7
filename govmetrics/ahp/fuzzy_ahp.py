"""Fuzzy AHP (模糊层次分析法): judgements as triangular numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.ahp.matrices import Matrix
from govmetrics.ahp.triangles import triangles
from govmetrics.core.options import asked, choice
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.warn import warn
from govmetrics.core.words import Note, Text, paragraph
from govmetrics.numerics.arrays import Array

Defuzzify = Literal["centroid", "middle", "graded_mean", "signed_distance"]
DEFUZZIFY = choice(*get_args(Defuzzify))
_FACTORS = {
    "centroid": (1, 1, 1),
    "middle": (0, 1, 0),
    "graded_mean": (1, 4, 1),
    "signed_distance": (1, 2, 1),
}


@dataclass(frozen=True, eq=False)
class FuzzyWeights(Result):
    """Weights from triangular judgements.

    Attributes
    ----------
    weights : Series
        Crisp, summing to one.
    fuzzy : DataFrame
        One row per element: lower, middle, upper of its fuzzy weight (for extent analysis of its synthetic
        extent).
    consistency_ratio : float
        Of the matrix of middle values, by the eigenvector.
    method, defuzzification : str
        How the weights were found.
    notes : tuple of str
        What a reader must know.
    procedure : Procedure
        How the weights were found, in words.

    See Also
    --------
    fuzzy_geometric_mean
    extent_analysis
    """

    weights: pd.Series
    fuzzy: pd.DataFrame
    consistency_ratio: float
    method: str
    defuzzification: str
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    def to_frame(self) -> pd.DataFrame:
        """Return one row per element: lower, middle, upper, weight."""
        return self.fuzzy.assign(weight=self.weights)

    def _tables(self) -> list[Table]:
        names = {label: str(label) for label in self.fuzzy.index}
        return [Table.of(Text("Fuzzy and crisp weights"), self.to_frame().rename_axis("item"), "ahp", names)]

    def _finding(self) -> tuple[Text, ...]:
        return (
            Text("Fuzzy AHP by {method}, made crisp by {defuzzification}; the middle values have CR = {ratio:.3f}.",
                 method=self.method, defuzzification=Text(self.defuzzification), ratio=self.consistency_ratio),
        )  # fmt: skip


def fuzzy_geometric_mean(
    matrix: Matrix,
    lower: Matrix | None = None,
    upper: Matrix | None = None,
    *,
    spread: float = 1.0,
    defuzzify: Defuzzify = "centroid",
) -> FuzzyWeights:
    r"""Return weights by Buckley's fuzzy geometric mean.

    :math:`\tilde r_i = (\prod_j \tilde a_{ij})^{1/n}` and :math:`\tilde w_i = \tilde r_i \otimes (\sum_k \tilde r_k)^{-1}`,
    so that lower ends are divided by the sum of upper ends and the other way round.

    Parameters
    ----------
    matrix : DataFrame, (n, n) array, or stack (k, n, n) of several experts
        Most plausible judgements. Experts are combined first, by geometric means of lower, middle and upper.
    lower, upper : as `matrix`, optional
        Ends of the triangular judgements; else `fuzzify` makes them.
    spread : float
        See `fuzzify`; has no effect when `lower` and `upper` are given.
    defuzzify : {"centroid", "middle", "graded_mean", "signed_distance"}
        (l + m + u) / 3, m, (l + 4m + u) / 6 or (l + 2m + u) / 4; the results are scaled to sum to one.

    Returns
    -------
    FuzzyWeights
        `fuzzy` holds the triangular weights, `weights` the crisp ones.

    Raises
    ------
    FaultyInput
        Judgements that are not positive or reciprocal, or not in the order lower, middle, upper.
    UnsuitableMethod
        Incomplete matrices.

    References
    ----------
    Buckley, J. J. (1985). Fuzzy hierarchical analysis. Fuzzy Sets and Systems 17, 233-247.

    Examples
    --------
    >>> found = fuzzy_geometric_mean([[1, 4], [1 / 4, 1]])
    >>> found.fuzzy.round(4).to_numpy().tolist()
    [[0.6156, 0.8, 1.0261], [0.159, 0.2, 0.2649]]
    >>> found.weights.round(4).tolist()
    [0.7965, 0.2035]
    """
    asked(defuzzify=(defuzzify, DEFUZZIFY))
    labels, triangle, ratio = triangles(matrix, lower, upper, spread)
    fuzzy = _buckley(triangle)
    crisp = np.average(fuzzy, axis=1, weights=np.array(_FACTORS[defuzzify], dtype=float))
    frame = pd.DataFrame(fuzzy, index=labels, columns=["lower", "middle", "upper"])
    weights = pd.Series(crisp / crisp.sum(), index=labels, name="weight")
    return FuzzyWeights(
        weights, frame, ratio, Text("fuzzy geometric mean (Buckley)"), defuzzify, procedure=buckley(defuzzify)
    )


def buckley(defuzzify: Defuzzify) -> Procedure:
    """Say how Buckley's fuzzy weights are found and made crisp."""
    line = "Weights were determined by fuzzy AHP: Buckley's geometric means of triangular judgements, made crisp by {how}."
    return Procedure.of(line, "Buckley1985", how=Text(defuzzify))


def extent_analysis(
    matrix: Matrix, lower: Matrix | None = None, upper: Matrix | None = None, *, spread: float = 1.0
) -> FuzzyWeights:
    r"""Return weights by Chang's extent analysis, which is much used and not sound; it warns whenever called.

    Its weights say how possible it is that an element exceeds all others, not how important it is: an
    element can get weight zero though every expert gave it some importance (Wang, Luo and Hua, 2008). Use
    it to check a paper; use `fuzzy_geometric_mean` for results.

    Parameters
    ----------
    matrix, lower, upper, spread
        As `fuzzy_geometric_mean`.

    Returns
    -------
    FuzzyWeights
        `fuzzy` holds the synthetic extents; `notes` repeats the warning and names elements without weight.

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As `fuzzy_geometric_mean`.

    References
    ----------
    Chang, D.-Y. (1996). Applications of the extent analysis method on fuzzy AHP. European Journal of
    Operational Research 95, 649-655. Wang, Y.-M., Luo, Y. and Hua, Z. (2008). On the extent analysis method
    for fuzzy AHP and its applications. European Journal of Operational Research 186, 735-747.

    Examples
    --------
    >>> import warnings
    >>> import govmetrics as gm
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     found = gm.ahp.extent_analysis([[1, 2, 5], [1 / 2, 1, 3], [1 / 5, 1 / 3, 1]])
    >>> found.weights.round(3).tolist()
    [0.681, 0.319, 0.0]
    """
    labels, triangle, ratio = triangles(matrix, lower, upper, spread)
    extents = _extents(triangle)
    weights = pd.Series(_possibility(extents), index=labels, name="weight")
    zero = [str(label) for label in labels[weights.to_numpy() == 0]]
    notes = [Note("Extent analysis measures how possible it is to exceed all others, not importance: use Buckley's "
                  "fuzzy geometric means for results.")]  # fmt: skip
    if zero:
        notes.append(Note("It gives no weight at all to: {names}.", names=zero))
    warn(paragraph(notes))
    frame = pd.DataFrame(extents, index=labels, columns=["lower", "middle", "upper"])
    line = "Weights were determined by Chang's extent analysis: by how possible it is that an element exceeds all others."
    told = Procedure.of(line, "Chang1996", "WangLuoHua2008")
    return FuzzyWeights(
        weights, frame, ratio, Text("extent analysis (Chang)"), "degree of possibility", tuple(notes), told
    )


def _buckley(triangle: Array) -> Array:
    """Fuzzy weights (n, 3) of triangular judgements (3, n, n)."""
    means = np.exp(np.log(triangle).mean(axis=2))
    return np.asarray((means / means.sum(axis=1)[::-1, None]).T)


def _extents(triangle: Array) -> Array:
    """Synthetic extents (n, 3) of triangular judgements (3, n, n)."""
    sums = triangle.sum(axis=2)
    return np.asarray((sums / sums.sum(axis=1)[::-1, None]).T)


def _possibility(extents: Array) -> Array:
    """Weights (n,) from the least possibility that an extent is at least as large as each other."""
    low, middle, high = extents.T
    rise = (high - middle)[:, None] + (middle - low)[None]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (high[:, None] - low[None]) / rise
    at_least = np.where(middle[:, None] >= middle, 1.0, np.where(high[:, None] <= low, 0.0, crossing))
    least = at_least.min(axis=1)
    return np.asarray(least / least.sum())
