"""Truth tables and necessity: parameters by hand, what is named, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

SETS = pd.DataFrame(
    {"A": [0.9, 0.8, 0.3, 0.2], "B": [0.6, 0.1, 0.7, 0.4], "Y": [0.7, 0.9, 0.2, 0.4]},
    ["东", "西", "南", "北"],
)


def test_parameters_by_hand():
    rows = gm.qca.truth_table(SETS, "Y", conditions=["A"]).rows
    a, y = SETS["A"].to_numpy(), SETS["Y"].to_numpy()
    both = 0.7 + 0.8 + 0.2 + 0.2
    shared = min(0.9, 0.3) + min(0.8, 0.1) + min(0.3, 0.2) + min(0.2, 0.4)
    assert rows.loc["1", "inclusion"] == pytest.approx(both / a.sum())
    assert rows.loc["1", "PRI"] == pytest.approx((both - shared) / (a.sum() - shared))
    assert rows.loc["1", "cases"] == ("东", "西")
    assert rows.loc["0", "inclusion"] == pytest.approx(np.minimum(1 - a, y).sum() / (1 - a).sum())
    assert rows.loc["1", "inclusion_negated"] == pytest.approx(np.minimum(a, 1 - y).sum() / a.sum())


def test_a_consistent_row_with_low_pri_is_contradictory():
    x = pd.DataFrame({"A": [0.6, 0.6, 0.1], "Y": [0.52, 0.51, 0.1]}, list("abc"))
    table = gm.qca.truth_table(x, "Y", consistency=0.8, pri=0.7)
    assert table.rows.loc["1", "inclusion"] > 0.8
    assert (table.rows.loc["1", "OUT"], bool(table.rows.loc["1", "contradictory"])) == (0, True)
    assert any("PRI below 0.7" in note and "1" in note for note in table.notes)
    assert gm.qca.truth_table(x, "Y", consistency=0.8, pri=0).rows.loc["1", "OUT"] == 1


def test_rows_with_cases_on_both_sides_are_named():
    x = pd.DataFrame({"A": [1, 1, 1, 0], "Y": [1, 1, 0, 0]}, ["甲", "乙", "丙", "丁"])
    table = gm.qca.truth_table(x, "Y")
    assert bool(table.rows.loc["1", "contradictory"])
    assert any("contradictory rows" in note and "甲, 乙, 丙" in note for note in table.notes)


def test_rows_with_too_few_cases_are_remainders_and_named():
    table = gm.qca.truth_table(SETS, "Y", cases=2, conditions=["A"])
    assert list(table.rows.index) == ["1", "0"]
    lone = gm.qca.truth_table(SETS.assign(B=[0.9, 0.8, 0.7, 0.1]), "Y", cases=2, conditions=["B", "A"])
    assert lone.remainders.loc["00", "cases"] == ("北",)
    assert any("count as not observed" in note and "北" in note for note in lone.notes)


def test_gaps_are_shown():
    rows = gm.qca.truth_table(SETS, "Y").rows
    assert rows["gap"].iloc[:-1].tolist() == pytest.approx((-rows["inclusion"].diff()).iloc[1:].tolist())
    assert np.isnan(rows["gap"].iloc[-1])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), k=st.integers(1, 4))
def test_invariants(seed, k):
    rng = np.random.default_rng(seed)
    x = rng.choice([0.0, 0.1, 0.3, 0.7, 0.9, 1.0], (15, k + 1))
    frame = pd.DataFrame(x, [f"u{at}" for at in range(15)], [*"ABCD"[:k], "Y"])
    if frame.nunique().min() == 1:
        return
    table = gm.qca.truth_table(frame, "Y")
    rows = table.rows
    assert rows["n"].sum() == 15  # every case is in one row
    assert len(rows) + len(table.remainders) == 2**k
    assert rows["inclusion"].between(0, 1 + 1e-12).all()
    assert (rows["PRI"].dropna() <= rows["inclusion"][rows["PRI"].notna()] + 1e-9).all()
    other = gm.qca.truth_table(frame, "~Y").rows.loc[rows.index]
    np.testing.assert_allclose(other["inclusion"], rows["inclusion_negated"])
    np.testing.assert_allclose(other["PRI_negated"], rows["PRI"])


BAD = {
    "missing": (SETS.assign(A=[0.9, np.nan, 0.3, 0.2]), {}, "西, A: the membership is missing"),
    "above one": (
        SETS.assign(A=[1.2, 0.8, 0.3, 0.2]),
        {},
        "东, A: is 1.2, and a membership lies from 0 to 1",
    ),
    "below zero": (SETS.assign(Y=[-0.1, 0.8, 0.3, 0.2]), {}, "东, Y: is -0.1"),
    "infinite": (SETS.assign(Y=[np.inf, 0.8, 0.3, 0.2]), {}, "东, Y: is ∞"),
    "half": (SETS.assign(B=[0.5, 0.1, 0.7, 0.4]), {}, "东, B: is exactly .5"),
    "constant": (SETS.assign(B=0.3), {}, "B: is 0.3 in every case"),
    "constant outcome": (SETS.assign(Y=1.0), {}, "Y: is 1 in every case"),
    "twice": (SETS.set_axis(["东", "东", "南", "北"]), {}, "东: there are two or more rows"),
    "one case": (SETS.head(1), {}, "there is one case"),
    "text": (SETS.assign(A=["high", "0.8", "0.3", "0.2"]), {}, "东, A"),
    "signs": (SETS.rename(columns={"A": "A*B"}), {}, "has ~, * or + in its name"),
    "outcome": (SETS, {"outcome": "Z"}, "there is no set 'Z'"),
    "among": (SETS, {"conditions": ["A", "Y"]}, "'Y' is the outcome"),
    "unknown": (SETS, {"conditions": ["A", "b"]}, "did you mean 'B'"),
    "named twice": (SETS, {"conditions": ["A", "A"]}, "'A' stands there twice"),
    "alone": (SETS[["Y"]], {}, "there are none"),
    "column twice": (SETS.set_axis(["A", "A", "Y"], axis=1), {}, "A: occurs more than once"),
    "own": (SETS.rename(columns={"A": "PRI"}), {}, "PRI is what a column of the table is called"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name):
    frame, options, said = BAD[name]
    with pytest.raises(gm.GovmetricsError) as error:
        gm.qca.truth_table(frame, **{"outcome": "Y", **options})
    assert said in str(error.value)
    assert ";" in str(error.value)  # a way out


def test_all_faults_come_at_once():
    frame = SETS.assign(A=[1.2, np.nan, 0.3, 0.2])
    with pytest.raises(gm.FaultyInput) as error:
        gm.qca.truth_table(frame, "Y")
    assert len(error.value.faults) == 2


def test_too_many_conditions_are_refused_with_the_bound():
    frame = pd.DataFrame(
        np.random.default_rng(0).choice([0.2, 0.8], (30, 16)), columns=[f"C{at}" for at in range(16)]
    )
    with pytest.raises(gm.GovmetricsError, match="choose up to 14"):
        gm.qca.truth_table(frame, "C0")


def test_necessity_by_hand():
    found = gm.qca.necessity(SETS, "Y").conditions
    a, y = SETS["A"].to_numpy(), SETS["Y"].to_numpy()
    both = np.minimum(a, y)
    assert found.loc["A", "consistency"] == pytest.approx(both.sum() / y.sum())
    assert found.loc["A", "coverage"] == pytest.approx(both.sum() / a.sum())
    assert found.loc["A", "RoN"] == pytest.approx((1 - a).sum() / (1 - both).sum())
    assert found.loc["~A", "consistency_negated"] == pytest.approx(
        np.minimum(1 - a, 1 - y).sum() / (1 - y).sum()
    )


def test_a_condition_that_is_always_there_is_trivially_necessary():
    frame = pd.DataFrame({"A": [1, 1, 1, 1, 1, 0.9], "Y": [1, 0, 0, 0, 0, 0]}, list("abcdef"))
    assert str(gm.qca.necessity(frame, "Y").conditions.loc["A", "verdict"]) == "trivially necessary"


def test_unions_are_listed_where_no_part_is_necessary():
    frame = pd.DataFrame(
        {"A": [1, 0, 0, 0, 0, 0.0], "B": [0, 1, 0, 0, 0, 0.0], "Y": [1, 1, 0, 0, 0, 0]}, list("abcdef")
    )
    found = gm.qca.necessity(frame, "Y").unions
    assert found.loc[("Y", "A + B"), ["consistency", "RoN", "coverage"]].tolist() == [1, 1, 1]
    assert not any(
        "A" in union for outcome, union in found.index if outcome == "~Y"
    )  # ~A alone is necessary for ~Y


def test_necessity_takes_halves():
    gm.qca.necessity(SETS.assign(B=[0.5, 0.1, 0.7, 0.4]), "Y")


def test_unions_of_many_conditions_are_bounded():
    rng = np.random.default_rng(0)
    sets = pd.DataFrame(
        rng.uniform(0.01, 0.49, (8, 21)).round(3), list("abcdefgh"), [*map(str, range(20)), "Y"]
    )
    with pytest.raises(UnsuitableMethod, match="3,064,168 unions of up to 6"):
        gm.qca.necessity(sets, "Y", unions=6)


def test_unions_are_those_of_which_no_part_passes():
    from itertools import combinations, product

    rng = np.random.default_rng(3)
    sets = pd.DataFrame(rng.random((12, 5)).round(3), list("abcdefghijkl"), [*"ABCD", "Y"])
    found = gm.qca.necessity(sets, "Y", consistency=0.85, relevance=0.0, unions=3)
    y = sets["Y"].to_numpy()

    def consistency(parts):
        x = np.max([sets[one] if way else 1 - sets[one] for one, way in parts], axis=0)
        return np.minimum(x, y).sum() / y.sum()

    expected = {
        " + ".join(one if way else f"~{one}" for one, way in union)
        for size in (2, 3)
        for names in combinations("ABCD", size)
        for union in [list(zip(names, ways, strict=True)) for ways in product((1, 0), repeat=size)]
        if consistency(union) >= 0.85
        and not any(consistency(part) >= 0.85 for r in range(1, size) for part in combinations(union, r))
    }
    assert expected
    assert set(found.unions.loc["Y"].index) == expected


def test_names_of_cases_that_differ_in_blanks_are_refused_and_in_capitals_named():
    sets = pd.DataFrame({"A": [1, 0, 1, 0], "DONE": [1, 0, 1, 0]}, ["East", "East ", "West", "North"])
    with pytest.raises(FaultyInput, match="East: names two cases, but for blanks"):
        gm.qca.truth_table(sets, "DONE")
    for found in (
        gm.qca.truth_table(sets.rename({"East ": "EAST"}), "DONE"),
        gm.qca.necessity(sets.rename({"East ": "EAST"}), "DONE"),
    ):
        assert any("East / EAST" in str(note) for note in found.notes), found.notes


def test_a_cell_that_is_no_number_is_not_to_be_emptied():
    sets = pd.DataFrame({"A": ["high", 0, 1, 0], "DONE": [1, 0, 1, 0]}, list("abcd"))
    for method in (
        lambda: gm.qca.truth_table(sets, "DONE"),
        lambda: gm.qca.calibrate(sets, {"A": 0.3}),
        lambda: gm.qca.necessary_condition_analysis(sets, "DONE"),
    ):
        with pytest.raises(FaultyInput, match="'high' is not a number; a case is compared whole"):
            method()
