"""Groups of opinion: the computation of Polis on votes of which the answer is known, and on Polis's own conversation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.collaboration import opinions
from govmetrics.numerics.k_means import k_means, silhouette

CASE = Path(gm.__file__).parents[2] / "shared" / "cases" / "polis"
needs_case = pytest.mark.skipif(
    not CASE.is_dir(), reason="the conversation of Polis stands beside the checkout, in ../shared/cases"
)


@pytest.fixture(scope="module")
def case():
    return json.loads((CASE / "case.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(case):
    votes = pd.read_csv(CASE / "votes.csv", index_col=0)
    given = {person: int(name) for name, people in case["groups (participants)"].items() for person in people}
    return opinions(votes, given, moderated=[str(tid) for tid in case["moderated_out"]])


@needs_case
def test_centre_components_and_projection_are_those_of_polis(case, found):
    """Polis's math-pca2 of the conversation "Improving the Polis Software" (red-dwarf's fixtures); its signs mean nothing."""
    statements = [str(tid) for tid in case["component_statements"]]
    centre = pd.Series(case["centre (statement order of votes.csv columns sorted as tids)"])
    assert np.abs(found.components["centre"][statements] - centre[statements]).max() < 2.3e-16
    for name, axis, theirs in zip(
        ("first_component", "second_component"), ("x", "y"), case["components"], strict=True
    ):
        ours = found.components[name][statements].to_numpy()
        sign = np.sign(ours @ theirs)
        assert np.abs(sign * ours - theirs).max() < 1e-14
        at = "xy".index(axis)
        for person, place in case["projection (participant: x, y), our sign"].items():
            assert sign * found.projection[axis][int(person)] == pytest.approx(place[at], abs=1e-13)


@needs_case
def test_consensus_of_groups_is_that_of_polis(case, found):
    expected = pd.Series(case["group_aware_consensus"])
    assert np.abs(found.consensus["consensus"][expected.index] - expected).max() < 3e-16
    assert found.consensus["moderated"].sum() == 2
    assert "most is 26" in found.summary()


@needs_case
def test_three_groups_have_the_largest_silhouette_as_in_polis(case, found):
    """The case's own silhouette for three groups is .4397; for more groups it depends on where k-means starts."""
    points = found.projection.loc[case["in_conversation"]].to_numpy()
    tried = {k: silhouette(points, k_means(points, k, np.random.default_rng(0))[1]) for k in range(2, 6)}
    assert max(tried, key=tried.get) == 3
    assert tried[3] == pytest.approx(0.4397, abs=5e-5)


def blocks(sizes=(12, 8, 6), statements=9, noise=0.0, seed=0):
    """Votes of groups that agree within, differ on all but the last two statements, and all agree on the last."""
    rng = np.random.default_rng(seed)
    rows = []
    for group, size in enumerate(sizes):
        stand = np.where(np.arange(statements) % len(sizes) == group, 1.0, -1.0)
        stand[-1] = 1.0
        for _ in range(size):
            row = stand.copy()
            row[rng.random(statements) < noise] = 0
            rows.append(row)
    return pd.DataFrame(rows, [f"p{at}" for at in range(len(rows))], [f"s{at}" for at in range(statements)])


def test_groups_that_are_there_are_found():
    found = opinions(blocks(noise=0.15))
    assert found.groups.tolist() == [1] * 12 + [2] * 8 + [3] * 6
    assert found.silhouettes.idxmax() == 3
    assert found.consensus["consensus"].idxmax() == "s8"
    agrees = (blocks(noise=0.15)["s8"] == 1).to_numpy()
    parts = [(agrees[:12].sum() + 1) / 14, (agrees[12:20].sum() + 1) / 10, (agrees[20:].sum() + 1) / 8]
    assert found.consensus["consensus"]["s8"] == pytest.approx(np.prod(parts))
    assert found.agreement.loc["s8"].tolist() == pytest.approx(parts)
    assert "a high consensus decides nothing by itself" in found.summary()


