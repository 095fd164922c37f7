"""Wins in most of three rankings are those of all pairs."""

import numpy as np
import pytest

from govmetrics.numerics.majorities import majority_wins


def of_all_pairs(scores):
    here, others = scores[:, :, None], scores[:, None]
    better = (here > others).sum(axis=0) >= 2
    return (better & (here != others).all(axis=0)).sum(axis=1)


KINDS = {
    "no ties": lambda rng, n: rng.normal(size=(3, n)),
    "some ties": lambda rng, n: rng.integers(0, 2 * n, (3, n)) / 4,
    "many ties": lambda rng, n: rng.integers(0, 5, (3, n)) * 1.0,
    "one ranking of two ranks": lambda rng, n: np.array([rng.integers(0, 2, n), *rng.normal(size=(2, n))]),
    "many at the top": lambda rng, n: np.minimum(rng.normal(size=(3, n)), 0.2),
    "alike": lambda rng, n: rng.normal(size=n) + 0.1 * rng.normal(size=(3, n)),
    "against each other": lambda rng, n: np.array([[1], [-1], [1]]) * rng.normal(size=n) + 0.1 * rng.normal(size=(3, n)),
    "infinite": lambda rng, n: np.where(rng.random((3, n)) < 0.2, -np.inf, rng.normal(size=(3, n))),
    "all equal": lambda rng, n: np.ones((3, n)),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 2, 3, 17, 100, 700])
def test_wins_are_those_of_all_pairs(kind, n):
    rng = np.random.default_rng(n)
    for _ in range(3):
        scores = KINDS[kind](rng, n)
        for rows in ([0, 1, 2], [1, 2, 0], [2, 0, 1]):
            assert majority_wins(scores[rows]).tolist() == of_all_pairs(scores).tolist()
