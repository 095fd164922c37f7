"""The result of the models in which one price sum is best, and what `cost` and `revenue` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.dataset import Dataset
from govmetrics.core.options import wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import peers_of
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._idle import NOTHING
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import RETURNS as RETURNS_ASKED
from govmetrics.dea._options import Returns
from govmetrics.dea._prices import Prices, differ, prices_of
from govmetrics.dea._words import DMUS, RETURNS, labels
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.best_quantities import best_quantities
from govmetrics.dea.engine.radial_scores import radial_scores

OWN_PRICES = (
    "prices differ between units: one that pays more for the same is not judged less efficient for it (Tone 2002); to judge "
    "that too, measure `radial` with spending as the input or receipts as the output"
)
METHOD = {
    "cost": "Cost efficiency, the least cost of a unit's outputs at the prices of its inputs over its own cost, was measured by "
    "data envelopment analysis ({returns}; {prices}), and split into technical efficiency (the radial input score) and "
    "allocative efficiency.",
    "revenue": "Revenue efficiency, a unit's own revenue over the largest at the prices of its outputs that its inputs allow, "
    "was measured by data envelopment analysis ({returns}; {prices}), and split into technical efficiency (the radial output "
    "score) and allocative efficiency.",
}
FOUND = {
    "cost": "{best} of {rows} {best:spends|spend} least for what {best:it makes|they make}; mean cost efficiency {mean:.4f} "
    "(technical {technical:.4f}, allocative {allocative:.4f}), lowest {low:.4f} ({unit:3}).",
    "revenue": "{best} of {rows} {best:earns|earn} most with what {best:it uses|they use}; mean revenue efficiency {mean:.4f} "
    "(technical {technical:.4f}, allocative {allocative:.4f}), lowest {low:.4f} ({unit:3}).",
}
TOTAL = {
    "cost": "All together spend {own:,.2f}; {best:,.2f} would do for the same outputs: of the {lost:,.2f} between them "
    "{waste:.1%} comes from using too much of everything, the rest from a mix that does not fit the prices.",
    "revenue": "All together earn {own:,.2f}; {best:,.2f} could be had from the same inputs: of the {lost:,.2f} between them "
    "{waste:.1%} comes from making too little of everything, the rest from a mix that does not fit the prices.",
}
PRICES = {False: Text("the same prices for all"), True: Text("each unit's own prices")}


@dataclass(frozen=True, eq=False)
class EconomicEfficiency(Result):
    """Cost or revenue efficiency, split into technical and allocative efficiency.

    Attributes
    ----------
    table : DataFrame
        Per unit its own cost (revenue), the least (the largest), their ratio cost_efficiency (revenue_efficiency), and its
        two factors: technical_efficiency, the radial score, and allocative_efficiency; NaN where both scores are 0.
    optimal : DataFrame
        Per unit the inputs that cost least (the outputs that earn most), in the data's units.
    peers : DataFrame
        Long table: unit, peer, weight (lambda) of the best mixture.
    certificate : DataFrame
        Column error, as in `NonRadial`.
    measures : str
        "cost" or "revenue".
    returns : str
        As asked for.
    own_prices : bool
        Whether prices differ between units.
    notes : tuple of str
        What a reader must know.

    See Also
    --------
    cost
    revenue
    """

    table: pd.DataFrame
    optimal: pd.DataFrame
    peers: pd.DataFrame
    certificate: pd.DataFrame
    measures: str
    returns: str
    own_prices: bool
    notes: tuple[str, ...] = ()

    _cites: ClassVar = ("farrell1957", "faregrosskopflovell1985")

    @property
    def scores(self) -> pd.Series:
        """Cost or revenue efficiency, in [0, 1]."""
        return self.table[f"{self.measures}_efficiency"].rename("score")

    def _method(self) -> tuple[Text, ...]:
        first = Text(METHOD[self.measures], returns=RETURNS[self.returns], prices=PRICES[self.own_prices])
        return (first, *spanned(self.notes))

    def _finding(self) -> tuple[Text, ...]:
        own, best, score, technical, allocative = (self.table[c] for c in self.table)
        found = Text(
            FOUND[self.measures], best=int((score >= 1 - 1e-9).sum()), rows=counted(score.index, DMUS), mean=score.mean(),
            technical=technical.mean(), allocative=allocative.mean(), low=score.min(), unit=holders(score, most=False),
        )  # fmt: skip
        lost = abs(own.sum() - best.sum())
        if lost <= 1e-9 * own.sum() or (technical == 0).any():
            return (found,)
        waste = (own * (1 - technical if self.measures == "cost" else 1 / technical - 1)).sum()
        return found, Text(
            TOTAL[self.measures], own=own.sum(), best=best.sum(), lost=lost, waste=waste / lost
        )

    def _tables(self) -> list[Table]:
        caption = {
            "cost": Text("Cost efficiency: {returns}", returns=RETURNS[self.returns]),
            "revenue": Text("Revenue efficiency: {returns}", returns=RETURNS[self.returns]),
        }[self.measures]
        best = {"cost": Text("Inputs that cost least"), "revenue": Text("Outputs that earn most")}[
            self.measures
        ]
        return [
            Table.of(caption, self.table, "dea", cites=self._cites),
            Table.of(best, self.optimal, "dea", labels(self.optimal.columns)),
            Table.of(Text("Peers"), peers_of(self.peers, self.table.index), "dea"),
        ]


def valued(
    inputs: Amounts | Dataset, outputs: Amounts | None, prices: Prices, measures: str, returns: Returns, frontier: Frontier,
    width: int,
) -> EconomicEfficiency:  # fmt: skip
    """Return the cost or revenue efficiency that `measures` asks for, against the frontiers of a panel or of all units."""
    faults = wanted(returns=(returns, RETURNS_ASKED))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    given = pd.DataFrame(prices_of(prices, data, outputs=measures == "revenue"), data.units)
    own = differ(given)

    def model(part: Observed) -> EconomicEfficiency:
        return _valued(part, given.loc[part.units].to_numpy(), measures, returns, own)

    return by_frontier(data, frontier, width, model)


def _valued(
    data: Observed, prices: Floats, measures: str, returns: str, own_prices: bool
) -> EconomicEfficiency:
    """Return the cost or revenue efficiency of units measured against each other, at these prices (n, k)."""
    chosen = np.zeros(len(data.columns), dtype=bool)
    chosen[data.kinds[0] if measures == "cost" else data.kinds[1]] = True
    best, weights, error = best_quantities(data.values, data.sign, prices, chosen, returns)
    found = weights.tocoo()
    keep = found.data > 1e-10
    rows, cols, lam = found.row[keep], found.col[keep], found.data[keep]
    table = _decomposed(
        data, (prices * data.values[:, chosen]).sum(axis=1), (prices * best).sum(axis=1), measures, returns
    )
    names, optimal = data.units, pd.DataFrame(best, data.units, data.columns[chosen])
    optimal.attrs["totals"] = "keep"
    notes: tuple[str, ...] = (Note(OWN_PRICES),) if own_prices else ()
    idle = table.iloc[:, 2] == 0
    if idle.any():
        notes += (Note(NOTHING, units=list(names[idle])),)
    return EconomicEfficiency(
        table, optimal, pd.DataFrame({"unit": names[rows], "peer": names[cols], "weight": lam}),
        pd.DataFrame({"error": error}, index=names), measures, returns, own_prices, notes,
    )  # fmt: skip


def _decomposed(data: Observed, own: Floats, best: Floats, measures: str, returns: str) -> pd.DataFrame:
    """Return own and best value, their ratio, and its two factors; a unit's own plan bounds its best."""
    if measures == "cost":
        best, names = np.minimum(best, own), ("cost", "least_cost", "cost_efficiency")
        score = best / own
    else:
        best, names = np.maximum(best, own), ("revenue", "largest_revenue", "revenue_efficiency")
        score = own / best
    technical = radial_scores(data.x, data.y, "input" if measures == "cost" else "output", returns)
    score = np.where(score >= 1 - 1e-12, 1.0, np.minimum(score, technical))
    shares = np.divide(score, technical, out=np.full(data.n, np.nan), where=technical > 0)
    columns = (own, best, score, np.maximum(technical, score), np.minimum(shares, 1.0))
    keys = (*names, "technical_efficiency", "allocative_efficiency")
    return pd.DataFrame(dict(zip(keys, columns, strict=True)), index=data.units)
