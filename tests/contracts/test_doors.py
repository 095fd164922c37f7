"""The same cells mean the same in every room: numbers, names, totals and truth values, whatever door they come through."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset
from govmetrics.core.checks import floats_of
from govmetrics.core.labels import clean
from govmetrics.core.numbers import number
from govmetrics.core.totals import is_total, named_totals
from govmetrics.core.within import HUGE

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
    assume(wanted is None or not abs(wanted) >= HUGE)  # which an index is not made of
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


GRADES = gm.fuzzy.GradeScale(["good", "bad"], [1, 0])


def memberships(frame):
    """Return the share of "good" that each number is of a thousand."""
    good = frame.stack() / 1000
    return pd.DataFrame({"good": good, "bad": 1 - good}).rename_axis(["unit", "code"])


def verdicts(frame, mark=None):
    degrees = memberships(frame)
    if mark is not None:
        degrees.attrs["totals"] = mark
    return gm.fuzzy.evaluate(degrees, gm.weighting.equal(TREE), GRADES).score


def efficiency(frame, mark=None):
    inputs = frame[["a"]]
    if mark is not None:
        inputs.attrs["totals"] = mark
    return gm.dea.radial(inputs, frame[["b"]]).scores


UNIT_DOORS = {
    "records": lambda frame: gm.read_records(frame, TREE),
    "dataset": lambda frame: Dataset(TREE, frame),
    "appraisal": lambda frame: gm.appraisal.appraise(BOOK, frame),
    "dea": efficiency,
    "fuzzy": verdicts,
}


@pytest.mark.filterwarnings("ignore:.*many units will look efficient")
@pytest.mark.parametrize("how", ["sum", "mean"])
def test_a_row_that_adds_up_is_a_fault_at_every_door_unless_it_is_said_to_be_a_unit(how):
    """Clinics; a school district; the row of all is called X, so that only its numbers tell."""
    units = pd.DataFrame({"a": [12.0, 25, 37, 40], "b": [31.0, 5, 22, 9]}, index=["u", "v", "w", "z"])
    whole = pd.concat([units, getattr(units, how)().to_frame("X").T])
    for door, call in UNIT_DOORS.items():
        if (how, door) == ("sum", "fuzzy"):  # memberships are averaged, not summed
            continue
        with pytest.raises(gm.FaultyInput, match=f"X: equals the {how} of all other rows in every column"):
            call(whole)
        call(units)
    assert Dataset(TREE, whole, totals="drop").units.tolist() == list(units.index)
    kept = Dataset(TREE, whole, whole, totals="keep")
    assert kept.units.tolist() == list(whole.index)
    assert gm.treatment.winsorise(kept).only(["a", "b"]).units.tolist() == list(whole.index)
    assert "X" in efficiency(whole, "keep").index
    assert "X" in verdicts(whole, "keep").index
    with pytest.raises(gm.FaultyInput, match=r"attrs.*is 'drop'"):
        efficiency(whole, "drop")


def test_a_dataset_drops_rows_of_totals_with_what_is_known_of_them():
    frame = pd.DataFrame(
        {"a": [12.0, 25, 37, 74, 1], "b": [31.0, 5, 22, 58, 2]}, index=["u", "v", "w", "X", "合计"]
    )
    about = pd.DataFrame({"街道": list("东东西--")}, index=frame.index)
    data = Dataset(TREE, frame, about, frame / 10, totals="drop")
    assert (
        data.values.index.tolist()
        == data.attributes.index.tolist()
        == data.standard_errors.index.tolist()
        == list("uvw")
    )
    assert [str(note) for note in data.notes] == [
        f"rows of totals or averages, left out: {x}" for x in ("合计", "X")
    ]


@pytest.mark.filterwarnings("ignore:.*many units will look efficient")
def test_a_dataset_that_keeps_a_total_is_evaluated_in_dea():
    parts = tuple(gm.Indicator(code, role=role) for code, role in (("a", "input"), ("b", "output")))
    tree = gm.IndicatorTree(gm.Group("g", "", parts))
    frame = pd.DataFrame({"a": [12.0, 25, 37, 74], "b": [31.0, 5, 22, 58]}, index=["u", "v", "w", "Total"])
    data = Dataset(tree, frame, totals="keep")
    assert len(gm.dea.radial(data).scores) == len(gm.dea.radial(*gm.dea.from_roles(data)).scores) == 4


@pytest.mark.parametrize(
    "name",
    ["合计", "合 计", "平均", "全区", "Total", "东街道小计", "World", "总计路社区", "Totalville", "Oak"],
)
def test_a_total_is_said_at_every_door(name):
    frame = pd.DataFrame({"a": [1.0, 2, 4, 9], "b": [1.0, 5, 2, 1]}, index=["u", "v", "w", name])
    for door, call in UNIT_DOORS.items():
        if is_total(name):
            with pytest.raises(gm.FaultyInput, match="is a row of totals or averages"):
                call(frame)
        else:
            assert call(frame) is not None, door
    notes = Dataset(TREE, frame, totals="keep").notes
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


@pytest.mark.filterwarnings("ignore:.*many units will look efficient")
@pytest.mark.parametrize(
    "pair",
    [
        ("ward B", "Ward b"),
        ("甲社区（一）", "甲社区(一)"),
        ("Schule Süd-Ost", "SCHULE SÜD–OST"),
        ("No. 1", "No.1"),
        ("St Ａnn", "ST ANN"),
    ],
)
def test_names_that_nearly_are_one_are_said_and_not_joined_at_every_door(pair):
    """Two wards of a hospital, two communities, a school in German; a full-width letter."""
    first, second = pair[0].replace("Ａ", "A"), pair[1]
    said = f"{first} / {second} (if they are one, spell them alike)"
    frame = pd.DataFrame({"a": [12.0, 25, 37, 40], "b": [31.0, 5, 22, 9]}, index=[pair[0], "u", pair[1], "v"])
    for found in (gm.read_records(frame, TREE), Dataset(TREE, frame), gm.appraisal.appraise(BOOK, frame)):
        assert len(found.values) == 4
        assert sum(said in note for note in found.notes) == 1
    with pytest.warns(UserWarning, match=re.escape(said)):
        assert len(gm.dea.radial(frame[["a"]], frame[["b"]]).scores) == 4
    survey = gm.read_survey(frame.rename_axis("unit").reset_index().assign(a=3, b=4), TREE, by="unit")
    assert sum(said in note for note in survey.notes) == 1
    assert survey.by["unit"].nunique() == 4
    assert not any("spell" in note for note in gm.read_records(frame.drop(index=pair[1]), TREE).notes)
