"""Approval, ranking and budgets against published counts, and what must hold for every vote."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.collaboration import approval_vote, budget_vote, ranked_vote


def orders(text):
    """Ballots as ``{"ACBED": 5}``, places in a frame, and how many there are."""
    options = sorted(set("".join(text)))
    rows = [[order.index(option) + 1 for option in options] for order in text]
    return pd.DataFrame(rows, columns=options), list(text.values())


SCHULZE = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}


def test_schulzes_example_with_45_voters():
    """Schulze (2011), the example with 45 voters and five options; as R's votesys has it, E wins, and no option beats all.

    The matrix of pairs is printed with the example wherever it is shown.
    """
    ballots, counts = orders(SCHULZE)
    found = ranked_vote(ballots, counts=counts)
    pairs = [
        [0, 20, 26, 30, 22],
        [25, 0, 16, 33, 18],
        [19, 29, 0, 17, 24],
        [15, 12, 28, 0, 14],
        [23, 27, 21, 31, 0],
    ]
    assert found.pairwise.to_numpy().tolist() == pairs
    assert found.condorcet_winner is None
    assert found.winners == ("E",)
    assert found.order.index.tolist() == ["E", "A", "C", "B", "D"]
    assert found.smith_set == ("A", "B", "C", "D", "E")
    assert found.ballots == 45


def test_the_example_of_schulzes_paper():
    """Schulze (2011), section 3, example 1: its matrix N, and the relation O = {ab, ac, cb, da, db, dc}."""
    ballots, counts = orders({"ACDB": 8, "BADC": 2, "CDBA": 4, "DBAC": 4, "DCBA": 3})
    found = ranked_vote(ballots, counts=counts)
    assert found.pairwise.to_numpy().tolist() == [
        [0, 8, 14, 10],
        [13, 0, 6, 2],
        [7, 15, 0, 12],
        [11, 19, 9, 0],
    ]
    assert found.winners == ("D",)
    assert found.order.index.tolist() == ["D", "A", "C", "B"]
    assert found.order["rank"].tolist() == [1, 2, 3, 4]


def test_of_two_majorities_with_as_many_votes_the_less_opposed_is_stronger():
    """Schulze (2011), section 2.1, example 3, condition 4: C beats B by 3:1, A beats C and B beats A by 3:2."""
    nothing = np.nan
    rows = [[1, 3, 2], [3, 2, 1], [2, nothing, nothing], [2, 1, nothing], [nothing, 3, 2]]
    found = ranked_vote(pd.DataFrame(rows, columns=list("ABC")))
    assert found.pairwise.to_numpy().tolist() == [[0, 2, 3], [3, 0, 1], [2, 3, 0]]
    assert found.winners == ("A", "C")
    assert found.order["rank"].to_dict() == {"A": 1, "C": 1, "B": 3}


def test_bordas_own_example():
    """Borda (1784): of 21 ballots A is first on 8, and last on 13; his points (3, 2, 1) are 37, 42, 47.

    Here they are one less a ballot.
    """
    ballots, counts = orders({"ABC": 1, "ACB": 7, "BCA": 7, "CBA": 6})
    found = ranked_vote(ballots, counts=counts)
    assert found.order["borda"].to_dict() == {"A": 37 - 21, "B": 42 - 21, "C": 47 - 21}
    assert found.order["first_places"].to_dict() == {"A": 8, "B": 7, "C": 6}
    assert found.borda_winners == ("C",)
    assert found.condorcet_winner == "C"
    assert found.pairwise.loc["C"].to_dict() == {"A": 13, "B": 13, "C": 0}


def test_pairs_and_points_differ_and_both_are_shown():
    """A. Small's example (Election Methods list, 24 February 2003): A beats both, B has 134 points, A 132, C 34."""
    ballots, counts = orders({"ABC": 66, "BCA": 34})
    found = ranked_vote(ballots, counts=counts)
    assert found.condorcet_winner == "A"
    assert found.order["borda"].to_dict() == {"A": 132, "B": 134, "C": 34}
    assert found.borda_winners == ("B",)
    assert "pairs and points put others first (A; B)" in found.summary()


