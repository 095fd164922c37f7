"""The smallest sets of prime implicants that hold all rows: every one of them.

They are enumerated by branch and bound, with one term more until there is a cover. Terms that hold the same rows are
interchangeable, so that classes of terms are searched and not terms. Where the search is ended before it met a cover, an integer
program gives one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Bools

STEPS = 100_000
"""So many branches are looked at before the search says that there may be more."""
MOST_COMPARED = 4_000
"""Rows of a chart that are compared with each other."""


@dataclass(frozen=True)
class Covers:
    """The smallest covers of a chart.

    Parameters
    ----------
    found : tuple of tuple of int
        Of each the places of its terms, ascending.
    count : int
        How many there are, listed or not.
    complete : bool
        Whether the search came to its end, so that there are no others.
    """

    found: tuple[tuple[int, ...], ...]
    count: int
    complete: bool


def smallest_covers(chart: Bools, most: int, steps: int = STEPS) -> Covers:
    """Return every set of as few terms as possible that holds all rows.

    Rows that are held wherever another one is are left out, and what is left is searched part by part, where no term holds rows
    of two parts.

    Parameters
    ----------
    chart : ndarray of bool, shape (terms, rows)
        Each row is held by one term at least.
    most : int
        So many covers are listed; the others are counted.
    steps : int
        So many branches are looked at in each part.
    """
    deciding = chart[:, _deciding(chart)]
    kinds: dict[int, list[int]] = {}
    for place, row in enumerate(np.packbits(deciding, axis=1)):
        kinds.setdefault(int.from_bytes(row.tobytes(), "big"), []).append(place)
    kinds.pop(0, None)
    parts = [_of_part(part, steps) for part in _parts(list(kinds))]
    counts = [sum(prod(len(kinds[mask]) for mask in one) for one in found) for found, _ in parts]
    listed = (
        tuple(sorted(choice))
        for together in product(*(found for found, _ in parts))
        for choice in product(*(kinds[mask] for one in together for mask in one))
    )
    return Covers(tuple(sorted(islice(listed, most))), prod(counts), all(whole for _, whole in parts))


def _deciding(chart: Bools) -> np.ndarray:
    """Return the places of rows of which no other row is held by fewer of the same terms: whoever holds these holds all."""
    _, first = np.unique(chart, axis=1, return_index=True)
    if len(first) > MOST_COMPARED:
        return np.sort(first)
    rows = chart[:, np.sort(first)].astype(np.float32)
    size = rows.sum(axis=0)
    inside = (rows.T @ rows) == size[:, None]  # one is held only where the other one is
    np.fill_diagonal(inside, False)
    return np.asarray(np.sort(first)[~inside.any(axis=0)])


def _parts(masks: list[int]) -> list[list[int]]:
    """Return the masks of terms in groups that have no row in common."""
    groups: list[tuple[int, list[int]]] = []
    for mask in masks:
        met = [one for one in groups if one[0] & mask]
        groups = [one for one in groups if not one[0] & mask]
        groups.append(
            (mask | _union(rows for rows, _ in met), [at for _, held in met for at in held] + [mask])
        )
    return [held for _, held in groups]


def _of_part(masks: list[int], steps: int) -> tuple[list[tuple[int, ...]], bool]:
    """Return the smallest covers of one part, as masks, and whether the search came to its end."""
    full = _union(masks)
    search = _Search(masks, full, steps)
    size = search.least()
    while not search.found and not search.stopped:  # one term more, until there is a cover
        search.go(full, size, (), (1 << len(masks)) - 1)
        size += 1
    if search.stopped and not search.found:
        search.found = [_least(masks, full.bit_length())]
    return [tuple(masks[at] for at in one) for one in search.found], not search.stopped


def _least(masks: list[int], rows: int) -> tuple[int, ...]:
    """Return the places of terms of one smallest cover, by an integer program."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    bits = np.array([[mask >> place & 1 for place in range(rows)] for mask in masks], dtype=float).T
    bits = np.unique(bits[bits.any(axis=1)], axis=0)
    ones = np.ones(len(masks))
    rule = LinearConstraint(bits, 1, np.inf)
    found: Any = milp(ones, integrality=np.ones(len(masks), dtype=int), bounds=Bounds(0, 1), constraints=rule)
    return tuple(np.flatnonzero(found.x > 0.5).tolist())


class _Search:
    """Enumerates covers of a given size; of the terms tried before none comes again, so that each cover comes once."""

    def __init__(self, masks: list[int], full: int, steps: int) -> None:
        self.masks, self.full, self.most = masks, full, steps
        self.rows = list(_ones(full))
        self.holders = {
            row: sum(1 << at for at, mask in enumerate(masks) if mask >> row & 1) for row in self.rows
        }
        self.beside = {row: _union(masks[at] for at in _ones(self.holders[row])) for row in self.rows}
        self.rows.sort(key=lambda row: self.beside[row].bit_count())
        self.found: list[tuple[int, ...]] = []
        self.steps, self.stopped = 0, False

    def least(self) -> int:
        """Return a number of terms that are needed at least."""
        return self._needed(self.full, len(self.masks))

    def go(self, open_: int, left: int, chosen: tuple[int, ...], free: int) -> None:
        """Go through the covers of the open rows by `left` more of the free terms."""
        self.steps += 1
        self.stopped = self.stopped or self.steps > self.most
        if self.stopped or self._needed(open_, left) > left:
            return
        among, fewest = free, len(self.masks) + 1
        for row in self.rows:
            if open_ >> row & 1:
                holders = self.holders[row] & free
                if holders.bit_count() < fewest:  # the row that fewest terms hold decides first
                    fewest, among = holders.bit_count(), holders
                    if not fewest:
                        return
        for at in _ones(among):
            rest = open_ & ~self.masks[at]
            if not rest:
                self.found.append((*chosen, at))
            elif left > 1:
                free &= ~(1 << at)
                if left == 2:
                    self._last(rest, (*chosen, at), free)
                else:
                    self.go(rest, left - 1, (*chosen, at), free)

    def _last(self, open_: int, chosen: tuple[int, ...], free: int) -> None:
        """Add the covers that one more term completes: one that holds all open rows."""
        self.steps += 1
        for row in self.rows:
            if open_ >> row & 1:
                free &= self.holders[row]
                if not free:
                    return
        self.found += [(*chosen, at) for at in _ones(free)]

    def _needed(self, open_: int, left: int) -> int:
        """Return a number of terms that are needed at least: rows of which no term holds two need one each."""
        count, met = 0, 0
        for row in self.rows:
            if open_ >> row & 1 and not met >> row & 1:
                count += 1
                met |= self.beside[row]
                if count > left:
                    break
        return count


def _ones(mask: int) -> Iterator[int]:
    """Yield the places of the ones of a mask."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
