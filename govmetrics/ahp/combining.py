"""Many experts' judgements of one group as one: of the judgements (AIJ) or of the priorities (AIP)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from govmetrics.ahp.policy import Method, Panel
from govmetrics.ahp.priorities import Priorities
from govmetrics.core.judgements import Judgements
from govmetrics.numerics.arrays import Array

Combine = Literal["judgements", "priorities"]
Mean = Literal["arithmetic", "geometric"]


@dataclass(frozen=True, eq=False)
class Basis:
    """What weights were computed from, so that they can be drawn again with other experts or judgements."""

    judgements: Judgements
    panels: Sequence[Panel]
    priorities: Method
    combine: Combine
    mean: Mean
    equal: Mapping[str, float]


def combined(panel: Panel, basis: Basis) -> tuple[Array, Priorities | None]:
    """Return a group's common weights, and how consistent the common matrix is (AIJ only)."""
    votes = panel.votes[None]
    if basis.combine == "priorities":
        return mean_priorities(panel.weights, votes, basis.mean)[0], None
    found = basis.priorities(mean_matrices(panel.stack, votes)[0])
    return np.asarray(found.weights), found


def mean_matrices(stack: Array, votes: Array) -> Array:
    """Weighted geometric means of what was judged: (k, n, n), votes (draws, k) -> (draws, n, n)."""
    k, n, _ = stack.shape
    logs = np.log(stack).reshape(k, n * n)
    asked = ~np.isnan(logs)
    if asked.all():
        means = votes @ logs / votes.sum(axis=1, keepdims=True)
    else:
        total = votes @ asked.astype(float)
        means = np.full(total.shape, np.nan)
        np.divide(votes @ np.where(asked, logs, 0.0), total, out=means, where=total > 0)
    means = means.reshape(len(votes), n, n)
    # judgements rounded to two decimals are reciprocal only nearly; their mean is exactly
    return np.asarray(np.exp((means - means.transpose(0, 2, 1)) / 2))


def mean_priorities(weights: Array, votes: Array, mean: Mean) -> Array:
    """Weighted means of priorities: (k, n), votes (draws, k) -> (draws, n), rows summing to one."""
    votes = votes / votes.sum(axis=1, keepdims=True)
    means = votes @ weights if mean == "arithmetic" else np.exp(votes @ np.log(weights))
    return np.asarray(means / means.sum(axis=1, keepdims=True))
