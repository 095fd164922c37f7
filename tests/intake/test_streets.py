"""Two units of one name in different streets: said, and street and name together are the unit, at every door."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"G": ["q1", "b"]})
TABLE = pd.DataFrame({"街道": ["东街道", "东街道", "西街道 "], "社区": ["甲社区", "乙社区", "甲　社区"],
                      "q1": [None] * 3, "b": [2.0, 3, 1]})  # fmt: skip
NAMES = ["东街道 · 甲社区", "东街道 · 乙社区", "西街道 · 甲社区"]
ANSWERS = pd.DataFrame({"街道": ["东街道", "西街道", "东街道", "西街道"], "社区": ["甲社区", "甲社区 ", "乙社区", "甲社区"],
                        "q1": [5, 1, 3, 2]})  # fmt: skip
BOOK = {
    "items": [{"code": "b", "by": "linear", "points": 100, "worst": 0, "best": 4}],
    "grades": [{"name": "good", "at_least": 80}, {"name": "fair"}],
}


def both(call):
    with pytest.raises(gm.FaultyInput) as error:
        call()
    return str(error.value)


def test_records_say_it_and_the_way_out_works(tmp_path):
    told = both(lambda: gm.read_records(TABLE, TREE, unit="社区"))
    assert "甲社区: there are 2 rows for it: 2, 4" in told
    assert "unit=['街道', '社区']" in told
    data = gm.read_records(TABLE, TREE, unit=["街道", "社区"])
    assert data.units.tolist() == NAMES
    assert data.values["b"].tolist() == [2, 3, 1]
    assert data.attributes["街道"].tolist() == ["东街道", "东街道", "西街道"]
    TABLE.to_csv(tmp_path / "t.csv", index=False)
    pd.testing.assert_frame_equal(
        gm.read_records(tmp_path / "t.csv", TREE, unit=["街道", "社区"]).values, data.values
    )
    indexed = TABLE.set_index(["街道", "社区"])
    pd.testing.assert_frame_equal(gm.read_records(indexed, TREE, unit=["街道", "社区"]).values, data.values)


def test_rows_that_no_column_tells_apart_stay_a_fault():
    told = both(lambda: gm.read_records(TABLE.assign(街道="东街道"), TREE, unit="社区"))
    assert "give every unit one row" in told
    assert "unit=[" not in told
    assert "东街道 · 甲社区: there are 2 rows" in both(
        lambda: gm.read_records(TABLE.assign(街道="东街道"), TREE, unit=["街道", "社区"])
    )


def test_in_english_over_periods_and_with_totals(tmp_path):
    rows = ["street,name,year,q1,b"]
    rows += [
        f"{s},Oak,{y},,{v}"
        for s, y, v in [("North", 2024, 1), ("South", 2024, 2), ("North", 2025, 3), ("South", 2025, 4)]
    ]
    rows += [",Total,2024,,3", ",Total,2025,,7"]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    read = {"tree": TREE, "unit": ["street", "name"], "period": "year"}
    assert "Total: is a row of totals" in both(lambda: gm.read_records(tmp_path / "t.csv", **read))
    data = gm.read_records(tmp_path / "t.csv", **read, totals="drop")
    assert data.values["b"].to_dict() == {
        (2024, "North · Oak"): 1, (2024, "South · Oak"): 2, (2025, "North · Oak"): 3, (2025, "South · Oak"): 4,
    }  # fmt: skip


def test_answers_say_it_and_join_the_records():
    mixed = gm.read_survey(ANSWERS, TREE, by="社区")
    assert any(
        "甲社区; if these are different units" in note and "by={'unit': ['街道', '社区']}" in note
        for note in mixed.notes
    )
    survey = gm.read_survey(ANSWERS, TREE, by={"unit": ["街道", "社区"]})
    assert not any("several streets" in note for note in survey.notes)
    scores = gm.survey.score(survey)
    assert scores.values["q1"].to_dict() == {NAMES[0]: 100, NAMES[2]: 12.5, NAMES[1]: 50}
    joined = gm.join(gm.read_records(TABLE, TREE, unit=["街道", "社区"]), scores)
    assert joined.values["q1"].to_dict() == scores.values["q1"].to_dict()
    listed = gm.read_survey(ANSWERS, TREE, by=[["街道", "社区"], "街道"])
    assert listed.by.columns.tolist() == ["unit", "街道"]
    with pytest.raises(gm.FaultyInput, match="'村': is not a column"):
        gm.read_survey(ANSWERS, TREE, by={"unit": ["街道", "村"]})


def test_rulebook_data_say_it_and_take_both():
    told = both(lambda: gm.appraisal.appraise(BOOK, TABLE[["街道", "社区", "b"]], unit="社区"))
    assert "甲社区: there are two or more rows for it" in told
    assert "unit=['街道', '社区']" in told
    found = gm.appraisal.appraise(BOOK, TABLE[["街道", "社区", "b"]], unit=["街道", "社区"])
    assert found.totals["total"].to_dict() == {NAMES[0]: 50, NAMES[1]: 75, NAMES[2]: 25}
    assert "'村' is not a column" in both(lambda: gm.appraisal.appraise(BOOK, TABLE, unit="村"))


@pytest.mark.parametrize("unit", [[], ["街道", "街道"], [None], {"a": "b"}, 1j])
def test_odd_units(unit):
    assert "unit: is" in both(lambda: gm.read_records(TABLE, TREE, unit=unit))
    assert "unit: is" in both(lambda: gm.appraisal.appraise(BOOK, TABLE, unit=unit))


def test_an_own_column_called_unit_is_not_overwritten():
    assert "column unit: has the name that the column '街道 · 社区' gets here" in both(
        lambda: gm.read_records(TABLE.assign(unit="个"), TREE, unit=["街道", "社区"])
    )
