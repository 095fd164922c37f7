"""Feedback loops: which there are, and whether each reinforces or balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from govmetrics.dynamics.compiled import Moment, compiled
from govmetrics.dynamics.equations import names_in
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

MOST, STEPS = 200, 200_000
"""So many loops are named, and so many links followed in search of them."""
KINDS = {1: "reinforcing", -1: "balancing", 0: "unknown"}


def loops_of(system: System, history: Array | None, times: Array, step: float) -> tuple[pd.DataFrame, bool]:
    """Return the loops of a model, shortest first, and whether all were found.

    The sign of a link is that of the change of a variable when its cause alone is raised a little, at every moment of a
    run; a link whose sign turns during it, or that never moves, leaves its loops unknown.
    """
    links = _links(system, history, times, step)
    found: list[list[str]] = []
    complete = True
    for circle in _circles({key: list(of) for key, of in links.items()}):
        if circle is None or len(found) >= MOST:
            complete = False
            break
        found.append(circle)
    found.sort(key=len)
    count = dict.fromkeys(KINDS.values(), 0)
    rows = []
    columns = {key: one.column for key, one in system.parts.variables.items()}
    for circle in found:
        signs = [links[a][b] for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
        kind = KINDS[int(np.prod(signs))]
        count[kind] += 1
        names = [columns[key] for key in (*circle, circle[0])]
        rows.append((f"{kind[0].upper()}{count[kind]}", kind, " → ".join(names)))
    return pd.DataFrame(rows, columns=["loop", "polarity", "names"]).set_index("loop"), complete


def _links(system: System, history: Array | None, times: Array, step: float) -> dict[str, dict[str, int]]:
    """Return by cause and effect the sign of each link; 0 where it is not known."""
    known = system.parts.variables
    links: dict[str, dict[str, int]] = {key: {} for key in known}
    for key, one in known.items():
        if one.kind == "stock":
            for flow in one.inflows:
                links[flow][key] = 1
            for flow in one.outflows:
                links[flow][key] = 0 if key in links[flow] else -1
            continue
        causes = names_in(one.equation)
        signs = _signs(system, key, sorted(causes), history, times, step) if history is not None else {}
        for cause in causes:
            links[cause][key] = signs.get(cause, 0)
    return links


def _signs(
    system: System, key: str, causes: list[str], history: Array | None, times: Array, step: float
) -> dict[str, int]:
    assert history is not None
    one = system.parts.variables[key]
    function = compiled(one.equation, system.slots, system.parts.lookups, instant=True)
    values = [row[:, 0] for row in history]
    found = {}
    with np.errstate(all="ignore"):
        for cause in causes:
            place = system.slots[cause]
            here = values[place]
            size = max(float(np.abs(here).max()), 1e-6)
            small = 1e-4 * np.maximum(np.abs(here), 0.01 * size)
            ends = []
            for sign in (1, -1):
                moved = [*values[:place], here + sign * small, *values[place + 1 :]]
                ends.append(np.broadcast_to(function(Moment(moved, times, times, step)), here.shape))
            change = ends[0] - ends[1]
            least = 1e-12 * max(float(np.abs(ends[0]).max()), 1e-300)
            up, down = bool((change > least).any()), bool((change < -least).any())
            sure = bool(np.isfinite(change).all()) and up != down
            found[cause] = (1 if up else -1) if sure else 0
    return found


def _circles(links: Mapping[str, list[str]]) -> Iterator[list[str] | None]:
    """Yield every circle once, beginning with its first variable; None where the search is given up."""
    place = {key: number for number, key in enumerate(links)}
    taken = 0
    for start in links:
        within = _mutual(links, start, place)
        path, waiting = [start], [iter([key for key in links[start] if key in within])]
        on_path = {start}
        while waiting:
            taken += 1
            if taken > STEPS:
                yield None
                return
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                on_path.discard(path.pop())
            elif following == start:
                yield list(path)
            elif following not in on_path:
                path.append(following)
                on_path.add(following)
                waiting.append(iter([key for key in links[following] if key in within]))


def _mutual(links: Mapping[str, list[str]], start: str, place: Mapping[str, int]) -> set[str]:
    """Return what can be reached from a variable, and reaches it, among those that do not stand before it."""

    def reached(of: Mapping[str, list[str]]) -> set[str]:
        seen, waiting = {start}, [start]
        while waiting:
            for key in of[waiting.pop()]:
                if place[key] >= place[start] and key not in seen:
                    seen.add(key)
                    waiting.append(key)
        return seen

    back: dict[str, list[str]] = {key: [] for key in links}
    for key, found in links.items():
        for one in found:
            back[one].append(key)
    return reached(links) & reached(back)
