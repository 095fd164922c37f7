"""Names that no system takes for a file are told as faults, by every reader and every writer."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
TABLE = gm.Table.of("S", pd.DataFrame({"a": [1.0]}, index=pd.Index(["u"], name="unit")))
ODD = ["长" * 100, "x" * 256, "a\0b", "\ud800"]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("read", [
    lambda name: gm.read_tree(f"{name}.yaml"), lambda name: gm.read_records(f"{name}.csv", TREE),
    lambda name: gm.read_judgements(f"{name}.xlsx", TREE), lambda name: gm.read_survey(f"{name}.sav", TREE),
    lambda name: gm.appraisal.Rulebook.read(f"{name}.xlsx"), lambda name: gm.Recipe.read(f"{name}.yaml"),
    lambda name: gm.Evaluation.read(f"{name}.yaml"),
])  # fmt: skip
def test_there_is_no_such_file(name, read):
    with pytest.raises(gm.GovmetricsError):
        read(name)


@pytest.mark.parametrize("name", [*ODD, "no/such/folder/x"])
@pytest.mark.parametrize("write", [
    lambda name: TREE.write(f"{name}.yaml"), lambda name: TREE.write(f"{name}.csv"),
    lambda name: gm.intake.blank_records(TREE, f"{name}.xlsx"), lambda name: gm.report.markdown(TABLE, f"{name}.md"),
    lambda name: gm.report.excel(TABLE, f"{name}.xlsx"), lambda name: gm.report.word(TABLE, f"{name}.docx"),
    lambda name: gm.report.latex(TABLE, f"{name}.tex"), lambda name: gm.report.html(TABLE, f"{name}.html"),
    lambda name: gm.report.csv(TABLE, f"{name}.csv"), lambda name: gm.Recipe().write(f"{name}.yaml"),
    lambda name: gm.ahp.blank_judgements(TREE, f"{name}.xlsx", "Li"),
])  # fmt: skip
def test_it_cannot_be_written(name, write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(gm.GovmetricsError):
        write(name)
    assert not list(tmp_path.iterdir())
