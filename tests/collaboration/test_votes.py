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


@given(st.lists(st.permutations("ABCD"), min_size=1, max_size=12), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
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
            [pairs[a, b] if pairs[a, b] > pairs[b, a] else 0 for a, b in pairwise(path)] for path in paths
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


@given(
    st.integers(0, 10**6),
    st.sampled_from(["nothing", "greedy", "more_money"]),
    st.sampled_from(["cost", "one"]),
)
@settings(max_examples=50, deadline=None)
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
