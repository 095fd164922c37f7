"""Lipset (1959): the survival of democracy in 18 European countries between the wars.

Data as in Ragin (2009), Qualitative comparative analysis using fuzzy sets, and in the R package QCA (data LR, LC, LF). Expected
values: R QCA 3.23 under R 4.2.2, which an independent program in Python repeats to every printed digit. The Python package
pyqca 0.2.0 prints other PRIs (.8723, .6099, .4236 for the first three fuzzy rows), and the test says so.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

DATA = Path(__file__).parent / "data" / "qca"
CONDITIONS = ["DEV", "URB", "LIT", "IND", "STB"]
PRESENT = dict.fromkeys(CONDITIONS, 1)


def read(kind: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"lipset_{kind}.csv", index_col=0)


@pytest.mark.parametrize(
    ("idm", "expected"),
    [
        (0.95, [0.806926, 0.990148, 0.575141, 0.16664, 0.583342, 0.974486]),
        (0.99, [0.903079, 0.99925, 0.616009, 0.075021]),
    ],
)
def test_direct_calibration(idm, expected):
    found = gm.qca.calibrate(read("raw"), {"DEV": (400, 550, 900)}, idm=idm)
    assert found.values["DEV"].head(len(expected)).tolist() == pytest.approx(expected, abs=1e-6)


def test_the_published_fuzzy_sets_follow_from_the_raw_values():
    """With idm .95, rounded to two digits, and (400, 550, 900) the published memberships in DEV come out."""
    found = gm.qca.calibrate(read("raw"), {"DEV": (400, 550, 900)}).values["DEV"]
    assert found.round(2).tolist() == pytest.approx(read("fuzzy")["DEV"].tolist(), abs=0.0101)


CRISP = {
    "00000": (3, 0),
    "00001": (2, 0),
    "00100": (2, 0),
    "00101": (1, 0),
    "10101": (2, 1),
    "10110": (1, 0),
    "10111": (2, 1),
    "11110": (1, 0),
    "11111": (4, 1),
}
FUZZY = {
    "11111": (4, 0.904, 0.886, 1),
    "10101": (2, 0.804, 0.719, 1),
    "10111": (2, 0.709, 0.634, 0),
    "00101": (1, 0.529, 0.228, 0),
    "00100": (2, 0.521, 0.113, 0),
    "11110": (1, 0.445, 0.05, 0),
    "10110": (1, 0.378, 0.04, 0),
    "00001": (2, 0.278, 0, 0),
    "00000": (3, 0.216, 0, 0),
}


def test_crisp_truth_table():
    rows = gm.qca.truth_table(read("crisp"), "SURV").rows
    assert {code: (row["n"], row["OUT"]) for code, row in rows.iterrows()} == CRISP
    assert rows[CONDITIONS].astype(str).sum(axis=1).tolist() == rows.index.tolist()
    assert rows.loc["11110", "cases"] == ("DE",)


def test_fuzzy_truth_table():
    table = gm.qca.truth_table(read("fuzzy"), "SURV", consistency=0.8)
    assert table.rows.index.tolist() == list(FUZZY)
    found = table.rows[["n", "inclusion", "PRI", "OUT"]].to_numpy(dtype=float)
    np.testing.assert_allclose(found, np.array(list(FUZZY.values())), atol=5.01e-4)
    assert len(table.remainders) == 32 - 9


def test_pri_is_not_what_pyqca_prints():
    pri = gm.qca.truth_table(read("fuzzy"), "SURV").rows["PRI"]
    assert np.abs(pri.to_numpy()[:3] - [0.8723, 0.6099, 0.4236]).min() > 0.01
    assert pri.head(3).round(3).tolist() == [0.886, 0.719, 0.634]


def solution(kind: str, remainders: str) -> gm.qca.Solution:
    expected = PRESENT if remainders == "directed" else None
    return gm.qca.minimise(gm.qca.truth_table(read(kind), "SURV"), remainders, expected)


@pytest.mark.parametrize(
    ("remainders", "expected"),
    [
        ("none", {"DEV*~URB*LIT*STB": (0.5, 0.25), "DEV*LIT*IND*STB": (0.75, 0.5)}),
        ("all", {"DEV*STB": None}),
        ("directed", {"DEV*LIT*STB": None}),
    ],
)
def test_crisp_solutions(remainders, expected):
    (model,) = solution("crisp", remainders).models
    assert set(model.terms) == set(expected)
    for term, fit in expected.items():
        if fit is not None:
            assert tuple(model.fit.loc[term, ["coverage", "unique_coverage"]]) == fit


SOLUTIONS = {
    "none": {"DEV*URB*LIT*IND*STB": (0.904, 0.886, 0.454, 0.393), "DEV*~URB*LIT*~IND*STB": (0.804, 0.719, 0.265, 0.204),
             "solution": (0.87, 0.843, 0.658)},
    "all": {"DEV*~IND": (0.815, 0.721, 0.284, 0.194), "URB*STB": (0.874, 0.845, 0.52, 0.43), "solution": (0.85, 0.819, 0.714)},
    "directed": {"DEV*URB*LIT*STB": (0.901, 0.879, 0.468, 0.378), "DEV*LIT*~IND*STB": (0.814, 0.721, 0.282, 0.191),
                 "solution": (0.866, 0.839, 0.66)},
}  # fmt: skip


@pytest.mark.parametrize("remainders", SOLUTIONS)
def test_fuzzy_solutions(remainders):
    (model,) = solution("fuzzy", remainders).models
    expected = SOLUTIONS[remainders]
    assert {*model.terms, "solution"} == set(expected)
    for term, values in expected.items():
        fit = model.fit.loc[term, ["inclusion", "PRI", "coverage", "unique_coverage"]].to_numpy(dtype=float)
        np.testing.assert_allclose(fit[: len(values)], values, atol=5.01e-4)


def test_the_intermediate_solution_is_no_intersection_of_terms():
    """Cutting each complex term to what is expected would leave DEV*URB*LIT*IND*STB; minimised anew, IND goes."""
    (model,) = solution("fuzzy", "directed").models
    assert "DEV*URB*LIT*IND*STB" not in model.terms
    assert model.core.loc["URB", "DEV*URB*LIT*STB"]
    assert not model.core.loc["LIT"].any()


def test_files_beside_the_checkout_say_the_same(cases):
    for kind in ("raw", "crisp", "fuzzy"):
        pd.testing.assert_frame_equal(
            pd.read_csv(cases / "qca" / f"lipset_{kind}.csv", index_col=0), read(kind), check_names=False
        )


def test_expected_directions_are_turned_round_for_the_negated_outcome():
    absent = dict.fromkeys(CONDITIONS, 0)
    own = gm.qca.minimise(gm.qca.truth_table(read("fuzzy"), "~SURV"), "directed", absent).models
    assert [model.terms for model in solution("fuzzy", "directed").negated] == [model.terms for model in own]
    other = gm.qca.minimise(gm.qca.truth_table(read("fuzzy"), "~SURV"), "directed", PRESENT).models
    assert [model.terms for model in other] != [model.terms for model in own]
