"""Matter elements, set pairs and clouds over a tree. The Chinese papers with worked examples could not be read; the formulas
are written out here independently."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Scaled

TREE = IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]}, {"b": "less"})
WEIGHTS = gm.weighting.assigned(TREE, {"p": 0.6, "q": 0.4, "a": 0.7, "b": 0.3})
W = np.array([0.42, 0.18, 0.4])
GRADES = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
BOUNDS = [0.0, 40, 70, 100]


def dataset(values):
    values = np.asarray(values, dtype=float)
    return Dataset(TREE, pd.DataFrame(values, [f"u{i}" for i in range(len(values))], TREE.codes))


def drawn(seed, n=6):
    return np.random.default_rng(seed).uniform(0, 100, (n, 3))


def correlation(x, low, high):
    """Cai's degree as it is written, one value and one grade at a time."""
    rho = abs(x - (low + high) / 2) - (high - low) / 2
    joint = abs(x - (BOUNDS[0] + BOUNDS[-1]) / 2) - (BOUNDS[-1] - BOUNDS[0]) / 2
    return -rho / (high - low) if low <= x <= high else rho / (joint - rho)


def test_correlation_degrees_of_single_values():
    """<40, 70> in <0, 100>: in the middle 1/2, on a bound 0, at the ends -1; 85 lies 15 off, and 15 from the end."""
    tree = IndicatorTree.from_groups({"g": ["x"]})
    data = Dataset(tree, pd.DataFrame({"x": [55.0, 70, 0, 100, 85]}, list("abcde")))
    found = gm.fuzzy.matter_element(data, BOUNDS, gm.weighting.equal(tree), GRADES)
    np.testing.assert_allclose(found.at()["fair"], [0.5, 0, -1, -1, 15 / (-15 - 15)])
    assert found.at()["grade"].tolist() == [
        "fair",
        "fair",
        "poor",
        "good",
        "good",
    ]  # on a bound the worse one
    assert found.at()["degree"].tolist() == [0.5, 0, 0, 0, 0.5]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_matter_element_by_its_formula(seed):
    x = drawn(seed)
    found = gm.fuzzy.matter_element(dataset(x), BOUNDS, WEIGHTS, GRADES)
    fields = list(pairwise(BOUNDS))[::-1]  # best first
    for row, unit in zip(x, found.coverage.index, strict=True):
        k = np.array(
            [
                [correlation(v, *field) for field in (fields if j != 1 else fields[::-1])]
                for j, v in enumerate(row)
            ]
        )
        np.testing.assert_allclose(found.degrees.loc[unit].loc[["a", "b", "c"]], k)
        whole = W @ k
        np.testing.assert_allclose(found.at().loc[unit, GRADES.keys].astype(float), whole)
        assert found.at().loc[unit, "grade"] == GRADES.keys[int(whole.argmax())]
        bar = (whole - whole.min()) / np.ptp(whole)
        assert found.at().loc[unit, "place"] == pytest.approx(bar @ [1, 2, 3] / bar.sum())
    assert found.degrees.to_numpy().max() <= 0.5
    assert found.degrees.to_numpy().min() >= -1
    order = x[::-1]
    backwards = gm.fuzzy.matter_element(dataset(order), BOUNDS, WEIGHTS, GRADES)
    np.testing.assert_allclose(backwards.at()["place"][::-1], found.at()["place"])
    tenfold = gm.fuzzy.matter_element(dataset(x * 10), [b * 10 for b in BOUNDS], WEIGHTS, GRADES)
    np.testing.assert_allclose(tenfold.degrees, found.degrees, atol=1e-9)


def test_matter_element_refuses_and_covers():
    with pytest.raises(
        FaultyInput, match=r"u0, a: 101 lies beyond the joint field 0 to 100; widen the fields"
    ):
        gm.fuzzy.matter_element(dataset([[101, 5, 5]]), BOUNDS, WEIGHTS, GRADES)
    with pytest.raises(FaultyInput, match="has 3 break points; give 4 numbers"):
        gm.fuzzy.matter_element(dataset([[1, 5, 5]]), BOUNDS[1:], WEIGHTS, GRADES)
    found = gm.fuzzy.matter_element(
        dataset([[80, np.nan, 90], [np.nan, 50, 90]]), BOUNDS, WEIGHTS, GRADES, min_coverage=0.7
    )
    assert found.coverage["p"].round(2).tolist() == [0.7, 0.3]
    assert found.at()["grade"].isna().tolist() == [False, True]
    assert "1 unit has too little evidence" in found.summary()
    assert found.at("p").loc["u0", "good"] == pytest.approx(1 / 3)  # the weight of b goes to a
    nowhere = gm.fuzzy.matter_element(dataset([[100, 100, 0]]), BOUNDS, WEIGHTS, GRADES)
    assert "No grade's field holds u0 at" in str(nowhere.notes[0])
    filled = gm.treatment.impute_mean(dataset([[80, np.nan, 90], [70, 50, 90]]))
    assert gm.fuzzy.matter_element(filled, BOUNDS, WEIGHTS, GRADES).coverage.iloc[0].round(2).to_dict() == {
        TREE.root.code: 0.82, "p": 0.7, "a": 1, "b": 0, "q": 1, "c": 1,
    }  # fmt: skip
    one = gm.fuzzy.matter_element(dataset([[80, 50, 90]]), BOUNDS, WEIGHTS, GRADES)
    assert one.to_dict()["verdicts"]
    with pytest.raises(FaultyInput, match="'z' is not in the tree"):
        one.at("z")


