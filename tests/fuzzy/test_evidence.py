"""Memberships from votes, counts and survey answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Group, Indicator
from govmetrics.fuzzy import FIVE_GRADES, THREE_GRADES, from_counts, from_survey, from_votes, survey_errors
from govmetrics.numerics.shares import weighted_shares


def test_counts_by_hand():
    rows = pd.MultiIndex.from_product([["u", "v"], ["x"]], names=["unit", "code"])
    counts = pd.DataFrame([[2, 1, 1], [0, 0, 5]], rows, ["poor", "good", "fair"])
    found = from_counts(counts, THREE_GRADES)
    assert found.loc[("u", "x")].to_dict() == {"good": 0.25, "fair": 0.25, "poor": 0.5}
    assert found.loc[("v", "x")].to_dict() == {"good": 0, "fair": 1, "poor": 0}
    assert counts.iloc[0].tolist() == [2, 1, 1]


def test_empty_negative_and_missing_counts_are_all_named():
    rows = pd.MultiIndex.from_product([["u"], ["x", "y", "z", "ok"]], names=["unit", "code"])
    counts = pd.DataFrame([[0, 0, 0], [1, -1, 3], [1, np.nan, 3], [1, 1, 1]], rows, THREE_GRADES.keys)
    with pytest.raises(gm.FaultyInput) as error:
        from_counts(counts, THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["u, x", "u, y", "u, z"]
    assert "nobody chose" in str(error.value)
    with pytest.raises(gm.FaultyInput) as error:
        from_counts(counts.rename(columns={"good": "great"}).astype({"poor": object}).replace({"poor": 1}, "one"),
                    THREE_GRADES)  # fmt: skip
    assert [f.place for f in error.value.faults] == ["great", "good", "u, ok, poor", "u, y", "u, z"]
    assert "'one' is not a number" in str(error.value)
    for wrong, words in (
        (counts.iloc[:0], "frame: the table has no rows"),
        ([1], "frame: is list, not DataFrame"),
    ):
        with pytest.raises(gm.FaultyInput, match=words):
            from_counts(wrong, THREE_GRADES)


def _votes():
    return pd.DataFrame(
        [("u", "x", "e1", "good"), ("u", "x", "e2", "良"), ("u", "x", "e3", "poor"), ("u", "x", "e4", "fair"),
         ("v", "x", "e1", "fair")],
        columns=["unit", "code", "expert", "grade"],
    )  # fmt: skip


def test_votes_in_both_languages():
    found = from_votes(_votes(), THREE_GRADES)
    assert found.loc[("u", "x")].tolist() == [0.5, 0.25, 0.25]
    assert found.loc[("v", "x")].tolist() == [0, 1, 0]
    weighted = from_votes(_votes().assign(weight=[1, 1, 6, 2, 1]), THREE_GRADES)
    assert weighted.loc[("u", "x")].tolist() == [0.2, 0.2, 0.6]


def test_a_grade_that_nobody_chose_has_no_share():
    votes = _votes()
    found = from_votes(votes[votes["grade"] != "fair"], THREE_GRADES)
    assert found.loc[("u", "x")].to_dict() == pytest.approx({"good": 2 / 3, "fair": 0, "poor": 1 / 3})


def test_votes_outside_the_grades_are_all_named():
    votes = _votes()
    votes.loc[0, "grade"] = "superb"
    votes.loc[3, "grade"] = None
    votes["weight"] = [1, 0, 1, 1, 1]
    with pytest.raises(gm.FaultyInput) as error:
        from_votes(votes, THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["row 0", "row 3", "row 1"]
    with pytest.raises(gm.FaultyInput) as error:
        from_votes(votes.drop(columns="code"), THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["frame", "row 0", "row 3", "row 1"]
    with pytest.raises(gm.FaultyInput, match="grades: is list, not GradeScale"):
        from_votes(votes, ["good", "fair"])
    with pytest.raises(gm.FaultyInput, match="no rows"):
        from_votes(_votes().iloc[:0], THREE_GRADES)


TREE = gm.IndicatorTree(
    Group("index", "", (Indicator("trust", items=("t1", "t2")), Indicator("order", items=("o1",))))
)


def _survey(n=60, weight=True, seed=0, **keys):
    rng = np.random.default_rng(seed)
    answers = pd.DataFrame(rng.integers(1, 6, (n, 3)).astype(float), columns=["t1", "t2", "o1"])
    by = pd.DataFrame({"community": rng.choice(["A", "B", "C"], n)})
    w = pd.Series(rng.uniform(0.5, 2, n)) if weight else None
    return gm.Survey(TREE, answers, by=by, weight=w, **keys)


def test_survey_shares_by_loops():
    survey = _survey(reverse=("t2",))
    found = from_survey(survey, FIVE_GRADES)
    directed = survey.directed()
    for unit in "ABC":
        rows = np.flatnonzero(survey.by["community"] == unit)
        for leaf, items in {"trust": ["t1", "t2"], "order": ["o1"]}.items():
            for place, key in enumerate(FIVE_GRADES.keys):
                code = 5 - place
                total = share = 0.0
                for r in rows:
                    share += survey.weight[r] * np.mean([directed.loc[r, item] == code for item in items])
                    total += survey.weight[r]
                assert found.loc[(unit, leaf), key] == pytest.approx(share / total, abs=1e-12)


def test_raked_weights_reach_memberships_and_their_errors():
    survey = _survey()
    plain = gm.Survey(TREE, survey.answers, by=survey.by)
    town = pd.DataFrame({"town": ["x", "y"] * (plain.n // 2) + ["x"] * (plain.n % 2)}, plain.answers.index)
    raked = gm.survey.rake(town, {"town": {"x": 0.3, "y": 0.7}})
    by_hand = gm.Survey(TREE, survey.answers, by=survey.by, weight=raked.weights)
    for memberships in (from_survey, survey_errors):
        expected = memberships(by_hand, FIVE_GRADES)
        for weights in (raked, raked.weights, raked.weights[::-1]):
            pd.testing.assert_frame_equal(memberships(plain, FIVE_GRADES, weights=weights), expected)
        assert not expected.equals(memberships(plain, FIVE_GRADES))
    with pytest.raises(gm.FaultyInput, match="weights: are not under the survey's index"):
        from_survey(plain, FIVE_GRADES, weights=[1.0] * plain.n)


def test_errors_equal_those_of_the_kernel_for_single_items():
    survey = _survey()
    groups = pd.Index(["A", "B", "C"]).get_indexer(survey.by["community"])
    codes = (survey.answers[["o1"]].to_numpy() - 1).astype(np.intp)
    shares, errors, _ = weighted_shares(codes, survey.weight.to_numpy(), groups, 3, 5)
    found, spread = from_survey(survey, FIVE_GRADES), survey_errors(survey, FIVE_GRADES)
    for place, unit in enumerate("ABC"):
        np.testing.assert_allclose(found.loc[(unit, "order")], shares[place, 0, ::-1], atol=1e-12)
        np.testing.assert_allclose(spread.loc[(unit, "order")], errors[place, 0, ::-1], atol=1e-12)


def test_two_answers_have_an_error_and_one_has_none():
    """Two of one item: root(2 / 1 * (1/4 + 1/4)) / 2 is a half, for the two grades chosen."""
    answers = pd.DataFrame({"t1": [5.0, 1, 3], "t2": np.nan, "o1": [4.0, 2, 3]})
    by = pd.DataFrame({"community": ["A", "A", "B"]})
    spread = survey_errors(gm.Survey(TREE, answers, by=by), FIVE_GRADES)
    assert spread.loc[("A", "trust")].tolist() == [0.5, 0, 0, 0, 0.5]
    assert spread.loc[("A", "order")].tolist() == [0, 0.5, 0, 0.5, 0]
    assert spread.loc["B"].isna().all(axis=None)


@given(st.integers(0, 500))
def test_shares_sum_to_one_and_order_of_respondents_does_not_matter(seed):
    survey = _survey(30, seed=seed)
    found = from_survey(survey, FIVE_GRADES)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-12)
    order = np.random.default_rng(seed).permutation(30)
    turned = gm.Survey(
        TREE, survey.answers.iloc[order], by=survey.by.iloc[order], weight=survey.weight.iloc[order]
    )
    pd.testing.assert_frame_equal(from_survey(turned, FIVE_GRADES), found)


def test_missing_answers_leave_the_rest():
    survey = _survey(weight=False)
    answers = survey.answers.copy()
    answers.loc[survey.by["community"] == "A", "o1"] = np.nan
    answers.loc[:9, "t1"] = np.nan
    found = from_survey(gm.Survey(TREE, answers, by=survey.by), FIVE_GRADES)
    assert np.isnan(found.loc[("A", "order")]).all()
    assert not np.isnan(found.loc[("A", "trust")]).any()
    result = gm.fuzzy.evaluate(found, gm.weighting.equal(TREE), FIVE_GRADES, min_coverage=0.5)
    assert result.coverage.loc["A", "index"] == 0.5


def test_who_the_units_are():
    survey = _survey()
    alone = gm.Survey(TREE, survey.answers)
    assert list(from_survey(alone, FIVE_GRADES).index) == [("all", "trust"), ("all", "order")]
    two = gm.Survey(TREE, survey.answers, by=survey.by.assign(sex="f", year=2024))
    plain = from_survey(two, FIVE_GRADES)
    assert list(plain.index.levels[0]) == ["A", "B", "C"]
    assert plain.index.names == ["unit", "code"]
    frame = from_survey(two, FIVE_GRADES, by=["year", "community"])
    assert frame.index.names == ["period", "unit", "code"]
    np.testing.assert_allclose(frame.loc[2024], plain)
    waves = gm.Survey(TREE, survey.answers, by=survey.by.assign(period=np.arange(60) % 2))
    halves = from_survey(waves, FIVE_GRADES)
    assert halves.index.names == ["period", "unit", "code"]
    assert len(halves) == 12


def test_units_are_those_of_survey_scores():
    survey = _survey()
    by_survey = gm.survey.score(survey).values
    grades = gm.fuzzy.GradeScale(FIVE_GRADES.names, [100, 75, 50, 25, 0])
    result = gm.fuzzy.evaluate(from_survey(survey, grades), gm.weighting.equal(TREE), grades)
    # the score of shares by values that rise in equal steps is the mean answer on the same points
    np.testing.assert_allclose(result.at("order") @ np.array(grades.values), by_survey["order"])
    np.testing.assert_allclose(result.at("trust") @ np.array(grades.values), by_survey["trust"])


def test_faulty_surveys():
    survey = _survey()
    with pytest.raises(gm.FaultyInput) as error:
        from_survey(survey, THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["t1", "t2", "o1"]
    half = survey.answers.copy()
    half.loc[3, "o1"] = 2.5
    by = survey.by.copy()
    by.loc[5, "community"] = None
    with pytest.raises(gm.FaultyInput) as error:
        from_survey(
            gm.Survey(TREE, half.assign(t1=np.nan, t2=np.nan), by=by), FIVE_GRADES, ["community", "town"]
        )
    text = str(error.value)
    assert "by: 'town' is not a group column" in text
    with pytest.raises(gm.FaultyInput) as error:
        from_survey(gm.Survey(TREE, half.assign(t1=np.nan, t2=np.nan), by=by), FIVE_GRADES)
    text = str(error.value)
    assert "respondent 5: there is no value in community" in text
    assert "o1, respondent 3: the answer 2.5 belongs to no grade" in text
    assert "trust: nobody answered it" in text
    with pytest.raises(gm.FaultyInput, match="not a group column"):
        from_survey(survey, FIVE_GRADES, by="town")
