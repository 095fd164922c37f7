"""How many others each unit beats in most of three rankings, without all pairs. Arrays only.

Units stand in the order of the first ranking, and a block of m of them is compared with all before it, which are worse in
the first ranking, and all after it: a table counts these by where they lie among the block's values of the second and
the third ranking, and its sums tell how many of them are worse or better than each of the block in both. The n / m
tables take n + m**2 steps each, so that n units take n**1.5 where m is about the root of n.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govmetrics.numerics.arrays import Array, Ints


def majority_wins(scores: Array) -> Array:
    """Return over how many others each unit is better in two or three rows of scores (3, units), more being better.

    Two units that share a score in one of the rows do not count for each other.

    Examples
    --------
    >>> majority_wins(np.array([[3.0, 2, 1], [3, 1, 2], [1, 2, 2]])).tolist()
    [2.0, 0.0, 0.0]
    """
    order = np.argsort(scores[0], kind="stable")
    ranks = np.array([np.unique(row, return_inverse=True)[1] for row in scores])[:, order]
    wins = np.zeros(len(order))
    for block, before, after in _blocks(ranks[0]):
        found = _won_in_all(ranks[:, block])
        second, second_at = _classes(ranks[1], block)
        third, third_at = _classes(ranks[2], block)
        shape = second_at.max() + 2, third_at.max() + 2
        cells = second * shape[1] + third
        for some, worse in ((slice(0, before), True), (slice(after, None), False)):
            lower = np.zeros(
                (shape[0] + 1, shape[1] + 1), dtype=np.intp
            )  # [p, q]: in classes below p and below q
            lower[1:, 1:] = np.bincount(cells[some], minlength=shape[0] * shape[1]).reshape(shape)
            lower[:] = lower.cumsum(axis=0).cumsum(axis=1)
            found += lower[second_at, third_at]
            if worse:  # in the first ranking, so that one more is enough
                found += lower[second_at, -1] - lower[second_at, third_at + 1]
                found += lower[-1, third_at] - lower[second_at + 1, third_at]
        wins[order[block]] = found
    return wins


def _blocks(first: Ints) -> list[tuple[slice, int, int]]:
    """Return blocks of sorted ranks, and before and after which places all are worse, and better, than the whole block.

    Units of one rank stand in one block, or are so many that they make blocks of their own.
    """
    size = max(16, int(len(first) ** 0.5))
    ends = np.append(np.flatnonzero(np.diff(first)) + 1, len(first)).tolist()
    blocks, start = [], 0
    for k, end in enumerate(ends):
        before = ends[k - 1] if k else 0
        if end - before > size:
            if before > start:
                blocks.append((slice(start, before), start, before))
            blocks += [(slice(at, min(at + size, end)), before, end) for at in range(before, end, size)]
            start = end
        elif end - start >= size or end == len(first):
            blocks.append((slice(start, end), start, end))
            start = end
    return blocks


def _classes(ranks: Ints, block: slice) -> tuple[Ints, Ints]:
    """Return where all lie among the distinct ranks of a block, and where those of the block do.

    The first of these is class 1, the second 3; below the first lies 0, between them 2, and so on.
    """
    there = np.zeros(ranks.max() + 1, dtype=np.intp)
    there[ranks[block]] = 1
    found = (2 * there.cumsum() - there)[ranks]
    return found, found[block]


def _won_in_all(ranks: NDArray[np.intp]) -> Ints:
    """Return over how many others of a block (3, m) each is better in most, without equal ones."""
    here, others = ranks[:, :, None], ranks[:, None]
    better = (here > others).sum(axis=0) > 1
    return np.asarray((better & (here != others).all(axis=0)).sum(axis=1), dtype=np.intp)
