"""The `NonRadial` result: an `Efficiency` of units that do not move on a ray."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.words import Text
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, INFEASIBLE, OPTIMAL, Efficiency, classify
from govmetrics.dea._observe import Observed
from govmetrics.dea._words import DISPOSABLE
from govmetrics.dea.engine.arrays import Floats


@dataclass(frozen=True, eq=False)
class NonRadial(Efficiency):
    """An `Efficiency` whose units do not move on a ray.

    Attributes
    ----------
    certificate : DataFrame
        One column, error: per unit the largest of primal residual, dual infeasibility over all reference units,
        and gap between the objectives, relative to the unit's own size. With more than 10,000 reference units those
        that span the frontier are looked at; each other one is shown to lie behind them.
    undesirable_slacks : DataFrame or None
        Excess of undesirable outputs, in the data's units.
    inefficiency : Series or None
        What the model itself measures: the directional distance (beta), the weighted sum of slacks, or
        one minus the score.

    See Also
    --------
    additive
    closest_targets
    directional
    hyperbolic
    """

    undesirable_slacks: pd.DataFrame | None = None
    inefficiency: pd.Series | None = None

    def _method(self) -> tuple[Text, ...]:
        told = super()._method()
        if self.undesirable_slacks is None:
            return told
        bad = Text("Undesirable outputs: {names:99}.", names=self.undesirable_slacks.columns)
        falls = self.choices.get("disposability")
        return (*told, bad, *([DISPOSABLE[falls]] if falls else []))

    def _verdicts(self) -> pd.DataFrame:
        frame = super()._verdicts()
        if self.inefficiency is not None:
            frame.insert(1, "inefficiency", self.inefficiency)
        return frame

    def _slacks(self) -> pd.DataFrame:
        slacks = super()._slacks()
        return slacks if self.undesirable_slacks is None else slacks.join(self.undesirable_slacks)


def label_slacks(
    units: Observed,
    peers: pd.Index,
    *,
    scores: Floats,
    slacks: Floats,
    targets: Floats,
    weights: sparse.csr_array,
    error: Floats,
    inefficiency: Floats | None = None,
    orientation: str = "none",
    returns: str = "variable",
    notes: tuple[str, ...] = (),
) -> NonRadial:
    """Put labels on a model's arrays: scores (B,), slacks and targets (B, q), weights (B, n), error (B,)."""
    index = units.units
    scores = np.where(np.abs(scores - 1) <= 1e-12, 1.0, scores)
    if inefficiency is not None:
        inefficiency = np.where(np.abs(inefficiency) <= 1e-12, 0.0, inefficiency)
    nothing = 1e-12 * np.maximum(np.abs(units.values), 1e-300)
    slacks = np.where(np.abs(slacks) <= nothing, 0.0, slacks)
    targets = np.where(np.abs(targets) <= nothing, 0.0, targets)  # never just below zero
    frame = pd.DataFrame(slacks, index=index, columns=units.columns)
    inputs, outputs, bad = units.kinds
    size = np.where(units.values != 0, np.abs(units.values), np.abs(units.values).max(axis=0))
    largest = np.nan_to_num((slacks / np.where(size > 0, size, 1.0)).max(axis=1))
    found = weights.tocoo()
    keep = found.data > EFFICIENT_WITHIN * 1e-3
    long = pd.DataFrame(
        {"unit": index[found.row[keep]], "peer": peers[found.col[keep]], "weight": found.data[keep]}
    )
    return NonRadial(
        scores=pd.Series(scores, index=index, name="score"),
        status=pd.Series(np.where(np.isfinite(scores), OPTIMAL, INFEASIBLE), index=index, name="status"),
        efficient=pd.Series(classify(scores, largest), index=index, name="efficient"),
        input_slacks=frame.iloc[:, inputs],
        output_slacks=frame.iloc[:, outputs],
        targets=pd.DataFrame(targets, index=index, columns=units.columns),
        peers=long,
        certificate=pd.DataFrame({"error": error}, index=index),
        orientation=orientation,
        returns=returns,
        notes=notes,
        undesirable_slacks=frame.iloc[:, bad] if bad.start < len(units.columns) else None,
        inefficiency=None
        if inefficiency is None
        else pd.Series(inefficiency, index=index, name="inefficiency"),
    )
