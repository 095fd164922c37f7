"""Matrices in files: labelled, in any order, one sheet per group."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.ahp.intake import read_judgements
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree

TREE = IndicatorTree(
    Group("gov", "", (
        Group("A", {"zh": "主体"}, (Indicator("A1", {"zh": "信任"}), Indicator("A2", {"zh": "积极性"}), Indicator("A3"))),
        Group("B", "", (Indicator("B1"), Indicator("B2"))),
    ))
)  # fmt: skip
MATRIX = pd.DataFrame(
    [[1, "1/2", 4], [2, 1, 5], ["1/4", "1/5", 1]], ["积极性", "A1", "A3"], ["积极性", "A1", "A3"]
)


def write(path, **sheets):
    with pd.ExcelWriter(path) as writer:
        for title, frame in sheets.items():
            frame.to_excel(writer, sheet_name=title)


def test_one_sheet_a_group_and_one_file_an_expert(tmp_path):
    top = pd.DataFrame([[1, 3], [1 / 3, 1]], ["A", "B"], ["A", "B"])
    write(tmp_path / "Li.xlsx", A=MATRIX, top=top, notes=pd.DataFrame({"remark": ["thanks"]}))
    MATRIX.to_csv(tmp_path / "Wu.csv")
    found = read_judgements(tmp_path, TREE)
    assert found.experts == ("Li", "Wu")
    for expert in found.experts:
        assert found.matrix(expert, "A").loc["A1"].tolist() == [1, 2, 5]
        assert found.matrix(expert, "A").loc["A3", "A2"] == 0.25
    assert found.matrix("Li", "gov").loc["A", "B"] == 3
    assert found.answered("gov").tolist() == [True, False]


def test_one_side_is_enough(tmp_path):
    upper = MATRIX.astype(object).where(np.triu(np.ones((3, 3), dtype=bool)))
    write(tmp_path / "Li.xlsx", A=upper)
    assert read_judgements(tmp_path / "Li.xlsx", TREE).matrix("Li", "A").loc["A1"].tolist() == [1, 2, 5]


def test_faults(tmp_path):
    bad = MATRIX.astype(object).copy()
    bad.iloc[0, 1], bad.iloc[2, 2] = 2, 3  # against 2 back; the diagonal
    bad.iloc[0, 2] = bad.iloc[2, 0] = None  # not answered at all
    bad.iloc[2, 1] = 12
    write(tmp_path / "Li.xlsx", A=bad, typo=pd.DataFrame([[1, 2], [0.5, 1]], ["B1", "BB"], ["B1", "BB"]))
    with pytest.raises(FaultyInput) as raised:
        read_judgements(tmp_path / "Li.xlsx", TREE)
    found = {f.place: f.problem for f in raised.value.faults}
    assert found.pop("Li (Li.xlsx, typo)").startswith("compares rows (B1, BB)")
    assert found.pop("Li, A, A1 : A2 (Li.xlsx, A)").startswith("not reciprocal: 2")
    assert found == {
        "Li, A, A3 : A3 (Li.xlsx, A)": "the diagonal is 3",
        "Li, A, A2 : A3 (Li.xlsx, A)": "half-filled: no answer, though others of the group are answered",
        "Li, A, A3 : A1 (Li.xlsx, A)": "the answer 12 is out of scale",
    }


def test_two_files_of_one_expert(tmp_path):
    (tmp_path / "x").mkdir()
    MATRIX.to_csv(tmp_path / "Li.csv")
    pd.DataFrame([[1, 2], [0.5, 1]], ["B1", "B2"], ["B1", "B2"]).to_csv(tmp_path / "x" / "Li.csv")
    found = read_judgements([tmp_path / "Li.csv", tmp_path / "x" / "Li.csv"], TREE)
    assert found.experts == ("Li",)
    assert found.matrix("Li", "B").loc["B1", "B2"] == 2


@pytest.mark.parametrize(
    "second", [MATRIX, MATRIX.replace({4: 3, "1/4": "1/3"})], ids=["the same", "another"]
)
def test_sheets_of_several_experts_in_one_workbook_are_a_fault_and_the_way_out_works(tmp_path, second):
    """Two experts who agree are two experts, and not one."""
    write(tmp_path / "group.xlsx", Li=MATRIX, Wu=second)
    with pytest.raises(
        FaultyInput, match=r"A \(group.xlsx\): has several matrices, in the sheets: Li, Wu; .*give the folder"
    ):
        read_judgements(tmp_path / "group.xlsx", TREE)
    (tmp_path / "experts").mkdir()
    write(tmp_path / "experts" / "Li.xlsx", A=MATRIX)
    write(tmp_path / "experts" / "Wu.xlsx", A=second)
    assert read_judgements(tmp_path / "experts", TREE).experts == ("Li", "Wu")