def test_set_pair_by_its_formula():
    """The graded connection number as it is written, piece by piece, for four grades and a value of which less is better."""
    s1, s2, s3 = 20.0, 50, 70
    tree = IndicatorTree.from_groups({"g": ["x"]}, {"x": "less"})
    grades = gm.fuzzy.FOUR_GRADES
    for x, expected in {
        10.0: [1, 0, 0, 0],
        30.0: [(s1 + s2 - 2 * 30) / (s2 - s1), (2 * 30 - 2 * s1) / (s2 - s1), 0, 0],
        40.0: [0, (s2 + s3 - 2 * 40) / (s3 - s1), (2 * 40 - s1 - s2) / (s3 - s1), 0],
        65.0: [0, 0, (2 * s3 - 2 * 65) / (s3 - s2), (2 * 65 - s2 - s3) / (s3 - s2)],
        80.0: [0, 0, 0, 1],
    }.items():
        data = Dataset(tree, pd.DataFrame({"x": [x]}, ["u"]))
        found = gm.fuzzy.set_pair(data, [s1, s2, s3], gm.weighting.equal(tree), grades)
        np.testing.assert_allclose(found.at().loc["u"], expected)
        value = np.array(expected) @ [1, 1 / 3, -1 / 3, -1]
        assert found.verdicts().loc["u", "score"] == pytest.approx(value)
        steps = [1, 0.5, 0, -0.5, -1]  # equal division
        by_value = next(g for g, low in zip(grades.keys, steps[1:], strict=True) if value >= low - 1e-12)
        assert found.verdicts().loc["u", "grade_by_score"] == by_value


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_connection_numbers_hold_together(seed):
    x = drawn(seed)
    found = gm.fuzzy.set_pair(dataset(x), [40, 70], WEIGHTS, GRADES)
    np.testing.assert_allclose(found.membership.sum(axis=1), 1)
    assert found.score.abs().max() <= 1 + 1e-12
    better = x + np.array([5.0, -5, 5])
    assert (gm.fuzzy.set_pair(dataset(better), [40, 70], WEIGHTS, GRADES).score >= found.score - 1e-12).all()
    given_ = gm.fuzzy.set_pair(dataset(x), [40, 70], WEIGHTS, GRADES, coefficients=[1, 0, -1])
    pd.testing.assert_series_equal(given_.score, found.score)
    worst_first = gm.fuzzy.GradeScale(["poor", "fair", "good"], [40, 75, 100])
    np.testing.assert_allclose(
        gm.fuzzy.set_pair(dataset(x), [40, 70], WEIGHTS, worst_first).score, found.score
    )


def test_set_pair_refuses():
    two = gm.fuzzy.GradeScale(["good", "poor"], [2, 1])
    with pytest.raises(FaultyInput, match="grades: are fewer than three"):
        gm.fuzzy.set_pair(dataset(drawn(0)), [50], WEIGHTS, two)
    with pytest.raises(FaultyInput, match="coefficients: are 2 for 3 grades"):
        gm.fuzzy.set_pair(dataset(drawn(0)), [40, 70], WEIGHTS, GRADES, coefficients=[1, -1])
    with pytest.raises(FaultyInput, match=r"coefficients: is .*; give numbers that fall from 1 to -1"):
        gm.fuzzy.set_pair(dataset(drawn(0)), [40, 70], WEIGHTS, GRADES, coefficients=[-1, 0, 1])


ROWS = [("East", "a", 78, 86), ("East", "a", 82, 88), ("East", "b", 60, 70), ("East", "b", 66, 80), ("East", "c", 90, 95),
        ("East", "c", 80, 90), ("West", "a", 20, 60), ("West", "a", 55, 75), ("West", "b", 30, 45), ("West", "b", 35, 50),
        ("West", "c", 60, 75), ("West", "c", 62, 70)]  # fmt: skip


