"""The bootstrap test of returns to scale: known technologies, invariance, the identity it rests on."""

from __future__ import annotations

import json

import numpy as np
import pytest

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.engine.replicates import pseudo_scores
from govmetrics.dea.returns_test import returns_test
from tests.dea import plain


def _data(seed, n=50, power=1.0):
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 10, n)
    return x, x**power * np.exp(-np.abs(rng.normal(0, 0.3, n)))


@pytest.mark.slow
def test_known_technologies():
    assert returns_test(*_data(1), draws=200).conclusion == "constant"
    x, y = _data(2, power=0.5)
    found = returns_test(x, y, draws=200)
    assert found.conclusion == "decreasing"
    assert found.table.index.tolist() == ["constant", "decreasing"]
    rng = np.random.default_rng(3)
    x = rng.uniform(2, 12, 80)
    y = (x - 1.9) ** 0.5 * np.exp(-np.abs(rng.normal(0, 0.1, 80)))
    assert returns_test(x, y, draws=200).conclusion == "variable"
    statistic = found.table.loc["constant", "statistic"]
    x, y = _data(2, power=0.5)
    x, y = x[:, None], y[:, None]
    scores = [plain.radial(x, y, o, "constant") / plain.radial(x, y, o, "variable") for o in range(50)]
    assert statistic == pytest.approx(np.mean(scores), abs=1e-9)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_pseudo_scores_are_those_of_the_pseudo_sample(orientation):
    """Both ways of computing agree, and the ratio at a pseudo-unit's own place is that at the unit's place."""
    rng = np.random.default_rng(4)
    x, y = rng.lognormal(0, 0.5, (30, 2)), rng.lognormal(0, 0.5, (30, 2))
    factor = rng.uniform(0.7, 1.3, (3, 30))
    for returns in ("constant", "variable"):
        got = pseudo_scores(x, y, factor, orientation, returns)
        for b in range(3):
            f = factor[b][:, None]
            pseudo = (x * f, y) if orientation == "input" else (x, y * f)
            np.testing.assert_allclose(got[b], radial_scores(x, y, orientation, returns, pseudo), atol=1e-9)
            own = radial_scores(*pseudo, orientation, returns)
            moved = factor[b] if orientation == "input" else 1 / factor[b]
            np.testing.assert_allclose(own * moved, got[b], atol=1e-9)


def test_units_seeds_and_faults():
    x, y = _data(5)
    one = returns_test(x, y, draws=100, rng=3)
    two = returns_test(x * 1e8, y * 1e-6, draws=100, rng=3)
    np.testing.assert_allclose(one.table.astype(float), two.table.astype(float), atol=1e-8)
    assert (one.seed, returns_test(x, y, draws=100, rng=np.random.default_rng(3)).seed) == (3, None)
    json.dumps(one.to_dict())
    assert "规模报酬" in one.summary("zh")
    with pytest.raises(FaultyInput, match=r"(?s)draws.*significance"):
        returns_test(x, y, draws=5, significance=0)
    with pytest.raises(UnsuitableMethod, match="nothing to draw from"):
        returns_test(x, x)


@pytest.mark.slow
def test_size_under_the_null():
    """A test at 5 % rejects a true null about 5 times in 100; the binomial's 99.9 % limit is 14."""
    rejected = sum(
        returns_test(*_data(seed), draws=200, rng=seed).table["rejected"].iloc[0] for seed in range(100)
    )
    assert rejected <= 14


def test_a_unit_whose_score_rounding_loses_is_named_and_the_way_out_is_true():
    x, y = _data(1, 20, power=0.5)
    x[3] *= 1e15
    with pytest.raises(FaultyInput, match=r"^3: is so far from the other units .* correct its amounts$"):
        returns_test(x, y, "output", draws=100)
    rest = np.delete(x, 3), np.delete(y, 3)
    assert returns_test(*rest, "output", draws=100).table.notna().all(axis=None)
