"""Meetings and actors, before and after, gravity: by hand and with what cannot be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

CAME = pd.DataFrame([[1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 0, 0]], list("abcd"), ["m1", "m2", "m3"])


def test_projections_count_what_is_shared():
    found = gm.network.two_mode(CAME)
    assert found.between_actors.to_numpy().tolist() == [
        [2, 1, 1, 0],
        [1, 1, 0, 0],
        [1, 0, 2, 0],
        [0, 0, 0, 0],
    ]
    assert found.between_events.to_numpy().tolist() == [[2, 1, 0], [1, 2, 1], [0, 1, 1]]
    assert found.actors["met"].tolist() == [2, 1, 1, 0]
    assert found.actors["mean_size"].tolist()[:3] == [2.0, 2.0, 1.5]
    assert np.isnan(found.actors["mean_size"].iloc[3])
    assert found.events["mean_attended"].tolist() == [1.5, 2.0, 2.0]
    assert found.network("events").matrix().to_numpy().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert found.actors["closeness"].iloc[3] == 0


def test_actors_and_meetings_change_places_with_the_table():
    found, turned = gm.network.two_mode(CAME), gm.network.two_mode(CAME.T)
    for column in ("degree", "closeness", "eigenvector"):
        assert turned.events[column].tolist() == pytest.approx(found.actors[column].tolist(), abs=1e-12)


@pytest.mark.parametrize("wrong", [2, np.nan, "yes", -1])
def test_attendance_is_one_or_zero(wrong):
    came = CAME.astype(object)
    came.iloc[1, 1] = wrong
    with pytest.raises(FaultyInput, match="b, m2"):
        gm.network.two_mode(came)
    with pytest.raises(UnsuitableMethod, match="nobody came"):
        gm.network.two_mode(CAME * 0)


def change_by_hand(before, after, without):
    kept = [place for place in range(len(before)) if place != without]
    off = ~np.eye(len(kept), dtype=bool)
    return after[np.ix_(kept, kept)][off].mean() - before[np.ix_(kept, kept)][off].mean()


def test_change_of_density_has_the_error_of_a_paired_jackknife():
    rng = np.random.default_rng(1)
    before, after = ((rng.random((9, 9)) < share) * (1.0 - np.eye(9)) for share in (0.3, 0.5))
    found = gm.network.compare(pd.DataFrame(before), pd.DataFrame(after), draws=100)
    left = np.array([change_by_hand(before, after, one) for one in range(9)])
    row = found.measures.loc["density"]
    off = ~np.eye(9, dtype=bool)
    assert row["change"] == pytest.approx(after[off].mean() - before[off].mean())
    assert row["standard_error"] == pytest.approx(np.sqrt(7 / 18 * ((left - left.mean()) ** 2).sum()))
    n = {key: int(found.counts[key].iloc[0]) for key in ("stayed", "new", "gone", "never", "pairs")}
    assert n["stayed"] == (before * after).sum()
    assert n["new"] == ((1 - before) * after).sum()
    assert n["gone"] == (before * (1 - after)).sum()
    assert sum(n.values()) == 2 * n["pairs"] == 144
    assert found.jaccard == pytest.approx(n["stayed"] / (n["pairs"] - n["never"]))
    assert len(found.changed) == n["new"] + n["gone"]
    assert found.correlation.correlation == pytest.approx(np.corrcoef(before[off], after[off])[0, 1])


def test_what_did_not_change_and_what_was_never_there():
    net = pd.DataFrame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]], list("abcd"), list("abcd"))
    same = gm.network.compare(net, net)
    assert same.jaccard == 1
    assert (same.measures["change"].dropna() == 0).all()
    empty = gm.network.compare(net * 0, net * 0)
    assert np.isnan(empty.jaccard)
    assert empty.correlation is None
    silent = net.astype(float)
    silent.loc["a"] = np.nan
    known = gm.network.compare(net, silent)
    assert known.counts["pairs"].iloc[0] == 9
    assert known.counts["gone"].iloc[0] == 0  # not known is not gone
    with pytest.raises(FaultyInput, match="other actors"):
        gm.network.compare(net, net.iloc[:3, :3])


SIZES = pd.Series({"u": 4.0, "v": 9.0, "w": 1.0})
APART = pd.DataFrame([[0, 2, 4], [2, 0, 5], [4, 5, 0]], list("uvw"), list("uvw"))


def test_forces_by_hand():
    found = gm.network.gravity(SIZES, APART)
    assert found.forces.loc["u"].tolist() == pytest.approx([0, 36 / 4, 4 / 16])
    assert found.places["threshold"].tolist() == pytest.approx(
        [(9 + 0.25) / 2, (9 + 9 / 25) / 2, (0.25 + 9 / 25) / 2]
    )
    assert found.ties.to_numpy().tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    shared = gm.network.gravity(SIZES, APART, exponent=1, share=True, cut=1.2)
    assert shared.forces.loc["u"].tolist() == pytest.approx([0, 36 / 2 * 4 / 13, 4 / 4 * 4 / 5])
    assert shared.ties.to_numpy().tolist() == [[0, 1, 0], [1, 0, 1], [0, 0, 0]]
    assert found.network.matrix().to_numpy().tolist() == found.ties.to_numpy().tolist()


def test_several_sizes_are_taken_as_their_geometric_mean():
    both = pd.DataFrame({"people": SIZES, "product": SIZES**3})
    pd.testing.assert_frame_equal(
        gm.network.gravity(both, APART).forces, gm.network.gravity(SIZES**2, APART).forces
    )


def test_sizes_and_distances_that_cannot_be():
    with pytest.raises(FaultyInput, match="above zero"):
        gm.network.gravity(SIZES * 0, APART)
    with pytest.raises(FaultyInput, match="w is missing"):
        gm.network.gravity(SIZES.drop("w"), APART)
    with pytest.raises(FaultyInput, match="u, v"):
        gm.network.gravity(SIZES, APART.replace(2, 0))
    with pytest.raises(UnsuitableMethod, match="beyond what numbers"):
        gm.network.gravity(SIZES * 1e90, APART * 1e-70)
    with pytest.raises(FaultyInput, match=r"sizes, u: is 4e\+300, and no number may reach 1e\+100"):
        gm.network.gravity(SIZES * 1e300, APART)
    with pytest.raises(UnsuitableMethod, match="fewer than three"):
        gm.network.gravity(SIZES.drop("w"), APART.iloc[:2, :2])


@given(st.integers(0, 2**32 - 1), st.permutations(range(6)))
def test_meetings_under_other_names_and_turned(seed, order):
    """Another order of the people moves their rows; with people and meetings exchanged each has what the other had."""
    came = (np.random.default_rng(seed).random((6, 4)) < 0.5).astype(int)
    came[:, 0] = came[0, :] = 1  # everybody came once, and every meeting had somebody
    table = pd.DataFrame(came, list("abcdef"), list("uvwx"))
    found, moved = gm.network.two_mode(table), gm.network.two_mode(table.iloc[list(order)])
    assert np.allclose(moved.actors.loc[table.index], found.actors)
    assert np.allclose(moved.events, found.events)
    turned = gm.network.two_mode(table.T)
    assert turned.between_actors.to_numpy().tolist() == found.between_events.to_numpy().tolist()
    assert turned.density == found.density
    assert found.between_actors.to_numpy().tolist() == (came @ came.T).tolist()
