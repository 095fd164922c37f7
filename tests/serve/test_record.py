"""The record: whatever an administrator edits in the database is named by the next verification, on both databases."""

from __future__ import annotations

import hashlib
import json
from zipfile import ZipFile

import pytest

import govmetrics as gm
from govmetrics.serve import publishing, record, rounds
from govmetrics.serve.backup import backup, restore, tables
from govmetrics.serve.retention import forget, purge
from govmetrics.serve.stores import open_store
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


def test_an_answer_put_in_and_one_taken_away_are_named(voted, database):
    house, key = voted
    change(
        house, "INSERT INTO responses (id, activity, day, content) VALUES ('f', ?, '2026-05-04', '{}')", key
    )
    assert "answer f was put in after the activity closed" in check(database).faults["problem"][0]
    change(house, "DELETE FROM responses WHERE id = 'f'")
    with house.store.read() as transaction:
        first = transaction.rows("SELECT id FROM responses ORDER BY id")[0]["id"]
    change(house, "DELETE FROM responses WHERE id = ?", first)
    (problem,) = check(database).faults["problem"]
    assert "1 answer was taken away, and no entry tells of an erasure" in problem
    assert "有 1 份答复被移除" in problem.say("zh")
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


def test_whose_an_answer_is_and_when_it_ended_is_recorded(database):
    house = House(database=database).begin()
    key = house.make("vote", options="Park\nLift", rule="approval")
    for path, at in zip(house.invite(key, "Li", "Wu"), ("o.0", "o.1"), strict=True):
        house.guest.post(path, data={"agreed": "yes", "step": "1", "go": "send", at: "yes"})
    assert house.post(f"activities/{key}/close").status_code == 303
    assert check(database).sound
    change(house, "UPDATE links SET person = 'Ann' WHERE person = 'Li'")
    (told,) = check(database).faults["problem"]
    assert "was given to somebody else after the activity closed" in told
    change(house, "UPDATE links SET person = 'Li' WHERE person = 'Ann'")
    change(house, "UPDATE activities SET status = 'open'")
    assert "was opened again after it had closed" in check(database).faults["problem"][0]
    change(house, "UPDATE activities SET status = 'closed'")
    forget(house.store, "Li", house.time.now, keep_answers=True)
    forget(house.store, "Wu", house.time.now)
    found = check(database)
    assert found.sound
    assert "1 answer was erased since it closed, of 2" in found.summary()
    assert "1 answer was kept without the name since it closed" in found.summary()
    with house.store.read() as transaction:
        kept = json.dumps([transaction.rows(f"SELECT * FROM {name}") for name in tables()])
    assert '"Li"' not in kept
    assert '"Wu"' not in kept
    house.store.close()


def test_activities_that_the_record_does_not_know_are_named(voted, database):
    house, _ = voted
    other = house.make("vote", options="Park\nLift", rule="approval", opened=False)
    change(house, "UPDATE activities SET status = 'open' WHERE id = ?", other)
    assert check(database).faults["problem"].tolist() == [
        f"activity {other} was opened without being recorded"
    ]
    house.make("vote", options="Park\nLift", rule="approval")
    change(house, "DELETE FROM activities WHERE id = ?", other)
    last = house.make("vote", options="Park\nLift", rule="approval")
    change(house, "UPDATE activities SET status = 'closed' WHERE id = ?", last)
    assert "was closed without its answers being recorded" in check(database).faults["problem"][0]
    change(house, "DELETE FROM activities WHERE id = ?", last)
    assert "is no longer there" in check(database).faults["problem"][0]


