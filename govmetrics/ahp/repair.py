"""An opt-in repair of inconsistent judgements that changes as little as possible and logs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.ask_again import (
    asked_pairs,
    checkable_pairs,
    log_bound,
    optimal_values,
    pair_frame,
    ratios_of,
    single_matrix,
)
from govmetrics.ahp.consistency import Table, passes
from govmetrics.ahp.incomplete import eigenvalue_optimal
from govmetrics.ahp.kinds import LIMIT, SCALE_END
from govmetrics.ahp.matrices import Matrix
from govmetrics.ahp.random_index import RANDOM_INDEX
from govmetrics.core.errors import Faults, UnsuitableMethod
from govmetrics.core.memory import memory_faults
from govmetrics.core.options import optional
from govmetrics.core.result import Result
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.eigenvectors import perron

_POOL = 60  # judgements worth changing: all of them up to n = 11
_BEAM = 5  # sets of two and more judgements kept when one more is added
_ROUNDS = 10


@dataclass(frozen=True, eq=False)
class Repair(Result):
    """A matrix that passes, and what was changed to get there.

    Attributes
    ----------
    matrix : DataFrame or (n, n) array
        As given, but for `changes`.
    changes : DataFrame
        first, second, given, repaired: one row per changed judgement (its reciprocal changes with it).
    consistency_ratio_before, consistency_ratio_after : float
    max_consistency_ratio : float
        The limit that was asked for.

    See Also
    --------
    repair
    """

    matrix: pd.DataFrame | Array
    changes: pd.DataFrame
    consistency_ratio_before: float
    consistency_ratio_after: float
    max_consistency_ratio: float

    _shown: ClassVar = {"changes": "Judgements changed"}

    _cites: ClassVar = ("bozoki2015",)

    def _method(self) -> tuple[Text, ...]:
        line = "As few judgements as possible were changed, and these as little as possible, until CR is at most {limit:g}."
        return (Text(line, limit=self.max_consistency_ratio),)

    def to_frame(self) -> pd.DataFrame:
        """Return the log of changes."""
        return self.changes.copy()

    def _finding(self) -> tuple[Text, ...]:
        """Return what was changed."""
        changes = [
            Text("{first} : {second} {given:.4g} → {repaired:.4g}",
                 first=str(r.first), second=str(r.second), given=r.given, repaired=r.repaired)
            for r in self.changes.itertuples()
        ]  # fmt: skip
        before, after = self.consistency_ratio_before, self.consistency_ratio_after
        if not changes:
            return (Text("No judgement had to be changed: CR = {before:.4f}.", before=before),)
        return (
            Text("{count:# judgement was|# judgements were} changed ({changes}); CR was {before:.4f} and is now {after:.4f}.",
                 count=len(changes), changes=changes, before=before, after=after),
        )  # fmt: skip


def repair(
    matrix: Matrix,
    max_consistency_ratio: float = 0.1,
    random_index: Table = "Saaty 1980",
    max_ratio: float | None = 9,
) -> Repair:
    """Change as little as possible until the consistency ratio meets the limit, and log it.

    As few judgements as possible are changed; among equally few, those that need to move least (the sum
    of the absolute values of ln(repaired / given)); and none further than the limit asks. Single judgements
    are always all tried, and all pairs up to 11 elements; larger sets grow from the best smaller ones. Use it
    only where the expert cannot be asked again, and publish the log.

    Parameters
    ----------
    matrix : DataFrame or (n, n) array
        NaN = not asked (and stays so).
    max_consistency_ratio : float
        The limit.
    random_index : str
        Table of the consistency ratio.
    max_ratio : float or None
        Bound on changed judgements, as in `revisions`.

    Returns
    -------
    Repair

    Raises
    ------
    FaultyInput
        Not one pairwise matrix, or a limit that is not a number above 0.
    UnsuitableMethod
        The limit cannot be met within `max_ratio`, or not without changing more than half of the judgements
        (or 60): that would no longer be this expert's opinion.

    References
    ----------
    Bozóki, S., Fülöp, J. and Poesz, A. (2015). On reducing inconsistency of pairwise comparison matrices
    below an acceptance threshold. Central European Journal of Operations Research 23, 849-866.

    Examples
    --------
    >>> found = repair([[1, 2, 1 / 6], [1 / 2, 1, 3], [6, 1 / 3, 1]])
    >>> len(found.changes), round(found.consistency_ratio_after, 3)
    (1, 0.1)
    """
    given = single_matrix(matrix, max_consistency_ratio=(max_consistency_ratio, LIMIT),
                    random_index=(random_index, RANDOM_INDEX), max_ratio=(max_ratio, optional(SCALE_END)))  # fmt: skip
    a, missing = given.stack[0], int(given.missing[0])
    way_out = "ask the expert again about the judgements that `revisions` names"
    Faults(memory_faults("matrix", 40.0 * len(asked_pairs(a)[0]) * a.size, way_out)).raise_all()
    before = float(ratios_of(a[None], len(a), missing, random_index)[0])
    repaired = a
    if not passes(np.array(before), max_consistency_ratio):
        repaired = least_change(a, max_consistency_ratio, missing, random_index, log_bound(a, max_ratio))
    after = float(ratios_of(repaired[None], len(a), missing, random_index)[0])
    i, j = asked_pairs(a)
    moved = repaired[i, j] != a[i, j]
    i, j = i[moved], j[moved]
    changes = pair_frame(given, i, j, a, repaired=repaired[i, j])
    labelled = repaired.copy() if given.labels is None else pd.DataFrame(repaired, given.labels, given.labels)
    return Repair(labelled, changes, before, after, max_consistency_ratio)


def least_change(a: Array, limit: float, missing: int, table: Table, bound: float) -> Array:
    """Return the matrix with the fewest, then least, changes that meets the limit."""
    n = len(a)
    first, second = checkable_pairs(a)
    changed = np.repeat(a[None], first.size, axis=0)
    rows, fitting = np.arange(first.size), optimal_values(a, first, second, bound)
    changed[rows, first, second], changed[rows, second, first] = fitting, 1 / fitting
    sets = np.arange(first.size)[:, None]
    while True:
        ratios = ratios_of(changed, n, missing, table)
        enough = passes(ratios, limit)
        if enough.any():
            return _shortest(a, changed[enough], limit, missing, table)
        order = np.argsort(ratios.round(12), kind="stable")
        size = sets.shape[1]
        if size == 1:
            pool = order[:_POOL]
        if size >= min(pool.size, max(2, first.size // 2)):
            raise UnsuitableMethod("matrix", "the consistency ratio stays at {ratio:.4g} after {count:# change|# changes}",
                      "ask the expert again, or allow a larger `max_ratio`", ratio=ratios.min(), count=size)  # fmt: skip
        best = pool if size == 1 else order[:_BEAM]
        grown = [np.append(sets[b], p) for b in best for p in pool if p not in sets[b]]
        sets = np.unique(np.sort(np.array(grown), axis=1), axis=0)
        changed = _balanced_sets(a, first[sets], second[sets], bound)


def _balanced_sets(a: Array, i: Ints, j: Ints, bound: float) -> Array:
    """For every row of pairs (sets, size): the matrix with those pairs near their least eigenvalue.

    There the derivative along each pair is zero: u_i a_ij v_j = u_j a_ji v_i with the left and right
    eigenvectors u, v. Going round solves it, within `bound`; the best round is kept.
    """
    rows, gaps = np.arange(len(i))[:, None], np.isnan(a)
    chosen = np.zeros((len(i), *a.shape), dtype=bool)
    chosen[rows, i, j] = chosen[rows, j, i] = True
    stack = np.repeat(eigenvalue_optimal(a[None]), len(i), axis=0)
    best, least = stack, np.full(len(i), np.inf)
    for _ in range(_ROUNDS):
        value, v = perron(stack)
        better = value < least
        best = np.where(better[:, None, None], stack, best)
        least = np.where(better, value, least)
        root = np.sqrt(v / perron(stack.transpose(0, 2, 1))[1])
        balance = root[:, :, None] / root[:, None, :]
        bounded = np.clip(balance, np.exp(-bound), np.exp(bound))
        stack = np.where(chosen, bounded, np.where(gaps, balance, stack))
    return np.where(gaps, np.nan, best)


def _shortest(a: Array, changed: Array, limit: float, missing: int, table: Table) -> Array:
    """Go from the given matrix towards each candidate only as far as the limit asks; return the nearest.

    The eigenvalue is convex along the way, so the first point that passes is found by bisection.
    """
    n = len(a)
    start, way = np.log(a), np.log(changed) - np.log(a)
    low, high = np.zeros(len(changed)), np.ones(len(changed))
    for _ in range(32):
        middle = (low + high) / 2
        trial = np.exp(start + middle[:, None, None] * way)
        good = ratios_of(trial, n, missing, table) <= limit
        low, high = np.where(good, low, middle), np.where(good, middle, high)
    distance = high * np.nansum(np.abs(way), axis=(1, 2))
    best = int(np.argmin(distance.round(12)))
    moved = np.triu(np.abs(way[best]) > 1e-12)
    repaired = np.where(moved, np.exp(start + high[best] * way[best]), a)
    return np.where(moved.T, 1 / repaired.T, repaired)
