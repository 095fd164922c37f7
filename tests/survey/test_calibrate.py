"""Raking, bounded calibration, post-stratification: R's survey, invariants, and targets nobody can meet."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.numerics import calibration
from govmetrics.survey import poststratify, rake


@pytest.fixture(scope="module")
def shenzhen(facts):
    """The synthetic 1,206 respondents, R's survey 4.1.1 weights and summaries."""
    folder = facts / "survey" / "raking_1206"
    expected = json.loads((folder / "expected.json").read_text())
    frame = pd.read_csv(folder / "input.csv")
    return frame, frame.merge(pd.read_csv(folder / "weights_by_cell.csv")), expected


@pytest.mark.parametrize(
    ("columns", "bounds", "name"),
    [
        (("gender", "educ"), None, "cal_raking_gender_educ"),
        (("gender", "educ"), None, "rake_gender_educ"),
        (("gender", "educ", "age"), None, "cal_raking_gender_educ_age"),
        (("gender", "educ"), (0.3, 3), "cal_logit_b03_3_gender_educ"),
        (("gender", "educ", "age"), (0.3, 3), "cal_logit_b03_3_gender_educ_age"),
    ],
)
def test_weights_of_r_survey(shenzhen, columns, bounds, name):
    """Lumley's survey: rake stops at 1e-10 of the totals, calibrate at 1e-7 or better."""
    frame, weights, expected = shenzhen
    raked = rake(frame, {c: expected["targets"][c] for c in columns}, bounds=bounds)
    np.testing.assert_allclose(raked.weights, weights[name], atol=2e-9)
    assert raked.design_effect == pytest.approx(expected[name]["deff_kish"], abs=1e-9)
    assert raked.effective_n == pytest.approx(expected[name]["n_eff"], abs=1e-6)
    assert raked.margins.index.names == ["column", "category"]
    np.testing.assert_allclose(raked.margins["after"], raked.margins["target"], atol=1e-12)
    if bounds:
        assert raked.weights.min() >= bounds[0]
        assert raked.weights.max() <= bounds[1]


def test_raking_is_the_limit_of_anesrake(shenzhen):
    frame, published, expected = shenzhen
    raked = rake(frame, expected["targets"])
    np.testing.assert_allclose(raked.weights, published["anesrake_cap5_gender_educ_age"], atol=1e-6)


def test_trap_seven_of_the_survey_in_the_brief(shenzhen):
    """Women 58.2 % against 43.3 %, college 68.0 % against 29.4 %: design effect 1.72, 701 of 1,206."""
    frame, _, expected = shenzhen
    raked = rake(frame, {c: expected["targets"][c] for c in ("gender", "educ")})
    assert round(raked.design_effect, 2) == 1.72
    assert round(raked.effective_n) == 701
    assert "count as 701" in raked.summary()
    assert "701" in raked.summary("zh")


def test_post_stratification_of_r_survey(shenzhen):
    frame, weights, expected = shenzhen
    cells = pd.DataFrame(expected["poststrat"]["cells"]).set_index(["gender", "educ"])["Freq"]
    raked = poststratify(frame, cells / cells.sum())
    np.testing.assert_allclose(raked.weights, weights["poststrat"], rtol=1e-12)
    assert raked.design_effect == pytest.approx(expected["poststrat"]["deff_kish"], rel=1e-12)


def test_deming_stephan_by_hand():
    """Two by two: the odds ratio of the respondents (9) stays while the margins become one half."""
    people = pd.DataFrame(
        {"a": ["x"] * 40 + ["y"] * 20, "b": ["u"] * 30 + ["v"] * 10 + ["u"] * 5 + ["v"] * 15}
    )
    raked = rake(people, {"a": {"x": 0.5, "y": 0.5}, "b": {"u": 0.5, "v": 0.5}})
    table = raked.weights.groupby([people["a"], people["b"]]).sum() / 60
    # p / (1/2 - p) = sqrt(9), so p = 3/8
    np.testing.assert_allclose(table, [3 / 8, 1 / 8, 1 / 8, 3 / 8], atol=1e-14)


