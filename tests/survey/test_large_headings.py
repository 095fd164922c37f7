"""Files in blocks: headings that DuckDB would rename or mix up, weights of others, and what it would not look at."""

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import large_headings, large_source

pytest.importorskip("duckdb", reason="duckdb is not installed (the extra [bigdata])")
TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
LINES = "unit,t1,t2,sex,age\nx,1,5,f,old\nx,2,4,f,new\ny,3,3,m,old\ny,5,1,m,old\n"


def written(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return [folder / f"{name}.csv" for name in files]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("t1,t2,t1\n1,2,3\n", "a.csv, column 3: the heading 't1' stands in column 1 already"),
        ("T1,t1,t2\n4,1,3\n", "a.csv, column 2: the heading 't1' differs from that of column 1 in capital letters only"),
        ("t1,t2\n1,很同意\n".encode("gbk"), "a.csv: is not text in UTF-8"),
        ("t1,t2\n1,2,3,4\n", "a.csv: DuckDB cannot read it"),
    ],
)  # fmt: skip
def test_headings_and_text(tmp_path, text, told):
    with pytest.raises(gm.FaultyInput) as error:
        gm.survey.open_large(written(tmp_path, a=text), TREE)
    assert told in str(error.value), str(error.value)


def test_parquet_with_headings_that_differ_in_capitals(tmp_path):
    pd.DataFrame({"T1": [4.0, 4.0], "t1": [1.0, 2.0], "t2": [1.0, 5.0]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(gm.FaultyInput, match="capital letters only"):
        gm.survey.open_large(tmp_path / "a.parquet", TREE)


@pytest.mark.parametrize("heads", ["unit,t2,t1,sex,age", "unit,t1,t2,sex,years"])
def test_files_of_other_columns_are_not_one(tmp_path, heads):
    files = written(tmp_path, a=LINES, b=LINES.replace("unit,t1,t2,sex,age", heads))
    with pytest.raises(gm.FaultyInput, match=r"b\.csv: has other headings than a\.csv"):
        gm.survey.open_large(files, TREE, by="unit")
    assert gm.survey.open_large([files[0]] * 2, TREE, by="unit").n == 8


def test_weights_of_others_with_as_many_combinations(tmp_path):
    first, other = written(tmp_path, a=LINES, b=LINES.replace("f,new", "m,new").replace("y,3,3,m", "y,3,3,f"))
    by, targets = ["unit", "sex", "age"], {"sex": {"f": 0.5, "m": 0.5}, "age": {"old": 0.6, "new": 0.4}}
    one, two = (gm.survey.open_large(path, TREE, by=by) for path in (first, other))
    raked = two.rake(targets)
    assert two.score("unit", weights=raked).values.shape == (2, 2)
    with pytest.raises(gm.FaultyInput, match="found for other respondents"):
        one.score("unit", weights=raked)


def test_a_query_of_a_file_is_not_passed_over(tmp_path):
    with pytest.raises(gm.FaultyInput, match=r"query: is for a database, and a\.csv is none"):
        gm.survey.open_large(written(tmp_path, a=LINES), TREE, query="select * from a where sex = 'f'")


def test_units_as_usually_headed_and_grades_by_name(tmp_path):
    path = written(tmp_path, a=LINES.replace("5,1", ",1"))
    large = gm.survey.open_large(path, TREE, by={"unit": None, "period": None})
    assert large.score().values.index.tolist() == ["x", "y"]
    with pytest.raises(gm.FaultyInput, match="a name stands twice"):
        large.memberships(["a", "a", "b", "c", "d"])
    path = written(tmp_path, a="unit,t1,t2\nx,,1\n")
    with pytest.raises(gm.FaultyInput, match="t1: nobody answered it"):
        gm.survey.open_large(path, TREE, by="unit").memberships(["a", "b", "c", "d", "e"])


def test_more_rows_of_groups_than_are_held(tmp_path, monkeypatch):
    monkeypatch.setattr(large_source, "MOST_GROUPS", 3)
    path = written(tmp_path, a=LINES)
    with pytest.raises(gm.FaultyInput, match=r"by: has more than 3 different rows: unit, t2"):
        gm.survey.open_large(path, TREE, by=["unit", "t2"])
    assert gm.survey.open_large(path, TREE, by=["unit", "age"]).n == 4


TABLE = "unit,t1,t2\nx,1,2\ny,3,4\n"


@pytest.mark.parametrize(
    "text",
    [
        "Residents 2024\n" + TABLE,
        "Residents 2024,,\n,,\n" + TABLE,
        "\ufeffResidents 2024\n\n" + TABLE,
        "sep=;\nResidents 2024;;\n" + TABLE.replace(",", ";"),
        "sep=;\n" + TABLE.replace(",", ";"),
        '"Residents,\nall of them",,\n' + TABLE,
        ("Part A,,Part B\n" + TABLE).replace("\n", "\r\n"),
        "\n\n" + TABLE,
        TABLE,
    ],
)
def test_headings_below_a_title(tmp_path, text):
    (path,) = written(tmp_path, a=text)
    inside, large = gm.read_survey(path, TREE, by="unit"), gm.survey.open_large(path, TREE, by="unit")
    pd.testing.assert_frame_equal(large.score().values, gm.survey.score(inside).values)
    assert list(map(str, large.notes)) == list(map(str, inside.notes))


def test_a_heading_that_is_merged_from_above_is_told(tmp_path):
    (path,) = written(tmp_path, a="unit,Items,\n,t1,t2\nx,1,2\ny,3,4\n")
    with pytest.raises(gm.FaultyInput) as error:
        gm.survey.open_large(path, TREE, by="unit")
    assert str(error.value) == (
        "a.csv, column 1: the heading 'unit' stands above line 2, which has the others; write it in the line of the others"
    )


@pytest.mark.parametrize("start", [7, 1_000_000])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("unit,t1,t2\nx,1,2\n\0\0\0,3,4\ny,3,4\n", 3),
        ("unit,t1,t2\nx,1,2\ny,3,4\n" + "\0" * 40, 4),
        ("unit,t\0001,t2\nx,1,2\n", 1),
    ],
)
def test_lines_with_nul_bytes_are_named(tmp_path, monkeypatch, text, line, start):
    monkeypatch.setattr(large_headings, "_BLOCK", start)
    files = written(tmp_path, a=TABLE, b=text)
    with pytest.raises(gm.FaultyInput, match=f"b.csv, line {line}: holds a NUL byte"):
        gm.survey.open_large(files[1], TREE, by="unit")
    if line > 1:
        with pytest.raises(gm.FaultyInput, match=f"b.csv, line {line}: holds a NUL byte"):
            gm.survey.open_large(files, TREE, by="unit")


def test_labels_of_groups_have_the_type_that_they_have_in_memory(tmp_path):
    (path,) = written(
        tmp_path, a="unit,year,t1,t2\n02,2024,1,2\n10,2024,3,4\n01,2025,3,4\n01,2025,,4\n,2024,1,1\n"
    )
    for by in (["unit", "year"], ["unit"], ["year"]):
        want = gm.survey.score(gm.read_survey(path, TREE, by=by)).values
        pd.testing.assert_frame_equal(gm.survey.open_large(path, TREE, by=by).score().values, want)
