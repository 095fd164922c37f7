"""Labels for the engine's answers: distances to `Efficiency`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.dea._efficiency import EFFICIENT_WITHIN, INFEASIBLE, OPTIMAL, UNSOLVED, Efficiency, classify
from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.answers import SOLVERS, Distances
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.projection import Projections, Technology, own_scale


def label_distances(
    found: Distances, tech: Technology, some: Projections, data: Observed, *, peers: pd.Index,
    orientation: str, returns: str, slacks: bool, notes: tuple[str, ...] = (),
) -> Efficiency:  # fmt: skip
    """Give radial answers their labels and the data's units."""
    m, s = tech.m, tech.s
    # the reference may make nothing at all of what a unit makes: no finite score
    t = np.where((found.t <= 1e-12) & (orientation == "output"), np.nan, found.t)
    lost = np.isnan(t)
    scores = t if orientation == "input" else 1.0 / t
    scores = np.where(np.abs(scores - 1) < 1e-12, 1.0, scores)
    scores = scores if some.artificial else np.minimum(scores, 1.0)  # rounding only
    own = np.abs(some.values)
    raw = found.slacks / own_scale(tech, some.values)
    raw[:, lost] = np.nan
    reached = np.abs(some.base + t * some.move)[: m + s]
    target = reached + np.r_[-raw[:m], raw[m : m + s]] if slacks else reached
    target = np.where(np.abs(target) < 1e-12 * own[: m + s], 0.0, target)
    largest = found.slacks[: m + s].max(axis=0) if slacks else None
    q = np.where(lost, np.nan, found.multipliers)
    intercept = q[m + s] if len(q) > m + s else np.where(lost, np.nan, 0.0)
    free = (
        some.restrictions is None and not tech.trade_offs
    )  # limits may contradict each other: then no weights exist
    unsure = np.isnan(found.t) & ~found.certified & free
    status = np.where(lost, np.where(unsure, UNSOLVED, INFEASIBLE), OPTIMAL)

    def frame(a: Floats, columns: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(np.ascontiguousarray(a.T), index=data.units, columns=columns)

    return Efficiency(
        scores=pd.Series(scores, data.units, name="score"),
        status=pd.Series(status, data.units, name="status", dtype=object),
        efficient=pd.Series(classify(scores, largest, EFFICIENT_WITHIN), data.units, name="efficient"),
        input_slacks=frame(raw[:m], data.inputs) if slacks else None,
        output_slacks=frame(raw[m : m + s], data.outputs) if slacks else None,
        targets=frame(target, data.inputs.append(data.outputs)),
        peers=peer_table(found, data.units, peers, lost),
        input_weights=frame(q[:m], data.inputs),
        output_weights=frame(q[m : m + s], data.outputs),
        intercept=pd.Series(intercept, data.units, name="intercept"),
        certificate=certificate_table(found, data.units),
        orientation=orientation,
        returns=returns,
        notes=notes,
    )


def peer_table(found: Distances, units: pd.Index, peers: pd.Index, lost: Any = None) -> pd.DataFrame:
    """Return the long table unit, peer, weight; never units x units."""
    position, weight = found.peers.T, found.weights.T
    used = (position >= 0) & (position < len(peers)) & (weight > 0)
    if lost is not None:
        used &= ~lost[:, None]
    row, _ = np.nonzero(used)
    table = {"unit": units.take(row), "peer": peers.take(position[used]), "weight": weight[used]}
    return pd.DataFrame({name: np.asarray(column) for name, column in table.items()})


def certificate_table(found: Distances, units: pd.Index) -> pd.DataFrame:
    """Return residual, dual violation, gap and solver per unit."""
    solver = np.array(SOLVERS, dtype=object)[found.solver]
    table = {"primal": found.residual, "dual": found.dual, "gap": found.gap, "solver": solver}
    return pd.DataFrame(table, index=units)
