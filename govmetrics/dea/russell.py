"""Russell's measure (罗素测度): a factor of its own for every input and output."""

from __future__ import annotations

from govmetrics.core.dataset import Dataset
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier
from govmetrics.dea._non_radial import NonRadial
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import Freedom, Returns
from govmetrics.dea.slacks_based import ZeroOutputs, slacks_based


def russell(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    reference: tuple[Amounts, ...] | None = None,
    zero_outputs: ZeroOutputs = "refuse",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    """Return Russell's measure: every input (output) has a factor of its own; the score is their mean.

    With "none" it is the enhanced Russell graph measure of Pastor, Ruiz and Sirvent (1999), the mean input
    factor over the mean output factor. All three equal the slacks-based measure of the same orientation with
    factors 1 - s/x and 1 + s/y, and are computed so; the factors are targets over amounts.

    Parameters
    ----------
    inputs, outputs, orientation, returns, reference, zero_outputs
        As in `slacks_based`; output scores are one over the mean output factor, in (0, 1].
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial

    References
    ----------
    Fare, R., & Lovell, C. A. K. (1978). Measuring the technical efficiency of production. Journal of Economic
    Theory, 19, 150-162. Pastor, J. T., Ruiz, J. L., & Sirvent, I. (1999). An enhanced DEA Russell graph
    efficiency measure. European Journal of Operational Research, 115, 596-607.

    Examples
    --------
    >>> import warnings; import pandas as pd; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame([[2.0, 2.0], [4.0, 2.0]], index=["A", "B"])
    >>> russell(x, pd.Series([1.0, 1.0], index=["A", "B"], name="y"), orientation="input").scores.to_dict()
    {'A': 1.0, 'B': 0.75}
    """
    found = slacks_based(
        inputs, outputs, orientation, returns, None, reference, zero_outputs, frontier=frontier, width=width
    )
    name = "russell" if orientation == "none" else "russell oriented"
    return found_by(name, found, reference=reference is not None)
