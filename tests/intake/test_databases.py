"""Records from a database: as from a text file of the same table; nothing is written, no password is told."""

import sqlite3
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

import govmetrics as gm
from tests.postgresql import new_database

pytest.importorskip("sqlalchemy", reason="SQLAlchemy is not installed (the extra [sql])")
TREE = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
ROWS = [
    ("East, upper", Decimal("85.50"), 1234, date(2025, 5, 4), True, "0755"),
    ("West", None, 8, None, False, ""),
    ('a"b; drop table records', Decimal("1E+1"), 0, date(2024, 2, 29), None, "南山"),
]
HEADS = ["unit", "trust", "cases", "day", "open", "code"]
KINDS = "unit text, trust numeric, cases integer, day date, open boolean, code text"
ASKED = "select * from records order by unit"


def same_as_from_a_file(found, tmp_path):
    path = tmp_path / "records.csv"
    pd.DataFrame(ROWS, columns=HEADS).sort_values("unit").to_csv(path, index=False)
    read = gm.read_records(path, TREE)
    pd.testing.assert_frame_equal(found.values, read.values)
    pd.testing.assert_frame_equal(found.attributes, read.attributes)
    assert found.notes == read.notes


@pytest.fixture
def lite(tmp_path):
    path = tmp_path / "office.db"
    with sqlite3.connect(path) as made:
        made.execute(f"create table records ({KINDS})")
        rows = [[str(cell) if isinstance(cell, date | Decimal) else cell for cell in row] for row in ROWS]
        made.executemany("insert into records values (?, ?, ?, ?, ?, ?)", rows)
    made.close()
    return f"sqlite:///{path}"


def test_sqlite_as_a_text_file(lite, tmp_path):
    # SQLite has no booleans of its own: they are 0 and 1
    asked = ASKED.replace(
        "*", "unit, trust, cases, day, case open when 1 then 'True' when 0 then 'False' end open, code"
    )
    same_as_from_a_file(gm.read_records(lite, TREE, query=asked), tmp_path)


def test_postgresql_as_a_text_file(postgres, tmp_path):
    import psycopg

    address = new_database(postgres)
    with psycopg.connect(address) as made:
        made.execute(f"create table records ({KINDS})")
        made.cursor().executemany("insert into records values (%s, %s, %s, %s, %s, %s)", ROWS)
    asked = ASKED + ' collate "C"'
    same_as_from_a_file(gm.read_records(address, TREE, query=asked), tmp_path)
    for wrong in (
        "delete from records returning *",
        "select * from nowhere",
        "select '%s' as unit, 1/0 as trust",
    ):
        with pytest.raises(gm.GovmetricsError, match="the database refuses the query"):
            gm.read_records(address, TREE, query=wrong)
    with pytest.raises(gm.GovmetricsError, match="cannot be reached"):
        gm.read_records(address + "x", TREE, query=ASKED)
    same_as_from_a_file(gm.read_records(address, TREE, query=asked), tmp_path)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("delete from records returning *", "readonly"),
        ("drop table records", "readonly"),
        ("pragma user_version = 3", "readonly|gives no table"),
        ("select * from nowhere", "no such table: nowhere"),
        ("select * from records where unit = 'nobody'", "the table has no rows"),
        ("select unit, trust, trust from records", "stands in column 2 already"),
        (None, 'query="select'),
        (" ", 'query="select'),
    ],
)
def test_what_sqlite_refuses_is_ours_and_changes_nothing(lite, query, told):
    with pytest.raises(gm.GovmetricsError, match=told):
        gm.read_records(lite, TREE, query=query)
    assert len(gm.read_records(lite, TREE, query="select unit, trust, cases from records").values) == len(
        ROWS
    )


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    path = tmp_path / "none.db"
    with pytest.raises(gm.FaultyInput, match="there is no such file"):
        gm.read_records(f"sqlite:///{path}", TREE, query=ASKED)
    assert not path.exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://office:s3cret@127.0.0.1:1/records",
        "postgresql://office:s3cret@127.0.0.1:port/records",
        "postgresql://office:a@s3cret@127.0.0.1:1/records",
        "postgresql://127.0.0.1:1/records?password=s3cret",
        "nothing://office:s3cret@127.0.0.1/records",
        "nothing://office:s3cret@127.0.0.1:port@records",
    ],
)
def test_no_message_has_the_password(address):
    with pytest.raises(gm.FaultyInput) as told:
        gm.read_records(address, TREE, query=ASKED)
    assert "s3cret" not in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_a_query_belongs_to_a_database(tmp_path):
    with pytest.raises(gm.FaultyInput, match="only a database answers a query"):
        gm.read_records(tmp_path / "x.csv", TREE, query=ASKED)
    with pytest.raises(gm.FaultyInput, match="only a workbook has sheets"):
        gm.read_records("sqlite:///x.db", TREE, query=ASKED, sheets="one")
