"""Approval voting: everybody names all options that are acceptable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.collaboration._ballots import ballots_of, counts_of
from govmetrics.collaboration._tables import BLANKS, COLUMN, TABLE, Blanks, Table
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text


@dataclass(frozen=True, eq=False)
class ApprovalVote(Result):
    """Approvals, option by option.

    Attributes
    ----------
    order : DataFrame, rows are options, the most approved first
        approvals, share (of the ballots), rank (ties share the better one).
    winners : tuple
        The options with the most approvals: several where they tie.
    ballots : int
        How many there are.

    See Also
    --------
    approval_vote
    """

    order: pd.DataFrame
    winners: tuple[Any, ...]
    ballots: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"order": "Options by approval"}
    _cites: ClassVar = ("BramsFishburn1978",)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("Everybody approved as many options as they liked; the one with the most approvals wins."),
        )

    def _finding(self) -> tuple[Text, ...]:
        names, share = [str(name) for name in self.winners], float(self.order["share"].max())
        told = "Of {n:# ballot|# ballots} {share:.1%} approve {names:5}, more than any other option."
        if len(names) > 1:
            told = "Of {n:# ballot|# ballots} {share:.1%} approve each of {names:5}, which tie."
        return (Text(told, n=self.ballots, share=share, names=names),)


def approval_vote(
    ballots: Table,
    *,
    by: str | None = None,
    counts: Sequence[float] | pd.Series | None = None,
    blanks: Blanks = "refuse",
) -> ApprovalVote:
    """Count approvals.

    Parameters
    ----------
    ballots : DataFrame or path, shape (people, options)
        1 approved, 0 not.
    by : str, optional
        The column that names people; by default the index of a DataFrame, the first column of a file.
    counts : sequence, length people, optional
        How many like ballots each row stands for.
    blanks : {"refuse", "zero"}
        An empty cell is a fault, or is not approved.

    Returns
    -------
    ApprovalVote
        `order` and `winners`: ties are not broken.

    Raises
    ------
    FaultyInput
        Cells that are neither 0 nor 1, people or options that occur twice.

    References
    ----------
    Brams, S. J. and Fishburn, P. C. (1978). Approval voting. American Political Science Review 72, 831-847.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ballots = pd.DataFrame([[1, 1, 0], [0, 1, 0], [0, 1, 1]], columns=["park", "lift", "canteen"])
    >>> gm.collaboration.approval_vote(ballots).winners
    ('lift',)
    """
    wanted(ballots=(ballots, TABLE), by=(by, COLUMN), blanks=(blanks, BLANKS)).raise_all()
    frame = ballots_of(ballots, by, "ballots", (0.0, 1.0), "give 1 for approved, 0 for not")
    frame = without_blanks(frame, blanks, 'give 0 where it was not approved, or say blanks="zero"')
    weights = counts_of(counts, frame)
    approvals = frame.mul(weights, axis=0).sum().astype(int)
    n = int(weights.sum())
    order = pd.DataFrame(
        {
            "approvals": approvals,
            "share": approvals / n,
            "rank": approvals.rank(ascending=False, method="min"),
        }
    )
    order = order.astype({"rank": int}).sort_values("approvals", ascending=False, kind="stable")
    empty = int((frame.mul(weights, axis=0).sum(axis=1) == 0).sum())
    notes = (
        (Note("{n:# ballot approves|# ballots approve} nothing; it counts among the ballots", n=empty),)
        if empty
        else ()
    )
    return ApprovalVote(order, tuple(order.index[order["rank"] == 1]), n, notes)


def without_blanks(frame: pd.DataFrame, blanks: str, way_out: str) -> pd.DataFrame:
    """Return ballots without empty cells: they are faults, or 0."""
    if blanks == "refuse":
        gaps = np.argwhere(frame.isna().to_numpy()).tolist()
        empty = [(frame.index[i], frame.columns[j]) for i, j in gaps]
        Faults(each(empty, lambda at: Fault(place_of(*at), "the cell is empty", way_out))).raise_all()
    return frame.fillna(0.0)