def intervals(rows=ROWS):
    return pd.DataFrame(rows, columns=["unit", "code", "low", "high"])


def test_cloud_by_its_formulas_and_by_drawing():
    """The backward generator written out; similarity against a million drops of the forward generator."""
    found = gm.fuzzy.cloud(intervals(), BOUNDS, WEIGHTS, GRADES)
    clouds = {}
    for (unit, code), part in intervals().groupby(["unit", "code"]):
        x = part[["low", "high"]].to_numpy(dtype=float).ravel()
        en = np.sqrt(np.pi / 2) * np.abs(x - x.mean()).mean()
        clouds[unit, code] = x.mean(), en, np.sqrt(abs(x.var(ddof=1) - en**2))
        np.testing.assert_allclose(found.clouds.loc[(unit, code)], clouds[unit, code])
    east = np.array([clouds["East", code] for code in TREE.codes])
    root = W @ east[:, 0], np.sqrt(W @ east[:, 1] ** 2), W @ east[:, 2]
    np.testing.assert_allclose(found.clouds.loc[("East", TREE.root.code)], root)
    rng = np.random.default_rng(0)
    z = rng.standard_normal((3, 1_000_000))
    drops = root[0] + (root[1] + root[2] * z[0]) * z[1]
    for grade, low, high in (("good", 70, 100), ("fair", 40, 70), ("poor", 0, 40)):
        spread = (high - low) / 6 * (1 + 0.1 * z[2])
        certain = np.exp(-((drops - (low + high) / 2) ** 2) / (2 * spread**2)).mean()
        assert found.at().loc["East", grade] == pytest.approx(certain, abs=2e-3)
    assert found.at()["grade"].to_dict() == {"East": "good", "West": "fair"}
    shuffled = gm.fuzzy.cloud(intervals().sample(frac=1, random_state=1), BOUNDS, WEIGHTS, GRADES)
    pd.testing.assert_frame_equal(shuffled.at().loc[["East", "West"]], found.at(), atol=1e-12)
    assert len(found.tables("zh")) == 3


def test_experts_who_agree_and_experts_who_do_not():
    same = gm.fuzzy.cloud(
        intervals([("u", c, 85, 85) for c in "abc" for _ in range(3)]), BOUNDS, WEIGHTS, GRADES, 0.0
    )
    assert same.clouds.to_numpy()[:, 1:].max() == 0
    assert same.at().loc["u", "good"] == pytest.approx(1)
    assert same.notes == ()
    apart = gm.fuzzy.cloud(
        intervals([("u", c, *i) for c in "abc" for i in ((0, 5), (95, 100))]), BOUNDS, WEIGHTS, GRADES
    )
    assert "do not agree enough on u" in str(apart.notes[0])


def test_cloud_names_every_row_at_fault():
    rows = [
        *ROWS,
        ("East", "z", 1, 2),
        ("East", "a", 9, 3),
        ("East", "a", 50, 120),
        ("East", "a", "x", 3),
        (None, "a", 1, 2),
    ]
    with pytest.raises(FaultyInput) as error:
        gm.fuzzy.cloud(intervals(rows), BOUNDS, WEIGHTS, GRADES)
    for part in ("row 12: 'z' is not an indicator", "row 13: the interval is 9, 3; give the lower end first",
                 "row 14: the interval 50, 120 lies beyond the fields", "row 15: the interval is 'x', 3; give two finite",
                 "row 16: unit is nan"):  # fmt: skip
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match="East, a: has the interval of one expert"):
        gm.fuzzy.cloud(intervals(ROWS[1:]), BOUNDS, WEIGHTS, GRADES)
    with pytest.raises(FaultyInput, match="there is no column 'low'"):
        gm.fuzzy.cloud(intervals().drop(columns="low"), BOUNDS, WEIGHTS, GRADES)
    with pytest.raises(FaultyInput, match="fields: are 3 numbers for 3 grades"):
        gm.fuzzy.cloud(intervals(), BOUNDS[1:], WEIGHTS, GRADES)
    some = gm.fuzzy.cloud(intervals(ROWS[:6]), BOUNDS, WEIGHTS, GRADES)
    assert list(some.coverage.index) == ["East"]


def test_scaled_values_are_better_when_higher():
    x = drawn(3)
    scaled = Scaled(TREE, dataset(x).values, pd.DataFrame(), "by hand", (0, 100))
    even = [0.0, 30, 70, 100]
    found = gm.fuzzy.matter_element(scaled, even, WEIGHTS, GRADES)
    turned = dataset(x * [1, -1, 1] + [0, 100, 0])  # b is better when less
    np.testing.assert_allclose(
        found.degrees, gm.fuzzy.matter_element(turned, even, WEIGHTS, GRADES).degrees, atol=1e-12
    )
