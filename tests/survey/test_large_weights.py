"""Raked weights, grades and memberships of surveys in blocks: the same numbers and faults as in memory."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.survey import large_source

pytest.importorskip("duckdb", reason="duckdb is not installed (the extra [bigdata])")
TREE = gm.IndicatorTree.from_dict(
    {
        "code": "r",
        "parts": [
            {"code": "trust", "parts": [{"code": "t", "better": "more", "items": ["t1", "t2", "t3"]},
                                         {"code": "u", "better": "less", "items": ["u1"]}]},
            {"code": "order", "parts": [{"code": "o", "better": "more", "items": ["o1"]}]},
        ],
    }
)  # fmt: skip
ITEMS = ["t1", "t2", "t3", "u1", "o1"]
READ = {"reverse": ("t2",), "by": ["unit", "sex", "age"], "missing_codes": (99, "说不清"), "scale": (1, 5)}
TARGETS = {"sex": {"女": 0.55, "男": 0.45}, "age": {"18-35": "30%", "36-59": "50%", "60+": "20%"}}
GRADES = ["差", "较差", "中", "良", "优"]


def answers(seed, n):
    """Untidy answers: gaps, don't-knows, words beside codes, units that are missing or small, weights."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({item: rng.integers(1, 6, n).astype(float) for item in ITEMS}, dtype=object)
    for item in ITEMS:
        frame.loc[rng.random(n) < 0.1, item] = None
        frame.loc[rng.random(n) < 0.05, item] = "说不清"
    frame.loc[rng.random(n) < 0.05, "t1"] = 99
    frame["sex"] = np.where(rng.random(n) < 0.4, "女", "男")
    frame["age"] = rng.choice(["18-35", "36-59", "60+"], n, p=[0.5, 0.3, 0.2])
    frame["unit"] = np.where(rng.random(n) < 0.02, None, rng.choice(["东", "West ", "x'y"], n))
    frame.loc[0, "unit"] = "alone"
    frame["w"] = rng.uniform(0.2, 5, n)
    return frame


def both(folder, frame, weight):
    path = folder / "answers.csv"
    frame.to_csv(path, index=False)
    options = READ | {"weight": weight}
    return gm.read_survey(path, TREE, **options), gm.survey.open_large(path, TREE, **options)


@pytest.fixture(scope="module", params=["w", None])
def pair(request, tmp_path_factory):
    """The survey in memory and the one in blocks, with raked weights of each."""
    inside, large = both(tmp_path_factory.mktemp("large"), answers(5, 3_000), request.param)
    raked = gm.survey.rake(inside.by[["sex", "age"]], TARGETS, inside.weight)
    return inside, large, raked, large.rake(TARGETS)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(large_source, "VECTORS", 1)


def same(found, want):
    pd.testing.assert_frame_equal(found, want, rtol=1e-10, atol=1e-12, check_index_type=False)


def test_weights_are_those_in_memory(pair):
    inside, _, want, found = pair
    same(found.margins, want.margins)
    for name in ("design_effect", "effective_n", "ratio", "respondents"):
        assert getattr(found, name) == pytest.approx(getattr(want, name), rel=1e-10)
    rows = inside.by[["sex", "age"]]
    by_cell = want.to_frame().groupby([rows["sex"], rows["age"]]).mean()
    same(found.to_frame().sort_index()[["base", "weight"]], by_cell.sort_index()[["base", "weight"]])
    assert found.summary() == want.summary()


@pytest.mark.parametrize("by", [None, "unit", "sex", ("sex", "unit")])
def test_scores_with_raked_weights_and_their_errors(pair, by):
    inside, large, raked, by_cell = pair
    want, found = gm.survey.score(inside, by, weights=raked), large.score(by, weights=by_cell)
    for name in ("values", "standard_errors", "n", "effective_n", "groups", "group_errors"):
        same(getattr(found, name), getattr(want, name))
    assert found.notes == want.notes
    plain = large.score(by)
    assert not np.allclose(plain.standard_errors, found.standard_errors, equal_nan=True, rtol=1e-4)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("by", [None, "unit"])
