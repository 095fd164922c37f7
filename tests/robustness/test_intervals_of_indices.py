"""The bootstrap's intervals of Sobol indices, against the delta method on the same runs."""

import importlib

import numpy as np
import pytest
from scipy.stats import norm

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import Choice, PerturbedWeights

FACTORS = [
    Choice("normalisation", [{"min_max": {"scale": [1, 100]}}, {"z_score": {"mean": 100, "sd": 10}}]),
    PerturbedWeights(0.25, draws=50),
]


def standard_errors(fa, fb, fab):
    """Return the delta method's errors of first-order and total indices: sd of the influences over root n."""
    both = np.concatenate([fa, fb])
    centre, variance = both.mean(), both.var()
    moved = ((fa - centre) ** 2 + (fb - centre) ** 2) / 2 - variance  # the variance's influence
    shift = (fa + fb) / 2 - centre
    errors = []
    for mixed in fab:
        product, half = (fb - centre) * (mixed - fa), (fa - mixed) ** 2 / 2
        first, total = product.mean() / variance, half.mean() / variance
        product = product - product.mean() - (mixed - fa).mean() * shift
        influences = [(product - first * moved) / variance, (half - half.mean() - total * moved) / variance]
        errors.append([influence.std() / np.sqrt(len(fa)) for influence in influences])
    return np.array(errors)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_both_ends_are_the_normal_quantile_away(monkeypatch, level):
    module = importlib.import_module("govmetrics.robustness.sensitivity")
    runs, indices = [], module._indices
    monkeypatch.setattr(module, "_indices", lambda *given: runs.append(given) or indices(*given))
    recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
    table = gm.robustness.sensitivity(recipe, us_states()[1], FACTORS, draws=1024, level=level).indices
    reach = norm.ppf((1 + level) / 2) * standard_errors(*runs[0])
    for column, which in enumerate(("first", "total")):
        # 500 resamples: the error of a quantile is some 6 % of its distance.
        upper = table[f"{which}_upper"] - table[which]
        lower = table[which] - table[f"{which}_lower"]
        assert upper.to_numpy() == pytest.approx(reach[:, column], rel=0.2)
        assert lower.to_numpy() == pytest.approx(reach[:, column], rel=0.2)
