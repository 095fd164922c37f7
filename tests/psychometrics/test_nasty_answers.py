"""Nasty answers through every method of the room: said aloud or refused with a way out that exists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

FACTORS = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"]}
METHODS = {
    "alpha": gm.psychometrics.alpha,
    "kmo": gm.psychometrics.kmo,
    "bartlett": gm.psychometrics.bartlett,
    "omega": lambda items: gm.psychometrics.omega(items, factors=1),
    "guttman": gm.psychometrics.guttman,
    "split_half": gm.psychometrics.split_half,
    "polychoric": gm.psychometrics.polychoric,
    "explore": lambda items: gm.psychometrics.explore(items, factors=2),
    "confirm": lambda items: gm.psychometrics.confirm(items, FACTORS),
    "item_analysis": gm.psychometrics.item_analysis,
}


@pytest.fixture
def answers():
    rng = np.random.default_rng(12)
    trait = np.repeat(rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=250), 3, axis=1)
    codes = np.clip(np.round(3 + trait + rng.normal(size=(250, 6))), 1, 5)
    return pd.DataFrame(codes, columns=[*FACTORS["a"], *FACTORS["b"]])


@pytest.mark.parametrize("name", METHODS)
def test_a_left_over_99_is_named_by_every_method(answers, name):
    assert not any("99" in note for note in METHODS[name](answers).notes)
    answers.loc[[3, 4], "a2"] = 99
    notes = METHODS[name](answers).notes
    assert [note for note in notes if note.startswith("item a2: 2 answers such as 99")], notes
    assert sum("such as 99" in note for note in notes) == 1


def test_items_on_another_scale_are_not_left_over_codes(answers):
    answers["b3"] = 1000 + 10 * answers["b3"]
    assert gm.psychometrics.explore(answers, factors=2).notes == ()


@pytest.mark.parametrize("name", METHODS)
def test_items_that_leave_nobody_are_named(answers, name):
    answers.loc[:240, "a1"], answers.loc[200:, "b2"] = np.nan, np.nan
    with pytest.raises(
        UnsuitableMethod, match=r"0 of 250 respondents answered every item.*a1 \(9\), b2 \(200\)"
    ):
        METHODS[name](answers)
    answers["a3"] = np.nan
    with pytest.raises(UnsuitableMethod, match=r"^a3: nobody answered it; leave the item out$"):
        METHODS[name](answers)


def test_an_item_nobody_answered_is_named_once_pairwise(answers):
    answers["a3"] = np.nan
    with pytest.raises(UnsuitableMethod, match=r"^a3: nobody answered it; leave the item out$"):
        gm.psychometrics.alpha(answers, missing="pairwise")


def test_polychoric_of_huge_codes_needs_no_memory_for_the_codes_between(answers):
    plain, huge = gm.psychometrics.polychoric(answers), gm.psychometrics.polychoric(answers * 1e12)
    assert huge.notes == ()
    np.testing.assert_allclose(huge.correlations, plain.correlations, atol=1e-12)


def test_groups_too_small_to_compare_are_named_together(answers):
    groups = pd.Series(["east"] * 120 + ["west"] * 124 + ["moved"] + ["new"] * 5)
    with pytest.raises(UnsuitableMethod) as error:
        gm.psychometrics.invariance(answers, FACTORS, groups)
    assert "group moved: 1 of 1 respondent answered every item; merge groups" in str(error.value)
    assert "group new: 5 respondents for 6 items; merge groups" in str(error.value)


@pytest.mark.parametrize("name", METHODS)
def test_correlations_given_as_answers_are_refused(answers, name):
    with pytest.raises(FaultyInput, match="look like a correlation matrix; give n="):
        METHODS[name](answers.corr())


@pytest.mark.parametrize("factors", [0, 6, 2.5, "two"])
def test_numbers_of_factors_that_are_none(answers, factors):
    error, words = FaultyInput, rf"factors: is '?{factors}'?; give a whole number from 1"
    if factors == 6:
        error, words = UnsuitableMethod, "factors: 6 factors of 6 items; choose 1 to 5"
    for method in (gm.psychometrics.omega, gm.psychometrics.explore):
        with pytest.raises(error, match=words):
            method(answers, factors=factors)


def test_marker_items_have_no_error(answers):
    loadings = gm.psychometrics.confirm(answers, FACTORS).loadings
    markers = loadings.loc[[("a", "a1"), ("b", "b1")]]
    assert (markers["se"] == 0).all()
    assert markers["z"].isna().all()
    assert (loadings["se"] > 0.01).sum() == 4
