"""Forms of the whole tree, inputs among it, as evidence for what is scored."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.ahp import blank_judgements

TREE = {
    "code": "G",
    "parts": [
        {
            "code": code,
            "parts": [{"code": f"{code}1", "better": "more"}, {"code": f"{code}2", "better": "more"}],
        }
        for code in "AB"
    ]
    + [{"code": "I", "parts": [{"code": "I1", "better": "less", "role": "input"}]}],
}


def folder(tmp_path, wrong=None):
    import openpyxl

    tree = gm.read_tree(TREE)
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.random((8, 5)), columns=["A1", "A2", "B1", "B2", "I1"])
    table.insert(0, "unit", list("abcdefgh"))
    table.to_csv(tmp_path / "records.csv", index=False)
    (tmp_path / "judgements").mkdir()
    for name, answer in (("Li", "2"), ("Wu", "3")):
        path = tmp_path / "judgements" / f"{name}.xlsx"
        blank_judgements(tree, path)
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == "Expert":
                        sheet.cell(cell.row, cell.column + 1).value = name
            if not sheet.title[0].isdigit():
                continue
            first = next(cell.row for cell in sheet["A"] if cell.value in ("A", "A1", "B1"))
            parts = 3 if sheet.title.startswith("1") else 2
            for i in range(parts):
                for j in range(i + 1, parts):
                    sheet.cell(first + i, 3 + j).value = answer if wrong is None or name == "Li" else wrong
        book.save(path)
    gm.core.IndicatorTree.write(tree, tmp_path / "tree.json")
    keys = "tree: tree.json\nseed: 1\nevidence: {records: {file: records.csv}, judgements: {files: judgements}}\n"
    keys += "index: {weighting: ahp}\nsureness: {draws: 20, factors: {experts: true}}\n"
    (tmp_path / "evaluation.yaml").write_text(keys, encoding="utf-8")
    return tmp_path


def test_the_ranks_are_sure_by_experts_who_judged_inputs_too(tmp_path):
    found = gm.evaluate(folder(tmp_path))
    assert set(found.assessment.weights.local.index) == {"A", "A1", "A2", "B", "B1", "B2"}
    assert found.uncertainty is not None


def test_faults_of_such_forms_are_what_is_wrong_with_them_alone(tmp_path):
    with pytest.raises(gm.FaultyInput) as error:
        gm.evaluate(folder(tmp_path, wrong="12"))
    assert "12" in str(error.value)
    assert "use a form written from this tree" not in str(error.value)
