"""The batched simplex method against HiGHS, one program at a time."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from govmetrics.dea.engine.batch import Batch
from govmetrics.dea.engine.simplex import maximise


def family(seed: int, p: int = 4, n: int = 30, b: int = 12) -> tuple[Batch, np.ndarray]:
    """Production plans: maximise profit of n activities and k own ones within p limited resources, from nothing.

    The profit is a row: profit - sum of gains = 0, with the profit as free variable in slot 0.
    """
    rng = np.random.default_rng(seed)
    columns = np.concatenate([-rng.uniform(0, 3, (1, n)), rng.uniform(0.1, 2, (p, n))])
    scale = rng.uniform(0.5, 2, (p + 1, b))
    special = np.zeros((p + 1, 2, b))
    special[0, 0] = 1.0  # the profit itself
    special[:, 1] = np.concatenate([-rng.uniform(0, 3, (1, b)), rng.uniform(0.1, 2, (p, b))])
    right = np.concatenate([np.zeros((1, b)), rng.integers(0, 5, (p, b)).astype(float)])
    slack = np.r_[0.0, np.ones(p)]
    start = np.repeat(np.r_[p + 1, 1 : p + 1][:, None], b, axis=1)  # profit 0, all slack
    return Batch(columns, scale, slack, special, right), start


def by_highs(programs: Batch, program: int, barred: np.ndarray | None = None) -> float:
    p = len(programs.slack)
    own = programs.columns * programs.scale[:, [program]]
    matrix = np.column_stack([programs.special[:, :, program], own, np.diag(programs.slack)])
    bounds = [(None, None)] + [(0, None)] * (matrix.shape[1] - 1)
    if barred is not None:
        for j in np.flatnonzero(barred[program]):
            bounds[2 + j] = (0, 0)
    bounds[-p] = (0, 0)
    cost = np.r_[-1.0, np.zeros(matrix.shape[1] - 1)]
    return -linprog(cost, A_eq=matrix, b_eq=programs.right[:, program], bounds=bounds, method="highs").fun


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_equals_highs(seed, careful):
    programs, start = family(seed)
    zero, far = np.zeros_like(programs.right), np.zeros((2, 12))
    far[0] = 1.0
    found = maximise(programs, start, [(zero, far)], careful=careful)
    assert found.done.all()
    assert_allclose(found.values[0], [by_highs(programs, k) for k in range(12)], atol=1e-9)
    assert_allclose(found.reached[0], found.values[0])
    # strong duality, and no column pays more than it costs
    pi = found.multipliers(zero, far, programs.slack)
    assert_allclose((pi * programs.right).sum(axis=0), found.values[0], atol=1e-9)
    assert programs.price(pi).min() > -1e-9
    assert pi[1:].min() > -1e-9


def test_barred_columns_stay_out():
    programs, start = family(7)
    barred = np.random.default_rng(0).random((12, 30)) < 0.5
    limited = Batch(
        programs.columns, programs.scale, programs.slack, programs.special, programs.right, barred=barred
    )
    zero, far = np.zeros_like(programs.right), np.zeros((2, 12))
    far[0] = 1.0
    found = maximise(limited, start, [(zero, far)])
    assert_allclose(found.values[0], [by_highs(programs, k, barred) for k in range(12)], atol=1e-9)
    used = found.codes - len(start) - 2
    assert not any(barred[k, j] for k in range(12) for j in used[:, k] if j >= 0)


def test_stages_are_lexicographic():
    """The second objective is maximised without giving up any of the first."""
    columns = np.array(
        [[-1.0, -1.0], [1.0, 1.0], [1.0, 0.0]]
    )  # both gain 1 for 1; the first also needs row 2
    special = np.zeros((3, 1, 1))
    special[0, 0] = 1.0
    programs = Batch(columns, np.ones((3, 1)), np.r_[0.0, 1, 1], special, np.array([[0.0], [2.0], [5.0]]))
    profit, keep = (np.zeros((3, 1)), np.ones((1, 1))), (np.array([[0.0], [0.0], [1.0]]), np.zeros((1, 1)))
    spend = (-keep[0], keep[1])
    start = np.array([[3], [1], [2]])
    for second, left in ((keep, 5.0), (spend, 3.0)):
        found = maximise(programs, start, [profit, second])
        assert found.done.all()
        assert_allclose(found.values[0], 2)
        assert_allclose(abs(found.reached[1]), left)


def test_unbounded_is_not_done():
    columns = np.array([[-1.0], [0.0]])
    special = np.zeros((2, 1, 2))
    special[0, 0] = 1.0
    programs = Batch(columns, np.ones((2, 2)), np.r_[0.0, 1], special, np.array([[0.0, 0.0], [1.0, 2.0]]))
    far = (np.zeros((2, 2)), np.ones((1, 2)))
    assert not maximise(programs, np.array([[2, 2], [1, 1]]), [far]).done.any()


def test_factor_scales_rows_of_each_sample():
    programs, start = family(3, b=6)
    factor, which = np.random.default_rng(1).uniform(0.5, 2, (2, 30)), np.array([0, 0, 0, 1, 1, 1])
    sampled = Batch(
        programs.columns, programs.scale, programs.slack, programs.special, programs.right,
        factor=factor, which=which, factored=slice(1, 5),
    )  # fmt: skip
    far = np.zeros((2, 6))
    far[0] = 1.0
    stage = (np.zeros_like(programs.right), far)
    found = maximise(sampled, start, [stage]).values[0]
    for sample in (0, 1):
        columns = programs.columns.copy()
        columns[1:5] *= factor[sample]
        plain = Batch(columns, programs.scale, programs.slack, programs.special, programs.right)
        mine = which == sample
        assert_allclose(found[mine], maximise(plain, start, [stage]).values[0][mine], atol=1e-9)
