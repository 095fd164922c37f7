"""Notes about answers that look wrong; nothing is changed."""

from __future__ import annotations

import numpy as np

from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints

_OPPOSED = -0.2  # correlation with the first component from which an item looks turned round


def look_reversed(r: Array, names: list[str], n: float) -> list[Note]:
    """Return a note for each item that opposes the others in the first component of `r` (k, k).

    Such an item also correlates with the sum of the others below zero, by more than chance among `n`
    respondents; without that, unrelated items would be accused.
    """
    some = np.nonzero(~np.isnan(np.diagonal(r)))[0]
    if len(some) < 2:
        return []
    known = np.nan_to_num(r[np.ix_(some, some)])
    values, vectors = np.linalg.eigh(known)
    loading = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    with_majority = np.sign(loading).sum() or np.sign(loading.sum())
    loading = loading if with_majority >= 0 else -loading
    return [
        Note(
            "item {item} runs against the others (correlation {correlation:.2f} with their first component): "
            "was it meant to be reversed and not declared?",
            item=names[some[i]],
            correlation=loading[i],
        )
        for i in np.nonzero((loading < _OPPOSED) & (_with_rest(known) < -3 / np.sqrt(n)))[0]
    ]


def _with_rest(r: Array) -> Array:
    """Return each standardised item's correlation (k,) with the sum of the others."""
    others = r.sum(axis=0) - 1
    return np.asarray(others / np.sqrt(np.maximum(r.sum() - 2 * others - 1, 1e-12)))


_LEFT_OVER = (
    "item {item}: {count:# answer|# answers} such as {odd:g} far outside the others ({low:g} to {high:g}): a code for "
    "missing that was not declared?"
)


def left_over_codes(x: Array, names: list[str]) -> list[Note]:
    """Return a note for each item with whole numbers that stand apart from all others, such as a left-over 99.

    The middle third of all answers grows by every value that is not farther from it than twice its width. What is
    left outside is suspect: the tails of a distribution, however long, are no code for missing, and neither are
    fractions. An item mostly outside is on another scale.
    """
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    if high.max() - low.min() <= 12:  # no scale of answers has room for such a code
        return []
    pooled = np.concatenate([x[:20_000].ravel(), low, high])
    used, counts = np.unique(pooled[~np.isnan(pooled)], return_counts=True)
    inside = _main_run(used, counts)
    suspects = []
    for i in np.nonzero((low < inside[0]) | (high > inside[1]))[0]:
        odd = sorted({v for v in (low[i], high[i]) if not inside[0] <= v <= inside[1] and v == np.round(v)})
        count = int(((x[:, i] < inside[0]) | (x[:, i] > inside[1])).sum())
        if not odd or 2 * count > np.count_nonzero(~np.isnan(x[:, i])):
            continue
        suspects.append(
            Note(_LEFT_OVER, item=names[i], count=count, odd=odd[0], low=inside[0], high=inside[1])
        )
    return suspects


def negative_codes(x: Array, names: list[str]) -> list[Note]:
    """Return a note for each item of whole answers from 1 with a few below zero, such as an export's -3 for skipped.

    A few are at most two different ones that fewer than a fifth of the respondents have.
    """
    notes = []
    for i in np.flatnonzero(np.fmin.reduce(x) < 0):
        used, counts = np.unique(x[~np.isnan(x[:, i]), i], return_counts=True)
        below = used < 0
        whole = (used == np.round(used)).all()
        if (
            whole
            and (used[~below] >= 1).all()
            and below.sum() <= 2
            and 5 * counts[below].sum() < counts.sum()
        ):
            low, high = used[~below][[0, -1]]
            found = {
                "item": names[i],
                "count": int(counts[below].sum()),
                "odd": used[0],
                "low": low,
                "high": high,
            }
            notes.append(Note(_LEFT_OVER, **found))
    return notes


def inside_declared_scale(notes: tuple[Note, ...] | list[Note]) -> list[Note]:
    """Return the notes but those on left-over codes: every answer lies on a scale that was declared."""
    return [note for note in notes if not (isinstance(note, Text) and note.template == _LEFT_OVER)]


def _main_run(used: Array, counts: Ints) -> tuple[float, float]:
    """Return the ends of what the middle third of answers grows to, of sorted values and how often each was given."""
    share = np.cumsum(counts) / counts.sum()
    first, last = np.searchsorted(share, [1 / 3, 2 / 3])
    steps = np.diff(used)
    least = float(steps.min()) if len(steps) else 0.0
    while True:
        far = np.nonzero(steps > 2 * max(used[last] - used[first], least))[0]  # steps i lead from i to i + 1
        place = np.searchsorted(far, [first, last])
        new_first = far[place[0] - 1] + 1 if place[0] else 0
        new_last = far[place[1]] if place[1] < len(far) else len(used) - 1
        if (new_first, new_last) == (first, last):
            return float(used[first]), float(used[last])
        first, last = new_first, new_last
