"""The noun: what it holds, what it refuses, and what it makes of people who did not answer."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.network import Network


def of(*ties, actors="abc", **more):
    index = pd.MultiIndex.from_product([["East"], list(actors)], names=["community", "actor"])
    frame = pd.DataFrame(
        [("East", *tie) for tie in ties], columns=["community", "sender", "receiver", "weight"]
    )
    return Network(pd.DataFrame(index=index), frame, **more)


def test_an_array_of_many_communities_keeps_order_and_isolates():
    x = np.zeros((3, 4, 4))
    x[1, 0, 3] = 2
    net = Network.from_array(x)
    assert net.communities.tolist() == [1, 2, 3]
    assert net.n.tolist() == [4, 4, 4]
    assert net.ties.to_numpy().tolist() == [[2, 1, 4, 2.0]]
    assert net.matrix(2).to_numpy().tolist() == x[1].tolist()


def test_communities_of_unlike_sizes_come_back_as_they_were():
    rng = np.random.default_rng(1)
    given = {f"c{n}": pd.DataFrame(rng.integers(0, 3, (n, n)).astype(float)) for n in (7, 1, 30, 8, 2, 29)}
    net = Network.from_array(given)
    for name, frame in given.items():
        want = frame.to_numpy() * (1 - np.eye(len(frame)))
        assert (net.matrix(name).to_numpy() == want).all()
        assert (net.only(name).matrix().to_numpy() == want).all()


def test_a_row_of_nan_did_not_answer_and_stays_unknown():
    net = Network.from_array([[0, 1, 0], [np.nan] * 3, [1, np.nan, 0]], actors=list("abc"))
    assert net.answered.tolist() == [True, False, True]
    want = np.array([[0, 1, 0], [np.nan, 0, np.nan], [1, np.nan, 0]])
    np.testing.assert_array_equal(net.matrix(), want)


def test_undirected_a_tie_is_where_either_names_the_other_and_a_pair_known_where_either_answered():
    net = Network.from_array([[0, 1, 0], [0, 0, 0], [np.nan] * 3], directed=False)
    assert net.matrix().to_numpy().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    alone = Network.from_array([[0, 1, 0], [np.nan] * 3, [np.nan] * 3], directed=False)
    np.testing.assert_array_equal(alone.matrix(), [[0, 1, 0], [1, 0, np.nan], [0, np.nan, 0]])


def test_the_diagonal_is_not_looked_at_and_said():
    net = Network.from_array(np.ones((3, 3)))
    assert len(net.ties) == 6
    assert "3 actors name themselves" in net.summary("en")
    assert "3 个主体提名了自己" in net.summary("zh")


def test_every_fault_comes_at_once():
    silent = pd.Series([True, True, False], pd.MultiIndex.from_product([["East"], list("abc")]))
    with pytest.raises(gm.FaultyInput) as error:
        of(
            ("a", "a", 1),
            ("a", "b", -1),
            ("a", "x", 1),
            ("b", "a", 1),
            ("b", "a", 1),
            ("c", "a", 1),
            answered=silent,
        )
    told = str(error.value).splitlines()
    assert len(told) == 5
    assert "East, a, x: is a tie of an actor who is not on the list" in told[0]


@pytest.mark.parametrize(
    "wrong", [np.ones((2, 3)), [[0, -1], [1, 0]], [[0, np.inf], [1, 0]], "ab", None, [], {}]
)
def test_what_is_no_matrix_is_refused(wrong):
    with pytest.raises(gm.FaultyInput):
        Network.from_array(wrong)


def test_attributes_by_name_or_by_community_and_name():
    kinds = pd.DataFrame({"type": ["x", "y"]}, index=["a", "b"])
    frame = pd.DataFrame(np.zeros((2, 2)), list("ba"), list("ba"))
    net = Network.from_array({"E": frame, "W": frame}, attributes=kinds)
    assert net.attribute("type", "W").to_dict() == {"b": "y", "a": "x"}
    with pytest.raises(gm.FaultyInput, match="c: has attributes"):
        Network.from_array(frame, attributes=pd.DataFrame({"type": ["x", "y", "z"]}, index=list("abc")))
