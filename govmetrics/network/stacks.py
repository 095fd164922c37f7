"""The communities of a network as arrays: those of like sizes in one stack, the smaller padded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.numerics.arrays import Array, Bools, Ints


@dataclass(frozen=True, eq=False)
class Stack:
    """Some communities, side by side.

    Attributes
    ----------
    places : array, shape (communities,)
        Which they are.
    n : array, shape (communities,)
        How many actors each has; rows and columns behind them are padding.
    weights : array, shape (communities, actors, actors)
        Of the ties; zero where there is none, where it is not known, on the diagonal and in the padding.
    known : array of bool, same shape
        Whether it is known; never on the diagonal or in the padding.
    answered : array of bool, shape (communities, actors)
    """

    places: Ints
    n: Ints
    weights: Array
    known: Bools
    answered: Bools


def stacks_of(net: Any) -> tuple[Stack, ...]:
    """Return the stacks; a community shares one with others of at least two thirds of its size."""
    place, seat = net._row
    sizes = np.bincount(place)
    steps = np.ceil(np.log(np.maximum(sizes, 2)) / np.log(1.25)).astype(int)
    ties = net.ties
    of_tie = net.communities.get_indexer(pd.Index(ties["community"]))
    seats = pd.Series(seat, net.actors.index)
    ends = [seats.reindex(pd.MultiIndex.from_arrays([ties["community"], ties[end]])).to_numpy(dtype=np.intp)
            for end in ("sender", "receiver")]  # fmt: skip
    return tuple(_stack(net, np.flatnonzero(steps == step), sizes, of_tie, ends) for step in np.unique(steps))


def _stack(net: Any, places: Ints, sizes: Ints, of_tie: Ints, ends: list[Ints]) -> Stack:
    n = sizes[places]
    most = int(n.max())
    row_of = np.full(len(sizes), -1)
    row_of[places] = np.arange(len(places))
    answered = np.zeros((len(places), most), dtype=bool)
    place, seat = net._row
    mine = row_of[place] >= 0
    answered[row_of[place[mine]], seat[mine]] = net.answered.to_numpy()[mine]
    there = np.arange(most) < n[:, None]
    known = answered[:, :, None] & there[:, None, :] & ~np.eye(most, dtype=bool)
    weights = np.zeros(known.shape)
    mine = row_of[of_tie] >= 0
    at = (row_of[of_tie[mine]], ends[0][mine], ends[1][mine])
    given = net.ties["weight"].to_numpy()[mine]
    weights[at] = np.nan_to_num(given)
    known[at] = ~np.isnan(given)
    if not net.directed:
        weights = np.maximum(weights, weights.swapaxes(1, 2))
        known |= known.swapaxes(1, 2)
    return Stack(places.astype(np.intp), n.astype(np.intp), weights, known, answered)
