"""From points to standing, within groups: ranks, grades under quotas, and who must improve. Arrays only."""

from __future__ import annotations

import numpy as np


def _ranks(keys: np.ndarray) -> np.ndarray:
    """Return competition ranks (1, 2, 2, 4) of rows compared key by key, larger first. Shape (n, k)."""
    rounded = np.round(keys, 9)
    _, place, counts = np.unique(-rounded, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(1 + (np.cumsum(counts) - counts)[place.reshape(-1)])


def _rounded(points: np.ndarray, decimals: int, rounding: str) -> np.ndarray:
    """Round points of at least zero; half_up is 四舍五入, down cuts off."""
    scaled = points * 10.0**decimals
    # What is a rounding error below a half was meant to be the half (2.675 is 2.67499... in binary).
    near = 1e-9 * np.maximum(1.0, np.abs(scaled))
    if rounding == "half_up":
        whole = np.floor(scaled + 0.5 + near)
    elif rounding == "down":
        whole = np.floor(scaled + near)
    else:
        twice = np.round(2 * scaled)
        on_half = np.abs(2 * scaled - twice) <= 2 * near
        whole = np.round(np.where(on_half, twice / 2, scaled))
    return np.asarray(whole / 10.0**decimals)


def _by_cuts(points: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return the place of each unit's grade, 0 the best; `cuts` fall and the last grade has none."""
    return np.asarray((points[:, None] < cuts - 1e-9).sum(axis=1))


def _under_quotas(
    grades: np.ndarray, ranks: np.ndarray, quotas: list[float | None], ties_out: bool
) -> np.ndarray:
    """Move those who exceed a grade's quota down to the next grade, the last ranked first.

    A quota is a largest share of the units; what it allows is rounded down.
    """
    moved = grades.copy()
    for grade, quota in enumerate(quotas):
        here = np.flatnonzero(moved == grade)
        if quota is None or not len(here):
            continue
        allowed = int(np.floor(quota * len(grades) + 1e-9))
        if len(here) <= allowed:
            continue
        order = here[np.argsort(ranks[here], kind="stable")]
        edge = ranks[order[allowed]]
        # Units tied across the edge stand or fall together.
        stay = (
            ranks[here] < edge if ties_out else ranks[here] <= (ranks[order[allowed - 1]] if allowed else 0)
        )
        moved[here[~stay]] = grade + 1
    return moved


def _bottom(ranks: np.ndarray, share: float) -> np.ndarray:
    """Return who is among the last share of the units (rounded down), those tied at the edge included."""
    count = int(np.floor(share * len(ranks) + 1e-9))
    if not count:
        return np.zeros(len(ranks), dtype=bool)
    return np.asarray(ranks >= np.sort(ranks)[len(ranks) - count])
