"""What is kept, for how long, and how it comes out: on SQLite and on PostgreSQL."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from zipfile import ZipFile

import openpyxl
import pytest

import govmetrics as gm
from govmetrics.serve import answers, links, rounds
from govmetrics.serve.backup import backup, restore, tables
from govmetrics.serve.export import export
from govmetrics.serve.retention import close_due, forget, purge
from govmetrics.serve.stores import open_store
from tests.postgresql import new_database
from tests.serve.conftest import House, links_of
from tests.serve.test_attacks import RATED


@pytest.fixture
def lived(database) -> House:
    """A server on either database, with a named and an anonymous activity that people answered."""
    house = House(database=database).begin()
    house.named = house.make(codes="A4", units="=East")
    text = "name,contact,street\nLi,li@example.org,=1+1\nAnn,,North\n吴,,南街\n"
    form = {"csrf": house.csrf}
    files = {"file": ("list.csv", text.encode(), "text/csv")}
    paths = links_of(
        house.owner.post(f"/organiser/activities/{house.named}/links", data=form, files=files).content
    )
    house.anonymous = house.make(codes="A4", mode="anonymous")
    slips = house.invite(house.anonymous, count=3)
    for path in (*paths[:2], *slips[:2]):
        assert house.guest.post(path, data=RATED).status_code == 303
    house.open_path = paths[2]
    yield house
    house.store.close()


def everything(store) -> dict:
    with store.read() as transaction:
        return {name: sorted(map(repr, transaction.rows(f"SELECT * FROM {name}"))) for name in tables()}


def test_a_backup_comes_back_into_either_database(lived: House, tmp_path, request):
    lived.guest.post(lived.open_path, data={"agreed": "yes", "go": "look"})
    counts = backup(lived.store, tmp_path / "kept.zip", lived.time.now)
    assert counts["responses"] == 4
    assert os.stat(tmp_path / "kept.zip").st_mode & 0o777 == 0o600
    before = everything(lived.store)
    for address in (str(tmp_path / "new.sqlite"), new_database(request.getfixturevalue("postgres"))):
        store = open_store(tmp_path, address)
        restore(store, tmp_path / "kept.zip")
        assert everything(store) == before
        with pytest.raises(gm.FaultyInput, match="not empty"):
            restore(store, tmp_path / "kept.zip")
        store.close()


def test_a_damaged_backup_is_refused(lived: House, tmp_path):
    backup(lived.store, tmp_path / "kept.zip", lived.time.now)
    with pytest.raises(gm.FaultyInput, match="a file of this name"):
        backup(lived.store, tmp_path / "kept.zip", lived.time.now)
    with ZipFile(tmp_path / "kept.zip") as old, ZipFile(tmp_path / "changed.zip", "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b'\\"value\\": 50.0', b'\\"value\\": 99.0')
                .replace(b": 50.0", b": 99.0"),
            )
    (tmp_path / "words.zip").write_bytes(b"no archive")
    store = open_store(tmp_path, ":memory:")
    with pytest.raises(gm.FaultyInput, match="damaged or was changed: responses"):
        restore(store, tmp_path / "changed.zip")
    for name in ("words.zip", "nowhere.zip"):
        with pytest.raises(gm.FaultyInput, match=r"no backup|no such file"):
            restore(store, tmp_path / name)
    assert not any(everything(store).values())
    store.close()


def test_exports_hold_no_formula_and_no_link_between_names_and_anonymous_answers(lived: House, tmp_path):
    lived.post(f"activities/{lived.anonymous}/close")
    with lived.store.read() as transaction:
        activities = [rounds.find(transaction, key) for key in (lived.named, lived.anonymous)]
        said = [answers.of(transaction, one) for one in activities]
        invited = [links.of(transaction, one.id) for one in activities]
    for one, responses, people, name in zip(activities, said, invited, ("named", "anonymous"), strict=True):
        for form in ("csv", "xlsx", "json"):
            export(one, responses, people, tmp_path / f"{name}.{form}")
    rows = list(csv.DictReader((tmp_path / "named.csv").open(encoding="utf-8-sig")))
    assert {row["name"] for row in rows} == {"Li", "Ann"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(tmp_path / "named.xlsx")
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    kept = json.loads((tmp_path / "anonymous.json").read_text(encoding="utf-8"))
    assert [set(answer) for answer in kept["answers"]] == [{"day", "content"}] * 2
    head = next(csv.reader((tmp_path / "anonymous.csv").open(encoding="utf-8-sig")))
    assert head == ["answer", "day", "item", "value"]
    with pytest.raises(gm.FaultyInput, match="ending"):
        export(activities[0], said[0], invited[0], tmp_path / "named.pdf")


def test_time_closes_and_erases(lived: House):
    assert purge(lived.store, lived.time.now).activities == 0
    lived.post(f"activities/{lived.named}/close")
    lived.time.forward(days=29)
    assert purge(lived.store, lived.time.now).activities == 0
    lived.time.forward(days=1)
    assert purge(lived.store, lived.time.now).responses == 2  # what its first page promised: 30 days
    with lived.store.read() as transaction:
        assert transaction.row("SELECT COUNT(*) AS n FROM links")["n"] == 3  # those of the other one
        assert rounds.find(transaction, lived.named) is not None


def test_older_than(lived: House):
    lived.post(f"activities/{lived.named}/close")
    lived.time.forward(days=2)
    assert purge(lived.store, lived.time.now, 3).activities == 0
    assert purge(lived.store, lived.time.now, 1).links == 3


def test_a_time_that_has_come_closes(lived: House):
    key = lived.make(codes="A4", mode="anonymous", closes="2026-05-05T12:00")
    lived.time.forward(days=2)
    assert close_due(lived.store, lived.time.now) == 1
    with lived.store.read() as transaction:
        assert rounds.find(transaction, key).status == "closed"


def test_closing_hides_which_transaction_wrote_what(lived: House):
    """On PostgreSQL a row tells the transaction that wrote it: after closing, all of an anonymous activity tell the same."""
    if lived.store.dialect == "sqlite":
        with lived.store.read() as transaction:
            made = transaction.rows("SELECT sql FROM sqlite_master WHERE name IN ('links', 'responses')")
        assert all("WITHOUT ROWID" in row["sql"] for row in made)
        return
    query = "SELECT DISTINCT xmin::text AS x FROM {} WHERE activity = ?"
    lived.post(f"activities/{lived.anonymous}/close")
    with lived.store.read() as transaction:
        found = [
            transaction.rows(query.format(table), (lived.anonymous,)) for table in ("links", "responses")
        ]
        assert (
            transaction.row("SELECT COUNT(*) AS n FROM responses WHERE activity = ?", (lived.anonymous,))["n"]
            == 2
        )
    assert found[0] == found[1]
    assert len(found[0]) == 1


@pytest.mark.parametrize("keep", [False, True])
def test_a_person_is_forgotten(lived: House, keep: bool):
    found = forget(lived.store, "Li", lived.time.now, keep_answers=keep)
    assert (found.links, found.responses) == (1, 1)
    with lived.store.read() as transaction:
        everything_left = repr([transaction.rows(f"SELECT * FROM {name}") for name in tables()])
        assert "li@example.org" not in everything_left
        assert "'Li'" not in everything_left
        named = transaction.row("SELECT COUNT(*) AS n FROM responses WHERE activity = ?", (lived.named,))["n"]
    assert named == (2 if keep else 1)
    with pytest.raises(gm.FaultyInput, match="was not invited"):
        forget(lived.store, "Li", lived.time.now)
    with pytest.raises(gm.FaultyInput):
        forget(lived.store, "", lived.time.now)


def test_an_answer_may_be_changed_where_this_is_said(lived: House):
    key = lived.make(codes="A4", editable="yes")
    (path,) = lived.invite(key, "Zhao")
    lived.guest.post(path, data=RATED)
    assert "Change my answer" in lived.guest.get(path).text
    assert 'value="50"' in lived.guest.get(f"{path}?agreed=yes&step=1").text
    assert lived.guest.post(path, data=RATED | {"r.0.0": "60"}).status_code == 303
    with lived.store.read() as transaction:
        said = answers.of(transaction, rounds.find(transaction, key))
    assert [one.content["ratings"][""]["A4"] for one in said] == [60]
    lived.post(f"activities/{key}/close")
    assert lived.guest.post(path, data=RATED).status_code == 409


def test_closing_while_somebody_writes(lived: House):
    assert lived.guest.get(f"{lived.open_path}?agreed=yes&step=1").status_code == 200
    lived.post(f"activities/{lived.named}/close")
    late = lived.guest.post(lived.open_path, data=RATED | {"r.0.0": "77"})
    assert late.status_code == 410
    assert "77" in late.text
    assert "not counted" in late.text


def test_lists_with_numbers_of_people_are_refused(lived: House):
    lists = ("name,身份证号\nA,1", "name,x\nA,11010519491231002X", "name,phone\nA,1", "name,x\nA,138 0013 8000", "name\nA\nA",
             "x\nA", "name,x\n,1")  # fmt: skip
    for text in lists:
        files = {"file": ("list.csv", text.encode(), "text/csv")}
        answer = lived.owner.post(
            f"/organiser/activities/{lived.named}/links", data={"csrf": lived.csrf}, files=files
        )
        assert answer.status_code == 422, text
    allowed = {"csrf": lived.csrf, "telephones": "yes"}
    files = {"file": ("list.csv", b"name,phone\nQian,13800138000", "text/csv")}
    assert (
        lived.owner.post(f"/organiser/activities/{lived.named}/links", data=allowed, files=files).status_code
        == 200
    )


def test_cards_for_print(lived: House):
    """A page of its own, with a QR code of each link, drawn here."""
    key = lived.make(codes="A4", mode="anonymous")
    files = {"none": ("", b"", "text/plain")}
    answer = lived.owner.post(
        f"/organiser/activities/{key}/links",
        data={"csrf": lived.csrf, "count": "2", "cards": "yes"},
        files=files,
    )
    with ZipFile(io.BytesIO(answer.content)) as archive:
        page = archive.read("cards.html").decode()
    assert page.count("<svg") == 2
    assert all(path in page for path in links_of(answer.content))
    assert "<script" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