def test_iterative_proportional_fitting_ends_where_newton_does():
    """Deming and Stephan's (1940) own procedure, cycle by cycle, on a table of four by four."""
    table = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]], dtype=float)
    rows, columns = np.array([0.15, 0.30, 0.40, 0.15]), np.array([0.20, 0.30, 0.40, 0.10])
    people = pd.DataFrame(
        np.argwhere(table >= 0).repeat(table.astype(int).ravel(), axis=0), columns=["r", "c"]
    )
    fitted = table / table.sum()
    for _ in range(200):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    raked = rake(people, {"r": dict(enumerate(rows)), "c": dict(enumerate(columns))})
    ours = raked.weights.groupby([people["r"], people["c"]]).mean().to_numpy().reshape(4, 4)
    np.testing.assert_allclose(ours * table / table.sum(), fitted, rtol=1e-10)


def test_targets_may_be_series():
    frame = pd.DataFrame({"a": list("xxy")})
    series, mapping = (
        rake(frame, {"a": pd.Series({"x": 0.5, "y": 0.5})}),
        rake(frame, {"a": {"x": 0.5, "y": 0.5}}),
    )
    pd.testing.assert_series_equal(series.weights, mapping.weights)


@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_margins_are_met_weights_have_mean_one_and_rows_may_be_shuffled(seed, bounded, based):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(40, 200))
    frame = pd.DataFrame(
        {"a": rng.integers(0, 3, n), "b": rng.choice(list("xy"), n), "c": rng.integers(0, 2, n)}
    )
    base = pd.Series(rng.uniform(0.5, 2, n)) if based else None
    # targets that some weights between half and double surely meet: their own margins under such weights
    w = rng.uniform(0.7, 1.4, n) * (1 if base is None else base)
    targets = {
        c: (
            w.groupby(frame[c]).sum() / w.sum() if based else pd.Series(w).groupby(frame[c]).sum() / w.sum()
        ).to_dict()
        for c in frame
    }
    bounds = (0.2, 4.0) if bounded else None
    raked = rake(frame, targets, base, bounds)
    assert raked.weights.mean() == pytest.approx(1, abs=1e-12)
    assert (raked.margins["after"] - raked.margins["target"]).abs().max() < 1e-9
    if bounds:
        ratio = raked.weights / raked.base
        assert ratio.between(*bounds).all()
        assert raked.ratio == pytest.approx((ratio.min(), ratio.max()))
    order = rng.permutation(n)
    shuffled = rake(frame.iloc[order], targets, None if base is None else base.iloc[order], bounds)
    np.testing.assert_allclose(shuffled.weights.loc[frame.index], raked.weights, rtol=1e-9)
    squares = (raked.weights**2).mean()
    assert raked.design_effect == pytest.approx(squares)


def test_respondents_alike_and_base_weights_only_scale():
    frame = pd.DataFrame({"a": list("xxyy")})
    base = pd.Series([1.0, 2.0, 1.0, 4.0])
    one, ten = (
        rake(frame, {"a": {"x": 0.5, "y": 0.5}}, base),
        rake(frame, {"a": {"x": 0.5, "y": 0.5}}, base * 1e9),
    )
    np.testing.assert_allclose(one.weights, [2 / 3, 4 / 3, 2 / 5, 8 / 5])
    np.testing.assert_allclose(one.weights, ten.weights)


def test_targets_already_met_leave_the_weights():
    frame = pd.DataFrame({"a": list("xxyy"), "b": list("uvuv")})
    raked = rake(frame, {"a": {"x": 0.5, "y": 0.5}, "b": {"u": 0.5, "v": 0.5}}, bounds=(0.5, 1.5))
    np.testing.assert_allclose(raked.weights, 1)
    assert raked.design_effect == pytest.approx(1)


def test_extreme_targets_and_redundant_margins_converge():
    frame = pd.DataFrame({"a": ["x"] * 999 + ["y"], "b": ["x"] * 999 + ["y"]})
    raked = rake(frame, {"a": {"x": 1e-4, "y": 1 - 1e-4}, "b": {"x": 1e-4, "y": 1 - 1e-4}})
    assert raked.weights.iloc[-1] == pytest.approx(999.9)


