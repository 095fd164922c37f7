"""Pairwise judgements: what keeps a matrix from being one, and reciprocals as people type them (.33 for 1/3).

What rounding took is given back, by one rule at every door.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

Checked = tuple[Array, list[Fault], tuple[Note, ...]]

_LARGEST = 1e100  # beyond it ratios of ratios leave the range of numbers
_CHUNK_CELLS = 60_000  # what stays in a core's cache

WHOLE = {
    shown / 10**digits: float(k)
    for digits in range(2, 7)
    for k in range(2, 10)
    for shown in (10**digits // k, 10**digits // k + 1)
    if shown * k != 10**digits and abs(shown - 10**digits / k) <= 0.5
} | {0.3: 3.0}
"""What 1/2 to 1/9 become when they are typed with two to six decimals (1/8 with two is .12 or .13), and the whole numbers.

With one decimal .2 is 1/5, .3 can only be 1/3, and .1 may be any of 1/7 to 1/10: it stays what it is, which a note says.
"""
_TEN = 10.0


def checked(stack: Array, place: Callable[[int], str], labels: Sequence[object]) -> Checked:
    """Return judgements with exact reciprocals, everything that keeps them from being judgements, and what was restored.

    Parameters
    ----------
    stack : (k, n, n) array
        NaN = not asked.
    place : function of the matrix's position to str
        How a fault or a note names the matrix.
    labels : sequence of length n
        What is compared.
    """
    reciprocal, whole = _exact(stack)
    if whole:
        return stack, [], _tenths(stack, place, labels)
    faults = [] if reciprocal else _pairwise_faults(stack, place, labels)
    if faults:
        return stack, faults, ()
    exact, notes = restored(stack, place, labels, reciprocal)
    return exact, [], (*notes, *_tenths(exact, place, labels))


def _exact(stack: Array) -> tuple[bool, bool]:
    """Tell whether all judgements were made and are exactly reciprocal, and whether they are whole numbers besides.

    Nothing is wrong with either; nearly all that are typed are the second, and what is computed of them the first.
    """
    size = max(1, _CHUNK_CELLS // stack[0].size)
    whole = True
    for start in range(0, len(stack), size):
        part = stack[start : start + size]
        if not (part.min() > 0 and part.max() < _LARGEST):
            return False, False
        mirror = part.transpose(0, 2, 1)
        if not (np.abs(part * mirror - 1) <= 1e-9).all():
            return False, False
        if whole:
            larger = np.maximum(part, mirror)
            whole = bool((larger == np.rint(larger)).all())
    return True, whole


def _tenths(stack: Array, place: Callable[[int], str], labels: Sequence[object]) -> tuple[Note, ...]:
    """Return a note of the judgements of 1/10 that are alone beyond Saaty's scale: they may be .11 with one decimal."""
    if np.fmax.reduce(stack, axis=None) != _TEN:
        return ()
    found = np.argwhere(stack == 1 / _TEN).tolist()
    told = [Text("{place}, {first} : {second}", place=place(e), first=str(labels[i]), second=str(labels[j]))
            for e, i, j in found[:_SHOWN]]  # fmt: skip
    template = (
        "{count:# judgement|# judgements} of .1 stand for 1/10, while all others are on a scale of 1 to 9; where 1/9 is "
        "meant, write .11 or 1/9: {judgements}"
    )
    return (Note(template, count=len(found), judgements=told),) if found else ()


