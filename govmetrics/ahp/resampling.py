"""Experts drawn again with replacement: the weights of every draw, and the interval they span."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.ahp.combining import Basis, mean_matrices, mean_priorities
from govmetrics.ahp.policy import Panel
from govmetrics.core.draw_order import name_order
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import in_place

_BLOCK_CELLS = 2_000_000  # numbers held at a time


def resampled(basis: Basis, draws: int, rng: np.random.Generator) -> dict[str, Array]:
    """Local shares by node with experts drawn with replacement, each array (draws,)."""
    alike: dict[bytes, list[Panel]] = {}  # panels of the same experts are drawn together
    for panel in basis.panels:
        alike.setdefault(panel.rows[panel.votes > 0].tobytes(), []).append(panel)
    local: dict[str, Array] = {}
    for panels in alike.values():
        order = experts_in_order(panels[0], basis)
        k = len(order)
        size = max(1, _BLOCK_CELLS // k)
        blocks = [
            _drawn(panels, basis, in_place(order, _counts(min(size, draws - start), k, rng)))
            for start in range(0, draws, size)
        ]
        for at, panel in enumerate(panels):
            local |= dict(zip(panel.parts, np.concatenate([block[at] for block in blocks]).T, strict=True))
    return local


def experts_in_order(panel: Panel, basis: Basis) -> Ints:
    """Return those experts of a panel who count, in the order of their names: the order in which they are drawn."""
    return name_order(basis.judgements.experts[row] for row in panel.rows[panel.votes > 0])


def _counts(draws: int, k: int, rng: np.random.Generator) -> Array:
    """How often each of k experts is drawn in k draws with replacement: (draws, k)."""
    who = rng.integers(k, size=(draws, k)) + np.arange(draws)[:, None] * k
    return np.bincount(who.ravel(), minlength=draws * k).reshape(draws, k).astype(float)


def _drawn(panels: list[Panel], basis: Basis, counts: Array) -> list[Array]:
    """Weights of each panel, (draws, n), where its experts count as often as `counts` says."""
    found = []
    for panel in panels:
        used = panel.votes > 0
        votes = counts * panel.votes[used]
        if basis.combine == "priorities":
            found.append(mean_priorities(panel.weights[used], votes, basis.mean))
        else:
            found.append(np.asarray(basis.priorities(mean_matrices(panel.stack[used], votes)).weights))
    return found


def spread_frame(basis: Basis, shares: Weights, draws: int, level: float, seed: int) -> pd.DataFrame:
    """Spread of the experts' own weights, and the interval of the common ones when experts are resampled."""
    codes = basis.judgements.tree.node_codes[1:]
    names = ["mean", "sd", "min", "q25", "median", "q75", "max", "lower", "upper"]
    place = {code: row for row, code in enumerate(codes)}
    table = np.full((len(codes), len(names)), np.nan)
    several = [panel for panel in basis.panels if (panel.votes > 0).sum() > 1]
    drawn = resampled(basis, draws, np.random.default_rng(seed)) if draws and several else {}
    ends = [(1 - level) / 2, (1 + level) / 2]
    for panel in basis.panels:
        w = panel.weights[panel.votes > 0]
        rows = [place[part] for part in panel.parts]
        quantiles = np.quantile(w, [0, 0.25, 0.5, 0.75, 1], axis=0)
        table[rows, :7] = np.vstack(
            [w.mean(axis=0), w.std(axis=0, ddof=1) if len(w) > 1 else w[0] * np.nan, quantiles]
        ).T
        if drawn and len(w) > 1:
            table[rows, 7:] = np.quantile([drawn[part] for part in panel.parts], ends, axis=1).T
    frame = pd.DataFrame(table, index=pd.Index(codes, name="node"), columns=names)
    frame.insert(0, "weight", shares.local.to_numpy())
    return frame