def test_categories_of_any_type_and_many_margins():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(0, 6, (3000, 12)), columns=[f"q{i}" for i in range(12)])
    targets = {c: dict.fromkeys(range(6), 1 / 6) for c in frame}
    raked = rake(frame.astype("category"), targets)
    assert (raked.margins["after"] - 1 / 6).abs().max() < 1e-12


# -- faults -------------------------------------------------------------------------------------------


def refused(error, frame, targets, *words, **more):
    with pytest.raises(error) as caught:
        rake(frame, targets, **more)
    for word in words:
        assert word in str(caught.value), str(caught.value)


PEOPLE = pd.DataFrame({"sex": ["f", "m", "f", None], "edu": ["hi", "lo", "?", "hi"]})


def test_a_lower_bound_of_zero_is_one():
    frame = pd.DataFrame({"sex": ["f", "f", "f", "m"]})
    assert rake(frame, {"sex": {"f": 0.5, "m": 0.5}}, bounds=(0, 3)).weights.tolist() == pytest.approx(
        [2 / 3] * 3 + [2]
    )


def test_all_faults_at_once():
    targets = {"sex": {"f": 0.6, "m": 0.5}, "edu": {"hi": 0.5, "lo": 0.5}, "age": {"old": 1.0}}
    words = (
        "shares sum to 1.1, not 1",
        "edu, '?'",
        "age: is not a column",
        "1 respondent has no answer",
        "bounds",
    )
    refused(gm.FaultyInput, PEOPLE, targets, *words, bounds=(1.2, 3))
    for bounds in ((1, 3), (0.5, 1), (-0.1, 3)):
        refused(gm.FaultyInput, PEOPLE, targets, "bounds", bounds=bounds)


@pytest.mark.parametrize(
    "shares",
    [
        {"f": 50, "m": 48},
        {"f": 50, "m": 49.5},
        {"f": 0.5, "m": 0.499},
        {"f": -0.1, "m": 1.1},
        {"f": np.nan, "m": 1},
    ],
)
def test_shares_that_are_none(shares):
    refused(gm.FaultyInput, PEOPLE.iloc[:3], {"sex": shares}, "sex")


@pytest.mark.parametrize("targets", [None, [0.5, 0.5], {"sex": [0.5, 0.5]}, {"sex": None}])
def test_targets_that_are_no_shares_of_columns(targets):
    refused(
        gm.FaultyInput, PEOPLE.iloc[:3], targets, "is not {column: {category: share}}", "give for example"
    )


def test_a_share_that_is_no_number_is_named():
    refused(
        gm.FaultyInput, PEOPLE.iloc[:3], {"sex": {"f": "half", "m": 0.5}}, "sex, 'f': the target is 'half'"
    )


def test_base_weights_in_another_order_are_matched_by_label():
    people = PEOPLE.iloc[:3].set_axis(["ann", "bob", "cyd"])
    base = pd.Series([1.0, 2.0, 3.0], index=people.index)
    targets = {"sex": {"f": 0.4, "m": 0.6}}
    one, two = rake(people, targets, base), rake(people, targets, base[::-1])
    pd.testing.assert_series_equal(one.weights, two.weights)
    refused(gm.FaultyInput, people, targets, "under the frame's index", base=base.set_axis(["x", "y", "z"]))


def test_shares_within_rounding_are_accepted():
    raked = rake(PEOPLE.iloc[:3], {"sex": {"f": 0.3333333, "m": 0.6666666}})
    assert raked.margins["target"].sum() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("base", [[1, 0, 1], [1, -1, 1], [1, np.nan, 1], [1, np.inf, 1]])
def test_base_weights_must_be_above_zero(base):
    refused(
        gm.FaultyInput,
        PEOPLE.iloc[:3],
        {"sex": {"f": 0.5, "m": 0.5}},
        "base, respondent 1",
        base=pd.Series(base),
    )


