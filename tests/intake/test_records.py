import tracemalloc

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.intake import long, records

TREE = IndicatorTree(Group("r", "", (
    Indicator("crime", {"en": "Crimes", "zh": "犯罪"}, "cases", "less"),
    Indicator("open", {"en": "Openness", "zh": "公开率"}, "%", "more"),
)))  # fmt: skip


def read(text, folder, tree=TREE, name="records.csv", encoding="utf-8", **options):
    (folder / name).write_text(text, encoding=encoding)
    return gm.read_records(folder / name, tree, **options)


def faults(text, folder, tree=TREE, **options):
    with pytest.raises(FaultyInput) as error:
        read(text, folder, tree, **options)
    return str(error.value)


def test_numbers_as_typed_names_in_chinese_and_a_note_on_the_rest(tmp_path):
    data = read('unit,犯罪,公开率,area\n南山,"1,234",85%,12\n福田,—,70,13\n', tmp_path, encoding="gb18030")
    assert data.values.loc["南山"].tolist() == [1234, 85]
    assert np.isnan(data.values.at["福田", "crime"])
    assert data.attributes["area"].tolist() == [12, 13]
    assert data.notes == ("columns that are not indicators are kept as attributes: area",)


def test_english_names_and_codes_in_any_case(tmp_path):
    data = read("unit,CRIME, openness \nA,1,2\n", tmp_path)
    assert data.values.loc["A"].tolist() == [1, 2]


def test_every_fault_at_once(tmp_path):
    text = faults("unit,crime,open\nA,many,1\nB,2,half\nB,3,4\n", tmp_path)
    assert "B: there are 2 rows for it: 3, 4" in text
    text = faults("unit,crime,open\nA,many,1\nB,2,half\nC,,\n", tmp_path)
    assert "A, crime: 'many' is not a number" in text
    assert "B, open: 'half' is not a number" in text
    assert "C: has no value at all" in text


def test_columns_rows_and_cells_are_judged_together(tmp_path):
    text = faults("unit,crime,openn\nA,many,1\nA,2,3\n,4,5\n", tmp_path)
    for part in ("open (Openness): the indicator has no column", "A: there are 2 rows", "row 4: the unit is empty",
                 "A, crime: 'many' is not a number"):  # fmt: skip
        assert part in text


def test_a_percentage_where_the_unit_is_none(tmp_path):
    assert "A, crime: '85%' is a percentage; write the number in the unit" in faults(
        "unit,crime,open\nA,85%,1\n", tmp_path
    )


def test_missing_columns_are_faults_with_a_suggestion(tmp_path):
    text = faults("unit,crme,open\nA,1,2\n", tmp_path)
    assert "crime (Crimes): the indicator has no column; rename the column 'crme'?" in text


def test_leaves_of_a_survey_may_be_absent(tmp_path):
    tree = IndicatorTree(Group("r", "", (TREE["crime"], Indicator("trust", better="more", source="survey"))))
    data = read("unit,crime\nA,1\n", tmp_path, tree)
    assert data.values["trust"].isna().all()
    assert "trust" in data.notes[0]


def test_two_columns_for_one_indicator(tmp_path):
    assert "two columns give it: 'crime' and 'Crimes'" in faults(
        "unit,crime,Crimes,open\nA,1,1,2\n", tmp_path
    )


def test_no_unit_column(tmp_path):
    text = faults("place,crime,open\nA,1,2\n", tmp_path, unit="city", period="year")
    assert "column year: is missing" in text


def test_a_frame_without_unit_column_is_indexed_by_unit():
    frame = pd.DataFrame({"crime": [1.0, 2.0], "open": [3, 4]}, index=["=A", "-B"])
    data = gm.read_records(frame, TREE)
    assert data.values.index.tolist() == ["=A", "-B"]
    assert data.values.index.name == "unit"


def test_periods_wide_and_their_gaps(tmp_path):
    rows = "city,year,crime,open\nA,2023,1,2\nA,2024,2,3\nB,2023,4,5\n"
    text = faults(rows, tmp_path, unit="city", period="year")
    assert text.startswith("B, 2024: the unit has no row for this period")
    data = read(rows + "B,2024,,7\n", tmp_path, unit="city", period="year")
    assert data.values.index.names == ["period", "unit"]
    assert data.periods == [2023, 2024]
    assert data.values.at[(2024, "B"), "open"] == 7


