"""Pairs of two lists as parameters: some in the quick tests, all in the full ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def crossed(first: Iterable[Any], second: Sequence[Any], each: int) -> list[Any]:
    """Return every pair; but the one in `each` that is quick, always the same, they are slow.

    Where `second` has at least `each` entries, every entry of `first` has a quick pair, and the other way round.
    """
    return [
        pytest.param(one, other, marks=[pytest.mark.slow] if (row + column) % each else [])
        for row, one in enumerate(first)
        for column, other in enumerate(second)
    ]
