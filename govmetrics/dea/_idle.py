"""Units without any output in radial models: what the programs say of them in the limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.words import Note
from govmetrics.dea._efficiency import NO, OPTIMAL, Efficiency
from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.arrays import Bools, Floats


def solved_by_hand(data: Observed, orientation: str, returns: str) -> Bools:
    """Return (n,) which units have a score of 0 without any program: nothing needs no input, and grows without bound."""
    idle: Bools = (data.y == 0).all(axis=1)
    return np.asarray(idle & (orientation == "output" or returns in ("constant", "decreasing")))


def with_idle(found: Efficiency, data: Observed, idle: Bools) -> Efficiency:
    """Return the efficiency of all units, of which `found` has those that are not `idle`.

    Input orientation: no unit at all is the peer, the input target is zero, and v = 1 / x (shared out over the inputs),
    u = 0 are optimal multipliers. Output orientation: the expansion is infinite, so there is no target.
    """
    units, n = data.units, int(idle.sum())
    known = 0.0 if found.orientation == "input" else np.nan

    def whole(frame: pd.DataFrame | None, rows: Floats | float) -> pd.DataFrame | None:
        if frame is None:
            return None
        added = pd.DataFrame(np.broadcast_to(rows, (n, frame.shape[1])), units[idle], frame.columns)
        return pd.concat([frame, added]).loc[units]

    def filled(values: pd.Series, fill: object) -> pd.Series:
        added = pd.Series(fill, units[idle], dtype=values.dtype)
        return pd.Series(pd.concat([values, added]).loc[units], name=values.name)

    x = data.x[idle]
    v = np.where(x > 0, 1.0, 0.0) / np.where(x > 0, x, 1.0) / (x > 0).sum(axis=1, keepdims=True)
    targets = whole(found.targets, known)
    assert targets is not None
    assert found.intercept is not None
    assert found.certificate is not None
    exact = pd.DataFrame({"primal": 0.0, "dual": 0.0, "gap": 0.0, "solver": "engine"}, units[idle])
    said = "a unit without any output has the score 0: {units}"
    return replace(
        found,
        scores=filled(found.scores, 0.0), status=filled(found.status, OPTIMAL), efficient=filled(found.efficient, NO),
        input_slacks=whole(found.input_slacks, known), output_slacks=whole(found.output_slacks, known), targets=targets,
        input_weights=whole(found.input_weights, v if found.orientation == "input" else np.nan),
        output_weights=whole(found.output_weights, known), intercept=filled(found.intercept, known),
        certificate=pd.concat([found.certificate, exact]).loc[units],
        notes=(*found.notes, Note(said, units=list(units[idle]))),
    )  # fmt: skip
