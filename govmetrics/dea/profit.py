"""Profit efficiency (利润效率): what a unit misses of the largest profit at its prices, along a direction.

References
----------
Chambers, R. G., Chung, Y., & Fare, R. (1998). Profit, directional distance functions, and Nerlovian efficiency. Journal
of Optimization Theory and Applications, 98, 351-364.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Faults, choose
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._economic import PRICES
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import chose
from govmetrics.dea._prices import Prices, differ, prices_of
from govmetrics.dea._words import DMUS, labels
from govmetrics.dea.directional import DIRECTIONS, GIVEN_DIRECTION, _direction
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.moves import moved

WAYS = ("own", "mean", "inputs", "outputs")
CELLS = 4_000_000  # of profits in memory at once
TIED = 1e-12
"""Plans whose profit differs by less than this share of what is turned over earn the same."""


@dataclass(frozen=True, eq=False)
class ProfitEfficiency(Result):
    """Nerlovian profit inefficiency, split into technical and allocative inefficiency.

    Attributes
    ----------
    table : DataFrame
        Per unit its profit, the largest_profit at its prices, profit_inefficiency (their difference over the worth of the
        direction), and its two parts, which add up: technical_inefficiency, the directional distance, and
        allocative_inefficiency; best_plan is the unit whose inputs and outputs earn most at these prices.
    optimal : DataFrame
        Per unit the inputs and outputs that earn most.
    direction : str
        Along what distances are measured.
    own_prices : bool
        Whether prices differ between units.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    profit
    """

    table: pd.DataFrame
    optimal: pd.DataFrame
    direction: str
    own_prices: bool
    notes: tuple[str, ...] = ()

    _cites: ClassVar = ("chambers1998",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Profit inefficiency (Nerlovian) was measured by data envelopment analysis (variable returns to scale; {prices}): "
            "the largest profit less a unit's own, over the worth of the direction, which was {direction}; it was split into "
            "technical inefficiency (the directional distance) and allocative inefficiency."
        )
        return (
            Text(found, prices=PRICES[self.own_prices], direction=self.direction),
            *spanned(self.notes),
        )

    def _finding(self) -> tuple[Text, ...]:
        missed = self.table["profit_inefficiency"]
        own, best = self.table["profit"].sum(), self.table["largest_profit"].sum()
        found = Text(
            "{best} of {rows} {best:earns|earn} the largest profit; mean profit inefficiency {mean:.4f} (technical "
            "{technical:.4f}, allocative {allocative:.4f}), largest {high:.4f} ({unit:3}).",
            best=int((missed <= 1e-9).sum()), rows=counted(missed.index, DMUS), mean=missed.mean(),
            technical=self.table["technical_inefficiency"].mean(), allocative=self.table["allocative_inefficiency"].mean(),
            high=missed.max(), unit=holders(missed),
        )  # fmt: skip
        total = "The profits add up to {own:,.2f}, the largest ones to {most:,.2f}."
        return found, Text(total, own=own, most=best)

    def _tables(self) -> list[Table]:
        note = Text("Measured along {direction}.", direction=self.direction)
        first = Table.of(Text("Profit efficiency"), self.table, "dea", cites=self._cites, notes=(note,))
        return [
            first,
            Table.of(
                Text("Inputs and outputs that earn most"), self.optimal, "dea", labels(self.optimal.columns)
            ),
        ]


def profit(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    input_prices: Prices,
    output_prices: Prices,
    direction: Literal["own", "mean", "inputs", "outputs"] | pd.Series | pd.DataFrame = "own",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> ProfitEfficiency:
    r"""Return what each unit misses of the largest profit, and whether waste or the wrong plan makes the difference.

    .. math:: \frac{\Pi(w_o, p_o) - (p_o y_o - w_o x_o)}{p_o g_y + w_o g_x} = \beta_o + \text{allocative inefficiency},
        \qquad \Pi(w, p) = \max_j\, (p y_j - w x_j)

    under variable returns to scale, where the largest profit is that of a unit (under constant returns it is 0 or has no
    bound).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array (units, columns)
        As in `radial`.
    input_prices, output_prices : Series, DataFrame or array
        What one unit of each input costs and of each output earns, above zero: a Series by column, the same for all, or a
        DataFrame with each unit's own prices in its row.
    direction : {"own", "mean", "inputs", "outputs"}, Series or DataFrame
        As in `directional`. It sets the measure: along "own" amounts the inefficiency is a share of a unit's turnover, its
        cost and revenue together; a Series whose worth is 1 gives it in money.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    ProfitEfficiency

    Raises
    ------
    FaultyInput
        Faults of the tables and the direction; prices that are missing, zero or negative, or lack a unit or a column.

    References
    ----------
    Chambers, R. G., Chung, Y. and Färe, R. (1998). Profit, directional distance functions, and Nerlovian
    efficiency. Journal of Optimization Theory and Applications 98, 351-364.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 2.0, "B": 4.0, "C": 4.0}), pd.Series({"A": 3.0, "B": 6.0, "C": 4.0})
    >>> profit(x, y, [1.0], [2.0]).table.round(3)[["profit", "largest_profit", "profit_inefficiency"]].T.to_dict("list")
    {'A': [4.0, 8.0, 0.5], 'B': [8.0, 8.0, 0.0], 'C': [4.0, 8.0, 0.333]}
    """
    faults = Faults()
    if isinstance(direction, str):
        with faults:
            choose(direction, WAYS, "direction")
    data = observed(faults, frontier, width, inputs, outputs, idle=not chose(direction, "outputs"))
    with faults:
        w = prices_of(input_prices, data, outputs=False, argument="input_prices")
    with faults:
        p = prices_of(output_prices, data, outputs=True, argument="output_prices")
    faults.raise_all()
    given = pd.DataFrame(np.hstack([w, p]), data.units)
    way, own = DIRECTIONS[direction] if isinstance(direction, str) else GIVEN_DIRECTION, differ(given)

    def model(part: Observed) -> ProfitEfficiency:
        g = _direction(part, part, direction)
        table, best = _nerlovian(part, given.loc[part.units].to_numpy(), g)
        optimal = pd.DataFrame(part.values[best], part.units, part.columns)
        optimal.attrs["totals"] = "keep"
        return ProfitEfficiency(table, optimal, way, own)

    return by_frontier(data, frontier, width, model)


def _nerlovian(data: Observed, prices: Floats, g: Floats) -> tuple[pd.DataFrame, Ints]:
    """Return what was found of each unit, and the place (n,) of the plan that earns most at its prices (n, q)."""
    gain = -data.sign * prices
    own, best = (gain * data.values).sum(axis=1), _best_plan(data, gain)
    most = (gain * data.values[best]).sum(axis=1)
    weak, start = np.zeros(len(data.columns), dtype=bool), np.arange(data.n)
    technical = moved(data.values, data.values, data.sign, g, "variable", weak, start, slacks=False).beta
    missed = (most - own) / (prices * g).sum(axis=1)
    missed = np.maximum(missed, technical)  # no plan within the frontier is worth more than the best
    table: dict[str, Any] = {
        "profit": own, "largest_profit": most, "profit_inefficiency": missed, "technical_inefficiency": technical,
        "allocative_inefficiency": np.where(missed - technical <= 1e-12 * (1 + missed), 0.0, missed - technical),
        "best_plan": data.units.get_level_values(-1)[best],
    }  # fmt: skip
    return pd.DataFrame(table, index=data.units), best


def _best_plan(data: Observed, gain: Floats) -> Ints:
    """Return (n,) the unit that earns most at the prices of each; of several the unit itself, else the first by name."""
    order = np.array(sorted(range(data.n), key=lambda i: str(data.units[i])))
    values, best = data.values[order], np.empty(data.n, dtype=np.intp)
    for rows in np.split(np.arange(data.n), np.arange(size := max(1, CELLS // data.n), data.n, size)):
        profits = gain[rows] @ values.T
        room = TIED * (np.abs(gain[rows]) @ values.T).max(axis=1, keepdims=True)
        among = profits >= profits.max(axis=1, keepdims=True) - room
        itself = among[:, np.argsort(order)][np.arange(len(rows)), rows]
        best[rows] = np.where(itself, rows, order[among.argmax(axis=1)])
    return best
