"""The record: whatever an administrator edits in the database is named by the next verification, on both databases."""

from __future__ import annotations

import json

import pytest

import govmetrics as gm
from govmetrics.serve import record
from tests.command import command
from tests.serve.conftest import House


@pytest.fixture
def voted(database):
    """A closed vote of four in a database of each kind; its key."""
    house = House(database=database).begin()
    key = house.make("vote", options="Park\nLift", rule="approval", mode="anonymous")
    for path in house.invite(key, count=4):
        sent = house.guest.post(path, data={"agreed": "yes", "step": "1", "go": "send", "o.0": "yes"})
        assert sent.status_code == 303
    assert house.post(f"activities/{key}/close").status_code == 303
    yield house, key
    house.store.close()


def check(database, **given):
    return gm.serve.verify_record(".", database=database, **given)


def change(house, sql, *values):
    with house.store.write() as transaction:
        assert transaction.execute(sql, values) >= 1


def test_what_happened_is_recorded_and_verifies(voted, database):
    house, _ = voted
    found = check(database)
    assert found.sound
    with house.store.read() as transaction:
        leaves = [
            json.loads(row["leaf"])
            for row in transaction.rows("SELECT leaf FROM ledger_leaves ORDER BY place")
        ]
        text = record.exported(transaction)
    assert [leaf["kind"] for leaf in leaves] == ["evaluation", "activity", "ballots"]
    assert "evaluation.yaml" in leaves[0]["files"]
    assert leaves[2]["count"] == 4
    assert leaves[2]["digests"] == sorted(leaves[2]["digests"])
    assert len(set(leaves[2]["digests"])) == 4  # alike answers have hashes of their own
    assert b"PRIVATE" not in text
    assert b"Park" not in text


def test_an_edited_answer_is_named(voted, database):
    house, _ = voted
    with house.store.read() as transaction:
        row = transaction.rows("SELECT id, content FROM responses")[0]
    change(
        house,
        "UPDATE responses SET content = ? WHERE id = ?",
        row["content"].replace("Park", "Lift"),
        row["id"],
    )
    found = check(database)
    assert not found.sound
    assert found.faults["row"].tolist() == [2]
    assert row["id"] in found.faults["problem"][0]
    assert "在活动关闭之后被改动" in found.faults["problem"][0].say("zh")


def test_an_answer_put_in_is_named_and_one_erased_is_told(voted, database):
    house, key = voted
    change(
        house, "INSERT INTO responses (id, activity, day, content) VALUES ('f', ?, '2026-05-04', '{}')", key
    )
    assert "answer f was put in after the activity closed" in check(database).faults["problem"][0]
    change(house, "DELETE FROM responses WHERE id = 'f'")
    with house.store.read() as transaction:
        first = transaction.rows("SELECT id FROM responses ORDER BY id")[0]["id"]
    change(house, "DELETE FROM responses WHERE id = ?", first)
    found = check(database)
    assert found.sound
    assert "1 answer was erased since it closed, of 4" in found.summary()
    with house.store.read() as transaction:
        assert transaction.row("SELECT salt FROM response_salts WHERE response = ?", (first,)) is None


def test_changed_rules_and_an_edited_ledger_are_named(voted, database):
    house, key = voted
    change(
        house, "UPDATE activities SET settings = replace(settings, 'approval', 'ranking') WHERE id = ?", key
    )
    found = check(database)
    assert found.faults["row"].tolist() == [1]
    change(
        house, "UPDATE activities SET settings = replace(settings, 'ranking', 'approval') WHERE id = ?", key
    )
    assert check(database).sound
    change(
        house, "UPDATE ledger_leaves SET leaf = replace(leaf, '\"count\":4', '\"count\":5') WHERE place = 2"
    )
    assert 2 in check(database).faults["row"].tolist()


def test_the_command_line_verifies_a_database(tmp_path):
    database = str(tmp_path / "participation.sqlite")
    house = House(database=database).begin()
    key = house.make("vote", options="Park\nLift", rule="approval")
    (path,) = house.invite(key, "Li")
    house.guest.post(path, data={"agreed": "yes", "step": "1", "go": "send", "o.0": "yes"})
    house.post(f"activities/{key}/close")
    done = command("ledger", "verify", database)
    assert done.returncode == 0, done.stderr
    change(house, "UPDATE responses SET content = '{}'")
    done = command("ledger", "verify", tmp_path)
    assert done.returncode == 1
    assert "was edited after the activity closed" in done.stdout.replace("\n", " ")
    house.store.close()
