"""Two units of one name in different streets: said, and street and name together are the unit, at every door."""

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.labels import clean, clean_index

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


PAIRS = [
    ("街道", "社区", ["东街道", "西街道"], ["甲社区", "乙　社区", "丙社区 "]),
    ("street", "name", ["North", "South"], ["Oak", "Elm ", "Fir"]),
    ("Subdistrict", "community", ["１st", "2nd"], ["a", "b", "c"]),
    ("镇街", None, ["甲镇", "乙乡"], ["一村", "二村", "三村"]),
]


def levels(street, name, streets, names, *before):
    heads = ["period", street, name] if before else [street, name]
    return pd.MultiIndex.from_product([*before, streets, names], names=heads)


@pytest.mark.parametrize(("street", "name", "streets", "names"), PAIRS, ids=["zh", "en", "mixed", "unnamed"])
def test_street_and_name_in_the_index_are_the_unit_in_every_efficiency(street, name, streets, names):
    index = levels(street, name, streets, names)
    x = pd.DataFrame({"staff": [2.0, 4, 3, 5, 4, 6]}, index)
    y = pd.DataFrame({"cases": [4.0, 5, 3, 4, 3.5, 5]}, index)
    plain = pd.Index([f"{clean(s)} · {clean(n)}" for s in streets for n in names], name="unit")
    x1, y1 = x.set_axis(plain), y.set_axis(plain)
    for function in (
        gm.dea.radial,
        gm.dea.slacks_based,
        gm.dea.super_efficiency,
        gm.dea.cross_efficiency,
        gm.dea.order_m,
    ):
        pd.testing.assert_frame_equal(function(x, y).to_frame(), function(x1, y1).to_frame())
    environment = pd.DataFrame({"z": [1.0, 5, 2, 8, 3, 1]}, index)
    pd.testing.assert_frame_equal(
        gm.dea.second_stage(x, y, environment, returns="constant", draws=(20, 50)).to_frame(),
        gm.dea.second_stage(
            x1, y1, environment.set_axis(plain), returns="constant", draws=(20, 50)
        ).to_frame(),
    )


@pytest.mark.parametrize(("street", "name", "streets", "names"), PAIRS[:3], ids=["zh", "en", "mixed"])
def test_streets_names_and_periods_in_the_index(street, name, streets, names):
    index = levels(street, name, streets, names, [2023, 2024])
    x = pd.DataFrame({"staff": [float(k % 5 + 2) for k in range(12)]}, index)
    y = pd.DataFrame({"cases": [float(k % 7 + 3) for k in range(12)]}, index)
    plain = pd.MultiIndex.from_product(
        [[2023, 2024], [f"{clean(s)} · {clean(n)}" for s in streets for n in names]], names=["period", "unit"]
    )
    found = gm.dea.malmquist(x, y).to_frame()
    pd.testing.assert_frame_equal(found, gm.dea.malmquist(x.set_axis(plain), y.set_axis(plain)).to_frame())


def test_streets_over_years_are_no_names():
    """A level of streets in front of one of periods is a table turned round, not a unit of both."""
    index = pd.MultiIndex.from_product([["东街道", "西街道"], ["2023", "2024"]], names=["street", "year"])
    assert clean_index(index) is index


def test_a_dataset_of_street_and_name():
    index = levels("街道", "社区", ["东街道", "西街道"], ["甲社区", "乙社区"])
    data = gm.Dataset(
        TREE, pd.DataFrame({"q1": [1.0, 2, 3, 4], "b": 1.0}, index), pd.DataFrame({"人口": 5}, index)
    )
    assert data.units.tolist() == ["东街道 · 甲社区", "东街道 · 乙社区", "西街道 · 甲社区", "西街道 · 乙社区"]


@pytest.mark.parametrize("heading", ["单位", "社区", "Community", "村居"])
def test_a_frame_names_its_units_as_a_file_does(tmp_path, heading):
    frame = pd.DataFrame({heading: ["甲", "乙"], "q1": [1.0, 2.0], "b": [3.0, 5.0]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    data = gm.read_records(frame, TREE)
    assert data.units.tolist() == ["甲", "乙"]
    assert data.values.equals(gm.read_records(tmp_path / "t.csv", TREE).values)
    assert any(f"the column '{heading}' names the units" in note for note in data.notes)


@pytest.mark.parametrize("heading", ["Gemeinde", "机构", "office"])
def test_a_frame_whose_rows_are_only_numbered_says_which_column_names_them(heading):
    frame = pd.DataFrame({"type": ["a", "a"], heading: ["Ost", "West"], "q1": [1.0, 2.0], "b": [3.0, 5.0]})
    told = both(lambda: gm.read_records(frame, TREE))
    assert f"unit='{heading}'" in told
    assert gm.read_records(frame, TREE, unit=heading).units.tolist() == ["Ost", "West"]
    assert gm.read_records(frame.rename_axis("unit"), TREE).units.tolist() == [0, 1]
    assert gm.read_records(frame.drop(columns=heading), TREE).units.tolist() == [0, 1]
    assert "unit" in both(lambda: gm.evaluate(gm.Evaluation(tree=TREE), records=frame))


def test_votes_are_of_units_codes_and_grades_by_the_one_rule():
    grades = gm.fuzzy.GradeScale(
        [{"en": "good", "zh": "好"}, {"en": "fair", "zh": "中"}, {"en": "poor", "zh": "差"}], [100, 75, 40]
    )
    votes = pd.DataFrame({"unit": ["甲社区", "甲　社区", "甲社区 ", "甲社区\u200b"], "code": ["q1", "q1 ", "ｑ1", "q1"],
                          "grade": ["好", "good ", "中", " 差"]})  # fmt: skip
    found = gm.fuzzy.from_votes(votes, grades)
    assert found.index.tolist() == [("甲社区", "q1")]
    assert found.iloc[0].tolist() == [0.5, 0.25, 0.25]
    with pytest.raises(gm.FaultyInput, match="row 1: unit is"):
        gm.fuzzy.from_votes(votes.assign(unit=["a", "　", "a", "a"]), grades)
    counts = pd.DataFrame(
        [[6, 3, 1]],
        pd.MultiIndex.from_tuples([("Ｅast ", "q1")], names=["unit", "code"]),
        ["good", "fair", "poor"],
    )
    plain = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    assert gm.fuzzy.from_counts(counts, plain).index.tolist() == [("East", "q1")]