def test_a_published_file_that_is_another_now_is_named(voted, database, tmp_path):
    house, _ = voted
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "recipe.yaml").write_text("ranking: score\n", encoding="utf-8")
    with house.store.write() as transaction:
        key = publishing.publish(transaction, tmp_path, house.time.now)
    assert check(database).sound
    file = "name = 'recipe.yaml'"
    with house.store.read() as transaction:
        before = transaction.row(f"SELECT content, hash FROM publication_files WHERE {file}")
    change(house, f"UPDATE publication_files SET content = 'e30=' WHERE {file}")
    assert f"recipe.yaml of publication {key} was changed" in check(database).faults["problem"][0]
    change(house, f"UPDATE publication_files SET hash = ? WHERE {file}", hashlib.sha256(b"{}").hexdigest())
    assert f"recipe.yaml of publication {key} was changed" in check(database).faults["problem"][0]
    change(house, f"UPDATE publication_files SET content = 'no base64' WHERE {file}")
    assert f"recipe.yaml of publication {key} was changed" in check(database).faults["problem"][0]
    change(house, f"UPDATE publication_files SET content = ?, hash = ? WHERE {file}", *before.values())
    assert check(database).sound
    change(house, f"UPDATE publication_files SET name = 'scores.xlsx' WHERE {file}")
    told = check(database).faults["problem"].tolist()
    assert [text.partition(f" of publication {key} ")[2] for text in told] == [
        "was never published",
        "is no longer there",
    ]


def test_the_secret_key_moves_out_of_the_database(voted, database, tmp_path):
    house, _ = voted
    place = tmp_path / "apart.key"
    done = command("ledger", "move-key", str(tmp_path), place, "--database", database)
    assert done.returncode == 0, done.stderr
    assert place.stat().st_mode & 0o777 == 0o600
    with house.store.read() as transaction:
        assert "PRIVATE" not in repr(transaction.rows("SELECT * FROM ledger_keys"))
    house.make("vote", options="Park\nLift", rule="approval")
    assert check(database).sound
    backup(house.store, tmp_path / "kept.zip", house.time.now)
    assert place.read_bytes().strip() not in b"".join(
        ZipFile(tmp_path / "kept.zip").read(name) for name in ZipFile(tmp_path / "kept.zip").namelist()
    )
    with (
        pytest.raises(gm.FaultyInput, match="cannot be written as a new file"),
        house.store.write() as transaction,
    ):
        record.move_key(transaction, place)
    with house.store.write() as transaction:
        record.move_key(transaction, tmp_path / "again.key")
    place.unlink()
    place = tmp_path / "again.key"
    house.make("vote", options="Park\nLift", rule="approval")
    other = gm.ledger.new_key("another")
    for held in (other.secret, "nothing", ""):
        place.write_text(held, encoding="utf-8")
        with pytest.raises(gm.FaultyInput) as told, house.store.write() as transaction:
            record.write(transaction, {"kind": "test"})
        assert "key" in str(told.value)
        assert "PRIVATE" not in str(told.value)
    assert house.owner.get("/published").status_code == 200
    assert check(database).sound


def test_a_restored_record_verifies_and_goes_on(voted, database, tmp_path):
    house, _ = voted
    backup(house.store, tmp_path / "kept.zip", house.time.now)
    new = open_store(tmp_path, str(tmp_path / "new.sqlite"))
    restore(new, tmp_path / "kept.zip")
    with new.write() as transaction:
        record.write(transaction, {"kind": "test"})
    new.close()
    found = check(str(tmp_path / "new.sqlite"))
    assert found.sound
    assert found.size == check(database).size + 1


def test_a_delphi_forgets_who_said_what_in_earlier_rounds(database):
    house = House(database=database).begin()
    key = house.make("delphi", questions="Park\nLift")
    for path, points in zip(house.invite(key, "Li", "Wu", "Ann"), "345", strict=True):
        fields = {"q.0": points, "q.1": points, "w.0": "near"}
        assert (
            house.guest.post(path, data={"agreed": "yes", "step": "1", "go": "send", **fields}).status_code
            == 303
        )
    assert house.post(f"activities/{key}/close").status_code == 303
    second = house.post(f"activities/{key}/next").headers["location"].rpartition("/")[2]
    assert house.post(f"activities/{second}/open").status_code == 303
    forget(house.store, "Li", house.time.now)
    forget(house.store, "Wu", house.time.now, keep_answers=True)

    def past():
        with house.store.read() as transaction:
            return rounds.find(transaction, second).settings["past"]

    assert past() == [{"experts": ["Ann", "(2)"], "points": [[5.0, 5.0], [4.0, 4.0]]}]
    assert check(database).sound
    assert house.post(f"activities/{second}/close").status_code == 303
    purge(house.store, house.time.now, 0)
    assert past() == []
    assert check(database).sound
    house.store.close()


