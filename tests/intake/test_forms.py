import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.intake import write_forms


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_filled_form_is_read_back(tmp_path, language):
    tree = gm.read_tree("us_states")
    records, weights = write_forms(tree, tmp_path, language, ["=Alpha", "Beta"])
    book = load_workbook(records)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["unit", *tree.codes]
    assert sheet["A2"].data_type == "s"
    assert sheet.data_validations.dataValidation[0].type == "decimal"
    for row in (2, 3):
        for column in range(2, 7):
            sheet.cell(row, column, row * column)
    book.save(records)
    data = gm.read_records(records, tree)
    assert data.values.index.tolist() == ["=Alpha", "Beta"]
    assert data.values.loc["Beta"].tolist() == [6, 9, 12, 15, 18]
    form = load_workbook(weights).worksheets[0]
    assert form.data_validations.dataValidation[0].type == "list"
    assert [form.cell(row, 2).value for row in range(2, 9)] == ["safety", "social", *tree.codes]


def test_guidance_is_in_the_language(tmp_path):
    records, _ = write_forms(gm.read_tree("wgi"), tmp_path, "zh")
    guide = load_workbook(records).worksheets[1]
    assert guide["B4"].value == "话语权与问责"


def test_unknown_language(tmp_path):
    with pytest.raises(FaultyInput, match="choose one of: en, zh"):
        write_forms(gm.read_tree("wgi"), tmp_path, "fr")


class TestWeights:
    tree = gm.read_tree("us_states")

    def form(self, folder, **changes):
        _, path = write_forms(self.tree, folder, "zh")
        book = load_workbook(path)
        sheet = book.worksheets[0]
        for cell, value in changes.items():
            sheet[cell] = value
        book.save(path)
        return path

    def test_filled_in_and_read_back(self, tmp_path):
        weights = gm.intake.read_weights(self.form(tmp_path, D2=3, D3="1"), self.tree)
        assert weights["safety"] == 3
        assert gm.weighting.assigned(self.tree, weights).local["safety"] == 0.75

    def test_every_fault(self, tmp_path):
        path = self.form(tmp_path, D2="much", D3=-1, B4="zz", B6="poverty")
        with pytest.raises(FaultyInput) as error:
            gm.intake.read_weights(path, self.tree)
        text = str(error.value)
        for part in ("row 2 (safety): the weight 'much'", "row 3 (social)", "row 4 (zz): is not a node",
                     "occurs more than once", "violent: has no row"):  # fmt: skip
            assert part in text
        (tmp_path / "x.csv").write_text("a,b\n1,2\n")
        with pytest.raises(FaultyInput, match="needs the columns code and weight"):
            gm.intake.read_weights(tmp_path / "x.csv", self.tree)


def test_language_and_units_are_judged_together(tmp_path):
    with pytest.raises(FaultyInput) as raised:
        gm.intake.write_forms(gm.read_tree("wgi"), tmp_path, language="fr", units=["a\x01"])
    assert [fault.place for fault in raised.value.faults] == ["language", repr("a\x01")]
    (tmp_path / "file").write_text("")
    with pytest.raises(FaultyInput, match="file: cannot be made"):
        gm.intake.write_forms(gm.read_tree("wgi"), tmp_path / "file")