@given(st.integers(0, 1000))
@settings(max_examples=4, deadline=None)
def test_the_order_of_people_says_nothing_and_nobody_seen_counts_as_pass(seed):
    votes = blocks(noise=0.2, seed=seed)
    votes = votes.mask(np.random.default_rng(seed).random(votes.shape) < 0.15)
    found, other = (
        opinions(votes, min_votes=3),
        opinions(votes.sample(frac=1, random_state=seed), min_votes=3),
    )
    assert other.groups.reindex(votes.index).equals(found.groups)
    pd.testing.assert_frame_equal(other.consensus, found.consensus)
    assert found.consensus["seen"].tolist() == votes.notna().sum().tolist()
    assert (found.consensus[["agree", "disagree", "pass"]].sum(axis=1) == found.consensus["seen"]).all()
    turned = opinions(-votes, min_votes=3)
    assert turned.consensus["against"].tolist() == pytest.approx(found.consensus["consensus"].tolist())


def test_people_with_few_votes_are_placed_and_in_no_group():
    votes = blocks()
    votes.iloc[0, 1:] = np.nan
    found = opinions(votes, min_votes=4)
    assert pd.isna(found.groups["p0"])
    assert np.isfinite(found.projection.loc["p0"]).all()
    assert "1 person is in no group" in found.summary()


def test_many_people_are_grouped_by_clusters():
    found = opinions(blocks((300, 200, 100), noise=0.2), rng=3)
    assert found.groups.nunique() == 3
    truth = np.repeat([1, 2, 3], [300, 200, 100])
    assert (found.groups.to_numpy() == truth).mean() > 0.97


def test_moderated_statements_do_not_place_people():
    votes = blocks()
    votes["s9"] = np.where(np.arange(len(votes)) % 2, 1.0, -1.0)
    found = opinions(votes, moderated=["s9"])
    assert found.components.loc["s9"].tolist() == [0, 0, 0]
    assert "s9" in found.summary()


def test_odd_votes_are_refused():
    votes = blocks()
    votes.iloc[0, 0], votes.iloc[1, 1] = 2, np.inf
    with pytest.raises(gm.FaultyInput) as told:
        opinions(votes)
    assert [fault.place for fault in told.value.faults] == ["p0, s0", "p1, s1"]
    with pytest.raises(gm.UnsuitableMethod, match="everybody voted alike"):
        opinions(pd.DataFrame(1, range(5), ["a", "b"]))
    with pytest.raises(gm.UnsuitableMethod, match="nobody voted"):
        opinions(blocks() * np.nan)
    with pytest.raises(gm.UnsuitableMethod, match="nobody voted"):
        opinions(blocks(), moderated=list(blocks()))
    with pytest.raises(gm.UnsuitableMethod, match="too few for 2 groups"):
        opinions(blocks().mask(np.tile(np.arange(9) > 3, (26, 1))), min_votes=5)
    with pytest.raises(gm.FaultyInput, match="did not vote"):
        opinions(blocks(), {"nobody": 1})
    with pytest.raises(gm.FaultyInput, match="there is no 's99'"):
        opinions(blocks(), moderated=["s99"])


def test_k_means_and_silhouette_against_numbers_by_hand():
    """Points 0, 1, 4, 5 in two groups: inside 1, outside 4.5, 3.5, 3.5, 4.5: (2 * 3.5/4.5 + 2 * 2.5/3.5) / 4."""
    points = np.array([[0.0], [1.0], [4.0], [5.0]])
    centres, labels = k_means(points, 2, np.random.default_rng(0))
    assert centres.ravel().tolist() == [0.5, 4.5]
    assert labels.tolist() == [0, 0, 1, 1]
    assert silhouette(points, labels) == pytest.approx((2 * 3.5 / 4.5 + 2 * 2.5 / 3.5) / 4)
    assert silhouette(points, np.array([0, 1, 1, 1])) < silhouette(points, labels)
    heavy, _ = k_means(points, 1, np.random.default_rng(0), np.array([1.0, 1, 1, 5]))
    assert heavy.ravel().tolist() == [pytest.approx(30 / 8)]
