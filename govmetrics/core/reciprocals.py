"""Reciprocals as people type them: .33 for 1/3. What rounding took is given back, by one rule at every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

WHOLE = {
    shown / 10**digits: float(k)
    for digits in range(2, 7)
    for k in range(2, 10)
    for shown in (10**digits // k, 10**digits // k + 1)
    if shown * k != 10**digits and abs(shown - 10**digits / k) <= 0.5
}
"""What 1/2 to 1/9 become when they are typed with two to six decimals (1/8 with two is .12 or .13), and the whole numbers."""


def restored(
    stack: Array, place: Callable[[int], str], labels: Sequence[object]
) -> tuple[Array, tuple[Note, ...]]:
    """Return judgements that are reciprocal up to rounding as exactly reciprocal ones, and a note of what was restored.

    Of two sides that differ by rounding the one above 1 stays, and the other becomes its reciprocal. Where both
    agree, or one was typed alone, a side below 1 that is 1/2 to 1/9 with two to six decimals means that fraction.

    Parameters
    ----------
    stack : (k, n, n) array
        Pairwise judgements without faults, NaN = not asked.
    place : function of the matrix's position to str
        How a note names the matrix.
    labels : sequence of length n
        What is compared.

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
        off = np.abs(stack * mirror - 1) > 1e-9
        typed = np.isin(stack, _TYPED) & ~off
        smaller = (off & (stack < mirror)) | (typed & (stack < 1))
    found = np.argwhere(smaller).tolist()
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
