"""G1, SWARA and FUCOM: an order of importance and a ratio for each neighbour.

The papers' own tables could not be read. Compared with: a worked tutorial of FUCOM (mathresearcher.com, "Software Choice": ratios
1.2, 1.5, 1.3 give 0.355, 0.296, 0.197, 0.152), the priorities of the FUCOM paper's data as R's fucom has them (1, 1, 1, 2, 4, 4,
4, 4; weights by the formula), Guo's formula written out, and scipy's own optimum.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from govmetrics.ahp import fucom, order_relation, swara
from govmetrics.core import FaultyInput

RATIOS = st.lists(st.floats(1, 1.8), min_size=1, max_size=8)


def chain(values, first=None):
    return dict(zip("abcdefghij", [first, *values], strict=False))


@given(RATIOS)
def test_g1_by_guos_own_formula(ratios):
    n = len(ratios) + 1
    last = 1 / (1 + sum(np.prod(ratios[k - 2 :]) for k in range(2, n + 1)))
    wanted = [last]
    for r in reversed(ratios):
        wanted.append(r * wanted[-1])
    found = order_relation(chain(ratios)).weights
    np.testing.assert_allclose(found.loc[list("abcdefghij"[:n])], wanted[::-1], rtol=1e-12)
    assert found.sum() == pytest.approx(1)
    assert (np.diff(found) <= 1e-15).all()


@given(RATIOS)
def test_swara_is_g1_with_one_added_and_fucom_with_products(ratios):
    g1 = order_relation(chain(ratios)).weights
    np.testing.assert_allclose(swara(chain([r - 1 for r in ratios])).weights, g1, rtol=1e-9)
    found = fucom(chain(np.cumprod(ratios), 1))
    np.testing.assert_allclose(found.weights, g1, rtol=1e-9)
    assert found.deviation.to_list() == [0]


def test_swara_step_by_step():
    # k = 1 + s, q_j = q_(j-1) / k_j, w = q / sum q (Keršulienė, Zavadskas and Turskis 2010)
    q = [1, 1 / 1.25, 1 / 1.25 / 1.6]
    found = swara({"x": None, "y": 0.25, "z": 0.6})
    np.testing.assert_allclose(found.weights, np.array(q) / sum(q))
    assert found.kendall_w is None
    assert found.steps["ratio"].round(6).to_list()[1:] == [1.25, 1.6]


def test_fucom_as_others_print_it():
    assert fucom(chain(np.cumprod([1.2, 1.5, 1.3]), 1)).weights.round(3).to_list() == [
        0.355,
        0.296,
        0.197,
        0.152,
    ]
    paper = fucom(chain([1, 1, 2, 4, 4, 4, 4], 1)).weights
    np.testing.assert_allclose(paper, np.array([1, 1, 1, 0.5, 0.25, 0.25, 0.25, 0.25]) / 4.5)


def test_fucom_with_answers_two_places_apart_is_the_least_largest_deviation():
    found = fucom({"a": 1, "b": 1.2, "c": 1.8, "d": 2.34}, second={"c": 2.4, "d": 1.5})
    pairs = [(0, 1, 1.2), (1, 2, 1.5), (2, 3, 1.3), (0, 2, 2.4), (1, 3, 1.5)]

    def largest(w):
        return max(abs(w[i] / w[j] - r) for i, j, r in pairs)

    assert largest(found.weights.to_numpy()) == pytest.approx(found.deviation.iloc[0], abs=1e-6)
    start = found.weights.to_numpy()
    for seed in range(10):  # nothing nearby, or elsewhere, deviates less
        rng = np.random.default_rng(seed)
        other = minimize(
            lambda x: largest(np.exp(x)), np.log(start) + 0.3 * rng.normal(size=4), method="Nelder-Mead"
        )
        assert other.fun >= found.deviation.iloc[0] - 1e-6
    assert "ask again" in str(found)
    # one of the two asked: the other follows from the neighbours
    part = fucom({"a": 1, "b": 1.2, "c": 1.8, "d": 2.34}, second={"d": 1.5 * 1.3})
    assert part.deviation.iloc[0] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(
        part.weights, fucom({"a": 1, "b": 1.2, "c": 1.8, "d": 2.34}).weights, rtol=1e-6
    )
    # the last two are tied by one loose ratio only: within the deviation every weight of d is as good
    loose = fucom({"a": 1, "b": 1.5, "c": 2, "d": 2.2, "e": 3}, second={"c": 3.5})
    away = float(str(loose.notes[0]).split("may be ")[1].split(" ")[0])
    assert 0 < away < 0.5
    # transitive answers deviate by nothing
    assert fucom({"a": 1, "b": 1.2, "c": 1.8}, second={"c": 1.8}).deviation.iloc[0] == pytest.approx(
        0, abs=1e-9
    )
    assert "without `second` the deviation is zero" in str(fucom(chain([1.5], 1)).notes[0])


def test_experts_with_orders_of_their_own_are_averaged_and_votes_count():
    answers = {"Li": {"a": None, "b": 1.2, "c": 1.4}, "Wu": {"c": None, "a": 1.0, "b": 1.6}}
    found = order_relation(answers, expert_weights={"Li": 3, "Wu": 1})
    li, wu = (order_relation(answers[e]).weights for e in ("Li", "Wu"))
    pd.testing.assert_series_equal(
        found.weights, (0.75 * li + 0.25 * wu)[found.weights.index], check_names=False
    )
    assert found.experts.loc["Wu", "c"] == pytest.approx(wu["c"])
    assert 0 <= found.kendall_w < 1
    assert found.notes[-1] == "Wu order the items otherwise than Li"
    turned = order_relation(dict(reversed(answers.items())), expert_weights={"Li": 3, "Wu": 1})
    pd.testing.assert_series_equal(turned.weights, found.weights)
    listed = [(e, item, r) for e, row in answers.items() for item, r in row.items()]
    rows = pd.DataFrame(
        listed,
        columns=["expert", "item", "answer"],
    )
    pd.testing.assert_series_equal(order_relation(rows).weights, order_relation(answers).weights)
    with pytest.raises(FaultyInput, match="order the items otherwise"):
        order_relation(answers, combine="answers")


def test_answers_are_averaged_where_the_order_is_agreed():
    answers = {
        "Li": {"a": None, "b": 0.2, "c": 0.4, "d": 0.1},
        "Wu": {"a": None, "b": 0.4, "c": 0.0, "d": 0.7},
    }
    np.testing.assert_allclose(
        swara(answers).weights, swara({"a": None, "b": 0.3, "c": 0.2, "d": 0.4}).weights
    )
    found = swara(answers, {"Li": 3, "Wu": 1})
    np.testing.assert_allclose(found.weights, swara({"a": None, "b": 0.25, "c": 0.3, "d": 0.25}).weights)
    assert found.steps["place"].to_list() == [1, 2, 3, 4] * 2
    assert swara(answers, combine="weights").weights.sum() == pytest.approx(1)


def test_sheets_leave_the_first_empty_in_their_own_ways():
    wanted = order_relation({"a": None, "b": 1.2}).weights
    for first in ("", " ", "—", "/", np.nan):
        pd.testing.assert_series_equal(order_relation({"a": first, "b": "1.2"}).weights, wanted)


def test_ties_are_told():
    found = order_relation({"a": None, "b": 1, "c": 1, "d": 1.8})
    assert found.notes[0] == "a, b, c count alike: r(k-1) > 1/r(k) does not hold for them"
    assert found.weights.iloc[:3].nunique() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"a": None, "b": 0.8, "c": 2},
            r"(?s)b: the ratio 0.8 says that b is more important than a.*c: .*scale's end of 1.8",
        ),
        (
            {"a": 1.2, "b": "much", "c": None},
            r"(?s)a: has an answer.*b: the answer is 'much'.*c: the answer is None",
        ),
        ({"a": None}, "fewer than two items"),
        ({}, "ratios: is"),
        (3, "ratios: is 3"),
        ({"Li": {"a": None, "b": 1.2}, "Wu": {"a": None, "c": 1.2}}, "Wu: orders other items than Li"),
        (pd.Series([None, 1.2, 1.3], ["a", "b", "b"]), "b: occurs more than once"),
        (pd.DataFrame({"item": ["a"]}), "no columns item and answer"),
        ({"a": None, "b": np.inf}, "b: the answer is inf"),
        ({"a": None, "b": 1e300}, "beyond the scale"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(given, said):
    with pytest.raises(FaultyInput, match=said):
        order_relation(given)


def test_other_refusals():
    with pytest.raises(FaultyInput, match=r"-0\.2 says that b is more important than a"):
        swara({"a": None, "b": -0.2})
    with pytest.raises(
        FaultyInput, match=r"(?s)c: the priority 1.5 says that c is more important than b.*2 or more"
    ):
        fucom({"a": 1, "b": 2, "c": 1.5})
    with pytest.raises(
        FaultyInput, match=r"(?s)second, b: is not an item from the third on.*second, c: the answer is 0.5"
    ):
        fucom({"a": 1, "b": 2, "c": 3}, second={"b": 2, "c": 0.5})
    with pytest.raises(FaultyInput, match=r"(?s)An: the expert gave no answers"):
        order_relation({"Wu": {"a": None, "b": 1.1}}, expert_weights={"Wu": 1, "An": 2})
    with pytest.raises(FaultyInput, match="were given, but no experts are named"):
        order_relation({"a": None, "b": 1.1}, expert_weights={"Wu": 2})
    assert order_relation({"a": None, "b": 2.5}, largest=3).weights.round(4).to_list() == [0.7143, 0.2857]
    assert fucom({"a": 1, "b": 1e150, "c": 1e300}).weights.iloc[0] == pytest.approx(1)


def test_what_it_says_in_both_languages():
    found = order_relation({"Li": chain([1.2, 1.4]), "Wu": chain([1.0, 1.2])})
    assert "肯德尔和谐系数" in found.summary("zh")
    assert "序关系分析法" in "".join(text.say("zh") for text in found.procedure.said)
    assert [table.caption.say("zh") for table in found._tables()] == ["权重", "由序关系到权重"]