def test_shares_and_grades(pair, by, weighted):
    inside, large, raked, by_cell = pair
    given, own = ({"weights": raked}, {"weights": by_cell}) if weighted else ({}, {})
    same(large.frequencies(by, **own).table, gm.survey.frequencies(inside, by, **given).table)
    want, found = gm.survey.grade_frequencies(inside, by, **given), large.grade_frequencies(by, **own)
    same(found.shares, want.shares)
    same(found.standard_errors, want.standard_errors)
    assert found.n.equals(want.n)
    pd.testing.assert_series_equal(found.effective_n, want.effective_n, rtol=1e-10)
    kept = inside.keep(inside.by["unit"].notna()) if by else inside
    given = {} if not weighted else {"weights": raked.weights.loc[kept.answers.index]}
    grades = gm.fuzzy.GradeScale(GRADES, [20, 40, 60, 80, 100])
    want = gm.fuzzy.from_survey(kept, grades, by or "sex", **given)
    found = large.memberships(GRADES, by or "sex", **own)
    same(found, want.loc[found.index].set_axis(found.columns, axis=1))


@pytest.mark.parametrize("by", ["unit", "sex", ("sex", "unit")])
def test_agreement_is_that_in_memory(pair, by):
    inside, large, _, _ = pair
    want, found = gm.survey.agreement(inside, by), large.agreement(by)
    same(found.scales, want.scales)
    assert found.notes == want.notes


def test_agreement_of_one_unit_is_refused_and_that_of_one_mind_is_whole(tmp_path):
    frame = answers(1, 60).assign(unit=lambda one: one["sex"])
    for item in ITEMS:
        frame[item] = np.where(frame["sex"] == "女", 2, 4)
    inside, large = both(tmp_path, frame, "w")
    want, found = gm.survey.agreement(inside, "unit").scales, large.agreement("unit").scales
    same(found.drop(columns="f"), want.drop(columns="f"))
    assert np.isinf(found["f"]).all()
    inside, large = both(tmp_path, frame.assign(unit="x"), "w")
    with pytest.raises(gm.core.UnsuitableMethod, match="there is only one unit"):
        large.agreement("unit")


def test_alpha_with_raked_weights(pair):
    inside, large, raked, by_cell = pair
    items = inside.directed()[["t1", "t2", "t3"]]
    want = gm.survey.alpha(items, weights=raked.weights)
    found = large.alpha("t", weights=by_cell)
    assert found.alpha == pytest.approx(want.alpha, rel=1e-10)
    same(found.items, want.items)


def attempt(call):
    """Return what comes of a call, or what it is refused with."""
    try:
        return call()
    except gm.GovmetricsError as error:
        return str(error)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), n=st.integers(30, 120), weight=st.sampled_from(["w", None]))
def test_small_untidy_surveys(tmp_path_factory, seed, n, weight):
    inside, large = both(tmp_path_factory.mktemp("small"), answers(seed, n), weight)
    in_memory = attempt(lambda: gm.survey.rake(inside.by[["sex", "age"]], TARGETS, inside.weight))
    in_blocks = attempt(lambda: large.rake(TARGETS))
    if isinstance(in_memory, str):
        assert in_blocks == in_memory
        return
    want, found = (
        gm.survey.score(inside, "unit", weights=in_memory),
        large.score("unit", weights=in_blocks),
    )
    for name in ("values", "standard_errors", "effective_n", "group_errors"):
        same(getattr(found, name), getattr(want, name))


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ({"job": {"a": 1}}, "job: is not a group column; name it in `by` when the survey is opened"),
        ({"sex": {"女": 1.0}}, "respondents are in it, and it has no target"),
        ({"sex": {"女": 0.5, "男": 0.4}}, "sum to"),
        ({"unit": {"东": 0.5, "West": 0.3, "x'y": 0.1, "alone": 0.1}}, "respondents have no answer"),
    ],
)
def test_what_cannot_be_raked_is_told_as_in_memory(pair, targets, told):
    inside, large, _, _ = pair
    with pytest.raises(gm.GovmetricsError) as caught:
        large.rake(targets)
    assert told in str(caught.value), str(caught.value)
    if "job" not in targets:
        with pytest.raises(gm.GovmetricsError) as in_memory:
            gm.survey.rake(inside.by, targets, inside.weight)
        assert str(caught.value) == str(in_memory.value)


def test_weights_of_others_and_grades_too_few_are_refused(pair):
    _, large, raked, _ = pair
    for weights in (raked, raked.weights, "w"):
        with pytest.raises(gm.FaultyInput, match="give what the survey's own `rake` returns"):
            large.score(weights=weights)
    with pytest.raises(gm.FaultyInput, match="names 2 grades of 5 codes"):
        large.memberships(["bad", "good"])
