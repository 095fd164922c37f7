"""Threshold regression against the growth data of Hansen (2000), and against plain loops."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import psychometrics as pm

DATA = Path(__file__).parents[1] / "reference" / "data" / "regression"
NAMES = ["gdp", "investment", "population", "school"]


@pytest.fixture(scope="module")
def growth():
    """Durlauf and Johnson (1995), with the transformations of Hansen's program."""
    raw = pd.read_csv(DATA / "growth.csv", index_col="country")
    return pd.DataFrame({
        "growth": np.log(raw["y1985"] / raw["y1960"]), "gdp": np.log(raw["y1960"]), "investment": np.log(raw["investment"] / 100),
        "population": np.log(raw["population_growth"] / 100 + 0.05), "school": np.log(raw["school"] / 100),
        "y1960": raw["y1960"], "literacy": raw["literacy"],
    })  # fmt: skip


@pytest.fixture(scope="module")
def published():
    return json.loads((DATA / "published.json").read_text(encoding="utf-8"))["growth"]


def test_growth_splits_where_hansen_finds_it(growth, published):
    """Intervals: Hansen's program leaves the kernel's width without its fifth root, so that its variance at the threshold is
    that of all rows. With equal variances, which need no kernel, and at 90% with them unequal, the interval is the paper's.
    """
    found = pm.threshold(growth, "growth", NAMES, "y1960", "hc0", trim=0.05, draws=10, level=0.9)
    wanted = published["y1960"]
    assert found.threshold == wanted["threshold"]
    for regime in (1, 2):
        told = wanted[f"regime_{regime}"]
        np.testing.assert_allclose(found.regimes.loc[regime, "estimate"], told["estimate"], atol=6e-5)
        np.testing.assert_allclose(
            found.regimes.loc[regime, "standard_error"], told["standard_error"], atol=6e-6
        )
    assert found.fit.loc[[1, 2, 0], "n"].tolist() == [18, 78, 96]
    assert found.fit.loc[0, "sum_of_squares"] == pytest.approx(wanted["sum_of_squares"], abs=6e-7)
    assert (found.lower, found.upper) == (wanted["lower"], wanted["upper"])
    equal = pm.threshold(growth, "growth", NAMES, "y1960", "classical", trim=0.05, draws=10)
    assert (equal.lower, equal.upper) == (wanted["lower"], wanted["upper"])


def test_the_test_of_no_threshold_is_hansens(growth, published):
    rich = growth[growth["y1960"] > 863]
    for frame, by, key in (
        (growth, "y1960", "y1960"),
        (growth, "literacy", "literacy"),
        (rich, "literacy", "literacy_above_863"),
    ):
        found = pm.threshold(frame, "growth", NAMES, by, "hc0", draws=400)
        assert found.statistic == pytest.approx(published[key]["lm"], abs=6e-6)
        p = published[key]["p"]  # of 1000 draws
        assert abs(found.p - p) < 4 * np.sqrt(p * (1 - p) * (1 / 400 + 1 / 1000))


def test_the_curve_is_that_of_a_plain_loop_and_draws_do_not_follow_the_rows(growth):
    found = pm.threshold(growth, "growth", NAMES, "literacy", draws=50)
    for value, squares in found.curve["sum_of_squares"].items():
        total = 0.0
        for part in (growth[growth["literacy"] <= value], growth[growth["literacy"] > value]):
            X = np.column_stack([np.ones(len(part)), part[NAMES]])
            total += float(
                ((part["growth"] - X @ np.linalg.lstsq(X, part["growth"], rcond=None)[0]) ** 2).sum()
            )
        assert squares == pytest.approx(total, rel=1e-8)
    other = pm.threshold(growth.sample(frac=1, random_state=3), "growth", NAMES, "literacy", draws=50)
    assert other.p == found.p
    assert other.statistic == pytest.approx(found.statistic, rel=1e-9)
    scaled = growth.assign(
        literacy=1e9 * growth["literacy"], gdp=1e-9 * growth["gdp"], growth=1e5 * growth["growth"]
    )
    far = pm.threshold(scaled, "growth", NAMES, "literacy", draws=50)
    assert far.threshold == pytest.approx(1e9 * found.threshold)
    assert far.statistic == pytest.approx(found.statistic, rel=1e-6)


def test_a_threshold_that_is_there_is_found_and_one_that_is_not_is_not():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"x": rng.normal(size=200), "q": rng.permutation(200)})
    noise = 0.5 * rng.normal(size=200)
    there = frame.assign(y=np.where(frame["q"] <= 119, 1, -1) * frame["x"] + noise)
    found = pm.threshold(there, "y", ["x"], "q", draws=100)
    assert found.lower <= 119 <= found.upper
    assert found.p == 0
    assert f"系数在 q = {found.threshold:g} 处" in found.summary("zh")
    found = pm.threshold(frame.assign(y=frame["x"] + noise), "y", ["x"], "q", draws=100)
    assert found.p > 0.05
    assert "No threshold of q" in found.summary("en")


def test_what_cannot_be_split_is_refused():
    frame = pd.DataFrame(
        {
            "x": [1.0, 2, 4, 3, 6, 5],
            "y": [2.0, 1, 3, 5, 4, 6],
            "q": [1, 1, 1, 2, 2, 2],
            "flat": 1,
            "t": list("aabbcc"),
        }
    )
    with pytest.raises(gm.UnsuitableMethod, match="leaves no split with 3 rows"):
        pm.threshold(frame.drop(index=5), "y", ["x"], "q", draws=5)
    with pytest.raises(gm.UnsuitableMethod, match="flat: is the same"):
        pm.threshold(frame, "y", ["flat"], "q", draws=5)
    with pytest.raises(gm.UnsuitableMethod, match="by: t is of categories"):
        pm.threshold(frame, "y", ["x"], "t", draws=5)
    with pytest.raises(gm.UnsuitableMethod, match="leaves no split"):
        pm.threshold(frame.assign(q=1), "y", ["x"], "q", draws=5)
