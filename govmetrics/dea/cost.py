"""Cost efficiency (成本效率): the least that a unit's outputs could cost at its prices.

References
----------
Farrell, M. J. (1957). The measurement of productive efficiency. Journal of the Royal Statistical Society, Series A,
120, 253-290. Fare, R., Grosskopf, S., & Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer.
Tone, K. (2002). A strange case of the cost and allocative efficiencies in DEA. Journal of the Operational Research
Society, 53, 1225-1231.
"""

from __future__ import annotations

from govmetrics.core.dataset import Dataset
from govmetrics.dea._economic import EconomicEfficiency, valued
from govmetrics.dea._frontiers import Frontier
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import Returns
from govmetrics.dea._prices import Prices


def cost(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    prices: Prices,
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> EconomicEfficiency:
    r"""Return what each unit's outputs would cost at least, and whether waste or the mix of inputs makes the difference.

    .. math:: C(y_o, w_o) = \min_{x, \lambda \ge 0} w_o x \quad\text{with}\quad X\lambda \le x,\; Y\lambda \ge y_o

    Cost efficiency :math:`C(y_o, w_o) / w_o x_o` is technical efficiency (the radial input score) times allocative
    efficiency (配置效率).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array (units, columns)
        As in `radial`.
    prices : Series, DataFrame or array
        What one unit of each input costs, above zero: a Series by input, the same for all, or a DataFrame with each
        unit's own prices in its row.
    returns : {"variable", "constant", "increasing", "decreasing"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    EconomicEfficiency

    Raises
    ------
    FaultyInput
        Faults of the tables; prices that are missing, zero or negative, or lack a unit or an input.

    Notes
    -----
    A unit without any output costs nothing under constant and non-increasing returns: its scores are 0, and their ratio,
    allocative efficiency, is NaN. With prices of its own a unit that pays twice as much for everything has the same cost
    efficiency (Tone, 2002); a note says so.

    References
    ----------
    Färe, R., Grosskopf, S. and Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer-Nijhoff.
    Tone, K. (2002). A strange case of the cost and allocative efficiencies in DEA. Journal of the Operational Research
    Society 53, 1225-1231.

    Examples
    --------
    >>> import warnings; import pandas as pd; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [1.0, 2.0, 4.0], "rooms": [4.0, 2.0, 2.0]}, index=list("ABC"))
    >>> y = pd.Series(1.0, index=list("ABC"), name="cases")
    >>> cost(x, y, pd.Series({"staff": 3.0, "rooms": 1.0})).table.round(3).T.to_dict("list")["C"]
    [14.0, 7.0, 0.5, 1.0, 0.5]
    """
    return valued(inputs, outputs, prices, "cost", returns, frontier, width)