def test_long_records(tmp_path):
    rows = "unit,indicator,value,district\nA,crime,1,N\nB,Openness,4,S\nA,公开率,2,N\nB,crime,3,S\n"
    data = read(rows, tmp_path)
    assert data.values.loc[["A", "B"]].to_numpy().tolist() == [[1, 2], [3, 4]]
    assert data.attributes["district"].tolist() == ["N", "S"]


def test_long_records_faults(tmp_path):
    text = faults("unit,code,value\nA,crime,1\nA,crime,2\nA,crimee,3\n", tmp_path)
    assert "A, crime: there are two or more values for it" in text
    assert "row 4: 'crimee' is not an indicator of the tree; did you mean 'crime'?" in text
    assert "open (Openness): the indicator has no column" in faults("unit,code,value\nA,crime,1\n", tmp_path)


def test_long_columns_that_differ_within_a_unit_are_named(tmp_path):
    data = read("unit,code,value,by\nA,crime,1,x\nA,open,2,y\n", tmp_path)
    assert data.notes == ("columns that differ within a unit are left out: by",)


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r.parquet"])
def test_formats_agree(tmp_path, name):
    frame = pd.DataFrame({"unit": ["A", "B"], "crime": [1.5, 2.0], "open": [3.0, 4.0]})
    if name.endswith("csv"):
        frame.to_csv(tmp_path / name, index=False)
    elif name.endswith("xlsx"):
        frame.to_excel(tmp_path / name, index=False)
    else:
        pytest.importorskip("pyarrow", reason="pyarrow is an extra")
        frame.to_parquet(tmp_path / name)
    data = gm.read_records(tmp_path / name, TREE)
    assert data.values.to_numpy().tolist() == [[1.5, 3.0], [2.0, 4.0]]


def test_the_callers_frame_is_not_touched():
    frame = pd.DataFrame({"unit": ["A"], "crime": ["1,000"], "open": [2]})
    before = frame.copy()
    gm.read_records(frame, TREE)
    pd.testing.assert_frame_equal(frame, before)


class TestJoin:
    tree = IndicatorTree(Group("r", "", (TREE["crime"], Indicator("trust", better="more", source="survey"))))

    def records(self, units=("A", "B")):
        return gm.read_records(pd.DataFrame({"crime": [1.0, 2.0]}, index=list(units)), self.tree)

    def survey(self, units=("B", "A"), crime=np.nan):
        frame = pd.DataFrame({"crime": crime, "trust": [70.0, 60.0]}, index=pd.Index(units, name="unit"))
        return Dataset(
            self.tree,
            frame,
            standard_errors=pd.DataFrame({"crime": np.nan, "trust": [2.0, 1.0]}, index=frame.index),
        )

    def test_each_fills_its_own_leaves(self):
        data = gm.join(self.records(), self.survey())
        assert data.values.loc["A"].tolist() == [1, 60]
        assert data.standard_errors.at["B", "trust"] == 2.0

    def test_faults(self):
        with pytest.raises(FaultyInput) as error:
            gm.join(self.records(), self.survey(("A", "C"), crime=5.0))
        text = str(error.value)
        assert "crime: both sources have values for it, in 1 row: A" in text
        assert "B: is missing in the second source" in text
        assert "C: is missing in the first source" in text

    def test_one_wave_of_answers_fills_its_own_period_and_says_so(self):
        rows = [(2024, "A"), (2024, "B"), (2025, "A"), (2025, "B")]
        index = pd.MultiIndex.from_tuples(rows, names=["period", "unit"])
        records = Dataset(self.tree, pd.DataFrame({"crime": 1.0, "trust": [50, 55, None, None]}, index=index))
        wave = pd.DataFrame({"crime": np.nan, "trust": [70.0, 60.0]}, index=index[[3, 2]])
        errors = pd.DataFrame({"crime": np.nan, "trust": [2.0, 1.0]}, index=index[[3, 2]])
        data = gm.join(records, Dataset(self.tree, wave, standard_errors=errors))
        assert data.values["trust"].tolist() == [50, 55, 60, 70]
        assert data.standard_errors["trust"].tolist()[2:] == [1, 2]
        assert data.standard_errors["trust"].isna().tolist() == [True, True, False, False]
        assert (
            str(data.notes[-1])
            == "the second source is of 2025 only; the first source keeps its values elsewhere: 2024"
        )
        with pytest.raises(FaultyInput, match="2025, B: is missing in the second source"):
            gm.join(records, Dataset(self.tree, wave.iloc[[1]]))


