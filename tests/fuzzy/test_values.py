from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Group, Indicator
from govmetrics.fuzzy import FIVE_GRADES, THREE_GRADES, GradeScale, from_values
from govmetrics.fuzzy.breakpoints import allowed
from govmetrics.fuzzy.shapes import SHAPES

ALL = sorted(SHAPES)


def _data(values, better="more", **keys):
    tree = gm.IndicatorTree(Group("index", "", (Indicator("x", better=better, **keys),)))
    index = pd.Index([f"u{i}" for i in range(len(values))], name="unit")
    return gm.Dataset(tree, pd.DataFrame({"x": np.asarray(values, dtype=float)}, index))


def _degrees(values, points, shape="triangular", grades=THREE_GRADES, better="more", **keys):
    return from_values(_data(values, better, **keys), {"x": points}, shape, grades).to_numpy()


def test_triangles_with_half_trapezoids_at_the_ends_by_hand():
    found = _degrees([10, 20, 30, 45, 60, 99], [20, 40, 60])
    # columns good, fair, poor
    expected = [[0, 0, 1], [0, 0, 1], [0, 0.5, 0.5], [0.25, 0.75, 0], [1, 0, 0], [1, 0, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_trapezoids_by_hand():
    found = _degrees([0, 15, 25, 35, 50], [10, 20, 30, 40], "trapezoidal")
    expected = [[0, 0, 1], [0, 0.5, 0.5], [0, 1, 0], [0.5, 0.5, 0], [1, 0, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_trapezoids_from_centres():
    found = _degrees([20, 25, 30, 35, 40, 70], [20, 40, 60], "trapezoidal")
    # plateaus to 25, 35 to 45, from 55
    expected = [[0, 0, 1], [0, 0, 1], [0, 0.5, 0.5], [0, 1, 0], [0, 1, 0], [1, 0, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-15)
    data = _data([1.0])
    assert [from_values(data, list(range(n)), "trapezoidal").shape[1] for n in (3, 4, 5, 6, 8)] == [
        3,
        4,
        5,
        4,
        5,
    ]


def test_two_grades_have_two_break_points_whatever_they_are_taken_for():
    assert allowed(2, "trapezoidal") == allowed(2, "triangular") == (2,)
    assert (allowed(3, "trapezoidal"), allowed(3, "triangular")) == ((3, 4), (3,))


@pytest.mark.parametrize("shape", ALL)
def test_every_shape_takes_centres(shape):
    found = from_values(_data([0, 33, 50, 80, 120]), [20, 40, 60, 80], shape)
    assert list(found.columns) == ["excellent", "good", "fair", "poor"]
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-12)


def test_bells_cross_at_one_half_and_shoulders_stay_at_one():
    data = _data([5, 10, 20, 30, 40, 60, 90])
    raw = from_values(data, [10, 30, 50], "gaussian", THREE_GRADES, normalise=False).to_numpy()
    assert raw[0, 2] == raw[1, 2] == 1
    np.testing.assert_allclose(raw[2, 1:], [0.5, 0.5])
    np.testing.assert_allclose(raw[4, :2], [0.5, 0.5])
    assert raw[6, 0] == 1
    cloud = from_values(data, [10, 30, 50], "cloud", THREE_GRADES, normalise=False).to_numpy()
    # the uncertain entropy makes the tails heavier and changes little else
    np.testing.assert_allclose(cloud, raw, atol=0.02)
    exact = from_values(data, [10, 30, 50], "cloud", THREE_GRADES, normalise=False, hyper_entropy=0)
    np.testing.assert_allclose(exact, raw, atol=1e-12)


def test_cloud_expectation_against_draws():
    # Li and Liu (2004): En' ~ N(En, He^2), certainty exp(-(x - Ex)^2 / (2 En'^2))
    En, He, x, Ex = 20 / 2.3548200450309493, 0.2 * 20 / 2.3548200450309493, 37.0, 30.0
    draws = np.random.default_rng(0).normal(En, He, 400_000)
    expected = np.exp(-((x - Ex) ** 2) / (2 * draws**2)).mean()
    found = from_values(
        _data([x]), [10, 30, 50], "cloud", THREE_GRADES, normalise=False, hyper_entropy=0.2
    ).to_numpy()[0, 1]
    assert found == pytest.approx(expected, abs=0.002)


def test_sigmoid_climbs_most_of_the_way_at_the_centres():
    found = _degrees([10, 20, 30], [10, 30], "sigmoid", GradeScale(["poor", "good"], [0, 1]))
    np.testing.assert_allclose(found[:, 1], [0.05, 0.5, 0.95])
    # three grades, columns good, fair, poor: half-way up the second step nothing is left of the first
    found = _degrees([30, 60], [10, 30, 90], "sigmoid")
    first = 1 / (
        1 + 19.0 ** -((60 - 20) / 10)
    )  # the first step from 10 to 30 is climbed at 60 as far as that
    np.testing.assert_allclose(found, [[0.05, 0.9, 0.05], [0.5, first - 0.5, 1 - first]], atol=1e-12)


@pytest.mark.parametrize("shape", ALL)
def test_less_is_better_turns_the_grades_round(shape):
    points = [1, 2, 4, 8] if shape == "trapezoidal" else [1, 3, 8]
    x = [0, 1.5, 3, 5, 9]
    np.testing.assert_allclose(
        _degrees(x, points, shape, better="less"), _degrees(x, points, shape)[:, ::-1], atol=1e-15
    )


def test_targets_count_the_distance():
    found = _degrees([50, 55, 45, 70], [0, 10, 20], better="target", target=50)
    np.testing.assert_allclose(found, [[1, 0, 0], [0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]])
    inside = _degrees([40, 60, 70], [0, 10, 20], better="interval", target=(40, 60))
    np.testing.assert_allclose(inside, [[1, 0, 0], [1, 0, 0], [0, 1, 0]])


def test_scales_may_rise():
    rising = GradeScale(["poor", "fair", "good"], [1, 2, 3])
    np.testing.assert_allclose(
        _degrees([25], [20, 40, 60], grades=rising), _degrees([25], [20, 40, 60])[:, ::-1]
    )


def test_goalposts_and_quantiles():
    data = _data([0, 25, 50, 75, 100], worst=0, best=100)
    found = from_values(data, "goalposts", grades=FIVE_GRADES).to_numpy()
    np.testing.assert_allclose(found, np.eye(5)[::-1])
    less = _data([0, 100], "less", worst=100, best=0)
    np.testing.assert_allclose(from_values(less, "goalposts", grades=THREE_GRADES), [[1, 0, 0], [0, 0, 1]])
    aim = _data([50, 80], "target", target=50, worst=80)
    np.testing.assert_allclose(from_values(aim, "goalposts", grades=THREE_GRADES), [[1, 0, 0], [0, 0, 1]])
    spread = _data(np.arange(1, 61))
    quantiles = np.quantile(np.arange(1, 61), [1 / 6, 0.5, 5 / 6])
    np.testing.assert_allclose(
        from_values(spread, "quantiles", grades=THREE_GRADES),
        from_values(spread, quantiles.tolist(), grades=THREE_GRADES),
    )


def test_missing_values_have_no_degrees():
    found = _degrees([np.nan, 30], [20, 40, 60])
    assert np.isnan(found[0]).all()
    assert not np.isnan(found[1]).any()


def test_scaled_values_are_better_when_higher():
    data = _data([2, 4, 10], "less")
    scaled = gm.normalisation.min_max(data, scale=(0, 100))
    found = from_values(scaled, [0, 50, 100])
    np.testing.assert_allclose(found.to_numpy(), [[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]])
    with pytest.raises(gm.FaultyInput, match="increase"):
        from_values(scaled, [100, 50, 0])


def test_inputs_and_contexts_are_left_aside():
    leaves = (Indicator("x"), Indicator("cost", better="less", role="input"))
    tree = gm.IndicatorTree(Group("index", "", leaves))
    data = gm.Dataset(tree, pd.DataFrame({"x": [1.0], "cost": [5.0]}, pd.Index(["u"], name="unit")))
    assert list(from_values(data, [0, 1, 2]).index) == [("u", "x")]


def test_labels_and_presets():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    index = pd.MultiIndex.from_product([[2023, 2024], ["u", "v"]], names=["period", "unit"])
    data = gm.Dataset(tree, pd.DataFrame(50.0, index, tree.codes))
    found = from_values(data, [0, 25, 75, 100])
    assert list(found.index.names) == ["period", "unit", "code"]
    assert list(found.columns) == ["excellent", "good", "fair", "poor"]
    assert found.loc[(2024, "v", "b1")].to_dict() == {"excellent": 0, "good": 0.5, "fair": 0.5, "poor": 0}
    table = pd.DataFrame([[0, 50, 100]] * 3, tree.codes)
    assert list(from_values(data, table).columns) == ["good", "fair", "poor"]


@st.composite
def shaped(draw):
    shape = draw(st.sampled_from(ALL))
    count = draw(st.integers(2, 5))
    points = draw(st.sampled_from(allowed(count, shape)))
    steps = draw(st.lists(st.floats(0.1, 50), min_size=points, max_size=points))
    x = draw(st.lists(st.floats(-500, 500), min_size=1, max_size=8))
    return shape, np.cumsum(steps).tolist(), x, GradeScale([f"g{i}" for i in range(count)], range(count))


@given(shaped())
def test_rows_sum_to_one_and_stay_in_range(case):
    shape, points, x, grades = case
    found = _degrees(x, points, shape, grades)
    assert ((found >= -1e-12) & (found <= 1 + 1e-12)).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)


@given(shaped())
def test_more_is_never_worse(case):
    shape, points, x, grades = case
    if shape in ("gaussian", "cloud"):
        points = list(np.linspace(points[0], points[0] + 10, len(points)))
    found = _degrees(sorted(x), points, shape, grades)
    assert (np.diff(found @ np.arange(len(grades))) >= -1e-9).all()


def test_units_of_measurement_change_nothing():
    x = [3, 7, 12]
    for scale in (1e-9, 1e9):
        for shape in ALL:
            points = np.array([1, 3, 9, 12] if shape == "trapezoidal" else [1, 5, 10])
            found = _degrees(np.array(x) * scale, (points * scale).tolist(), shape)
            np.testing.assert_allclose(found, _degrees(x, points.tolist(), shape), atol=1e-9)


def test_every_faulty_leaf_is_named():
    tree = gm.IndicatorTree.from_groups({"A": ["a", "b", "c", "d", "e"]})
    data = gm.Dataset(tree, pd.DataFrame(1.0, ["u"], tree.codes))
    points = {"a": [1, 3, 2], "b": [1, 2], "c": [1, np.nan, 3], "d": ["x", 1, 2], "z": [1, 2, 3]}
    with pytest.raises(gm.FaultyInput) as error:
        from_values(data, points, grades=THREE_GRADES)
    assert len(error.value.faults) == 6
    for words in ("a: break points do not increase: 1, 3, 2", "b: has 2 break points", "c: ", "d: ", "e: has no",
                  "z: is not an indicator"):  # fmt: skip
        assert words in str(error.value)


def test_other_faults():
    with pytest.raises(gm.FaultyInput, match="goalposts"):
        from_values(_data([1.0]), "goalposts")
    with pytest.raises(gm.FaultyInput, match="too few different values"):
        from_values(_data([1.0, 1.0, 1.0]), "quantiles")
    with pytest.raises(gm.FaultyInput, match="has no values"):
        from_values(_data([np.nan]), "quantiles")
    with pytest.raises(gm.FaultyInput, match="trapezoidal"):
        from_values(_data([1.0]), [1, 2, 3], "square")
    with pytest.raises(gm.FaultyInput, match="no preset scale"):
        from_values(_data([1.0]), [1, 2])
    with pytest.raises(gm.FaultyInput, match="Dataset"):
        from_values(pd.DataFrame({"x": [1.0]}), [1, 2, 3])
    with pytest.raises(gm.FaultyInput, match="hyper_entropy"):
        from_values(_data([1.0]), [1, 2, 3], "cloud", hyper_entropy=0.5)


def test_options_and_break_points_at_once():
    with pytest.raises(gm.FaultyInput) as error:
        from_values(_data([1.0]), {"x": [1, 3, 2, 4], "y": [1, 2]}, "square", THREE_GRADES, hyper_entropy=1)
    assert [f.place for f in error.value.faults] == ["shape", "hyper_entropy", "y", "x"]
    with pytest.raises(gm.FaultyInput) as error:
        from_values([1.0], [1, 2, 3], "square", ["good"], hyper_entropy="much")
    assert [f.place for f in error.value.faults] == ["data", "shape", "grades", "hyper_entropy"]
    with pytest.raises(gm.FaultyInput, match=r"no standard errors(.|\n)*increase"):
        gm.fuzzy.value_errors(_data([1.0]), [3, 2, 1])


def test_errors_of_values():
    data = _data([30.0, 35.0])
    errors = pd.DataFrame({"x": [4.0, np.nan]}, data.values.index)
    data = gm.Dataset(data.tree, data.values, standard_errors=errors)
    found = gm.fuzzy.value_errors(data, [20, 40, 60])
    # 26 and 34 on the slope from 20 to 40: degrees .3 and .7
    np.testing.assert_allclose(found.to_numpy(), [[0, 0.2, 0.2], [0, 0, 0]], atol=1e-12)
    with pytest.raises(gm.FaultyInput, match="standard errors"):
        gm.fuzzy.value_errors(_data([1.0]), [1, 2, 3])