@pytest.mark.parametrize("completion", ["schulze", "copeland"])
def test_a_circle_is_told_and_not_broken_by_lot(completion):
    ballots, counts = orders({"ABC": 1, "BCA": 1, "CAB": 1})
    found = ranked_vote(ballots, completion, counts=counts)
    assert found.condorcet_winner is None
    assert found.winners == ("A", "B", "C")
    assert found.order["rank"].tolist() == [1, 1, 1]
    assert "tie" in found.summary()


def test_what_is_not_ranked_is_last_and_equal_places_share_points():
    ballots = pd.DataFrame([[1, 2, np.nan, np.nan], [1, 1, 3, 3]], columns=list("ABCD"))
    found = ranked_vote(ballots)
    assert found.order["borda"].to_dict() == {"A": 5.5, "B": 4.5, "C": 1.0, "D": 1.0}
    assert found.pairwise.loc["C", "D"] == 0
    assert found.order["first_places"].to_dict() == {"A": 2, "B": 1, "C": 0, "D": 0}
    assert "1 ballot ranks some options only" in found.summary()


def test_only_pairs_that_are_won_make_a_path():
    """C beats A and B, A and B tie: a pair that is lost or tied leads nowhere, however many prefer it."""
    found = ranked_vote(pd.DataFrame([[np.nan, np.nan, 2], [1, 3, 3], [np.nan, 3, 3]], columns=list("ABC")))
    assert found.pairwise.to_numpy().tolist() == [[0, 1, 1], [1, 0, 0], [2, 1, 0]]
    assert found.winners == ("C",) == found.smith_set


PLACES = st.lists(st.sampled_from([1, 2, 3, None]), min_size=4, max_size=4).filter(any)


