"""Sharing: published games, the axioms, the core."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics import FaultyInput, UnsuitableMethod
from govmetrics.collaboration import sharing
from govmetrics.collaboration._coalitions import core_is_empty, is_convex, losses, payments, shapley_value


def worths_of(function, players):
    """Return the worth of every coalition."""
    every = (c for size in range(1, len(players) + 1) for c in itertools.combinations(players, size))
    return {coalition: function(frozenset(coalition)) for coalition in every}


def by_orders(v):
    """Return the Shapley value by going through all orders."""
    n = (len(v) - 1).bit_length()
    total = np.zeros(n)
    for order in itertools.permutations(range(n)):
        mask = 0
        for player in order:
            total[player] += v[mask | 1 << player] - v[mask]
            mask |= 1 << player
    return total / math.factorial(n)


GAMES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.floats(-100, 100), min_size=2**n - 1, max_size=2**n - 1).map(
        lambda v: np.array([0.0, *v])
    )
)


def test_the_airport_game():
    """Littlechild and Owen 1973: a runway's cost is shared by those who need each stretch of it."""
    cost = {"A": 8.0, "B": 11.0, "C": 13.0, "D": 18.0}
    found = sharing(worths_of(lambda members: -max(cost[name] for name in members), list(cost)))
    assert (-found.shares["shapley"]).tolist() == pytest.approx([2, 3, 4, 9])
    assert found.superadditive
    assert found.in_core
    assert found.shares["share"].isna().all()


def test_a_weighted_vote():
    """Shapley and Shubik 1954: 50, 49 and 1 votes of 100, majority 51: two thirds and one sixth each."""
    votes = {"A": 50, "B": 49, "C": 1}
    found = sharing(worths_of(lambda members: float(sum(votes[m] for m in members) >= 51), list(votes)))
    assert found.shares["shapley"].tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert not found.convex
    assert not found.core_empty


def test_the_core_of_a_majority_of_three_is_empty():
    found = sharing(worths_of(lambda members: float(len(members) >= 2), list("ABC")))
    assert found.core_empty
    assert found.objections["excess"].tolist() == pytest.approx([1 / 3] * 3)
    assert "whatever the sharing" in found.summary("en")


def test_a_convex_game_is_in_its_core():
    found = sharing(worths_of(lambda members: float(len(members) ** 2), list("ABCD")))
    assert found.convex
    assert found.in_core
    assert found.core_empty is False
    assert found.shares["shapley"].tolist() == pytest.approx([4] * 4)


def test_joining_may_lose():
    found = sharing({"A": 5, "B": 4, "A+B": 6})
    assert not found.superadditive
    assert found.conflicts.to_dict("records") == [
        {"first": "A", "second": "B", "apart": 9.0, "together": 6.0, "loss": 3.0}
    ]
    assert found.core_empty


def test_missing_coalitions_are_faults_each():
    with pytest.raises(FaultyInput) as caught:
        sharing({"A": 1, "B": 2, "C": 3, "A+B+C": 9})
    assert [fault.place for fault in caught.value.faults] == ["A + B", "A + C", "B + C"]
    with pytest.raises(FaultyInput) as caught:
        sharing(
            {"A": "many", "B": None, "B、A": "10%", ("A", "B"): 5, ("A", "A"): 1, "D": 1}, players=["A", "B"]
        )
    assert len(caught.value.faults) == 6
    with pytest.raises(UnsuitableMethod, match="a table holds up to 15"):
        sharing({tuple(f"p{at}" for at in range(16)): 1})


def test_a_table_may_be_a_file_with_chinese_headings(tmp_path):
    path = tmp_path / "联盟.csv"
    pd.DataFrame({"联盟": ["居委会", "物业", "居委会＋物业"], "收益（万元）": ["10", "20", "1,050"]}).to_csv(
        path, index=False
    )
    found = sharing(path)
    assert found.shares["shapley"].to_dict() == {"居委会": 520.0, "物业": 530.0}


