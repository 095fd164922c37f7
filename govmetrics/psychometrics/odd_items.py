"""Notes about answers that look wrong; nothing is changed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array

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


def left_over_codes(x: Array, names: list[str]) -> list[Note]:
    """Return a note for each item with answers far outside the others, such as a left-over 99.

    The values in use by all items fall into runs; one farther from the longest run than twice that run's
    width is suspect. A scale from 0 to 100 is one run; an item mostly outside is on another scale.
    """
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    if high.max() - low.min() <= 12:  # no scale of answers has room for such a code
        return []
    used = np.unique(np.concatenate([x[:20_000].ravel(), low, high]))
    used = used[~np.isnan(used)]
    inside = _main_run(used)
    suspects = []
    for i in np.nonzero((low < inside[0]) | (high > inside[1]))[0]:
        odd = sorted({v for v in (low[i], high[i]) if not inside[0] <= v <= inside[1]})
        count = int(((x[:, i] < inside[0]) | (x[:, i] > inside[1])).sum())
        if 2 * count > np.count_nonzero(~np.isnan(x[:, i])):
            continue
        suspects.append(
            Note(
                "item {item}: {count:# answer|# answers} such as {odd:g} far outside the others "
                "({low:g} to {high:g}): a code for missing that was not declared?",
                item=names[i],
                count=count,
                odd=odd[0],
                low=inside[0],
                high=inside[1],
            )
        )
    return suspects


def _main_run(used: Array) -> tuple[float, float]:
    """Return the ends of the main run of values when steps wider than twice its range are cut off."""
    steps = np.diff(used)
    if len(steps) < 2:
        return float(used[0]), float(used[-1])
    cuts = np.nonzero(steps > 4 * np.median(steps))[0]
    edges = [0, *(cuts + 1), len(used)]
    runs = [used[a:b] for a, b in pairwise(edges)]
    main = max(runs, key=len)
    spread = max(main[-1] - main[0], float(np.median(steps)))
    near = [run for run in runs if max(main[0] - run[-1], run[0] - main[-1]) <= 2 * spread]
    return float(min(run[0] for run in near)), float(max(run[-1] for run in near))
