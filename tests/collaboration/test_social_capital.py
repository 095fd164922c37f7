"""Collective efficacy: which items are turned, means, faults."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import govmetrics as gm
from govmetrics import FaultyInput
from govmetrics.collaboration import social_capital

NAMES = [f"q{at}" for at in range(1, 11)]


def rows(answers, unit="u"):
    return pd.DataFrame(answers, [unit] * len(answers), NAMES)


def test_items_one_to_eight_are_turned_and_nine_and_ten_are_not():
    """As the scale is printed 1 is very likely; who agrees with the first eight and not with the last two is at the top."""
    found = social_capital(rows([[1] * 8 + [5, 5]]))
    assert found.values.loc["u"].tolist() == [5, 5, 5]
    assert found.turned == tuple(NAMES[:8])
    assert social_capital(rows([[5] * 8 + [1, 1]])).values.loc["u"].tolist() == [1, 1, 1]
    other = social_capital(rows([[5] * 8 + [1, 1]]), answers="high_agrees")
    assert other.values.loc["u"].tolist() == [5, 5, 5]
    assert other.turned == ("q9", "q10")


def test_means_and_errors_by_hand():
    answers = np.array(
        [[1, 2, 1, 2, 1, 2, 2, 2, 4, 4], [3, 3, 3, 3, 3, 1, 1, 1, 5, 5], [5, 5, 5, 5, 5, 3, 3, 3, 3, 3]]
    )
    found = social_capital(rows(answers))
    control, cohesion = np.array([4.6, 3, 1]), np.array([4, 5, 3])
    assert found.values.loc["u"].tolist() == pytest.approx(
        [control.mean(), cohesion.mean(), (control + cohesion).mean() / 2]
    )
    assert found.standard_errors.loc["u", "social_cohesion"] == pytest.approx(
        np.std(cohesion, ddof=1) / 3**0.5
    )
    assert found.respondents.to_dict() == {"u": 3}


def test_who_answers_less_than_half_does_not_count_there():
    answers = [[1, None, 1, None, 1, None, None, None, 5, 5.0], [2] * 10]
    found = social_capital(rows(answers))
    assert found.values.loc["u", "informal_social_control"] == pytest.approx(4.5)
    assert found.values.loc["u", "social_cohesion"] == pytest.approx((4 * 3 + 2 * 2) / 5)
    assert "1 respondent answered fewer than half" in found.summary("en")
    assert np.isnan(found.standard_errors.loc["u", "collective_efficacy"])


def test_items_that_run_against_the_others_are_named():
    one = np.random.default_rng(0).integers(1, 6, (50, 1))
    answers = np.hstack(
        [np.repeat(one, 8, axis=1), np.repeat(one, 2, axis=1)]
    )  # nine and ten coded like the others
    told = social_capital(rows(answers)).summary("en")
    assert "run against the other items" in told
    assert "q9, q10" in told
    right = np.hstack([np.repeat(one, 8, axis=1), np.repeat(6 - one, 2, axis=1)])
    assert "run against" not in social_capital(rows(right)).summary("en")


def test_dimensions_of_ones_own():
    frame = rows([[1, 5, 3, 3, 2, 2, 2, 2, 2, 2]]).reset_index(names="社区")
    found = social_capital(
        frame, by="社区", dimensions={"Trust and Solidarity": ["q1", "q2"]}, reverse=["q2"]
    )
    assert found.values.to_dict("index") == {"u": {"Trust and Solidarity": 5.0}}
    assert found.turned == ("q1",)


def test_scores_become_points_in_a_leaf():
    tree = gm.read_tree("collaborative_governance")
    found = social_capital(rows([[1] * 8 + [5, 5], [3] * 10]))
    leaves = gm.collaboration.to_leaves(found, tree, {"C43": "collective_efficacy"})
    assert leaves.values.loc["u", "C43"] == pytest.approx(75)
    assert leaves.standard_errors.loc["u", "C43"] == pytest.approx(25)


def test_faults_with_places():
    with pytest.raises(FaultyInput) as caught:
        social_capital(rows([[9] + [1] * 9, ["非常同意"] + [1] * 9, [1] * 9 + [2.5]]))
    assert [fault.place for fault in caught.value.faults] == ["u (2), q1", "u (1), q1", "u (3), q10"]
    with pytest.raises(FaultyInput, match="there are 9, and the scale"):
        social_capital(rows([[1] * 10]).drop(columns="q3"))
    with pytest.raises(FaultyInput, match="numbers are not in order"):
        social_capital(rows([[1] * 10])[sorted(NAMES)])
    with pytest.raises(FaultyInput) as caught:
        social_capital(rows([[1] * 10]), dimensions={"a": ["q1", "q11"], "b": ["q1"]}, reverse=["q2"])
    assert len(caught.value.faults) == 3


@given(arrays(np.int64, (6, 10), elements=st.integers(1, 5)))
def test_turning_all_codes_and_saying_so_changes_nothing(answers):
    first = social_capital(rows(answers))
    second = social_capital(rows(6 - answers), answers="high_agrees")
    pd.testing.assert_frame_equal(first.values, second.values)
    mirrored = social_capital(rows(6 - answers))
    assert np.allclose(first.values + mirrored.values, 6)
    assert ((first.values >= 1) & (first.values <= 5)).all(axis=None)
