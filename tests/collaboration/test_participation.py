"""Participation: worked by hand, simulation, invariants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import govmetrics as gm
from govmetrics import FaultyInput, UnsuitableMethod
from govmetrics.collaboration import participation

AGES = ["18-35", "36-59", "60+"]
TOOK = pd.DataFrame([[8, 30, 62]], ["East"], AGES)
LIVES = pd.DataFrame([[400, 400, 200]], ["East"], AGES)


def test_shares_ratios_and_who_is_missing_by_hand():
    groups = participation(TOOK, LIVES).groups.loc["East"]
    assert groups["ratio"].tolist() == pytest.approx([0.2, 0.75, 3.1])
    assert groups["missing"].tolist() == pytest.approx([32, 10, 0])
    assert [word.say("en") for word in groups["verdict"]] == [
        "under-represented",
        "under-represented",
        "over-represented",
    ]
    # R 4.2.2: prop.test(8, 100, correct = FALSE)$conf.int gives 0.04109346148 0.14998107701; over the population share
    assert groups.loc["18-35", ["lower", "upper"]].tolist() == pytest.approx(
        [0.04109346148 / 0.4, 0.14998107701 / 0.4], rel=1e-9
    )


def test_gini_is_that_of_every_person():
    """Half the mean difference of the rates of all pairs of persons, over the mean rate."""
    rates = np.repeat([8 / 400, 30 / 400, 62 / 200], [400, 400, 200])
    expected = np.abs(rates[:, None] - rates).mean() / 2 / rates.mean()
    assert participation(TOOK, LIVES).values.loc["East", "gini"] == pytest.approx(expected)


def test_errors_are_those_of_drawn_participants():
    p = np.array([0.2, 0.3, 0.5])
    drawn = np.random.default_rng(0).multinomial(300, p, size=10_000)
    lives = np.tile([4000, 4000, 2000], (10_000, 1))
    tables = [pd.DataFrame(array, columns=AGES) for array in (drawn, lives)]
    for table in tables:
        table.attrs["totals"] = "keep"
    spread = participation(*tables).values[["proportionality", "gini"]].std()
    told = participation(
        pd.DataFrame([300 * p], ["u"], AGES), pd.DataFrame(lives[:1], ["u"], AGES)
    ).standard_errors.loc["u"]
    assert told[["proportionality", "gini"]].to_numpy() == pytest.approx(spread.to_numpy(), rel=0.05)
    assert told["rate"] == pytest.approx(np.sqrt(0.03 * 0.97 / 10_000))


def test_no_error_is_told_where_leaving_one_out_changes_nothing():
    told = participation(
        pd.DataFrame([[10, 0]], ["u"], ["a", "b"]), pd.DataFrame([[50, 50]], ["u"], ["a", "b"])
    )
    assert told.standard_errors.loc["u"].isna().tolist() == [False, True, True]
    assert any("can be told" in note.say("en") for note in told.notes)


def test_attendances_have_no_intervals():
    told = participation(TOOK * 10, LIVES, counted="attendances")
    assert told.standard_errors is None
    assert told.groups[["lower", "upper"]].isna().all(axis=None)
    assert told.values.loc["East", "rate"] == pytest.approx(1.0)
    with pytest.raises(FaultyInput, match="East, 60\\+: is 620, more than live there"):
        participation(TOOK * 10, LIVES)


def test_all_faults_come_at_once():
    took = pd.DataFrame([[8, None], [1, 2]], ["East", "West"], ["a", "b"])
    lives = pd.DataFrame([[8, -1], [1, "10%"]], ["East", "West"], ["a", "b"])
    with pytest.raises(FaultyInput) as caught:
        participation(took, lives)
    assert {fault.place for fault in caught.value.faults} == {"East, b", "West, b"}
    with pytest.raises(FaultyInput) as caught:
        participation(
            took.fillna(1), lives.rename(index={"West": "Wset"}, columns={"b": "c"}).assign(a=9, c=9)
        )
    assert len(caught.value.faults) == 4
    with pytest.raises(UnsuitableMethod, match="West: has no participants"):
        participation(took.fillna(1).mul([1, 0], axis=0), took.fillna(1) + 9)


def test_a_rate_becomes_a_percentage_in_a_leaf():
    tree = gm.read_tree("collaborative_governance")
    leaves = gm.collaboration.to_leaves(participation(TOOK, LIVES), tree, {"B31": "rate"})
    assert leaves.values.loc["East", "B31"] == pytest.approx(10)
    assert leaves.standard_errors.loc["East", "B31"] == pytest.approx(100 * np.sqrt(0.1 * 0.9 / 1000))
    often = participation(TOOK, LIVES, counted="attendances")
    with pytest.raises(FaultyInput, match="rate has no highest value"):
        gm.collaboration.to_leaves(often, tree, {"B31": "rate"})


SIZES = st.tuples(st.integers(1, 3), st.integers(2, 5))


@given(st.data())
def test_bounds_and_relabelling(data):
    lives = data.draw(arrays(np.int64, SIZES, elements=st.integers(1, 500)))
    share = data.draw(arrays(np.float64, lives.shape, elements=st.floats(0, 1)))
    took = np.maximum(np.floor(share * lives), (np.arange(lives.shape[1]) == 0) * 1)
    names = [f"g{at}" for at in range(lives.shape[1])]
    x, n = pd.DataFrame(took, columns=names), pd.DataFrame(lives, columns=names)
    for table in (x, n):
        table.attrs["totals"] = "keep"
    found = participation(x, n)
    assert ((found.values >= -1e-12) & (found.values <= 1 + 1e-12)).all(axis=None)
    assert (found.groups["lower"] <= found.groups["ratio"] + 1e-9).all()
    assert (found.groups["ratio"] <= found.groups["upper"] + 1e-9).all()
    back = [table[names[::-1]] for table in (x, n)]
    for table in back:
        table.attrs["totals"] = "keep"
    pd.testing.assert_frame_equal(participation(*back).values, found.values)
    doubled = [2 * table for table in (x, n)]
    for table in doubled:
        table.attrs["totals"] = "keep"
    pd.testing.assert_frame_equal(participation(*doubled).values, found.values)


def test_a_group_without_population_is_named():
    counts = pd.DataFrame({"young": [0, 3], "old": [4, 5]}, index=["East", "West"])
    people = pd.DataFrame({"young": [0, 30], "old": [40, 50]}, index=["East", "West"])
    found = gm.collaboration.participation(counts, people)
    assert any(str(note) == "without population, and not judged: East: young" for note in found.notes)
    assert not any(
        "without population" in str(note) for note in gm.collaboration.participation(counts, people + 1).notes
    )
