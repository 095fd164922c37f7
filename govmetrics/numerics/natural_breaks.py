"""Natural breaks: classes of a number within which squares about the means are least (Fisher 1958; Jenks)."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def natural_breaks(values: Array, classes: int) -> Array:
    """Return the upper ends (classes - 1,) of all classes but the last: values of the data, the best of all partitions.

    Examples
    --------
    >>> natural_breaks(np.array([1.0, 2, 3, 10, 11, 30]), 3).tolist()
    [3.0, 11.0]
    """
    x, n = np.unique(values, return_counts=True)
    if len(x) <= classes:
        return x[:-1]
    scaled = (x - x.mean()) / np.ptp(x)
    weight, first, second = (
        np.concatenate([[0.0], np.cumsum(one)]) for one in (n, n * scaled, n * scaled**2)
    )

    def within(start: np.ndarray, end: int) -> Array:
        """Return the squares of values start to end - 1 about their mean."""
        total = first[end] - first[start]
        return second[end] - second[start] - total**2 / (weight[end] - weight[start])  # type: ignore[no-any-return]

    m = len(x)
    best = np.concatenate([[0.0], [within(np.array([0]), end)[0] for end in range(1, m + 1)]])
    starts = np.zeros((classes, m + 1), dtype=np.intp)
    for one in range(1, classes):
        found = np.full(m + 1, np.inf)
        for end in range(one + 1, m + 1):
            begins = np.arange(one, end)
            totals = best[begins] + within(begins, end)
            place = int(np.argmin(totals))
            found[end], starts[one, end] = totals[place], begins[place]
        best = found
    ends = [m]
    for one in range(classes - 1, 0, -1):
        ends.append(int(starts[one, ends[-1]]))
    chosen: Array = x[np.array(ends[:0:-1]) - 1]
    return chosen
