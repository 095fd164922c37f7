"""The `Efficiency` result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.labels import row_label
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._frontiers import spanned
from govmetrics.dea._models import model_of
from govmetrics.dea._words import DMUS, assumed, labels, model, told
from govmetrics.dea.engine.arrays import Floats

BEYOND = "no score, because the frontier of the others cannot be reached: {units}"
OPTIMAL, INFEASIBLE, UNSOLVED = "optimal", "infeasible", "unsolved"
STRONG, WEAK, NO, UNKNOWN = "strong", "weak", "no", "unknown"
EFFICIENT_WITHIN = 1e-7
"""A score within this of 1, and slacks below this share of the unit's own amounts, count as efficient."""


@dataclass(frozen=True, eq=False)
class Efficiency(Result):
    """How efficient each unit is, and why.

    Attributes
    ----------
    scores : Series
        In (0, 1]; above 1 only against a given reference or in super-efficiency. NaN where infeasible or unsolved.
    status : Series
        "optimal"; "infeasible" where there is no solution; "unsolved" where the solver found none and it is not proven that
        there is none.
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
    model : str
        The function that measured, with its variant where papers give that a name of its own.
    choices : mapping
        What else was chosen, for the methods section.

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
    model: str = field(default="radial", kw_only=True)
    choices: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    _left_out: ClassVar = ("choices",)

    def __post_init__(self) -> None:
        """Say of the targets that no row is a total: mixtures of peers may equal the mean of others."""
        self.targets.attrs["totals"] = "keep"

    @property
    def farrell(self) -> pd.Series:
        """Farrell's measure: the output expansion (1 / score) for output orientation, else the score."""
        return 1.0 / self.scores if self.orientation == "output" else self.scores.copy()

    def to_frame(self) -> pd.DataFrame:
        """Return score, efficient and status, with the slacks where they were asked for."""
        return self._verdicts().join(self._slacks().add_prefix("slack "))

    def _method(self) -> tuple[Text, ...]:
        values = assumed(self.orientation, self.returns) | dict(self.choices)
        told = model_of(self.model, self.returns).told(values)
        reference = Text("The frontier is that of reference units given apart.")
        return (*told, *([reference] if self.choices.get("reference") else []), *spanned(self.notes))

    def _verdicts(self) -> pd.DataFrame:
        return pd.DataFrame({"score": self.scores, "efficient": self.efficient, "status": self.status})

    def _slacks(self) -> pd.DataFrame:
        known = [slacks for slacks in (self.input_slacks, self.output_slacks) if slacks is not None]
        return pd.concat(known, axis=1) if known else pd.DataFrame(index=self.scores.index)

    def _finding(self) -> tuple[Text, ...]:
        count, n = self.efficient.value_counts(), len(self.scores)
        failed = self.scores.index[self.status != OPTIMAL]
        if len(failed) == n:
            return (Text("No unit has a score: no feasible solution was found for any."),)
        unsolved = self.scores.index[self.status == UNSOLVED]
        unsure = int(((self.efficient == UNKNOWN) & self.scores.notna()).sum())
        found = Text(
            "{strong} of {rows} {rows:is|are} strongly efficient, {weak} weakly{unsure}; mean score {mean:.4f}, "
            "lowest {low:.4f} ({unit:3}).",
            unsure=Text(", {count:,} on the frontier (strong or weak: not known without slacks)", count=unsure) if unsure else "",
            strong=int(count.get(STRONG, 0)), weak=int(count.get(WEAK, 0)), rows=counted(self.scores.index, DMUS),
            mean=self.scores.mean(), low=self.scores.min(), unit=holders(self.scores, most=False),
        )  # fmt: skip
        given_up = "For {rows} the solver found no solution, though there may be one: {names:5}."
        more = (Text(given_up, rows=counted(unsolved, DMUS), names=unsolved),) if len(unsolved) else ()
        failed = self.scores.index[self.status == INFEASIBLE]
        if not len(failed) or any(
            getattr(note, "template", "") == BEYOND for note in self.notes
        ):  # it names them
            return found, *more
        lost = "{rows} {rows:has|have} no feasible solution: {names:5}."
        return found, Text(lost, rows=counted(failed, DMUS), names=failed), *more

    def _tables(self) -> list[Table]:
        weights = [w for w in (self.input_weights, self.output_weights) if w is not None]
        names = labels(self.targets.columns)
        own = [] if self.intercept is None else [self.intercept.rename("intercept")]
        frames = {
            model(self.orientation, self.returns): self._judged(),
            Text("Slacks"): self._slacks(),
            Text("Targets"): self.targets,
            Text("Peers"): peers_of(self.peers, self.scores.index),
            Text("Weights of inputs and outputs"): pd.concat([*weights, *own], axis=1) if weights else None,
        }
        cites = model_of(self.model, self.returns).cites
        return [
            _to_size(Table.of(caption, frame, "dea", names, cites=() if i else cites))
            for i, (caption, frame) in enumerate(frames.items())
            if frame is not None and frame.size
        ]

    def _judged(self) -> pd.DataFrame:
        """Return the verdicts as they are printed: ranks where scores rank, the status where not all are solved."""
        frame = self._verdicts()
        if model_of(self.model, self.returns).ranks:
            frame["rank"] = self.scores.round(9).rank(ascending=False, method="min")
        return told(frame.drop(columns="status") if (self.status == OPTIMAL).all() else frame)


def _to_size(table: Table) -> Table:
    """Return a table whose inputs and outputs show four figures of their largest value: counts none behind the point."""
    columns = list(table.columns)
    for place, column in enumerate(columns):
        values = table.frame.iloc[:, place]
        if column.kind == "number" and column.decimals is None and values.dtype.kind == "f":
            largest = float(values.abs().max())
            figures = int(np.floor(np.log10(largest))) if 0 < largest < np.inf else 0
            columns[place] = replace(column, decimals=min(3, max(0, 3 - figures)) if largest >= 1 else None)
    return replace(table, columns=tuple(columns))


Found = TypeVar("Found", bound=Efficiency)


def found_by(model: str, result: Found, **choices: Any) -> Found:
    """Return the same result, found by a model with these choices."""
    return replace(result, model=model, choices=choices)


def peers_of(peers: pd.DataFrame, units: pd.Index) -> pd.DataFrame:
    """Return per unit its peers with their lambda, the largest first, their sum, and how often others have it as a peer."""
    others = peers[peers["unit"].astype(object) != peers["peer"].astype(object)]
    ranked = peers.sort_values("weight", ascending=False, kind="stable")
    pairs = zip(ranked["peer"], ranked["weight"], strict=True)
    text = pd.Series(
        [f"{row_label(peer)} ({weight:.4f})" for peer, weight in pairs], ranked.index, dtype=object
    )
    found: dict[str, tuple[pd.Series, Any]] = {
        "peers": (text.groupby(ranked["unit"], sort=False).agg("; ".join), ""),
        "sum_lambda": (peers.groupby("unit", sort=False)["weight"].sum(), 0.0),
        "times_a_peer": (others.groupby("peer", sort=False).size(), 0),
    }
    # label by label: pandas does not align the tuples of a long table with the two levels of a panel
    by_label = {key: (series.to_dict(), empty) for key, (series, empty) in found.items()}
    table = {key: [cells.get(unit, empty) for unit in units] for key, (cells, empty) in by_label.items()}
    return pd.DataFrame(table, index=units)


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
