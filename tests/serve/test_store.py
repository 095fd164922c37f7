"""The store: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading

import pytest

import govmetrics as gm
from govmetrics.serve.stores import migrate, new_id, open_store, version


def put(transaction, name="a"):
    sql = "INSERT INTO organisers (id, name, password, role, created) VALUES (?, ?, 'x', 'owner', '2026')"
    return transaction.execute(sql, (new_id(), name))


def test_what_is_written_is_read(store):
    with store.write() as transaction:
        assert put(transaction, "吴%s? 'x'") == 1
    with store.read() as transaction:
        assert transaction.row("SELECT name FROM organisers") == {"name": "吴%s? 'x'"}
        assert transaction.rows("SELECT name FROM organisers WHERE name = ?", ("b",)) == []
        assert transaction.row("SELECT name FROM organisers WHERE name = ?", ("b",)) is None


def test_an_error_undoes_everything(store):
    def fail():
        with store.write() as transaction:
            put(transaction)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.write() as transaction:
        assert transaction.rows("SELECT * FROM organisers") == []
        put(transaction)


def test_reading_changes_nothing(store):
    with pytest.raises(Exception, match=r"(?i)read-?only"), store.read() as transaction:
        put(transaction)


def test_a_reader_sees_one_state(store):
    with store.read() as before:
        assert before.rows("SELECT * FROM organisers") == []
        with store.write() as transaction:
            put(transaction)
        assert before.rows("SELECT * FROM organisers") == []


def test_one_writes_at_a_time(store):
    """Ten threads count up what they read: without order some would read the same."""
    with store.write() as transaction:
        transaction.execute("CREATE TABLE counts (n BIGINT)")
        transaction.execute("INSERT INTO counts VALUES (0)")

    def count():
        for _ in range(5):
            with store.write() as transaction:
                n = transaction.row("SELECT n FROM counts")["n"]
                transaction.execute("UPDATE counts SET n = ?", (n + 1,))

    threads = [threading.Thread(target=count) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with store.read() as transaction:
        assert transaction.row("SELECT n FROM counts")["n"] == 50


def test_tables_are_made_once(store):
    assert migrate(store) == []
    with store.write() as transaction:
        assert version(transaction) >= 1


def test_what_a_later_version_made_is_refused(store, database):
    with store.write() as transaction:
        transaction.execute("INSERT INTO versions (version) VALUES (9999)")
    with pytest.raises(gm.FaultyInput, match="later version"):
        open_store(".", database)


def test_two_programs_on_one_database(store, database):
    other = open_store(".", database)
    with other.write() as transaction:
        put(transaction)
    with store.read() as transaction:
        assert len(transaction.rows("SELECT * FROM organisers")) == 1
    other.close()


def test_no_database(tmp_path):
    (tmp_path / "words.sqlite").write_text("no database at all, only words " * 99)
    with pytest.raises(gm.FaultyInput, match="cannot be opened"):
        open_store(tmp_path, "words.sqlite")
    with pytest.raises(gm.FaultyInput, match="cannot be opened"):
        open_store(tmp_path / "nowhere")


def test_no_password_in_an_error(postgres):
    with pytest.raises(gm.FaultyInput) as caught:
        open_store(".", postgres.replace("tests@", "nobody:secret7@") + "/none")
    assert "secret7" not in str(caught.value)


def test_a_link_ends_when_it_expires(store):
    from datetime import UTC, datetime, timedelta

    from govmetrics.core.words import Label
    from govmetrics.serve import links, rounds

    now, label = datetime(2026, 5, 4, tzinfo=UTC), Label("Judging")
    made = rounds.Activity("ratings", "named", label, label, label, "office", 30)
    with store.write() as transaction:
        rounds.add(transaction, made, "Wu", now)
        issued = links.issue(transaction, made.id, [links.Invitee("Li")], now + timedelta(days=1))[0]
        forever = links.issue(transaction, made.id, [links.Invitee("Ann")])[0]
    with store.read() as transaction:
        assert links.find(transaction, issued.token, now + timedelta(hours=23)).invitee.person == "Li"
        assert links.find(transaction, issued.token, now + timedelta(days=1)) is None
        assert links.find(transaction, forever.token, now + timedelta(days=999)) is not None
