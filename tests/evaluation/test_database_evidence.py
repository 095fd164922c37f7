"""Records of an evaluation from a database: as from a file, kept with the run, and no password anywhere."""

import sqlite3

import pytest
import yaml

import govmetrics as gm
from tests.postgresql import new_database

pytest.importorskip("sqlalchemy", reason="SQLAlchemy is not installed (the extra [sql])")
ROWS = [("East", 60.0, 90.0), ("West, upper", 50.0, None), ("=North", 80.0, 70.5)]
TREE = {"code": "G", "parts": [{"code": "trust", "better": "more"}, {"code": "solved", "better": "more"}]}
QUERY = "select unit, trust, solved from records order by unit"


def evaluation(folder, records):
    folder.mkdir(exist_ok=True)
    content = {"tree": TREE, "evidence": {"records": records}, "index": {"weighting": "equal"}}
    (folder / "evaluation.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


@pytest.fixture
def lite(tmp_path):
    """An evaluation whose records are in a database beside it."""
    folder = evaluation(tmp_path / "job", {"url": "sqlite:///office.db", "query": QUERY})
    with sqlite3.connect(folder / "office.db") as made:
        made.execute("create table records (unit text, trust real, solved real)")
        made.executemany("insert into records values (?, ?, ?)", ROWS)
    made.close()
    return folder


def scores_of_a_file(folder):
    lines = ["unit,trust,solved", *(f'"{u}",{t},{"" if s is None else s}' for u, t, s in ROWS)]
    (folder / "records.csv").write_text("\n".join(lines), encoding="utf-8")
    return gm.evaluate(evaluation(folder, {"file": "records.csv"})).assessment.scores.values


def test_sqlite_beside_the_evaluation_as_a_file(lite, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path is relative to the evaluation, not to where the program runs
    findings = gm.evaluate(lite)
    folder = tmp_path / "file"
    folder.mkdir()
    want = scores_of_a_file(folder)
    assert findings.assessment.scores.values.sort_index().equals(want.sort_index())


def test_a_folder_named_by_a_variable(lite, tmp_path, monkeypatch):
    (tmp_path / "a b").mkdir()
    (lite / "office.db").rename(tmp_path / "a b" / "office.db")
    monkeypatch.setenv("OFFICE", str(tmp_path / "a b"))
    evaluation(lite, {"url": "sqlite:///${OFFICE}/office.db", "query": QUERY})
    assert len(gm.evaluate(lite).assessment.scores.values) == len(ROWS)


def test_rows_are_kept_and_the_run_can_be_verified_without_the_database(lite, tmp_path):
    gm.evaluate(lite).write(tmp_path / "out")
    (lite / "office.db").unlink()
    assert gm.evaluation.verify(tmp_path / "out").same
    kept = (tmp_path / "out" / "inputs" / "database" / "records.csv").read_text(encoding="utf-8")
    assert kept.splitlines()[0] == "unit,trust,solved"
    assert len(kept.splitlines()) == 1 + len(ROWS)


def test_a_database_is_asked_anew_by_many(lite, tmp_path):
    for _ in range(2):
        found = gm.evaluate_many([lite], tmp_path / "out").folders
        assert str(found["status"].iloc[0]) == "done"


def test_no_password_in_what_is_written(postgres, tmp_path, monkeypatch):
    import psycopg

    address = new_database(postgres)
    with psycopg.connect(address) as made:
        made.execute("create table records (unit text, trust double precision, solved double precision)")
        made.cursor().executemany("insert into records values (%s, %s, %s)", ROWS)
    monkeypatch.setenv("OFFICE_WORD", "s3c/r@t")
    url = address.replace("tests@", "tests:${OFFICE_WORD}@")
    folder = evaluation(tmp_path / "job", {"url": url, "query": QUERY + ""})
    findings = gm.evaluate(folder)
    findings.write(tmp_path / "out")
    gm.report.html(findings, tmp_path / "out" / "page.html")
    for file in (tmp_path / "out").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"s3c" not in content, file
            assert b"OFFICE_WORD" not in content, file
            assert b"127.0.0.1" not in content, file
    assert gm.evaluation.verify(tmp_path / "out").same


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ({"url": "postgresql://office:s3cret@host/records", "query": QUERY}, "holds a password"),
        ({"url": "postgresql://office:a${WORD}s3cret@host/records", "query": QUERY}, "holds a password"),
        ({"url": "postgresql://host/records?user=a&password=s3cret", "query": QUERY}, "holds a password"),
        ({"url": "postgresql://office:a/s3cret@host/records", "query": QUERY}, "holds a password"),
        (
            {"url": "mssql+pyodbc:///?odbc_connect=DRIVER%3D1%3BPWD%3Ds3cret", "query": QUERY},
            "holds a password",
        ),
        ({"url": "postgresql://office:${NO_S3_HERE}@host/records", "query": QUERY}, "NO_S3_HERE is not set"),
        ({"url": "sqlite:///office.db"}, "query"),
        ({"file": "records.csv", "query": QUERY}, "query: stands beside a file"),
        ({"url": "sqlite:///none.db", "query": QUERY}, "there is no such file"),
        ({"url": "office.db", "query": QUERY}, "is not the address of a database"),
        ({"url": "sqlite:///office.db", "query": QUERY, "file": "a.csv"}, "stands beside the address"),
        ({"url": "sqlite:///office.db", "query": "drop table records"}, "the database refuses the query"),
    ],
)
def test_faults_name_the_key_and_no_password(lite, records, told):
    evaluation(lite, records)
    (lite / "records.csv").write_text("unit,trust,solved\nx,1,2\ny,2,1\n", encoding="utf-8")
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate(lite)
    said = str(caught.value)
    assert told in said, said
    assert "evidence.records" in said
    assert "s3cret" not in said
    assert len(gm.read_records(f"sqlite:///{lite}/office.db", gm.read_tree(TREE), query=QUERY).values) == 3
