"""The `Efficiency` result and the words it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.notes import notes_in
from govmetrics.core.results import fields_dict, html
from govmetrics.dea._words import NOTES, name, names
from govmetrics.dea.engine.arrays import Floats

OPTIMAL, INFEASIBLE = "optimal", "infeasible"
STRONG, WEAK, NO, UNKNOWN = "strong", "weak", "no", "unknown"
EFFICIENT_WITHIN = 1e-7
"""A score within this of 1, and slacks below this share of the unit's own amounts, count as efficient."""


@dataclass(frozen=True, eq=False)
class Efficiency:
    """How efficient each unit is, and why.

    Attributes
    ----------
    scores : Series
        In (0, 1]; above 1 only against a given reference or in super-efficiency. NaN where infeasible.
    status : Series
        "optimal" or "infeasible".
    efficient : Series
        "strong" (score 1, no slack), "weak" (score 1, some slack), "no"; "unknown" at score 1 when slacks were
        not asked for, and where there is no score: the unit lies beyond the given reference.
    input_slacks, output_slacks : DataFrame or None
        Excess of inputs and shortfall of outputs that remain after the radial change, in the data's units.
    targets : DataFrame
        Inputs, then outputs, that would make the unit efficient (slacks included).
    peers : DataFrame
        Long table: unit, peer, weight (lambda).
    input_weights, output_weights : DataFrame or None
        Multipliers v and u, in the reciprocal of the data's units. For every unit j of the reference
        u y_j - v x_j + intercept <= 0.
    intercept : Series or None
        The multiplier of the convexity row; 0 under constant returns.
    certificate : DataFrame or None
        For each unit the largest primal residual, the largest violation of the dual over all units, the gap
        between both objectives (all relative to the unit's own size), and who solved it: "engine", "highs" or "pulp".
    orientation, returns : str
        As asked for.
    notes : tuple of str
        What a reader must know.

    See Also
    --------
    categorical
    free_disposal
    non_discretionary
    radial
    """

    scores: pd.Series
    status: pd.Series
    efficient: pd.Series
    input_slacks: pd.DataFrame | None
    output_slacks: pd.DataFrame | None
    targets: pd.DataFrame
    peers: pd.DataFrame
    input_weights: pd.DataFrame | None = None
    output_weights: pd.DataFrame | None = None
    intercept: pd.Series | None = None
    certificate: pd.DataFrame | None = None
    orientation: str = "input"
    returns: str = "variable"
    notes: tuple[str, ...] = ()

    @property
    def farrell(self) -> pd.Series:
        """Farrell's measure: the output expansion (1 / score) for output orientation, else the score."""
        return 1.0 / self.scores if self.orientation == "output" else self.scores.copy()

    def to_frame(self) -> pd.DataFrame:
        """Return score, efficient and status, with the slacks where they were asked for."""
        frame = pd.DataFrame({"score": self.scores, "efficient": self.efficient, "status": self.status})
        for slacks in (self.input_slacks, self.output_slacks):
            if slacks is not None:
                frame = frame.join(slacks.add_prefix("slack "))
        return frame

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict in a few sentences, in English or Chinese."""
        count, n = self.efficient.value_counts(), len(self.scores)
        strong, weak = int(count.get(STRONG, 0)), int(count.get(WEAK, 0))
        failed = self.scores.index[self.status != OPTIMAL].tolist()
        if len(failed) == n:
            none = "没有单元有可行解。" if language == "zh" else "No unit has a score: all are infeasible."
            return none + self._noted(language)
        low = name(self.scores.idxmin())
        told = any(note.startswith("cannot reach") for note in self.notes)  # a note names them
        who = "" if told else names(failed, language)
        if language == "zh":
            text = f"{n}个单元中{strong}个强有效、{weak}个弱有效；平均效率{self.scores.mean():.4f}，"
            text += f"最低{self.scores.min():.4f}（{low}）。"
            text += f"{len(failed)}个单元无可行解{who and f'（{who}）'}。" if failed else ""
            return text + self._noted(language)
        text = f"{strong} of {n} units are strongly efficient, {weak} weakly; "
        text += f"mean score {self.scores.mean():.4f}, lowest {self.scores.min():.4f} ({low})."
        if failed:
            text += f" {len(failed)} {'is' if len(failed) == 1 else 'are'} infeasible{who and f' ({who})'}."
        return text + self._noted(language)

    def _noted(self, language: str) -> str:
        if language == "zh":
            return "".join(f"{note}。" for note in notes_in(self.notes, "zh", NOTES))
        return "".join(f" {note[0].upper()}{note[1:]}." for note in self.notes)

    def _repr_html_(self) -> str:
        return html(
            self.to_frame(), f"DEA efficiency, {self.orientation} orientation, {self.returns} returns"
        )


def classify(
    scores: Floats, largest_slack: Floats | None, within: float = EFFICIENT_WITHIN
) -> npt.NDArray[np.object_]:
    """Return "strong", "weak" or "no" per unit ("unknown" at the frontier without slacks, and without a score).

    Parameters
    ----------
    scores : (n,) array
    largest_slack : (n,) array or None
        Each unit's largest slack as a share of its own amount.
    """
    on = np.nan_to_num(scores, nan=0.0) >= 1 - within
    at_one = UNKNOWN if largest_slack is None else np.where(largest_slack <= within, STRONG, WEAK)
    return np.where(np.isnan(scores), UNKNOWN, np.where(on, at_one, NO)).astype(object)
