"""The search for convergence clubs: cores, members and merging (Phillips and Sul); arrays only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.panel.log_t import log_t, prefixes, spreads


@dataclass(frozen=True)
class Rules:
    """From which period the regression runs, and what is asked of t."""

    start: int
    critical: float
    sieve: float
    merge: bool

    def tests(self, x: Array, sets: Bools) -> tuple[Array, Array, Array]:
        """Return b, its error and t of every set (sets, units)."""
        return log_t(spreads(x, sets.astype(float)), self.start)

    def t(self, x: Array, sets: Bools) -> Array:
        """Return t of every set."""
        return self.tests(x, sets)[2]


def found_clubs(x: Array, rules: Rules) -> list[Ints]:
    """Return the clubs of units (n, periods), which are in the order of their last value, as their places."""
    rest, found = np.arange(len(x)), list[Ints]()
    while len(rest) > 1:
        if rules.t(x[rest], np.ones((1, len(rest)), dtype=bool))[0] > rules.critical:
            return [*found, rest]
        club = _club(x[rest], rules)
        if club is None:
            break
        found.append(rest[club])
        rest = rest[~club]
    return found


def _club(x: Array, rules: Rules) -> Bools | None:
    """Return which units make the first club, or None: a core, and those that converge with it."""
    n = len(x)
    pairs = np.eye(n, dtype=bool)[:-1] | np.eye(n, k=1, dtype=bool)[:-1]
    begins = np.flatnonzero(rules.t(x, pairs) > rules.critical)
    if not len(begins):
        return None
    runs = prefixes(n, int(begins[0]))
    t = rules.t(x, runs)
    going = np.cumprod(t > rules.critical).astype(bool)
    core: Bools = runs[np.argmax(np.where(going, t, -np.inf))]
    others = np.flatnonzero(~core)
    if not len(others):
        return core
    joined = core | np.eye(n, dtype=bool)[others]
    fits = rules.t(x, joined)
    nearest = np.argsort(-fits, kind="stable")[: int((fits > rules.sieve).sum())]
    growing = core | (np.cumsum(np.eye(n, dtype=bool)[others[nearest]], axis=0) > 0)
    if not len(growing):
        return core
    good = np.flatnonzero(rules.t(x, growing) > rules.critical)
    return core if not len(good) else np.asarray(growing[good[-1]], dtype=bool)


def merged_clubs(x: Array, found: list[Ints], rules: Rules) -> tuple[list[list[int]], list[dict[str, Any]]]:
    """Return which clubs make one, and every test on the way (Phillips and Sul 2009)."""
    groups, rows = [[0]] if found else [], []
    for k in range(1, len(found)):
        both = as_sets(len(x), [np.concatenate([found[one] for one in [*groups[-1], k]])])
        b, se, t = (float(one[0]) for one in rules.tests(x, both))
        joined = rules.merge and t > rules.critical
        rows.append({"club": "+".join(str(one + 1) for one in groups[-1]), "next_club": str(k + 1), "b": b, "se": se, "t": t,
                     "merged": joined})  # fmt: skip
        if joined:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups, rows


def as_sets(n: int, members: list[Ints]) -> Bools:
    """Return sets of places among n as (sets, n)."""
    sets = np.zeros((len(members), n), dtype=bool)
    for row, places in zip(sets, members, strict=True):
        row[places] = True
    return sets
