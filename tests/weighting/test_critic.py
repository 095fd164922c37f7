"""CRITIC weights against the original paper."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import UnsuitableMethod
from govmetrics.weighting import critic
from tests.weighting.tables import flat


def test_case_obj03_diakoulaki1995(facts):
    case = json.loads((facts / "weighting" / "obj03_critic_diakoulaki1995.json").read_text(encoding="utf-8"))
    found = critic(flat(case["input"]["matrix"])).of("G").to_numpy()
    for source in ("literature", "computed"):
        expected = case["expected"][source]["weights"]
        np.testing.assert_allclose(found, expected, atol=case["tolerance"][source], rtol=0)


def test_contrast_and_conflict_agree_with_pandas():
    x = np.random.default_rng(0).uniform(size=(9, 4))
    table = critic(flat(x)).details["table"]
    frame = pd.DataFrame(x)
    unit = (frame - frame.min()) / (frame.max() - frame.min())
    np.testing.assert_allclose(table["contrast"], unit.std())
    np.testing.assert_allclose(table["conflict"], (1 - frame.corr()).sum())


def test_leaves_that_all_say_the_same_have_no_weights():
    x = np.arange(5.0)
    with pytest.raises(UnsuitableMethod, match="gives all of x1, x2 the weight zero"):
        critic(flat(np.column_stack([x, 2 * x + 1])))
