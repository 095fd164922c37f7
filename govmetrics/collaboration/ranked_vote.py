"""Votes by ranking: pairwise majorities with Schulze or Copeland where they go in a circle, and Borda's points beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.collaboration._ballots import ballots_of, counts_of
from govmetrics.collaboration._tables import COLUMN, TABLE, Table
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools

Completion = Literal["schulze", "copeland"]
_COMPLETION = choice("schulze", "copeland")


@dataclass(frozen=True, eq=False)
class RankedVote(Result):
    """A vote by ranking, counted in pairs and in points.

    Attributes
    ----------
    order : DataFrame, rows are options
        rank (by pairs, completed), wins, ties and losses against others, borda (points), borda_rank, first_places.
    pairwise : DataFrame, shape (options, options)
        How many prefer the row to the column.
    condorcet_winner : label or None
        Who beats every other in pairs, if anybody does.
    smith_set : tuple
        The smallest set whose members beat everybody outside it: one option, or a circle.
    winners : tuple
        First by pairs after completion; several where they tie.
    borda_winners : tuple
        With the most points.
    completion : str
        "schulze" or "copeland".
    ballots : int
        How many there are.

    See Also
    --------
    ranked_vote
    """

    order: pd.DataFrame
    pairwise: pd.DataFrame
    condorcet_winner: Any
    smith_set: tuple[Any, ...]
    winners: tuple[Any, ...]
    borda_winners: tuple[Any, ...]
    completion: str
    ballots: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"order": "Options by rank", "pairwise": "How many prefer the row to the column"}
    _kinds: ClassVar = {"pairwise": "count"}
    _cites: ClassVar = ("Schulze2011", "Borda1784", "Copeland1951")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Options were compared in pairs: one beats another if more people rank it above. Borda's points are the number of "
            "options ranked below, equal places sharing theirs."
        )
        how = {
            "schulze": "Where majorities go in a circle, options are ordered by their strongest paths (Schulze).",
            "copeland": "Where majorities go in a circle, options are ordered by wins less losses (Copeland).",
        }
        return (Text(told), Text(how[self.completion]))

    def _finding(self) -> tuple[Text, ...]:
        borda = [str(name) for name in self.borda_winners]
        if self.condorcet_winner is not None:
            told = "Of {n:# ballot|# ballots}: {name} beats every other option in pairs; most points by Borda: {borda:5}."
            return (Text(told, n=self.ballots, name=str(self.condorcet_winner), borda=borda),)
        told = (
            "Of {n:# ballot|# ballots}: no option beats every other; {circle:8} are in a circle or tie. First after completion: "
            "{names:5}; most points by Borda: {borda:5}."
        )
        circle, names = ([str(name) for name in group] for group in (self.smith_set, self.winners))
        return (Text(told, n=self.ballots, circle=circle, names=names, borda=borda),)


def ranked_vote(
    ballots: Table,
    completion: Completion = "schulze",
    *,
    by: str | None = None,
    counts: Sequence[float] | pd.Series | None = None,
) -> RankedVote:
    r"""Count a vote in which people rank options.

    Parameters
    ----------
    ballots : DataFrame or path, shape (people, options)
        Places: 1 the first, equal numbers for equal places, empty for not ranked, which is below all that are.
    completion : {"schulze", "copeland"}
        How options are ordered where majorities go in a circle.
    by : str, optional
        The column that names people; by default the index of a DataFrame, the first column of a file.
    counts : sequence, length people, optional
        How many like ballots each row stands for.

    Returns
    -------
    RankedVote
        Pairs and points side by side: where they differ, a note says so, and the rules must have said before which counts.

    Raises
    ------
    FaultyInput
        Places that are no whole numbers from 1, people or options that occur twice, ballots without any place.

    Notes
    -----
    With :math:`d_{ij}` the people who rank i above j, i beats j if :math:`d_{ij} > d_{ji}`. Schulze's strength of a path is its
    weakest majority (by the votes for it; of two with as many, the one with fewer against is stronger), :math:`p_{ij}` that of
    the strongest path, and i comes before j if :math:`p_{ij} > p_{ji}`. Borda's points of an option are those ranked below it
    and half of those beside it; options that were not ranked share the last places.

    References
    ----------
    Schulze, M. (2011). A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
    method. Social Choice and Welfare 36, 267-303. Borda, J.-C. de (1784). Mémoire sur les élections au scrutin. Copeland, A. H.
    (1951). A reasonable social welfare function. University of Michigan.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ballots = pd.DataFrame([[1, 2, 3], [3, 1, 2]], columns=["A", "B", "C"])
    >>> found = gm.collaboration.ranked_vote(ballots, counts=[66, 34])
    >>> found.condorcet_winner, found.borda_winners
    ('A', ('B',))
    """
    wanted(ballots=(ballots, TABLE), completion=(completion, _COMPLETION), by=(by, COLUMN)).raise_all()
    frame = ballots_of(ballots, by, "ballots", None, "give places: whole numbers from 1")
    _check_places(frame)
    weights = counts_of(counts, frame)
    places = frame.rank(
        axis=1, method="min", na_option="bottom"
    ).to_numpy()  # what is not ranked is last, together
    d = _pairs(places, weights.to_numpy())
    strength = _strongest_paths(d) if completion == "schulze" else _copeland(d)
    before = (strength > strength.T).sum(axis=0)
    points = (d + (weights.sum() - d - d.T) / 2 * ~np.eye(len(d), dtype=bool)).sum(axis=1)
    order = _order(
        frame.columns, d, before, points, (places == 1) & frame.notna().to_numpy(), weights.to_numpy()
    )
    beats = d > d.T
    condorcet = np.flatnonzero(beats.sum(axis=1) == len(d) - 1)
    winner = frame.columns[condorcet[0]] if len(condorcet) else None
    first = tuple(frame.columns[before == before.min()])
    borda = tuple(frame.columns[points >= points.max() - 1e-9])
    return RankedVote(
        order, pd.DataFrame(d, frame.columns, frame.columns).astype(int), winner, tuple(frame.columns[_smith(beats)]), first,
        borda, completion, int(weights.sum()), tuple(_notes(frame, weights, first, borda)),
    )  # fmt: skip


def _check_places(frame: pd.DataFrame) -> None:
    values = frame.to_numpy()
    with np.errstate(invalid="ignore"):
        wrong = ~np.isnan(values) & ((values < 1) | (values != np.floor(values)))

    def fault(at: list[int]) -> Fault:
        place = place_of(frame.index[at[0]], frame.columns[at[1]])
        return Fault(place, "is {value:g}", "give places: whole numbers from 1", value=values[at[0], at[1]])

    faults = Faults(each(np.argwhere(wrong).tolist(), fault))
    empty = frame.index[frame.isna().all(axis=1)]
    faults += each(
        empty, lambda one: Fault(place_of(one), "ranks nothing", "leave the ballot out: it was not cast")
    )
    faults.raise_all()


def _pairs(places: Array, weights: Array) -> Array:
    """Return how many prefer each option to each other."""
    return np.array(
        [weights @ (places[:, [i]] < places) for i in range(places.shape[1])]
    )  # no array of all at once


def _strongest_paths(d: Array) -> Array:
    """Return the strengths of the strongest paths, as ranks (Schulze 2011, section 2.3), by winning votes (2.1, example 3).

    Of two majorities with as many votes for them the one with fewer against is stronger.
    """
    links = np.stack([d, -d.T], axis=-1).reshape(-1, 2)
    ranks = np.unique(links, axis=0, return_inverse=True)[1].reshape(d.shape) + 1.0
    p = np.where(d > d.T, ranks, 0.0)
    for k in range(len(p)):
        p = np.maximum(p, np.minimum(p[:, [k]], p[[k], :]))
    np.fill_diagonal(p, 0.0)
    return p


def _copeland(d: Array) -> Array:
    """Return wins less losses of each option, in every column of its row."""
    score = (d > d.T).sum(axis=1) - (d < d.T).sum(axis=1)
    return np.repeat(score[:, None], len(d), axis=1).astype(float)


def _smith(beats: Bools) -> Bools:
    """Return the smallest set whose members beat everybody outside it."""
    reach: Any = ~beats.T  # i is not beaten by j: i reaches j
    for k in range(len(reach)):
        reach = reach | (reach[:, [k]] & reach[[k], :])
    found: Bools = reach.all(axis=1)
    return found


def _order(
    options: pd.Index, d: Array, before: Array, points: Array, first: Bools, weights: Array
) -> pd.DataFrame:
    off = ~np.eye(len(d), dtype=bool)
    table = pd.DataFrame(
        {
            "rank": pd.Series(before).rank(method="min").to_numpy().astype(int),
            "wins": (d > d.T).sum(axis=1), "ties": ((d == d.T) & off).sum(axis=1), "losses": (d < d.T).sum(axis=1),
            "borda": points, "borda_rank": pd.Series(points).round(9).rank(ascending=False, method="min").to_numpy().astype(int),
            "first_places": (first * weights[:, None]).sum(axis=0).astype(int),
        },
        index=options,
    )  # fmt: skip
    return table.sort_values(["rank", "borda_rank"], kind="stable")


def _notes(
    frame: pd.DataFrame, weights: pd.Series, first: tuple[Any, ...], borda: tuple[Any, ...]
) -> list[Note]:
    notes = []
    if set(first) != set(borda):
        told = "pairs and points put others first ({pairs:5}; {points:5}): the rule must have been said before the vote"
        notes.append(Note(told, pairs=[str(name) for name in first], points=[str(name) for name in borda]))
    partly = int(weights[frame.isna().any(axis=1)].sum())
    if partly:
        told = "{n:# ballot ranks|# ballots rank} some options only; the others are last there, together"
        notes.append(Note(told, n=partly))
    if len(first) > 1:
        notes.append(
            Note(
                "the first places tie; nothing was drawn by lot: {names:5}",
                names=[str(name) for name in first],
            )
        )
    return notes
