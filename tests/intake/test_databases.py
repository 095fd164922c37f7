"""Records from a database: as from a text file of the same table; nothing is written, no password is told."""

import logging
import sqlite3
from datetime import date
from decimal import Decimal
from urllib.parse import quote, quote_plus

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import databases
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


MANY = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows}) "
    "select i as unit, i as trust, i as cases from n"
)


@pytest.mark.parametrize("end", ["", ";", " -- all of them", " limit 999999999;\n"])
def test_a_query_beyond_the_bound_is_refused_before_all_of_it_is_here(lite, monkeypatch, end):
    monkeypatch.setattr(databases, "CELLS", 900_000)
    monkeypatch.setattr(databases, "_MANY", 60_000)
    fetched = []
    typed = databases._typed
    monkeypatch.setattr(databases, "_typed", lambda cell: fetched.append(1) or typed(cell))
    for address in (lite, "sqlite://"):
        fetched.clear()
        with pytest.raises(gm.FaultyInput, match="has more than 900,000 cells"):
            gm.read_records(address, TREE, query=MANY.format(rows=1_000_000_000) + end)
        assert len(fetched) <= 90_000


def test_a_database_that_cannot_count_a_query_is_asked_for_the_rows(lite, monkeypatch):
    monkeypatch.setattr(databases, "CELLS", 90_000)
    monkeypatch.setattr(databases, "_MANY", 10_000)
    told = "select * from pragma_table_info('records') limit 1"
    asked = []
    monkeypatch.setattr(databases, "_beyond", lambda *_: bool(asked.append(1)))
    with pytest.raises(gm.FaultyInput, match="has more than 90,000 cells"):
        gm.read_records(lite, TREE, query=MANY.format(rows=1_000_000_000))
    assert asked == [1]  # once
    engine = databases._engine(databases._address(lite)[0])
    monkeypatch.undo()
    assert not databases._beyond(engine, "pragma table_info('records')", 1)
    assert databases._beyond(engine, told.replace("1", "2"), 1)


def test_rows_at_the_bound_are_read(lite, monkeypatch):
    monkeypatch.setattr(databases, "CELLS", 300)
    monkeypatch.setattr(databases, "_MANY", 30)
    for rows, there in ((99, True), (100, False)):  # the headings are a row
        query = MANY.format(rows=rows)
        if there:
            assert len(gm.read_records(lite, TREE, query=query).values) == rows
        else:
            with pytest.raises(gm.FaultyInput, match="has more than 300 cells"):
                gm.read_records(lite, TREE, query=query)


@pytest.mark.slow
def test_postgresql_beyond_the_bound(postgres, monkeypatch):
    monkeypatch.setattr(databases, "CELLS", 900_000)
    monkeypatch.setattr(databases, "_MANY", 60_000)
    address = new_database(postgres)
    with pytest.raises(gm.FaultyInput, match="has more than 900,000 cells"):
        gm.read_records(address, TREE, query=MANY.format(rows=1_000_000_000))
    with pytest.raises(gm.FaultyInput, match="the database refuses the query"):
        gm.read_records(address, TREE, query="delete from pg_class")


@pytest.mark.parametrize("name", ["50%.db", "a%20b.db", "a b.db", "100%25.db"])
def test_a_path_with_percent_is_a_path(lite, tmp_path, name):
    (tmp_path / "office.db").rename(tmp_path / name)
    said = [name, "a%20b.db"] if name == "a b.db" else [name]
    for one in said:
        found = gm.read_records(
            f"sqlite:///{tmp_path}/{one}", TREE, query="select unit, trust, cases from records"
        )
        assert len(found.values) == len(ROWS)


@pytest.mark.parametrize("secret", ["s3cret word", "s3cret/@:é", "s3cret+word"])
def test_no_log_and_no_driver_tells_the_password(caplog, monkeypatch, secret):
    """What a driver says of a call may have the address in it, as it is or as an address writes it."""
    import psycopg

    coded, plus = quote(secret, safe=""), quote_plus(secret)

    def fails(*_, **given):
        assert given["password"] == secret
        raise psycopg.OperationalError(f"no route: postgresql://office:{coded}@host {plus} password={secret}")

    monkeypatch.setattr(psycopg, "connect", fails)
    monkeypatch.setattr(psycopg.Connection, "connect", fails)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(gm.FaultyInput) as told:
        gm.read_records(f"postgresql://office:{coded}@host/records", TREE, query=ASKED)
    said = str(told.value) + caplog.text
    assert "no route: postgresql://office:***@host *** password=***" in said
    assert not any(form in said for form in ("s3cret", secret, coded, plus))