def test_a_file_without_a_column_of_units_is_not_numbered_in_silence(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,trust,crime\nA,1,2\n", encoding="utf-8")
    tree = IndicatorTree.from_groups({"G": ["trust", "crime"]})
    with pytest.raises(FaultyInput, match=r"column unit: is missing.*\nthe columns are: name, trust, crime"):
        gm.read_records(path, tree)
    for header in (" Unit ", ""):  # spelled otherwise; or the index of a frame that was saved
        path.write_text(f"{header},trust,crime\nA,1,2\n", encoding="utf-8")
        assert gm.read_records(path, tree).units.tolist() == ["A"]
    path.write_text("name,unit,trust,crime\nA,kg,1,2\n", encoding="utf-8")
    with pytest.raises(FaultyInput, match="column unit: has the name that the column 'name' gets here"):
        gm.read_records(path, tree, unit="name")
    with pytest.raises(FaultyInput, match="period: is 'name', as the unit is"):
        gm.read_records(path, tree, unit="name", period="name")


def test_labels_columns_and_cells_are_judged_together(tmp_path):
    text = faults("place,crime,open\nA,many,1\nA,2,1e999\n", tmp_path, period="year")
    assert text.splitlines() == [
        "column unit: is missing; name it with `unit=` or `period=`",
        "column year: is missing; name it with `unit=` or `period=`",
        "the columns are: place, crime, open",
        "row 2, crime: 'many' is not a number; correct it, or leave the cell empty",
        "row 3, open: '1e999' is not a number; correct it, or leave the cell empty",
    ]
    frame = pd.DataFrame([["A", 1, 2, "x"]], columns=["unit", "crime", "crime", "open"])
    with pytest.raises(FaultyInput, match=r"column crime: occurs more than once[^\n]*\nA, open: 'x'"):
        gm.read_records(frame, TREE)


def test_long_records_are_judged_to_the_end(tmp_path):
    text = faults(
        "unit,code,value\nA,crime,1\nA,crime,2\nB,crimee,3\nC,opne,half\n,crime,x\nD,open,y\n", tmp_path
    )
    assert [line.split(": ")[0] for line in text.splitlines()] == [
        "row 6",
        "row 4",
        "row 5",
        "A, crime",
        "row 6, crime",
        "D, open",
    ]


def test_a_row_with_an_unreadable_cell_is_not_empty(tmp_path):
    assert faults("unit,crime,open\nA,many,\nB,1,2\n", tmp_path).startswith(
        "A, crime: 'many' is not a number"
    )
    assert len(faults("unit,crime,open\nA,many,\nB,1,2\n", tmp_path).splitlines()) == 1


def test_gaps_and_periods_of_two_kinds_come_with_the_cells():
    rows = {"unit": ["A", "A", "B"], "year": [2020, 2021, 2020], "crime": [1, "x", 3], "open": 1}
    with pytest.raises(FaultyInput, match=r"2021, A, crime: 'x'[^\n]*\nB, 2021: the unit has no row"):
        gm.read_records(pd.DataFrame(rows), TREE, period="year")
    with pytest.raises(FaultyInput, match=r"2021, A, crime: 'x'[^\n]*\nperiod: some periods are text"):
        gm.read_records(pd.DataFrame(rows | {"year": [2020, 2021, "2020"]}), TREE, period="year")


def test_frames_of_every_kind_are_read_or_refused():
    frame = pd.DataFrame(
        {"unit": pd.Categorical(["A", "B"], categories=["A", "B", "C"]), "crime": [1, 2], "open": [3, 4]}
    )
    assert gm.read_records(frame, TREE).units.tolist() == ["A", "B"]
    periods = pd.DataFrame(
        {"unit": ["A", "B"], "crime": [1, 2], "open": [3, 4]}, index=pd.Index([2020, 2020], name="year")
    )
    assert gm.read_records(periods, TREE, period="year").periods == [2020]
    for source, message in (
        (None, "source: is None"),
        (pd.DataFrame(), "rows: there are no units"),
        (
            pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("c", "d")])),
            "several levels",
        ),
    ):
        with pytest.raises(FaultyInput, match=message):
            gm.read_records(source, TREE)
    with pytest.raises(FaultyInput, match="tree: is str, not IndicatorTree"):
        gm.read_records(frame, "wgi")


