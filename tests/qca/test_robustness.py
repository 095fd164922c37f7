"""Robustness: what the protocol of Oana and Schneider (2024) defines, recomputed here; panels after Garcia-Castro and Ariño."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm

DATA = Path(__file__).parents[1] / "reference" / "data" / "qca"
FUZZY = pd.read_csv(DATA / "lipset_fuzzy.csv", index_col=0)
RAW = pd.read_csv(DATA / "lipset_raw.csv", index_col=0)
ANCHORS = {"DEV": (400, 550, 900), "LIT": (50, 75, 90), "STB": (15, 9.5, 5), "SURV": (-9, 0.5, 10)}


def lipset(consistency: float = 0.8) -> gm.qca.Solution:
    return gm.qca.minimise(gm.qca.truth_table(FUZZY, "SURV", consistency))


def test_the_range_of_the_consistency_cut_is_exact():
    """By the truth table: 10101 has .804, 10111 .709; between them nothing changes, beyond them something does."""
    table = gm.qca.truth_table(FUZZY, "SURV")
    inclusion = table.rows["inclusion"]
    found = gm.qca.robustness(lipset(), consistency=[], cases=[]).ranges.loc["consistency cut"]
    assert found["lower"] == pytest.approx(inclusion["10111"])
    assert found["upper"] == pytest.approx(inclusion["10101"])
    terms = set(lipset().models[0].terms)
    for cut, same in (
        (found["lower"] + 1e-6, True),
        (found["upper"], True),
        (found["lower"], False),
        (found["upper"] + 1e-6, False),
    ):
        assert (set(lipset(float(cut)).models[0].terms) == terms) == same


def test_a_lower_cut_is_a_test_that_the_solution_fails():
    found = gm.qca.robustness(lipset(), consistency=[0.7, 0.75], cases=[])
    assert found.tests["same"].tolist() == [False, True]
    assert (
        found.tests["expression"].iloc[0]
        == gm.qca.minimise(gm.qca.truth_table(FUZZY, "SURV", 0.7)).models[0].expression
    )
    assert found.core == lipset().models[0].expression or set(found.core.split(" + ")) == set(
        lipset().models[0].terms
    )
    assert (found.cases.loc[["FR", "SE"], "type"].map(str) == "possible").all()


def test_fit_by_its_definition():
    """RF_cov = coverage of the core over that of the solution, and so on, from memberships computed here."""
    solution = lipset()
    found = gm.qca.robustness(solution, consistency=[0.7], cases=[]).fit

    def degree(one):
        x = one.table.memberships
        parts = [
            np.min([x[c.lstrip("~")] if c[0] != "~" else 1 - x[c[1:]] for c in term.split("*")], axis=0)
            for term in one.models[0].terms
        ]
        return np.max(parts, axis=0)

    first, other, y = degree(solution), degree(lipset(0.7)), FUZZY["SURV"].to_numpy()
    core = np.minimum(first, other)
    cover = lambda x: np.minimum(x, y).sum() / y.sum()  # noqa: E731
    consistent = lambda x: np.minimum(x, y).sum() / x.sum()  # noqa: E731
    assert found["RF_cov"] == pytest.approx(cover(core) / cover(first))
    assert found["RF_cons"] == pytest.approx(consistent(first) / consistent(core))
    assert found["RF_SC_maxTS"] == pytest.approx(
        np.minimum(first, other).sum() / np.maximum(first, other).sum()
    )


def test_anchors_are_moved_where_the_sets_were_calibrated():
    sets = gm.qca.calibrate(RAW, ANCHORS)
    solution = gm.qca.minimise(gm.qca.truth_table(sets, "SURV", 0.75))
    found = gm.qca.robustness(solution, consistency=[], cases=[], shift=0.05)
    assert set(found.tests["of"]) == set(ANCHORS)
    row = found.tests[(found.tests["of"] == "DEV") & (found.tests["what"] == "crossover")]
    assert row["value"].tolist() == [550 - 7.5, 550 + 7.5]
    moved = gm.qca.calibrate(RAW, ANCHORS | {"DEV": (400, 542.5, 900)})
    again = gm.qca.minimise(gm.qca.truth_table(moved, "SURV", 0.75)).models[0]
    assert row["inclusion"].iloc[0] == pytest.approx(again.fit.loc["solution", "inclusion"])


def test_a_case_at_a_moved_crossover_is_named_and_not_counted():
    raw = RAW[["DEV", "LIT", "STB", "SURV"]].copy()
    raw.loc["PL", "DEV"] = 565.0  # where the crossover comes, moved up by a tenth of 150
    sets = gm.qca.calibrate(raw, ANCHORS)
    found = gm.qca.robustness(
        gm.qca.minimise(gm.qca.truth_table(sets, "SURV", 0.75)), consistency=[], cases=[]
    )
    assert any("DEV (565)" in note for note in found.notes)
    assert 565 not in found.tests["value"].tolist()


def test_without_calibration_nothing_is_moved_and_it_is_said():
    assert any("not calibrated here" in note for note in gm.qca.robustness(lipset()).notes)


def test_where_nothing_is_left_the_core_is_empty():
    found = gm.qca.robustness(lipset(), consistency=[0.99], cases=[])
    assert (found.core, bool(found.tests["same"].iloc[0])) == ("0", False)
    assert found.fit["RF_cov"] == 0


def test_bad_arguments():
    with pytest.raises(gm.FaultyInput, match=r"consistency[\s\S]*cases[\s\S]*shift"):
        gm.qca.robustness(lipset(), consistency=[1.2], cases=[0], shift=2)


ROWS = pd.MultiIndex.from_product([[2023, 2024], ["东", "西", "南"]], names=["period", "unit"])
PANEL = pd.DataFrame({"A": [0.8, 0.3, 0.6, 0.9, 0.4, 0.2], "Y": [0.9, 0.4, 0.5, 0.6, 0.4, 0.1]}, ROWS)


def test_panel_consistencies_by_hand():
    found = gm.qca.temporal(PANEL, "Y", ["A"])
    assert found.pooled.loc["A", "consistency"] == pytest.approx((0.8 + 0.3 + 0.5 + 0.6 + 0.4 + 0.1) / 3.2)
    between = [(0.8 + 0.3 + 0.5) / 1.7, (0.6 + 0.4 + 0.1) / 1.5]
    assert found.between["A"].tolist() == pytest.approx(between)
    assert found.within["A"].to_dict() == pytest.approx({"东": 1.4 / 1.7, "西": 1.0, "南": 0.6 / 0.8})
    assert found.pooled.loc["A", "units_below"] == 0  # .6 / .8 is .75, and no less by rounding
    backwards = gm.qca.temporal(PANEL[::-1], "Y", ["A"])
    assert backwards.pooled.loc["A", "units_below"] == 0
    share = np.array(between) / sum(between)
    assert found.pooled.loc["A", "between_distance"] == pytest.approx(np.sqrt(((share - 0.5) ** 2).sum()))


def test_necessity_looks_the_other_way():
    found = gm.qca.temporal(PANEL, "Y", ["A"], relation="necessity")
    assert found.between["A"].iloc[0] == pytest.approx((0.8 + 0.3 + 0.5) / 1.8)


def test_a_solution_and_expressions():
    wide = PANEL.assign(B=[0.1, 0.9, 0.2, 0.7, 0.3, 0.6])
    assert list(gm.qca.temporal(wide, "Y", ["A*~B", "A + B"]).between) == ["A*~B", "A + B"]
    assert list(gm.qca.temporal(wide, "Y").pooled.index) == ["A", "~A", "B", "~B"]
    with pytest.raises(gm.FaultyInput, match="'C' is not a set"):
        gm.qca.temporal(wide, "Y", ["A*C"])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_panel_invariants(seed):
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [["第9期", "第10期", "第11期"], list("abcd")], names=["period", "unit"]
    )
    frame = pd.DataFrame(rng.uniform(0.05, 0.95, (12, 2)), index, ["A", "Y"])
    found = gm.qca.temporal(frame, "Y", ["A"])
    low, high = found.between["A"].min(), found.between["A"].max()
    assert (
        low - 1e-12 <= found.pooled.loc["A", "consistency"] <= high + 1e-12
    )  # a mean, weighted by memberships
    assert list(found.between.index) == ["第9期", "第10期", "第11期"]
    shuffled = gm.qca.temporal(frame.sample(frac=1, random_state=seed % 1000), "Y", ["A"])
    assert shuffled.pooled.loc["A"].tolist() == pytest.approx(found.pooled.loc["A"].tolist())


def test_rows_without_periods_and_single_periods_are_refused():
    with pytest.raises(gm.FaultyInput, match="have no period"):
        gm.qca.temporal(FUZZY, "SURV")
    with pytest.raises(gm.GovmetricsError, match="1 period and 3 units"):
        gm.qca.temporal(PANEL.head(3), "Y")


def test_unbalanced_panels_are_told():
    assert any("1 row is missing" in note for note in gm.qca.temporal(PANEL.iloc[:-1], "Y").notes)


def test_a_test_without_a_solution_is_named():
    sets = pd.DataFrame(
        {"T": [0.9, 0.8, 0.2, 0.1], "F": [0.9, 0.2, 0.8, 0.1], "Y": [0.9, 0.8, 0.1, 0.2]}, list("abcd")
    )
    solution = gm.qca.minimise(gm.qca.truth_table(sets, "Y"))
    found = gm.qca.robustness(solution, consistency=[1e-300], cases=[])
    assert found.tests["models"].tolist() == [0]
    assert "without a solution, which counts against the one that is tested: consistency cut 1e-300" in map(
        str, found.notes
    )
    assert not any("without a solution" in str(note) for note in gm.qca.robustness(solution, cases=[]).notes)