def restored(
    stack: Array, place: Callable[[int], str], labels: Sequence[object], reciprocal: bool = False
) -> tuple[Array, tuple[Note, ...]]:
    """Return judgements that are reciprocal up to rounding as exactly reciprocal ones, and a note of what was restored.

    Of two sides that differ by rounding the one above 1 stays, and the other becomes its reciprocal. Where both
    agree, or one was typed alone, a side below 1 that is 1/2 to 1/9 with two to six decimals (or .3) means that fraction.

    Parameters
    ----------
    stack : (k, n, n) array
        Pairwise judgements without faults, NaN = not asked.
    place : function of the matrix's position to str
        How a note names the matrix.
    labels : sequence of length n
        What is compared.
    reciprocal : bool
        Whether all are known to be exactly reciprocal: only what was typed alone is looked for then.

    Examples
    --------
    >>> stack, notes = restored(np.array([[[1, 8], [0.12, 1]], [[1, 0.33], [1 / 0.33, 1]]]), str, ["a", "b"])
    >>> stack[:, 0, 1].round(4).tolist(), stack[:, 1, 0].tolist()
    ([8.0, 0.3333], [0.125, 3.0])
    >>> print(*notes)
    2 rounded reciprocals are taken as exact, such as 0, b : a 0.12 as 1/8, 1, a : b 0.33 as 1/3
    """
    mirror = stack.transpose(0, 2, 1)
    with np.errstate(invalid="ignore"):
        millionths = stack * 10**6
        doubtful = np.abs(millionths - np.rint(millionths)) < 1e-6  # no more than six decimals
        off = np.zeros_like(doubtful) if reciprocal else np.abs(stack * mirror - 1) > 1e-9
        doubtful |= off
        doubtful &= stack < mirror
    if not doubtful.any():
        return stack, ()
    rounded = off[doubtful] | np.isin(stack[doubtful], _TYPED)
    found = np.argwhere(doubtful)[rounded].tolist()
    if not found:
        return stack, ()
    fixed = stack.copy()
    told: list[Text] = []
    for e, i, j in found:
        given = float(stack[e, i, j])
        larger = float(stack[e, j, i]) if off[e, i, j] else WHOLE[given]
        fixed[e, i, j], fixed[e, j, i] = 1 / larger, larger
        if len(told) < _SHOWN:
            told.append(Text("{place}, {first} : {second} {given:g} as 1/{larger:g}", place=place(e), given=given,
                             first=str(labels[i]), second=str(labels[j]), larger=larger))  # fmt: skip
    template = (
        "{count:# rounded reciprocal is|# rounded reciprocals are} taken as exact, such as {judgements}"
    )
    return fixed, (Note(template, count=len(found), judgements=told),)


_SHOWN = 5
_TYPED = np.array(list(WHOLE))


def are_reciprocal(given: Any, back: Any) -> Any:
    """Tell whether two sides of a judgement are reciprocal, up to what rounding the smaller to two decimals explains.

    Examples
    --------
    >>> [bool(are_reciprocal(3.0, back)) for back in (1 / 3, 0.33, 0.3, 0.4)]
    [True, True, True, False]
    """
    larger, smaller = np.maximum(given, back), np.minimum(given, back)
    near = np.abs(larger * smaller - 1) <= np.minimum(0.05, 0.005 * larger) + 1e-9
    return near | ((smaller == 0.3) & (larger == WHOLE[0.3]))


def _pairwise_faults(stack: Array, place: Callable[[int], str], labels: Sequence[object]) -> list[Fault]:
    """Return everything that keeps the matrices of a stack from being pairwise judgements."""
    with np.errstate(invalid="ignore", over="ignore"):  # what is not finite is named below
        product = stack * stack.transpose(0, 2, 1)
        if (stack > 0).all() and (stack < _LARGEST).all() and (np.abs(product - 1) <= 1e-9).all():
            return []
        usable = (stack > 1 / _LARGEST) & (stack < _LARGEST)
        reciprocal = are_reciprocal(stack, stack.transpose(0, 2, 1))
    asked = ~np.isnan(stack)
    n = stack.shape[1]
    wrong = np.where(asked, ~usable, asked.transpose(0, 2, 1))  # half-filled: its mirror was asked
    wrong |= usable & usable.transpose(0, 2, 1) & ~reciprocal
    wrong[:, range(n), range(n)] = np.abs(stack[:, range(n), range(n)] - 1) > 1e-9
    wrong[:, range(n), range(n)] |= ~asked[:, range(n), range(n)]
    wrong |= wrong.transpose(0, 2, 1)
    return [
        _pair_fault(stack[e], i, j, place(e), labels) for e, i, j in np.argwhere(wrong).tolist() if i <= j
    ]


def _pair_fault(matrix: Array, i: int, j: int, place: str, labels: Sequence[object]) -> Fault:
    given, mirror = float(matrix[i, j]), float(matrix[j, i])
    where = Text("{place}, {first} : {second}", place=place, first=str(labels[i]), second=str(labels[j]))
    if i == j:
        return Fault(where, "the diagonal is {given:g}", "whatever is compared with itself is 1", given=given)
    if np.isnan(given) or np.isnan(mirror):
        problem, way_out = (
            "half-filled: {given:g} and back {back:g}",
            "fill both, or leave both NaN for not asked",
        )
    elif not (0 < given < _LARGEST and 0 < mirror < _LARGEST):
        problem = "not positive, or beyond any scale: {given:g} and back {back:g}"
        way_out = "a judgement is a positive ratio such as 3 or 1/3"
    else:
        problem, way_out = "not reciprocal: {given:g} and back {back:g}", "expected {mirror:.4g} back"
    return Fault(where, problem, way_out, given=given, back=mirror, mirror=1 / given if given else np.inf)