@given(st.lists(PLACES, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_paths_of_ballots_that_rank_some_options_only(ballots):
    found = ranked_vote(pd.DataFrame(ballots, columns=list("ABCD"), dtype=float))
    pairs = found.pairwise.to_numpy()
    assert found.winners == tuple(
        name for name in "ABCD" if all(strongest(pairs, name, other) for other in "ABCD")
    )


@given(st.lists(st.permutations("ABCD"), min_size=1, max_size=12), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_what_holds_for_every_ranked_vote(ballots, at):
    frame = pd.DataFrame(
        [[order.index(option) + 1 for option in "ABCD"] for order in ballots], columns=list("ABCD")
    )
    found = ranked_vote(frame)
    n = len(frame)
    pairs = found.pairwise.to_numpy()
    assert (pairs + pairs.T)[~np.eye(4, dtype=bool)].tolist() == [n] * 12
    assert found.order["borda"].sum() == n * 6
    assert found.order["borda"].loc[list("ABCD")].tolist() == pairs.sum(axis=1).tolist()
    if found.condorcet_winner is not None:
        assert found.winners == found.smith_set == (found.condorcet_winner,)
        assert ranked_vote(frame, "copeland").winners == found.winners
    assert set(found.winners) <= set(found.smith_set)
    # by another way: the strongest path by taking majorities away from the weakest up
    assert found.winners == tuple(
        name for name in "ABCD" if all(strongest(pairs, name, other) for other in "ABCD")
    )
    shuffled = ranked_vote(frame.sample(frac=1, random_state=at)[list("DBCA")])
    assert shuffled.order["rank"].to_dict() == found.order["rank"].to_dict()
    assert approval_vote((frame <= 2).astype(int)).order["approvals"].sum() == 2 * n


def strongest(pairs, name, other):
    """Tell whether the best path from `name` to `other` is at least as strong as that back, by trying every path."""
    from itertools import pairwise, permutations

    def best(i, j):
        rest = [k for k in range(4) if k not in (i, j)]
        paths = [[i, *middle, j] for size in range(3) for middle in permutations(rest, size)]
        links = [
            [(pairs[a, b], -pairs[b, a]) if pairs[a, b] > pairs[b, a] else (0, 0) for a, b in pairwise(path)]
            for path in paths
        ]
        return max(min(link) for link in links)

    i, j = "ABCD".index(name), "ABCD".index(other)
    return i == j or best(i, j) >= best(j, i)


def test_approvals():
    ballots = pd.DataFrame([[1, 1, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0]], columns=["park", "lift", "canteen"])
    found = approval_vote(ballots)
    assert found.order["approvals"].to_dict() == {"park": 2, "lift": 2, "canteen": 0}
    assert found.winners == ("park", "lift")
    assert found.order["rank"].tolist() == [1, 1, 3]
    assert "1 ballot approves nothing" in found.summary()
    assert approval_vote(ballots, counts=[1, 5, 1, 0]).winners == ("lift",)


def test_a_majority_takes_everything_by_votes_and_its_share_by_equal_shares():
    """The textbook case of equal shares: 51 of 100 want ten red projects, 49 ten blue ones, and there is money for ten."""
    colours = [f"red{at}" for at in range(10)] + [f"blue{at}" for at in range(10)]
    ballots = pd.DataFrame([[1] * 10 + [0] * 10, [0] * 10 + [1] * 10], columns=colours)
    costs = dict.fromkeys(colours, 1)
    greedy = budget_vote(ballots, costs, 10, "greedy", counts=[51, 49])
    assert sum(name.startswith("red") for name in greedy.funded) == 10
    assert greedy.represented == 0.51
    equal = budget_vote(ballots, costs, 10, counts=[51, 49])
    assert sum(name.startswith("red") for name in equal.funded) == 5
    assert len(equal.funded) == 10
    assert equal.represented == 1
    assert equal.projects["payment"].min() == pytest.approx(1 / 51)
    bare = budget_vote(ballots, costs, 10, counts=[51, 49], fill="nothing")
    assert [sum(name.startswith(colour) for name in bare.funded) for colour in ("red", "blue")] == [
        5,
        4,
    ]  # 4.9 of their own


RANDOM = pd.DataFrame(
    [[0, 0, 0, 1, 1, 0], [1, 0, 0, 0, 1, 1], [1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 1], [1, 0, 0, 0, 0, 0], [0, 1, 1, 1, 0, 1],
     [1, 1, 0, 1, 1, 0], [0, 0, 0, 0, 1, 0], [0, 0, 1, 0, 1, 1], [1, 1, 0, 1, 0, 0], [0, 0, 0, 1, 1, 1], [1, 1, 0, 1, 0, 1]],
    columns=[f"p{at}" for at in range(6)],
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"utility": "cost", "fill": "nothing"}, ["p3", "p5"]), ({"utility": "one", "fill": "nothing"}, ["p0", "p2", "p5"]),
        ({"rule": "greedy"}, ["p0", "p3", "p5"]),
    ],
)  # fmt: skip
def test_a_random_election_is_that_of_pabutools(given, expected):
    """pabutools 1.2.3, method_of_equal_shares with Cost_Sat and Cardinality_Sat, greedy_utilitarian_welfare with Cost_Sat."""
    costs = dict(zip(RANDOM.columns, [53, 86, 18, 67, 56, 21], strict=True))
    found = budget_vote(RANDOM, costs, 150, **given)
    assert sorted(found.funded) == expected
    assert found.spent == sum(costs[name] for name in expected) <= 150


RAISED = pd.DataFrame(
    [[1, 0, 1, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 0, 1, 0], [0, 0, 0, 0, 1, 0, 0, 1], [0, 0, 0, 1, 0, 0, 0, 0],
     [0, 0, 0, 1, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0]], columns=[f"p{at}" for at in range(8)],
)  # fmt: skip
PRICES = dict(zip(RAISED, [278, 756, 730, 455, 697, 144, 59, 567], strict=True))


@pytest.mark.parametrize(
    ("raised", "expected"), [(1, ["p3", "p4", "p5", "p6", "p7"]), (60, ["p0", "p3", "p4", "p5", "p6"])]
)
def test_shares_are_raised_as_in_pabutools(raised, expected):
    """pabutools 1.2.3, method_of_equal_shares with Cardinality_Sat and voter_budget_increment, ties as here; 1 is Add1.

    So were 300 random elections with an increment of 1, and 800 without one.
    """
    found = budget_vote(RAISED, PRICES, 2168, utility="one", raised=raised)
    assert sorted(found.funded) == expected
    assert found.raised == raised
    assert f"raised by {raised} at a time" in found.method_paragraph()