def test_category_nobody_chose_and_zero_margin_cannot_be_met():
    frame = PEOPLE.iloc[:3]
    refused(
        gm.InfeasibleTargets,
        frame,
        {"sex": {"f": 0.5, "m": 0.4, "x": 0.1}},
        "sex, 'x'",
        "no respondent is in it",
        "merge",
    )
    refused(
        gm.InfeasibleTargets,
        frame,
        {"sex": {"f": 1.0, "m": 0.0}},
        "sex, 'm'",
        "target is 0 and 1 respondent is in it",
    )
    empty = rake(frame, {"sex": {"f": 0.5, "m": 0.5, "x": 0.0}})  # a zero nobody is in is met
    assert empty.margins.loc[("sex", "x"), "after"] == 0


def test_margins_no_weights_can_meet_together_are_named_with_the_nearest():
    """Everybody old is a woman: half old and four tenths women cannot be."""
    frame = pd.DataFrame({"sex": ["f", "f", "m", "f"], "age": ["old", "old", "young", "young"]})
    targets = {"sex": {"f": 0.4, "m": 0.6}, "age": {"old": 0.5, "young": 0.5}}
    refused(
        gm.InfeasibleTargets,
        frame,
        targets,
        "the nearest that can be met",
        "no weights can meet them together",
    )


def test_margins_only_zero_weights_could_meet_are_refused():
    frame = pd.DataFrame({"sex": ["f", "f", "m", "f"], "age": ["old", "old", "young", "young"]})
    targets = {"sex": {"f": 0.5, "m": 0.5}, "age": {"old": 0.5, "young": 0.5}}
    refused(gm.InfeasibleTargets, frame, targets, "only if some respondents get the weight zero")


def test_bounds_too_narrow_say_which_upper_bound_would_do():
    frame = pd.DataFrame({"sex": ["f"] * 9 + ["m"]})
    targets = {"sex": {"f": 0.5, "m": 0.5}}
    refused(gm.InfeasibleTargets, frame, targets, "bounds", "above 5", "sex, 'm'", bounds=(0.1, 4))
    refused(gm.InfeasibleTargets, frame, targets, "lower the lower bound", bounds=(0.9, 4))
    assert rake(frame, targets, bounds=(0.1, 5.5)).weights.max() == pytest.approx(5)


