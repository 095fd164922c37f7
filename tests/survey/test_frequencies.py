"""Shares of answers: textbook errors, Wilson's intervals, weights, grades."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.numerics.shares import weighted_shares, wilson
from govmetrics.survey import frequencies, grade_frequencies

TREE = gm.IndicatorTree(
    gm.Group("g", "", (gm.Indicator("t", items=("q1", "q2")), gm.Indicator("u", items=("q3",))))
)


def survey(**more):
    answers = pd.DataFrame({"q1": [1, 5, 5, 3], "q2": [5, 1, 1, np.nan], "q3": [4, 4, 2, 1]})
    by = pd.DataFrame({"c": list("xxyy"), "sex": list("fmfm")})
    return gm.Survey(TREE, answers, by=by, **more)


@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_of_newcombe_1998(successes, n, lower, upper):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score without correction)."""
    found = wilson(np.array(successes / n), np.array(n), 1.959963984540054)
    np.testing.assert_allclose(np.ravel(found), [lower, upper], atol=5e-5)


def test_items_that_are_indicators_are_printed_by_their_names():
    leaves = (
        gm.Indicator("q1", {"en": "Trust", "zh": "信任"}),
        gm.Indicator("q2", {"en": "Order", "zh": "秩序"}),
    )
    found = frequencies(
        gm.Survey(gm.IndicatorTree(gm.Group("g", parts=leaves)), survey().answers[["q1", "q2"]])
    )
    assert found.tables("zh")[0].frame["题目"].unique().tolist() == ["信任", "秩序"]
    one = gm.survey.frequency_table(gm.Survey(found.tree, survey().answers[["q1", "q2"]]), "q1")
    assert one.summary("zh").startswith("信任：")
    assert one.tables("zh")[0].caption == "信任的频数分析"
    assert found.table.index.get_level_values("item").unique().tolist() == ["q1", "q2"]


def test_wilson_of_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    for successes in range(0, 13, 3):
        found = wilson(np.array(successes / 12), np.array(12.0), 1.959963984540054)
        np.testing.assert_allclose(
            np.ravel(found), proportion_confint(successes, 12, method="wilson"), atol=1e-12
        )


def test_shares_counts_and_codes_nobody_chose():
    found = frequencies(survey(), by="c")
    assert found.summary() == "Answers to 3 items in 2 units, with 95% intervals."
    assert found.tables("zh")[0].frame.columns.tolist()[:3] == ["单元", "题目", "选项"]
    table = found.table
    assert table.index.names == ["unit", "item", "answer"]
    assert table.loc[("x", "q1", 1), ["n", "share"]].tolist() == [1, 0.5]
    assert table.loc[("x", "q1", 2), ["n", "share", "standard_error"]].tolist() == [0, 0, 0]
    assert table.loc[("y", "q2"), "effective_n"].unique().tolist() == [1]
    assert np.isnan(table.loc[("y", "q2", 1), "standard_error"])
    sums = table["share"].groupby(level=["unit", "item"]).sum()
    np.testing.assert_allclose(sums, 1)
    assert table.index.get_level_values("item").unique().tolist() == ["q1", "q2", "q3"]


def test_grades_turn_reversed_items_and_average_the_items_of_a_leaf():
    grades = grade_frequencies(survey(reverse=("q2",)))
    assert grades.shares.index.names == ["unit", "code"]
    assert grades.shares.columns.tolist() == [1, 2, 3, 4, 5]
    everyone = grade_frequencies(gm.Survey(TREE, survey().answers, reverse=("q2",)))
    # q1: 1, 5, 5, 3; q2 turned: 1, 5, 5
    np.testing.assert_allclose(
        everyone.shares.loc[("all", "t")], [(1 / 4 + 1 / 3) / 2, 0, 1 / 8, 0, (1 / 2 + 2 / 3) / 2]
    )
    assert everyone.n.loc[("all", "t")] == 3
    np.testing.assert_allclose(
        everyone.standard_errors.loc[("all", "u")],
        np.sqrt([0.25 * 0.75 / 3, 0.25 * 0.75 / 3, 0, 0.25 / 3, 0]),
    )
    json.dumps(everyone.to_dict())