def test_a_witness_by_cron_sees_what_was_signed_anew(tmp_path):
    house = House().begin()
    house.make("vote", options="Park\nLift", rule="approval")
    seen = house.guest.get("/ledger/checkpoint").text
    witness, file = tmp_path / "witness.txt", tmp_path / "ledger.jsonl"
    witness.write_text(seen + seen, encoding="utf-8")  # appended daily, whether or not anything happened
    house.make("vote", options="Park\nLift", rule="approval")

    def verified():
        file.write_bytes(house.guest.get("/ledger/ledger.jsonl").content)
        return gm.ledger.verify(file), gm.ledger.verify(file, witness=witness)

    assert [found.sound for found in verified()] == [True, True]
    with house.store.write() as transaction:  # who has the key writes the last rows anew
        transaction.execute("DELETE FROM ledger_leaves WHERE place > 0")
        for _ in range(2):
            record.write(transaction, {"kind": "test"})
    alone, witnessed = verified()
    assert alone.sound
    assert not witnessed.sound
    assert witnessed.faults["row"].tolist() == [0]
    house.store.close()


def problems(database) -> str:
    return "\n".join(check(database).faults["problem"])


def test_what_is_erased_as_promised_is_told_and_no_fault(voted, database):
    house, _ = voted
    house.time.forward(days=31)
    assert purge(house.store, house.time.now).responses == 4
    found = check(database)
    assert found.sound
    assert "4 answers were erased since it closed, of 4" in found.summary()


def test_answers_without_links_are_named(database):
    """Ballot stuffing by who has the database, before anything is recorded of the answers."""
    house = House(database=database).begin()
    key = house.make("vote", options="Park\nLift", rule="approval", mode="anonymous")
    house.invite(key, count=2)
    content = '{"approved": ["Park"], "fields": {}}'
    change(
        house,
        "INSERT INTO responses (id, activity, day, content) VALUES ('f', ?, '2026-05-04', ?)",
        key,
        content,
    )
    house.post(f"activities/{key}/close")
    assert f"activity {key}: 1 answer when it closed, and 0 links used" in problems(database)
    house.store.close()


def test_swapped_answers_are_named(database):
    """Two experts' answers swapped by content or by link, and a name that is taken off without `forget`."""
    house = House(database=database).begin()
    key = house.make(codes="A4")
    for path, value in zip(house.invite(key, "Ann", "Li", "Wu"), "579", strict=True):
        assert house.guest.post(path, data={"agreed": "yes", "go": "send", "r.0.0": value}).status_code == 303
    house.post(f"activities/{key}/close")
    with house.store.read() as transaction:
        one, two = transaction.rows("SELECT id, link, content FROM responses ORDER BY id")[:2]
    for column, odd in (("content", "{}"), ("link", None)):
        for first, second in ((two, one), (one, two)):
            for row, value in ((one["id"], odd), (two["id"], second[column]), (one["id"], first[column])):
                change(house, f"UPDATE responses SET {column} = ? WHERE id = ?", value, row)
            told = problems(database)
            assert (one["id"] in told, two["id"] in told) == (
                (True, True) if first is two else (False, False)
            ), told
    assert check(database).sound
    change(house, "UPDATE responses SET link = NULL WHERE id = ?", one["id"])
    assert "1 answer lost the name, and no entry tells of it" in problems(database)
    house.store.close()