@given(st.integers(0, 5000))
def test_feasible_exactly_when_the_linear_program_says_so(seed):
    """The certificate and the solver agree on random small problems, bounded or not."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(0, 2, (6, 2)), columns=["a", "b"])
    targets = {
        c: dict(zip((0, 1), (p, 1 - p), strict=True))
        for c, p in zip(frame, rng.uniform(0.1, 0.9, 2).round(2), strict=True)
    }
    bounds = (0.2, 2.5) if seed % 2 else None
    cell, combinations = calibration.cells([frame["a"].to_numpy(), frame["b"].to_numpy()], [2, 2])
    x = calibration.margins_design(combinations, [2, 2])
    mass = np.bincount(cell) / 6
    wanted = np.array([s for t in targets.values() for s in t.values()])
    feasible = np.abs(calibration.nearest(x, mass, wanted, bounds) - wanted).max() < 1e-9
    try:
        raked = rake(frame, targets, bounds=bounds)
    except gm.InfeasibleTargets as error:
        assert not feasible or "only" in str(error)  # noqa: PT017 (either outcome is right, each on its condition)
    else:
        assert feasible
        assert (raked.margins["after"] - raked.margins["target"]).abs().max() < 1e-9


def test_post_stratification_refuses_what_it_cannot_place():
    shares = pd.Series(
        [0.5, 0.5], pd.MultiIndex.from_tuples([("f", "hi"), ("m", "lo")], names=["sex", "edu"])
    )
    with pytest.raises(gm.FaultyInput) as error:
        poststratify(PEOPLE, shares)
    assert "f | ?" in str(error.value)
    assert "1 respondent has no answer" in str(error.value)
    with pytest.raises(gm.FaultyInput, match="income"):
        poststratify(PEOPLE, shares.rename_axis(["sex", "income"]))
    twice = pd.Series([0.5, 0.25, 0.25], pd.Index(["f", "m", "m"], name="sex"))
    with pytest.raises(gm.FaultyInput, match="shares, 'm': occurs more than once"):
        poststratify(PEOPLE.iloc[:3], twice)


def test_input_is_not_changed_and_result_is_json_ready():
    frame = PEOPLE.iloc[:3].copy()
    raked = rake(frame, {"sex": {"f": 0.5, "m": 0.5}})
    pd.testing.assert_frame_equal(frame, PEOPLE.iloc[:3])
    json.dumps(raked.to_dict(), allow_nan=False)
    assert raked.to_frame().columns.tolist() == ["base", "weight", "ratio"]
    assert "design effect" in raked._repr_html_()


def test_shares_of_one_column_are_met_by_one_factor_a_group():
    """Three women of four stand for half: each counts 1/2 over 3/4."""
    people = pd.DataFrame({"sex": ["f", "f", "f", "m"]})
    shares = pd.Series({"f": 0.5, "m": 0.5}, name="share").rename_axis("sex")
    assert poststratify(people, shares).weights.tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])


# Targets typed in Python are read as those of a file: residents by sex, patients by age, pupils by school

TYPED = pd.DataFrame(
    {"sex": ["f", "f", "f", "m"], "年龄": [1, 1, 2, 2], "Schule": ["Nord", "Süd", "Nord", "Süd"]}
)


@pytest.mark.parametrize(
    ("column", "target"),
    [
        ("sex", {"f ": "0.5", "ｍ": "0.5"}),
        ("sex", {"f": 50, "m": 50.0}),
        ("sex", {"f": "50%", "m": "50 %"}),
        ("sex", pd.Series({"f": "５０", "m": "50"})),
        ("年龄", {"1": 0.5, "2": 0.5}),
        ("Schule", {" Nord": "50,0".replace(",", "."), "Süd": 50}),
    ],
)
def test_targets_typed_by_hand_are_read_as_those_of_a_file(column, target):
    raked = rake(TYPED, {column: target})
    assert raked.margins["after"].tolist() == pytest.approx([0.5, 0.5])
    form = pd.DataFrame(
        {"column": column, "category": list(target.keys()), "share": [str(s) for s in dict(target).values()]}
    )
    again = rake(TYPED, gm.survey.read_margins(form))
    np.testing.assert_allclose(again.weights, raked.weights, atol=1e-12)


def test_answers_that_are_text_find_targets_that_are_numbers():
    raked = rake(TYPED.astype(str), {"年龄": {1: 0.25, 2: 0.75}})
    assert raked.weights.tolist() == pytest.approx([0.5, 0.5, 1.5, 1.5])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"f": 0.5, "m": 0.5, "合计": 1.0}, "sex, '合计': '合计' is a total, not a category; take it out"),
        ({"f": 50, "m": 50, "Total": 100}, "is a total, not a category"),
        ({"f": 0.25, "f ": 0.25, "m": 0.5}, "sex, 'f': occurs more than once"),
        ({"f": 0.5, None: 0.1, "m": 0.4}, "sex: a category has no name"),
        ({"f": 0.5, " ": 0.1, "m": 0.4}, "sex: a category has no name"),
        (
            {"f": 520, "m": 480},
            "sum to 1000, not 1; give shares that sum to 1 or percentages that sum to 100",
        ),
        ({"f": "half", "m": 0.5}, "sex, 'f': the target is 'half'"),
        ({"f": 0.52, "m": 48}, "the target shares sum to 48.52, not 1"),
    ],
)
def test_targets_that_mean_something_else_are_refused(target, said):
    with pytest.raises(gm.FaultyInput, match=re.escape(said)):
        rake(TYPED, {"sex": target})


def test_joint_targets_are_read_alike():
    cells = pd.MultiIndex.from_tuples([("f ", 1), ("f", 2), ("m", 2)], names=["sex", "年龄"])
    weights = poststratify(TYPED, pd.Series(["25%", "25%", "50%"], cells)).weights
    assert weights.tolist() == pytest.approx([0.5, 0.5, 1, 2])
    cells = pd.MultiIndex.from_tuples([("f", 1), ("m", 2), ("合计", 2)], names=["sex", "年龄"])
    with pytest.raises(gm.FaultyInput, match="'合计' is a total"):
        poststratify(TYPED, pd.Series([0.5, 0.5, 1], cells))