def test_item_nobody_in_a_unit_answered_leaves_the_other_items():
    answers = survey().answers.assign(q2=np.nan)
    grades = grade_frequencies(gm.Survey(TREE, answers))
    assert grades.shares.loc[("all", "t")].tolist() == [0.25, 0, 0.25, 0, 0.5]
    empty = grade_frequencies(gm.Survey(TREE, answers.assign(q3=np.nan)))
    assert empty.shares.loc[("all", "u")].isna().all()
    assert empty.n.loc[("all", "u")] == 0


def test_mean_of_grades_is_the_score():
    """Shares times codes give the mean on which the score rests, weights included."""
    w = pd.Series([1.0, 2.0, 0.5, 3.0])
    given_ = survey()
    grades = grade_frequencies(given_, weights=w).shares.xs("u", level="code")
    score = gm.survey.score(given_, weights=w, to=(1, 5)).values["u"]
    np.testing.assert_allclose(grades @ np.arange(1, 6), score)


@given(st.integers(0, 9999))
def test_weighted_shares_are_those_of_the_formula(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 40))
    codes, w, g = rng.integers(-1, 4, (n, 2)), rng.uniform(0.1, 9, n), rng.integers(-1, 3, n)
    shares, errors, effective = weighted_shares(codes, w, g, 3, 4)
    for unit in range(3):
        for item in range(2):
            rows = (g == unit) & (codes[:, item] >= 0)
            m = rows.sum()
            if not m:
                assert np.isnan(shares[unit, item]).all()
                continue
            z = codes[rows, item][:, None] == np.arange(4)
            p = w[rows] @ z / w[rows].sum()
            np.testing.assert_allclose(shares[unit, item], p)
            if m > 1:
                variance = m / (m - 1) * (w[rows, None] ** 2 * (z - p) ** 2).sum(axis=0) / w[rows].sum() ** 2
                np.testing.assert_allclose(errors[unit, item] ** 2, variance, atol=1e-12)
            else:
                assert np.isnan(errors[unit, item]).all()
            assert effective[unit, item] <= m + 1e-9


def test_what_has_no_grades_is_refused():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    with pytest.raises(gm.UnsuitableMethod, match="several scales"):
        grade_frequencies(gm.Survey(tree, pd.DataFrame({"a": [1], "b": [50]}), {"a": (1, 5), "b": (0, 100)}))
    with pytest.raises(gm.UnsuitableMethod, match="not of few whole codes"):
        frequencies(gm.Survey(tree, pd.DataFrame({"a": [1], "b": [50]}), (0, 100)))
    for high, few in ((120, True), (121, False)):  # as many as 20 codes, wherever they begin
        scored = gm.Survey(tree, pd.DataFrame({"a": [101], "b": [105]}), (101, high))
        if few:
            assert frequencies(scored) is not None
        else:
            with pytest.raises(gm.UnsuitableMethod, match="not of few whole codes"):
                frequencies(scored)
    with pytest.raises(gm.UnsuitableMethod, match="b: has answers between the codes"):
        frequencies(gm.Survey(tree, pd.DataFrame({"a": [1], "b": [2.5]})))
    with pytest.raises(gm.FaultyInput, match="level"):
        frequencies(survey(), level=95)


def test_several_scales_keep_the_order_of_items():
    tree = gm.IndicatorTree.from_groups({"g": ["b", "a"]})
    table = frequencies(
        gm.Survey(tree, pd.DataFrame({"b": [1, 2], "a": [0, 1]}), {"a": (0, 1), "b": (1, 3)})
    ).table
    assert table.index.tolist() == [
        ("all", "b", 1),
        ("all", "b", 2),
        ("all", "b", 3),
        ("all", "a", 0),
        ("all", "a", 1),
    ]


def test_the_printed_table_is_grouped_by_unit():
    (table,) = frequencies(survey()).tables("en")
    assert (table.groups, table.frame.iloc[:, 0].unique().tolist()) == ("unit", ["x", "y"])
