"""Units without any output in radial models: what the programs say of them in the limit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import INFEASIBLE, NO, OPTIMAL, UNKNOWN, Efficiency
from govmetrics.dea._label_distances import label_distances
from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.arrays import Bools
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import Projections, Technology, radial_points
from govmetrics.dea.engine.radial_scores import solved_by_hand

NOTHING = "a unit without any output has the score 0: {units}"


def measured(
    tech: Technology, some: Projections, data: Observed, orientation: str, returns: str, slacks: bool = True, *,
    peers: pd.Index | None = None, solver: Any = None,
) -> Efficiency:  # fmt: skip
    """Return the efficiency of units measured against each other, or against the units named by `peers`."""
    idle = solved_by_hand(data.y, orientation, returns)
    if (tech.trade_offs or some.restrictions is not None) and orientation == "input":
        return _limited(tech, some, data, returns, slacks, idle)
    if idle.all():
        raise FaultyInput("outputs", "all outputs are zero", "leave the unit out: it cannot be compared")
    part, busy = (data, some) if not idle.any() else (data.take(~idle), some.take(np.flatnonzero(~idle)))
    found = label_distances(
        distances(tech, busy, slacks=slacks, solver=solver), tech, busy, part,
        peers=data.units if peers is None else peers, orientation=orientation, returns=returns, slacks=slacks,
    )  # fmt: skip
    return _with_idle(found, data, idle, _reached(tech, some, data, idle, returns)) if idle.any() else found


def _limited(
    tech: Technology, some: Projections, data: Observed, returns: str, slacks: bool, idle: Bools
) -> Efficiency:
    """Return the efficiency of units whose weights have limits: only the program knows multipliers within them."""
    found = label_distances(
        distances(tech, some, slacks=slacks), tech, some, data, peers=data.units, orientation="input", returns=returns,
        slacks=slacks,
    )  # fmt: skip
    names = data.units[idle & found.scores.notna().to_numpy()]
    scores = found.scores.where(found.scores != 0, 0.0)  # no minus before a zero
    return replace(
        found, scores=scores, notes=(*found.notes, Note(NOTHING, units=names)) if len(names) else found.notes
    )


def _reached(tech: Technology, some: Projections, data: Observed, idle: Bools, returns: str) -> Bools:
    """Return (k,) whether the frontier has something for the inputs of each idle unit: else there is no solution at all.

    With free weights no unit at all will do; a unit that spans the frontier is its own. Others need a mixture that takes no
    more than they do, so that their inputs could shrink.
    """
    if returns in ("constant", "decreasing") or not some.artificial:
        return np.ones(int(idle.sum()), dtype=bool)
    shrinking = replace(radial_points(tech, data.x, data.y, "input"), member=some.member, others=some.others)
    t = distances(tech, shrinking.take(np.flatnonzero(idle)), slacks=False).t
    return np.asarray(t <= 1 + 1e-9)


def _with_idle(found: Efficiency, data: Observed, idle: Bools, reached: Bools) -> Efficiency:
    """Return the efficiency of all units, of which `found` has those that are not `idle`.

    Input orientation: no unit at all is the peer, the input target is zero, and v = 1 / x (shared out over the inputs),
    u = 0 are optimal multipliers. Output orientation: the expansion is infinite, so there is no target.
    """
    units, n = data.units, int(idle.sum())
    known = 0.0 if found.orientation == "input" else np.nan

    def whole(frame: pd.DataFrame | None, rows: Any) -> pd.DataFrame | None:
        if frame is None:
            return None
        added = pd.DataFrame(np.broadcast_to(rows, (n, frame.shape[1])), units[idle], frame.columns)
        return pd.concat([frame, added]).loc[units]

    def filled(values: pd.Series, fill: Any) -> pd.Series:
        added = pd.Series(fill, units[idle], dtype=values.dtype)
        return pd.Series(pd.concat([values, added]).loc[units], name=values.name)

    x = data.x[idle]
    v = np.where(x > 0, 1.0, 0.0) / np.where(x > 0, x, 1.0) / (x > 0).sum(axis=1, keepdims=True)
    targets = whole(found.targets, known)
    assert targets is not None
    assert found.intercept is not None
    assert found.certificate is not None
    exact = pd.DataFrame({"primal": 0.0, "dual": 0.0, "gap": 0.0, "solver": "engine"}, units[idle])
    names = list(units[idle][reached])
    return replace(
        found,
        scores=filled(found.scores, np.where(reached, 0.0, np.nan)),
        status=filled(found.status, np.where(reached, OPTIMAL, INFEASIBLE)),
        efficient=filled(found.efficient, np.where(reached, NO, UNKNOWN)),
        input_slacks=whole(found.input_slacks, known), output_slacks=whole(found.output_slacks, known), targets=targets,
        input_weights=whole(found.input_weights, v if found.orientation == "input" else np.nan),
        output_weights=whole(found.output_weights, known), intercept=filled(found.intercept, known),
        certificate=pd.concat([found.certificate, exact]).loc[units],
        notes=(*found.notes, Note(NOTHING, units=names)) if names else found.notes,
    )  # fmt: skip
