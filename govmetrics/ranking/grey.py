"""Ranking by grey relational degree: how close every unit comes to a reference series."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Scaled, Text, UnsuitableMethod, Weights
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults
from govmetrics.core.options import Kind, is_number, number, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED
from govmetrics.numerics.grey_relations import grey_coefficients
from govmetrics.ranking.problem import problem_of, unsuitable
from govmetrics.ranking.result import Ranking, ranked

_RHO = number(0, 1, open_low=True)
_REFERENCE = Kind(
    lambda value: value is None or isinstance(value, Mapping | pd.Series), Text("give {indicator: value}")
)


def grey_relational(
    scaled: Scaled,
    weights: Weights | pd.Series,
    reference: Mapping[str, float] | pd.Series | None = None,
    distinguishing: float = 0.5,
) -> Ranking:
    r"""Rank by grey relational degree to a reference (灰色关联度排序).

    The coefficient of a value at distance :math:`\Delta` from the reference is
    :math:`(\min\Delta + \rho\max\Delta) / (\Delta + \rho\max\Delta)`, the extremes over all units and leaves; the degree is
    the weighted mean of a unit's coefficients.

    Parameters
    ----------
    scaled : Scaled
        Directed values on one scale: distances are compared across leaves.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    reference : mapping or Series of code to value, optional
        By default the best value of every leaf among the units, which a further unit may move.
    distinguishing : float
        rho, in (0, 1]; 0.5 by custom.

    Returns
    -------
    Ranking
        Columns mean (of the coefficients, unweighted), degree; the greatest degree is best.

    Raises
    ------
    FaultyInput
        Missing values, a reference that is missing, not finite, or for other leaves.
    UnsuitableMethod
        Raw data, fewer than two units, units all alike.

    References
    ----------
    Deng (1989), Introduction to grey system theory, The Journal of Grey System 1, 1-24.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [100.0, 50], "b": [60.0, 100]}, ["East", "West"])
    >>> scaled = gm.Scaled(tree, x, pd.DataFrame(), "by hand", (0, 100))
    >>> gm.ranking.grey_relational(scaled, pd.Series({"a": 0.75, "b": 0.25})).scores.round(3).to_dict()
    {'East': 0.846, 'West': 0.5}
    """
    faults = wanted(
        scaled=(scaled, SCALED), reference=(reference, _REFERENCE), distinguishing=(distinguishing, _RHO)
    )
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    given = None if reference is None or not _REFERENCE.fits(reference) else dict(reference)
    problem = problem_of(scaled, weights, "scaled", faults, wrong=lambda codes: _faults(codes, given))
    Faults(unsuitable(problem, "grey_relational", raw=False, takes_raw=False)).raise_all(UnsuitableMethod)
    x = problem.values
    ideal = x.max() if given is None else pd.Series(given, dtype=float)[x.columns]
    found = grey_coefficients(np.abs(x.to_numpy(dtype=float) - ideal.to_numpy()), distinguishing)
    degree = pd.Series(found @ problem.weights[x.columns].to_numpy(), x.index, name="score")
    table = pd.DataFrame({"mean_coefficient": found.mean(axis=1), "degree": degree}, x.index)
    details = {"distinguishing": float(distinguishing), "reference": ideal.rename("reference")}
    return Ranking(degree, ranked(degree), table, "grey_relational", "more", problem.weights, details,
                   _told(distinguishing, given is None))  # fmt: skip


def _faults(codes: list[str], given: Mapping[str, float] | None) -> list[Fault]:
    """Return what is wrong with a reference: leaves without one, other leaves, no numbers."""
    if given is None:
        return []
    faults = [
        Fault(code, "has no reference", "give a finite value for every indicator")
        for code in codes
        if code not in given
    ]
    faults += [
        Fault(str(code), "is not an indicator of the tree", "there are: {labels}", labels=codes)
        for code in given
        if code not in codes
    ]
    faults += [
        Fault(place_of("reference", code), "is {value}", "give a finite number", value=shown(value))
        for code, value in given.items()
        if not is_number(value)
    ]
    return faults


def _told(rho: float, best: bool) -> Procedure:
    """Say how the degrees were found, and what the reference was."""
    said = (
        "Units were ranked by their grey relational degree (rho = {rho:g}): the weighted mean of the grey relational "
        "coefficients."
    )
    told = Procedure.of(said, "Deng1989", rho=rho)
    if best:
        return told + Procedure.of("The reference is the best value of every indicator among the units.")
    return told + Procedure.of("The reference was given.")