def test_ties_of_equal_shares_are_broken_as_it_is_said():
    """With costs as utilities p0, p1 and p2 with three votes each tie; pabutools takes p0 by its name, and p2 by our rule."""
    ballots = pd.DataFrame(
        [[1, 1, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1]], columns=["p0", "p1", "p2"]
    )
    found = budget_vote(ballots, {"p0": 34, "p1": 24, "p2": 7}, 122)
    assert found.funded == ("p2", "p1", "p0")
    assert "some choices tied" in found.summary()


@pytest.mark.parametrize("rule", ["greedy", "equal_shares"])
def test_small_units_of_money_are_not_overspent(rule):
    ballots = pd.DataFrame([[1, 0, 1], [1, 1, 0], [0, 1, 1]], columns=list("ABC"))
    costs = {"A": 10e-12, "B": 20e-12, "C": 30e-12}
    assert budget_vote(ballots, costs, 30e-12, rule).funded == ("A", "B")
    assert budget_vote(ballots, costs, 9e-12, rule).funded == ()


@given(
    st.integers(0, 10**6),
    st.sampled_from(["nothing", "greedy", "more_money"]),
    st.sampled_from(["cost", "one"]),
)
@settings(max_examples=25, deadline=None)
def test_what_holds_for_every_budget(seed, fill, utility):
    rng = np.random.default_rng(seed)
    ballots = pd.DataFrame((rng.random((12, 5)) < 0.4).astype(int), columns=list("ABCDE"))
    costs = pd.Series(rng.integers(1, 60, 5).astype(float), list("ABCDE"))
    found = budget_vote(ballots, costs, 80, utility=utility, fill=fill)
    assert found.spent <= 80 * (1 + 1e-9)
    assert all(ballots[name].any() for name in found.funded)
    if fill != "nothing":  # nothing that anybody voted for still fits
        rest = [name for name in "ABCDE" if name not in found.funded and ballots[name].any()]
        assert all(costs[name] > 80 - found.spent for name in rest)
    million = budget_vote(ballots, costs * 1e9, 80e9, utility=utility, fill=fill)
    assert million.funded == found.funded
    twice = budget_vote(
        pd.concat([ballots, ballots.set_axis(range(12, 24))]), costs, 80, utility=utility, fill=fill
    )
    assert twice.funded == found.funded


def test_every_fault_is_named():
    ballots = pd.DataFrame([[1, 2, 0], [np.nan, 1, np.inf]], ["a", "a"], ["A", "B", "C"])
    with pytest.raises(gm.FaultyInput) as told:
        approval_vote(ballots)
    assert len(told.value.faults) == 3
    with pytest.raises(gm.FaultyInput, match=r"a, B: is 1\.5") as told:
        ranked_vote(pd.DataFrame([[1, 1.5], [np.nan, np.nan]], ["a", "b"], ["A", "B"]))
    assert "b: ranks nothing" in str(told.value)
    with pytest.raises(gm.FaultyInput) as told:
        budget_vote(RANDOM, {"p0": 0, "p9": 5}, 100)
    assert "there is no 'p9'" in str(told.value)
    with pytest.raises(gm.FaultyInput, match="has no cost"):
        budget_vote(RANDOM, {"p0": 4}, 100)
    with pytest.raises(gm.FaultyInput, match="the cell is empty"):
        approval_vote(pd.DataFrame([[1, np.nan]], columns=["A", "B"]))
    with pytest.raises(gm.FaultyInput, match="counts"):
        approval_vote(RANDOM, counts=[1, 2])
    assert budget_vote(RANDOM, dict.fromkeys(RANDOM.columns, 500), 100).funded == ()
    with pytest.raises(gm.FaultyInput, match=r"give \{project: cost\}$"):
        budget_vote(RANDOM, 5, 100)
    with pytest.raises(gm.FaultyInput, match="a ten-thousandth of a share at least"):
        budget_vote(RANDOM, dict.fromkeys(RANDOM.columns, 50), 100, raised=1e-9)
