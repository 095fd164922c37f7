"""The smallest sets of prime implicants that hold all rows: every one of them.

The least number of terms is that of an integer program; the covers of that size are then enumerated by branch and bound. Terms
that hold the same rows are interchangeable, so that classes of terms are searched and not terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Bools

STEPS = 200_000
"""So many branches are looked at before the search says that there may be more."""


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


def smallest_covers(chart: Bools, most: int) -> Covers:
    """Return every set of as few terms as possible that holds all rows.

    Parameters
    ----------
    chart : ndarray of bool, shape (terms, rows)
        Each row is held by one term at least.
    most : int
        So many covers are listed; the others are counted.
    """
    masks = [int.from_bytes(np.packbits(row).tobytes(), "big") for row in chart]
    kinds: dict[int, list[int]] = {}
    for place, mask in enumerate(masks):
        kinds.setdefault(mask, []).append(place)
    kinds.pop(0, None)
    distinct = list(kinds)
    full = _union(distinct)
    first = _least(distinct, full.bit_length())
    search = _Search(distinct, full)
    search.go(0, len(first), (), frozenset())
    if not search.found:  # the search was ended before it met one
        search.found.append(first)
    count = sum(prod(len(kinds[distinct[at]]) for at in one) for one in search.found)
    listed = (
        tuple(sorted(choice))
        for one in search.found
        for choice in product(*(kinds[distinct[at]] for at in one))
    )
    return Covers(tuple(sorted(islice(listed, most))), count, not search.stopped)


def _least(masks: list[int], rows: int) -> tuple[int, ...]:
    """Return the places of terms of one smallest cover, by an integer program."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    bits = np.array([[mask >> place & 1 for place in range(rows)] for mask in masks], dtype=float).T
    bits = np.unique(bits[bits.any(axis=1)], axis=0)
    if not len(bits):
        return ()
    ones = np.ones(len(masks))
    rule = LinearConstraint(bits, 1, np.inf)
    found: Any = milp(ones, integrality=np.ones(len(masks), dtype=int), bounds=Bounds(0, 1), constraints=rule)
    return tuple(np.flatnonzero(found.x > 0.5).tolist())


class _Search:
    """Enumerates covers of exactly the least size; of the places tried before none comes again, so that each comes once."""

    def __init__(self, masks: list[int], full: int) -> None:
        self.masks, self.full = masks, full
        bits = [1 << place for place in range(full.bit_length()) if full >> place & 1]
        self.by_bit = {bit: [at for at, mask in enumerate(masks) if mask & bit] for bit in bits}
        self.bits = sorted(
            bits, key=lambda bit: len(self.by_bit[bit])
        )  # rows that few terms hold decide first
        self.beside = {bit: _union(masks[at] for at in self.by_bit[bit]) for bit in bits}
        self.found: list[tuple[int, ...]] = []
        self.steps, self.stopped = 0, False

    def go(self, held: int, left: int, chosen: tuple[int, ...], barred: frozenset[int]) -> None:
        """Go through the covers that begin with `chosen`, without what is barred."""
        self.steps += 1
        if self.steps > STEPS:
            self.stopped = True
            return
        if held == self.full:
            self.found.append(chosen)
            return
        open_bits = [bit for bit in self.bits if not held & bit]
        if self.needed(open_bits, left) > left:
            return
        tried = set(barred)
        for at in self.by_bit[open_bits[0]]:
            if at not in tried:
                self.go(held | self.masks[at], left - 1, (*chosen, at), frozenset(tried))
                tried.add(at)

    def needed(self, open_bits: list[int], left: int) -> int:
        """Return a number of terms that are needed at least: rows of which no term holds two need one each."""
        count, met = 0, 0
        for bit in open_bits:
            if not met & bit:
                count += 1
                met |= self.beside[bit]
                if count > left:
                    break
        return count


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