def test_join_names_what_is_no_source_and_periods_on_one_side():
    one = TestJoin().records()
    with pytest.raises(FaultyInput, match="other: is DataFrame"):
        gm.join(one, pd.DataFrame())
    with pytest.raises(FaultyInput, match=r"the second source has periods .*, and the first source has none"):
        gm.join(
            one,
            Dataset(
                one.tree,
                one.values.set_axis(pd.MultiIndex.from_product([[1], ["A", "B"]], names=["period", "unit"])),
            ),
        )


def test_unknown_codes_are_looked_up_once_each(monkeypatch):
    """However many rows have them: what is meant is sought for every different code."""
    sought = []
    monkeypatch.setattr(long, "get_close_matches", lambda text, *_, **__: sought.append(text) or [])
    tree = gm.IndicatorTree.from_groups({"g": ["trust"]})
    units = [f"u{i}" for i in range(300)]
    rows = pd.DataFrame(
        {"unit": units * 2, "code": ["trust"] * 300 + ["trsut", "order", "noise"] * 100, "value": 1.0}
    )
    with pytest.raises(gm.FaultyInput) as refused:
        gm.read_records(rows, tree)
    assert sorted(sought) == ["noise", "order", "trsut"]
    assert "and 250 more like the last" in str(refused.value)
    assert "did you mean 'trust'?" in str(refused.value)


def test_long_records_of_text_and_of_numbers_are_the_same():
    tree = gm.IndicatorTree.from_groups({"g": ["trust", "order"]})
    rows = pd.DataFrame({"unit": ["a", "a", "b"], "code": ["trust", "order", "trust"], "value": [1, 2, 3]})
    found = [
        gm.read_records(rows.assign(value=rows["value"].astype(kind)), tree).values
        for kind in (int, str, object)
    ]
    assert found[0].fillna(-1).to_numpy().tolist() == [[1, 2], [3, -1]]
    for other in found[1:]:
        pd.testing.assert_frame_equal(found[0], other)


def test_units_that_miss_periods_are_told_without_a_table_of_all():
    """30,000 units, each in one of 9,000 periods: a table of them would take 2 GB."""
    units = np.arange(30_000)
    index = pd.MultiIndex.from_arrays([10_000 + units % 9000, units], names=["period", "unit"])
    tracemalloc.start()
    faults = records._gaps(index)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50e6
    assert len(faults) == 51
    assert "and 269,969,950 more like the last" in str(faults[-1])


@pytest.mark.parametrize("seed", range(20))
def test_units_that_miss_periods_are_those_of_a_table(seed):
    rng = np.random.default_rng(seed)
    every = pd.MultiIndex.from_product([[2020, 2021, 2022], list("cab")], names=["period", "unit"])
    there = every[rng.permutation(9)[: rng.integers(3, 10)]]
    table = pd.crosstab(there.get_level_values("unit"), there.get_level_values("period"))
    lacking = [
        f"{unit}, {period}" for unit in table.index for period in table.columns if not table.loc[unit, period]
    ]
    assert [str(fault.place) for fault in records._gaps(there)] == lacking


def test_thousands_of_columns_of_text_are_read_as_each_by_itself(tmp_path):
    codes = [f"x{at}" for at in range(300)]
    cells = pd.DataFrame([["1.5"] * 300, ["2e1"] * 300, [""] * 300, ["7"] * 300], columns=codes, dtype=object)
    odd = {"x7": "1,234", "x8": "85%", "x299": "N/A", "x150": "４"}
    for code, cell in odd.items():
        cells.loc[0, code] = cell
    cells.insert(0, "unit", list("abcd"))
    cells.to_csv(tmp_path / "wide.csv", index=False)
    tree = gm.IndicatorTree.from_groups({"g": codes})
    found = gm.read_records(tmp_path / "wide.csv", tree, empty="keep", missing_codes=[7]).values
    assert found.loc["a", [*odd, "x0"]].tolist()[:2] == [1234.0, 85.0]
    assert found.loc["a", "x150"] == 4.0
    assert np.isnan(found.loc["a", "x299"])
    assert (found.loc["b"] == 20.0).all()
    assert found.loc[["c", "d"]].isna().all(axis=None)
