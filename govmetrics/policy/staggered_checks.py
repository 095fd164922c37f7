"""What must hold before staggered effects can be estimated, and what a reader must know of the groups."""

from __future__ import annotations

import numpy as np

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.words import Note
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.group_time import Cells
from govmetrics.policy.panel_frame import PanelFrame
from govmetrics.policy.staggered_frames import Errors

FEW = 5
"""Groups of fewer units have errors that are too small."""
FEW_CLUSTERS = 20
"""With fewer clusters intervals by the normal distribution are too narrow."""


def refuse_without_controls(panel: PanelFrame, first: Ints, controls: str, anticipation: int) -> None:
    """Refuse a panel in which nobody is treated, or nobody is there to compare with."""
    count = len(panel.periods)
    groups = np.unique(first[(first < count) & (first > anticipation)])
    if not len(groups):
        raise UnsuitableMethod("units", "no group is treated with a period before it", "give earlier periods")
    if controls == "never" and not (first == count).any():
        problem = "no unit is never treated in the time seen"
        raise UnsuitableMethod(
            "controls", problem, 'use controls="not_yet": units treated later serve until then'
        )
    if controls == "not_yet" and not (first > groups.min() + anticipation).any():
        problem = "all units are treated from {period} on: nobody is left to compare with"
        raise UnsuitableMethod("controls", problem, "use an interrupted series or a synthetic control",
                               period=label_text(panel.periods[int(groups.min())]))  # fmt: skip


def covariate_faults(x: Array, names: list[str]) -> Faults:
    """Return covariates that are constant, or that follow from those before them."""
    faults, kept = Faults(), [np.ones(x.shape[0] * x.shape[1])]
    rows = x.reshape(-1, x.shape[2])
    there = ~np.isnan(rows).any(axis=1)
    for name, column in zip(names, rows.T, strict=True):
        basis = np.column_stack(kept)[there]
        centred = column[there]
        left = centred - basis @ np.linalg.lstsq(basis, centred, rcond=None)[0]
        spread = np.abs(centred).max(initial=0.0)
        if not np.abs(left).max(initial=0.0) > 1e-9 * spread:
            problem = (
                "is constant" if len(kept) == 1 else "is constant, or follows from the covariates before it"
            )
            faults.append(Fault(name, problem, "leave it out"))
        else:
            kept.append(column)
    return faults


def group_notes(cells: Cells, first: Ints, panel: PanelFrame, errors: Errors) -> list[Note]:
    """Return notes on small groups, few clusters, and effects that have nobody to compare with."""
    notes = []
    sizes = {g: int((first == g).sum()) for g in np.unique(cells.group).tolist()}
    alone = np.unique(cells.group[errors.single(cells, first)]).tolist()
    small = [
        f"{label_text(panel.periods[g])} ({size})"
        for g, size in sizes.items()
        if size < FEW and g not in alone
    ]
    if alone:
        said = ("without an error, as one unit or cluster alone is treated or compared with: {names:10}; averages with other "
                "groups count nothing of its chance")  # fmt: skip
        notes.append(Note(said, names=[label_text(panel.periods[g]) for g in alone]))
    if small:
        said = "groups of fewer than {few} units, whose errors are too small to be trusted: {names:10}"
        notes.append(Note(said, few=FEW, names=small))
    clusters = errors.count(len(panel.units))
    if clusters < FEW_CLUSTERS:
        notes.append(Note("errors rest on {count} clusters only: intervals are too narrow", count=clusters))
    lost = [
        f"{label_text(panel.periods[g])}, {label_text(panel.periods[t])}"
        for g, t in zip(
            cells.group[np.isnan(cells.estimate)], cells.time[np.isnan(cells.estimate)], strict=True
        )
    ]
    if lost:
        notes.append(
            Note(
                "without an effect, as nobody is left to compare with (group, period): {names:10}", names=lost
            )
        )
    return notes
