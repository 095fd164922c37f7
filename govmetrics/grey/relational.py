"""Grey relational analysis (灰色关联分析): how close every unit comes to a reference, or to every grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import Kind, is_number, number, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.scaled import SCALED, Scaled
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, weights_faults
from govmetrics.core.words import Text
from govmetrics.fuzzy.breakpoints import Breakpoints, resolve
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.grey.graded import graded
from govmetrics.numerics.grey_relations import grey_coefficients

_RHO = number(0, 1, open_low=True)
_REFERENCE = Kind(
    lambda value: value is None or isinstance(value, Mapping | pd.Series), Text("give {indicator: value}")
)


@dataclass(frozen=True, eq=False)
class RelationalCoefficients(Result):
    """Grey relational coefficients (灰色关联系数) of every unit to a reference.

    Attributes
    ----------
    coefficients : DataFrame, shape (units, indicators)
        In (0, 1]; NaN where the value is missing.
    reference : Series
        The ideal value of every indicator.
    distinguishing : float
        rho.
    tree : IndicatorTree

    See Also
    --------
    relational_coefficients
    """

    coefficients: pd.DataFrame
    reference: pd.Series
    distinguishing: float
    tree: IndicatorTree

    _shown: ClassVar = {"coefficients": "Grey relational coefficients"}

    _cites: ClassVar = ("Deng1989",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Grey relational coefficients to the reference were computed for every indicator (rho = {rho:g})."
        )
        return (Text(found, rho=self.distinguishing),)

    def degree(self, weights: Weights) -> pd.Series:
        """Return the grey relational degree (灰色关联度) of every unit: the weighted mean of its coefficients.

        Parameters
        ----------
        weights : Weights

        Returns
        -------
        Series
            NaN where a coefficient is missing.
        """
        Faults(weights_faults(weights, self.tree)).raise_all()
        return (self.coefficients @ weights.across_tree()).rename("degree")

    def _finding(self) -> tuple[Text, ...]:
        mean = self.coefficients.mean(axis=1).dropna()
        return (Text("On average over the indicators {unit:3} is closest to the reference ({mean:.3f}), {last:3} farthest "
                     "from it ({least:.3f}).", unit=holders(mean), mean=mean.max(), last=holders(mean, most=False),
                     least=mean.min()),)  # fmt: skip


def relational_coefficients(
    scaled: Scaled, reference: Mapping[str, float] | pd.Series | None = None, distinguishing: float = 0.5
) -> RelationalCoefficients:
    """Return Deng's grey relational coefficients (灰色关联系数) of every unit to a reference.

    Parameters
    ----------
    scaled : Scaled
        Values on one scale, more is better.
    reference : mapping or Series of code to value, optional
        The ideal; by default the best value of every indicator.
    distinguishing : float
        rho, in (0, 1]; 0.5 by custom.

    Returns
    -------
    RelationalCoefficients
        (min + rho max) / (delta + rho max) in (0, 1]; NaN where the value is missing. Their weighted mean,
        ``.degree(weights)``, is the grey relational degree (灰色关联度).

    Raises
    ------
    FaultyInput
        A reference that is missing, not finite, or for other indicators: all at once.
    UnsuitableMethod
        Every unit equals the reference.

    References
    ----------
    Deng, J. (1989), Introduction to grey system theory. Journal of Grey System 1: 1-24.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [100.0, 50.0], "order": [60.0, 100.0]}, index=["East", "West"])
    >>> bounds = {"trust": (0, 100), "order": (0, 100)}
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), bounds=bounds)
    >>> gm.grey.relational_coefficients(scaled).coefficients.round(3).to_numpy().tolist()
    [[1.0, 0.385], [0.333, 1.0]]
    """
    faults = wanted(
        scaled=(scaled, SCALED), reference=(reference, _REFERENCE), distinguishing=(distinguishing, _RHO)
    )
    if not (isinstance(scaled, Scaled) and not _REFERENCE.faults("reference", reference)):
        faults.raise_all()
    codes = scaled.tree.codes
    given = scaled.values.max() if reference is None else pd.Series(dict(reference), dtype=object)
    faults += [
        Fault(code, "has no reference", "give a finite value for every indicator")
        for code in codes
        if code not in given.index
    ]
    faults += [
        Fault(str(code), "is not an indicator of the tree", "there are: {labels}", labels=codes)
        for code in given.index
        if code not in codes
    ]
    way_out = (
        "give a finite number" if reference is not None else "it has no values: give `reference`, or drop it"
    )
    wrong = [(code, value) for code, value in given.items() if not is_number(value)]
    faults += each(
        wrong, lambda cell: Fault(place_of("reference", cell[0]), "is {value}", way_out, value=shown(cell[1]))
    )
    faults.raise_all()
    numbers = given[codes].astype(float).rename("reference")
    delta = np.abs(scaled.values.to_numpy() - numbers.to_numpy())
    frame = pd.DataFrame(_coefficients(delta, distinguishing), scaled.values.index, codes)
    return RelationalCoefficients(frame, numbers, float(distinguishing), scaled.tree)


def grey_relational(
    scaled: Scaled,
    centres: Breakpoints,
    weights: Weights,
    grades: GradeScale,
    distinguishing: float = 0.5,
) -> FuzzyEvaluation:
    """Grade units by their grey relational degree (灰色关联度) to the centre of every grade.

    Parameters
    ----------
    scaled : Scaled
        Values on one scale, more is better.
    centres : mapping of code to numbers, numbers for all indicators, or "quantiles"
        The centre of every grade, rising, on that scale.
    weights : Weights
    grades : GradeScale
    distinguishing : float
        rho, in (0, 1].

    Returns
    -------
    FuzzyEvaluation
        Degrees of relation to every grade in (0, 1]; they do not sum to one.

    References
    ----------
    Deng, J. (1989). Introduction to grey system theory. The Journal of Grey System 1, 1-24.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [85.0, 30.0], "order": [90.0, 45.0]}, index=["East", "West"])
    >>> bounds = {"trust": (0, 100), "order": (0, 100)}
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), bounds=bounds)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.grey.grey_relational(scaled, [40, 70, 90], gm.weighting.equal(tree), grades).grade.xs("community", level=1).to_dict()
    {'East': 'good', 'West': 'poor'}
    """
    faults = wanted(scaled=(scaled, SCALED), grades=(grades, GRADES), distinguishing=(distinguishing, _RHO))
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    points: dict[str, np.ndarray] = {}
    if isinstance(grades, GradeScale):
        with faults:
            points = resolve(scaled, centres, (len(grades),))
    faults += weights_faults(weights, scaled.tree)
    faults.raise_all()
    table = np.array([points[code] for code in scaled.tree.codes])
    delta = np.empty((*scaled.values.shape, len(grades)))
    delta[:, :, grades.worst_to_best] = np.abs(scaled.values.to_numpy()[:, :, None] - table)
    degrees = _coefficients(delta, distinguishing)
    found = "Units were graded by grey relational analysis (rho = {rho:g}): relational coefficients to the centre of each grade."
    return graded(degrees, scaled, weights, grades, Text(found, rho=distinguishing), "Deng1989")


def _coefficients(delta: np.ndarray, rho: float) -> np.ndarray:
    """Return (min + rho max) / (delta + rho max) with the extremes over all cells."""
    if np.isnan(delta).all():
        raise FaultyInput("values", "are all missing", "give values for at least one indicator")
    if np.nanmax(delta) == 0:
        problem = "are all equal to the reference, so there is nothing to tell apart"
        raise UnsuitableMethod("values", problem, "give another reference")
    return grey_coefficients(delta, rho)
