"""Revenue efficiency (收益效率): the most that a unit could earn with its inputs at its prices.

References
----------
Farrell, M. J. (1957). The measurement of productive efficiency. Journal of the Royal Statistical Society, Series A,
120, 253-290. Fare, R., Grosskopf, S., & Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer.
"""

from __future__ import annotations

from govmetrics.core.dataset import Dataset
from govmetrics.dea._economic import EconomicEfficiency, valued
from govmetrics.dea._frontiers import Frontier
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import Returns
from govmetrics.dea._prices import Prices


def revenue(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    prices: Prices,
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> EconomicEfficiency:
    r"""Return what each unit could earn at most with its inputs, and whether too little or the wrong mix makes the difference.

    .. math:: R(x_o, p_o) = \max_{y, \lambda \ge 0} p_o y \quad\text{with}\quad X\lambda \le x_o,\; Y\lambda \ge y

    Revenue efficiency :math:`p_o y_o / R(x_o, p_o)` is technical efficiency (the radial output score) times allocative
    efficiency (配置效率).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array (units, columns)
        As in `radial`.
    prices : Series, DataFrame or array
        What one unit of each output earns, or is worth, above zero: a Series by output, the same for all, or a DataFrame
        with each unit's own prices in its row.
    returns : {"variable", "constant", "increasing", "decreasing"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    EconomicEfficiency

    Raises
    ------
    FaultyInput
        Faults of the tables; prices that are missing, zero or negative, or lack a unit or an output.

    Notes
    -----
    A unit without any output earns nothing: its scores are 0, and their ratio, allocative efficiency, is NaN.

    References
    ----------
    Färe, R., Grosskopf, S. and Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer-Nijhoff.

    Examples
    --------
    >>> import warnings; import pandas as pd; warnings.simplefilter("ignore")
    >>> y = pd.DataFrame({"permits": [1.0, 4.0, 2.0], "visits": [4.0, 1.0, 0.5]}, index=list("ABC"))
    >>> x = pd.Series(1.0, index=list("ABC"), name="staff")
    >>> revenue(x, y, pd.Series({"permits": 2.0, "visits": 1.0})).table.round(3).T.to_dict("list")["C"]
    [4.5, 9.0, 0.5, 0.5, 1.0]
    """
    return valued(inputs, outputs, prices, "revenue", returns, frontier, width)
