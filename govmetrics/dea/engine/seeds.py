"""Units that are best for some of many random weightings: a guess at a frontier."""

from __future__ import annotations

import numpy as np

from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.projection import Technology


def seeds(tech: Technology, draws: int = 200) -> Ints:
    """Return the units that are best for some of many random weightings (sorted positions).

    Half maximise a ratio of weighted outputs to inputs, half (unless returns are constant) a weighted difference;
    both at sizes that differ by orders of magnitude.
    """
    x, y = -tech.columns[: tech.m, : tech.n], tech.columns[tech.m : tech.m + tech.s, : tech.n]
    x, y = x / _typical(x), y / _typical(y)
    rng = np.random.default_rng(0)
    v, u = rng.dirichlet(np.full(tech.m, 0.7), draws), rng.dirichlet(np.full(tech.s, 0.7), draws)
    size = 10.0 ** rng.uniform(-2, 2, (draws, 1))
    found = []
    for draw in np.array_split(np.arange(draws), max(1, draws * tech.n // 2_000_000)):
        used, made = v[draw] @ x, u[draw] @ y
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(np.nan_to_num(made / used, nan=0.0, posinf=np.inf).argmax(axis=1))
        if len(tech.columns) > tech.m + tech.s:
            found += [
                (made - size[draw] * used).argmax(axis=1),
                used[::4].argmin(axis=1),
                made[::4].argmax(axis=1),
            ]
    return np.unique(np.concatenate(found))


def _typical(a: Floats) -> Floats:
    return np.array([[np.median(row[row > 0]) if (row > 0).any() else 1.0] for row in a])
