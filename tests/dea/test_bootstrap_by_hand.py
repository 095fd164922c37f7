"""The smoothed bootstrap: its columns from given replicates, its bandwidth and its draws by their definitions."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.dea.radial import radial

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
PARTS = importlib.import_module("govmetrics.dea.bootstrap")  # the package has the function under this name
X = np.array([[2.0], [3], [4], [6], [5]])
Y = np.array([[1.0], [3], [3.5], [4], [2]])


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_columns_follow_from_the_replicates(monkeypatch, orientation):
    """Simar and Wilson (1998): bias, variance and basic intervals of distances of at least one."""
    t = radial(X, Y, orientation, "variable", slacks=False)
    distance = 1 / t.scores.to_numpy()
    stars = distance * np.random.default_rng(0).uniform(1, 1.6, (200, 5))
    given = 1 / stars if orientation == "input" else stars
    monkeypatch.setattr(PARTS, "resampled", lambda tech, some, factor: given)
    found = gm.dea.bootstrap(X, Y, orientation, draws=200, level=0.9)
    np.testing.assert_allclose(found.scores, t.scores)
    bias = stars.mean(axis=0) - distance
    np.testing.assert_allclose(found.corrected, 1 / (distance - bias))
    np.testing.assert_allclose(found.bias, t.scores - 1 / (distance - bias))
    np.testing.assert_allclose(found.variance, stars.var(axis=0, ddof=1))
    low, high = np.quantile(stars, [0.05, 0.95], axis=0)
    np.testing.assert_allclose(found.lower, 1 / (2 * distance - low))
    np.testing.assert_allclose(found.upper, 1 / (2 * distance - high))
    assert found.reliable.tolist() == (bias**2 > 3 * stars.var(axis=0, ddof=1)).tolist()


def test_the_bandwidth_is_silvermans_of_the_mirrored_scores():
    t = np.array([1, 1, 0.9, 0.7, 0.6, 0.85, 0.4])
    mirrored = np.array([0.9, 0.7, 0.6, 0.85, 0.4, 1.1, 1.3, 1.4, 1.15, 1.6])
    low, high = np.percentile(mirrored, [25, 75])
    robust = 0.9 * min(mirrored.std(ddof=1), (high - low) / 1.34) * 14 ** (-1 / 5)
    assert PARTS._bandwidth(t) == pytest.approx(robust * t.std(ddof=1) / mirrored.std(ddof=1))


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_draws_keep_mean_and_variance_and_stay_on_their_side(orientation):
    rng = np.random.default_rng(1)
    t = rng.uniform(0.55, 0.85, 200)
    t = t if orientation == "input" else 1 / t
    drawn = PARTS._draws(t, 0.02, 400, np.random.default_rng(0), orientation, np.arange(len(t)))
    assert drawn.mean() == pytest.approx(t.mean(), rel=0.003)
    assert drawn.var() == pytest.approx(t.var(), rel=0.03)
    wide = PARTS._draws(t, 0.5, 400, np.random.default_rng(0), orientation, np.arange(len(t)))
    assert (wide <= 1).all() if orientation == "input" else (wide >= 1).all()
    assert wide.min() >= 1e-6
    # reflected at the frontier: as many are near it on its side as normal noise would throw over it
    edge = np.full(4000, 0.999) + np.linspace(-0.001, 0.001, 4000)
    near = PARTS._draws(
        edge if orientation == "input" else 1 / edge,
        0.1,
        5,
        np.random.default_rng(0),
        orientation,
        np.arange(4000),
    )
    assert (near == 1).mean() < 0.01


def test_units_that_do_not_differ_leave_nothing_to_draw_from():
    with pytest.raises(UnsuitableMethod, match="every unit has the same score"):
        gm.dea.bootstrap([[1.0], [2], [3], [4]], [[1.0], [2], [3], [4]], returns="constant", draws=100)
