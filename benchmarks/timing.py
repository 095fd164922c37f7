"""How long something takes: the best of some runs, since other programs on the machine only make it longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def timed(
    run: Callable[[], Found], times: int = 3, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, Found]:
    """Return the seconds of the quickest run, and what the last one found; `time.process_time` counts the processor's."""
    seconds = []
    for _ in range(times):
        found = None  # so that two results never stand in memory
        start = clock()
        found = run()
        seconds.append(clock() - start)
    return min(seconds), found


def best(run: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the seconds of the quickest run."""
    return timed(run, times, clock)[0]