def test_a_function_of_few_players_is_exact_and_of_many_is_sampled():
    weight = {f"p{at:02}": float(at) for at in range(18)}
    few = list(weight)[:6]
    exact = sharing(lambda members: sum(weight[m] for m in members) ** 2, players=few)
    assert exact.exact
    names = list(weight)
    drawn = sharing(lambda members: sum(weight[m] for m in members) ** 2, players=names, draws=2000, rng=3)
    # v = (sum w)^2 has the Shapley value w_i times the sum of all w
    assert exact.shares["shapley"].tolist() == pytest.approx([weight[m] * 15 for m in few])
    truth = np.array([weight[m] * 153 for m in names])
    z = (drawn.shares["shapley"] - truth)[1:] / drawn.shares["standard_error"][1:]
    assert (z.abs() < 4).all()
    assert z.abs().max() > 0.5
    assert drawn.shares["shapley"].sum() == pytest.approx(153**2)
    assert drawn.in_core is None
    assert drawn.seed == 3


def test_the_error_of_a_sampled_value_is_that_of_its_draws():
    names = [f"p{at}" for at in range(16)]
    found = [
        sharing(lambda members: len(members) ** 2, players=names, draws=50, rng=seed).shares
        for seed in range(60)
    ]
    spread = np.std([table["shapley"].to_numpy() for table in found], axis=0).mean()
    told = np.mean([table["standard_error"].to_numpy() for table in found])
    assert told == pytest.approx(spread, rel=0.1)


def test_a_function_that_fails_is_told():
    with pytest.raises(FaultyInput, match="the function of worths fails: ZeroDivisionError"):
        sharing(lambda members: 1 / 0, players=["A"])
    with pytest.raises(UnsuitableMethod, match="are not given"):
        sharing(lambda members: 1.0)


def test_losses_in_blocks_are_those_of_all_pairs():
    v = np.random.default_rng(0).normal(size=2**13)
    v[0] = 0
    count, worst = losses(v, 3)
    masks = np.arange(len(v))
    expected = 0
    for a in range(1, len(v)):
        others = masks[(masks > a) & (masks & a == 0)]
        expected += int((v[a] + v[others] - v[a | others] > 1e-8).sum())
    assert count == expected
    a, b = worst[0]
    assert a & b == 0


@given(GAMES)
def test_it_is_the_mean_over_all_orders_and_gives_out_all(v):
    value = shapley_value(v)
    assert value == pytest.approx(by_orders(v), abs=1e-9)
    assert value.sum() == pytest.approx(v[-1], abs=1e-9)
    assert payments(value)[-1] == pytest.approx(v[-1], abs=1e-9)


@given(GAMES, st.data())
def test_additivity(v, data):
    w = np.array([0.0, *data.draw(st.lists(st.floats(-100, 100), min_size=len(v) - 1, max_size=len(v) - 1))])
    assert shapley_value(v + w) == pytest.approx(shapley_value(v) + shapley_value(w), abs=1e-8)


@given(GAMES)
def test_a_null_player_gets_nothing_and_changes_nothing(v):
    value = shapley_value(np.concatenate([v, v]))
    assert value[-1] == pytest.approx(0, abs=1e-9)
    assert value[:-1] == pytest.approx(shapley_value(v), abs=1e-9)


@given(st.integers(2, 5), st.data())
def test_players_who_add_alike_get_alike(n, data):
    masks = np.arange(2**n)
    swapped = (masks & ~3) | (masks >> 1 & 1) | (masks & 1) << 1
    v = np.array(data.draw(st.lists(st.floats(-100, 100), min_size=2**n, max_size=2**n)))
    v[0] = 0
    v = (v + v[swapped]) / 2
    value = shapley_value(v)
    assert value[0] == pytest.approx(value[1], abs=1e-9)


@given(GAMES)
def test_convex_games_are_superadditive_and_have_the_value_in_their_core(v):
    if is_convex(v):
        assert losses(v)[0] == 0
        assert (v - payments(shapley_value(v)) <= 1e-6).all()
    if (v - payments(shapley_value(v)) <= 1e-12).all():
        assert not core_is_empty(v)
