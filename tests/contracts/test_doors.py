"""The same cells mean the same in every room: numbers, names, totals and truth values, whatever door they come through."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset
from govmetrics.core.checks import floats_of
from govmetrics.core.labels import clean
from govmetrics.core.numbers import number
from govmetrics.core.totals import is_total, named_totals

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
BOOK = {
    "missing": "zero",
    "items": [{"code": code, "by": "linear", "points": 50, "worst": -1e6, "best": 1e6} for code in ("a", "b")],
    "grades": [{"name": "good", "at_least": 1}, {"name": "fair"}],
}  # fmt: skip
REST = ["1", "2", "4"]


def by_csv(folder):
    def read(frame):
        frame.rename_axis("unit").to_csv(folder / "t.csv")
        return gm.read_records(folder / "t.csv", TREE).values["a"]

    return read


DOORS = {
    "records": lambda frame: gm.read_records(frame, TREE, empty="keep").values["a"],
    "dataset": lambda frame: Dataset(TREE, frame).values["a"],
    "appraisal": lambda frame: gm.appraisal.appraise(BOOK, frame).values["a"],
    "array": lambda frame: pd.Series(floats_of(frame)[0][:, 0], frame.index).where(~floats_of(frame)[1][:, 0], "refused"),
}  # fmt: skip


def table(cell):
    return pd.DataFrame({"a": pd.Series([cell, *REST], dtype=object), "b": [1.0, 5, 2, 9]}, ).set_axis(list("uvwx"))  # fmt: skip


def read(door, cell):
    """Return the number that a door makes of a cell, or that it refuses it."""
    try:
        value = DOORS[door](table(cell))["u"]
    except gm.GovmetricsError:
        return "refused"
    return value


CELLS = ["6,635", "0,815", "..", ".", "n.a.", "N.A.", "#N/A", "#DIV/0!", "—", "１２", " 7 ", "85%", "1,234.5", "1.234,5", "12 km",
         "1e3", "−4", "缺失", "暂无", "", None, "True", True, "1,23", "+5", "0755", "1 234", "∞", "nan", "-"]  # fmt: skip


@pytest.mark.parametrize("cell", CELLS, ids=repr)
def test_a_cell_is_one_number_at_every_door(cell):
    wanted = number(cell)
    for door in DOORS:
        got = read(door, cell)
        if wanted is None:
            assert isinstance(got, str), (door, got)
            assert got == "refused"
        elif math.isnan(wanted) and door == "appraisal":
            assert got in (0, "refused") or np.isnan(got), (door, got)
        else:
            np.testing.assert_equal(got, wanted, err_msg=door)


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789.,-+%eE １２。，", min_size=1, max_size=9))
def test_whatever_is_typed_is_one_number_at_every_door(cell):
    wanted = number(cell)
    for door in ("records", "dataset", "array"):
        np.testing.assert_equal(read(door, cell), "refused" if wanted is None else wanted, err_msg=door)


def test_columns_of_truth_values_are_one_and_zero_at_every_door():
    for dtype in (bool, "boolean"):
        frame = table("1").assign(a=pd.Series([True, False, True, True], list("uvwx"), dtype=dtype))
        for door, reads in DOORS.items():
            assert reads(frame).tolist() == [1, 0, 1, 1], door


NAMES = st.text("甲乙 　\u00a0\u200bＡaB１1·.", min_size=1, max_size=6).filter(
    lambda name: clean(name) not in ("", "u", "v")
)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_a_name_is_one_name_at_every_door(name):
    frame = pd.DataFrame({"a": [1.0, 2, 4], "b": [1.0, 5, 2]}, index=[name, "u", "v"])
    wanted = [clean(name), "u", "v"]
    assert gm.read_records(frame, TREE).units.tolist() == wanted
    assert Dataset(TREE, frame, frame).units.tolist() == wanted
    assert gm.appraisal.appraise(BOOK, frame).totals.index.tolist() == wanted
    assert gm.dea.radial(frame[["a"]], frame[["b"]]).scores.index.tolist() == wanted
    assert gm.ranking.compare({"x": frame["a"], "y": frame["b"]}).ranks.index.tolist() == wanted
    grades = gm.fuzzy.GradeScale(["good", "bad"], [1, 0])
    rows = pd.MultiIndex.from_product([[name], TREE.codes], names=["unit", "code"])
    found = gm.fuzzy.evaluate(pd.DataFrame({"good": 0.5, "bad": 0.5}, rows), gm.weighting.equal(TREE), grades)
    assert found.score.index.get_level_values("unit").unique().tolist() == wanted[:1]
    survey = gm.read_survey(pd.DataFrame({"unit": [name, name + " ", "u"], "a": [1, 2, 3]}), TREE, by="unit")
    assert set(map(str, gm.survey.score(survey).values.index)) == {wanted[0], "u"}
    group = pd.DataFrame({"kind": [name, "u", wanted[0]]}, index=list("xyz"))
    data = Dataset(TREE, pd.DataFrame({"a": [1, 2, None], "b": [1.0, 2, 3]}, index=group.index), group)
    assert gm.treatment.impute_mean(data, by="kind").values.loc["z", "a"] == 1


@pytest.mark.parametrize(
    "name",
    ["合计", "合 计", "平均", "全区", "Total", "东街道小计", "World", "总计路社区", "Totalville", "Oak"],
)
def test_a_total_is_said_at_every_door(name):
    frame = pd.DataFrame({"a": [1.0, 2, 4, 9], "b": [1.0, 5, 2, 1]}, index=["u", "v", "w", name])
    doors = {
        "records": lambda: gm.read_records(frame, TREE),
        "appraisal": lambda: gm.appraisal.appraise(BOOK, frame),
        "dea": lambda: gm.dea.radial(frame[["a"]], frame[["b"]]),
    }
    for door, call in doors.items():
        if is_total(name):
            with pytest.raises(gm.FaultyInput, match="is a row of totals or averages"):
                call()
        else:
            assert call() is not None, door
    notes = Dataset(TREE, frame).notes
    assert any("called like totals or averages" in note for note in notes) == is_total(name)
    kept = gm.read_records(frame, TREE, totals="keep")
    assert len(kept.notes) == len(gm.treatment.winsorise(kept).notes) == int(is_total(name))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["甲", "合计", "总计", "全市", "Total", "mean", "乙社区", "小计（东）", "Sumner",
                                 "合计社区", "", None, 3]),
                max_size=6))  # fmt: skip
def test_which_rows_are_totals_follows_the_rule(names):
    """All rows that are called totals; none where all are, or a single other one is left."""
    index = pd.Index(names, dtype=object)
    total = [is_total(name) for name in names]
    others = {name for name, one in zip(names, total, strict=True) if not one and name is not None}
    found = named_totals(index).tolist()
    if len(others) < 2:
        assert not any(found) or sum(found) == sum(total)
    else:
        assert found == total
