"""Distances of two periods' units to each other's frontiers, and the parts of an index that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology
from govmetrics.dea.engine.radial_scores import radial_scores, solved_by_hand
from govmetrics.dea.slacks_based import _slacks_based
from govmetrics.dea.super_slacks_based import _super

PARTS = ("malmquist", "efficiency_change", "technical_change", "pure_efficiency_change", "scale_change")
BIASES = ("magnitude", "output_bias", "input_bias")
"""The parts of technical change: their product."""
OUTSIDE = 1e-9
"""A radial score this far above 1 is of a unit beyond the frontier."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two periods: positions of their units in the panel, of the pooled frontier, and of the units in both."""

    data: Observed
    orientation: str
    measure: str
    before: Any
    after: Any
    pooled: Any
    first: Any
    second: Any

    def efficiency(self, reference: str, period: str, returns: str) -> Floats:
        """Return scores of the common units' data of one period against a frontier."""
        who = self.first if period == "before" else self.second
        if self.measure == "slacks_based":
            return self._by_slacks(getattr(self, reference), who, returns)
        return self.radial(reference, self.data.x[who], self.data.y[who], returns)

    def radial(self, reference: str, x: Floats, y: Floats, returns: str) -> Floats:
        """Return radial scores of inputs and outputs against a frontier."""
        base = getattr(self, reference)
        tech = technology(self.data.x[base], self.data.y[base], returns)
        some = radial_points(tech, x, y, self.orientation, outside=True)
        scores, busy = np.zeros(len(x)), ~solved_by_hand(y, self.orientation, returns)
        t = distances(tech, some.take(np.flatnonzero(busy)), slacks=False).t if busy.any() else scores[busy]
        scores[busy] = t if self.orientation == "input" else 1.0 / t
        return scores

    def _by_slacks(self, base: Any, who: Any, returns: str) -> Floats:
        """Return slacks-based scores: at most 1 within the frontier, and those of super-efficiency beyond it."""
        part, reference = self.data.take(who), self.data.values[base]
        spans = (self.data.x[base], self.data.y[base])
        beyond = ~(radial_scores(part.x, part.y, "input", returns, spans) <= 1.0 + OUTSIDE)
        scores, within = np.full(part.n, np.nan), np.flatnonzero(~beyond)
        if len(within):
            some, place = part.take(within), _places(base, who[within])
            start = place if (place >= 0).all() else None
            scores[within] = _slacks_based(some, reference, some.values, self.orientation, returns, start)[0]
        lost = np.flatnonzero(np.isnan(scores))
        if len(lost):
            scores[lost] = _super(part, lost, self.orientation, returns, reference)[0]
        return scores


def _places(base: Any, who: Any) -> Any:
    """Return where rows are among others, -1 if they are not."""
    order = np.argsort(base)
    at = order[np.minimum(np.searchsorted(base, who, sorter=order), len(base) - 1)]
    return np.where(base[at] == who, at, -1)


def changes(pair: Pair, frontier: str, decomposition: str, base: str) -> dict[str, Floats]:
    """Return the index and its parts for the units of both periods; what divides by a score of 0, or makes one, is NaN."""
    c = {p: pair.efficiency(p, p, "constant") for p in ("before", "after")}
    v = {p: pair.efficiency(p, p, "variable") for p in ("before", "after")}
    efficiency, pure = c["after"] / c["before"], v["after"] / v["before"]

    def on(reference: str, returns: str) -> Floats:
        """Return E(after) / E(before) on one frontier."""
        own = {"constant": c, "variable": v}[returns]
        late = own["after"] if reference == "after" else pair.efficiency(reference, "after", returns)
        early = own["before"] if reference == "before" else pair.efficiency(reference, "before", returns)
        return late / early

    def index(returns: str) -> Floats:
        if frontier in ("pooled", "biennial"):
            return on("pooled", returns)
        if base == "earlier":
            return on("before", returns)
        return np.sqrt(on("before", returns) * on("after", returns))

    if decomposition == "ray_desli":
        moved = index("variable")
        technical = moved / pure
        early = base == "earlier"
        size = on("before", "constant") / on("before", "variable") if early else index("constant") / moved
        total = moved * size
    else:
        total = index("constant")
        technical, size = total / efficiency, efficiency / pure
    parts = {**dict(zip(PARTS, (total, efficiency, technical, pure, size), strict=True))}
    if decomposition == "bias":
        parts |= _biases(pair, c)
    # a score of 0, of a unit without output, gives no ratio
    return {name: np.where(np.isfinite(part) & (part > 0), part, np.nan) for name, part in parts.items()}


def _biases(pair: Pair, own: dict[str, Floats]) -> dict[str, Floats]:
    """Return the magnitude of technical change and its biases (Färe et al., 1997).

    How far the earlier frontier is from the later one, R = E(earlier) / E(later), is taken at the earlier point, at the
    later inputs with the earlier outputs, and at the later point; constant returns.
    """
    x, y = pair.data.x[pair.second], pair.data.y[pair.first]
    start = own["before"] / pair.efficiency("after", "before", "constant")
    between = pair.radial("before", x, y, "constant") / pair.radial("after", x, y, "constant")
    end = pair.efficiency("before", "after", "constant") / own["after"]
    return dict(zip(BIASES, (start, np.sqrt(end / between), np.sqrt(between / start)), strict=True))
