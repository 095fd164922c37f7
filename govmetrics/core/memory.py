"""How much memory one call may take: what would take more is refused before anything is made."""

from __future__ import annotations

from typing import Any

from govmetrics.core.errors import Fault

MOST = 4_000_000_000
"""Bytes that one call may hold at once."""


def memory_faults(place: str, size: float, way_out: str, /, **values: Any) -> list[Fault]:
    """Return a fault where a computation would hold so many bytes at once and that is too much.

    Examples
    --------
    >>> memory_faults("rows", 8 * 1_000.0**2, "rank fewer units")
    []
    >>> print(*memory_faults("rows", 8 * 100_000.0**2, "rank fewer units"))
    rows: 80 GB of memory would be needed, more than the 4 GB that one call may take; rank fewer units
    """
    if size <= MOST:
        return []
    problem = "{size:.3g} GB of memory would be needed, more than the {most:.3g} GB that one call may take"
    return [Fault(place, problem, way_out, **values, size=size / 1e9, most=MOST / 1e9)]
