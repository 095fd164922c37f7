"""A unit's dimensions beside the median, with lights that differ in shape: what `diagnosis.strengths` says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.card.rows import at_latest
from govmetrics.report.profiles import lights, share_of

if TYPE_CHECKING:
    from govmetrics.report.view import View

SHAPES = {"strength": "●", "like its peers": "▲", "weakness": "■"}
"""Of the lights: they are told apart without their colours."""
LIGHTS = {
    "strength": Text("strength"),
    "like its peers": Text("like its peers"),
    "weakness": Text("weakness"),
}
CLASSES = {"strength": "good", "like its peers": "middle", "weakness": "poor"}


@dataclass(frozen=True)
class Bar:
    """One dimension.

    Parameters
    ----------
    name : str
    value, middle : float
        The unit's score, and the median of all units.
    share, middle_share : float
        The same in percent of the scale.
    light : str
        Key of `SHAPES`; empty without a score.
    reached, targets : int
        How many of the indicators below it reach their target, of how many that have one and a value.
    """

    name: str
    value: float
    middle: float
    share: float
    middle_share: float
    light: str
    reached: int = 0
    targets: int = 0


def bars(view: View, rows: pd.Index, missed: pd.DataFrame) -> dict[Any, list[Bar]]:
    """Return the dimensions of every row; `missed` says by unit and indicator whether a target is missed (NaN: none)."""
    scores, tree, ends = view.assessment.scores, view.tree, view.ends
    nodes = view.groups or [tree.root.code]
    values = scores.values.loc[rows, nodes].to_numpy()
    medians = scores.values.loc[view.stands.table.index, nodes].median()
    shown = lights(view.assessment, view.stands, view.strengths, rows, nodes)
    if len(view.stands.table) == 1:  # nobody to be beside
        shown = np.full(shown.shape, "")
    names = [tree[code].label(view.language) for code in nodes]
    counts = [_targets(missed, tree.leaves(code)) for code in nodes]
    return {
        row: [
            Bar(names[k], values[at, k], medians[code], share_of(values[at, k], ends), share_of(medians[code], ends),
                str(shown[at, k]), int(counts[k][0][at]), int(counts[k][1][at]))
            for k, code in enumerate(nodes)
        ] for at, row in enumerate(rows)
    }  # fmt: skip


def _targets(missed: pd.DataFrame, leaves: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return how many of some indicators reach their targets, and how many have one, by row."""
    own = missed[[code for code in leaves if code in missed]].to_numpy(dtype=float)
    return (own == 0).sum(axis=1), (~np.isnan(own)).sum(axis=1)


def rule(view: View) -> Text:
    """Return what the lights mean."""
    share = float(view.strengths.share)
    return Text(
        "● strength: among the highest {share:.0%} of its peers, above their median and above that of all units. "
        "■ weakness: among the lowest {share:.0%}, below both. ▲ in between. The mark on each bar is the median of all units.",
        share=share,
    )  # fmt: skip


def peers(view: View) -> dict[Any, Text]:
    """Return by unit who its peers are: all units, or those of its street or type."""
    groups = at_latest(view.strengths.peers, view.stands.period)
    counts = groups.map(str).value_counts()
    if len(groups) == 1:
        return dict.fromkeys(groups.index, Text("There are no other units to compare with."))
    if len(counts) == 1:
        text = Text("Peers: all {count:# unit|# units}.", count=len(groups))
        return dict.fromkeys(groups.index, text)
    period = f"{view.stands.period} "
    told = {
        group: Text(
            "Peers: the {count:# unit|# units} of {group}.",
            count=int(count),
            group=str(group).removeprefix(period),
        )
        for group, count in counts.items()
    }
    return {unit: told[str(group)] for unit, group in groups.items()}
