"""Answers that several tests of the survey room share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def two_scales():
    """Answers of 400 respondents to two correlated scales of four items."""
    rng = np.random.default_rng(11)
    traits = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=400)
    x = 3 + 0.8 * np.repeat(traits, 4, axis=1) + 0.7 * rng.normal(size=(400, 8))
    return pd.DataFrame(x, columns=["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"])
