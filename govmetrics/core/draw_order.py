"""The order in which named things get their random numbers: that of their names, whatever that of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Ints


def name_order(labels: Iterable[Any]) -> Ints:
    """Return the rows in the order of their names.

    Examples
    --------
    >>> name_order(["West", "East", "North"]).tolist()
    [1, 2, 0]
    """
    return np.argsort(np.array([str(label) for label in labels], dtype=str), kind="stable").astype(np.intp)
