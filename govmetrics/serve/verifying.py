"""Verify the record of a participation: the ledger itself, and that answers and activities are what it covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, TEXT, asked, optional
from govmetrics.core.words import Note, Text
from govmetrics.ledger import Key, LedgerCheck, salted, verify
from govmetrics.serve import publishing, record
from govmetrics.serve.said import stored
from govmetrics.serve.stores import Transaction

Found = tuple[int | None, Text]


def verify_record(
    folder: str | Path,
    *,
    database: str | None = None,
    key: Key | str | None = None,
    witness: str | Path | None = None,
) -> LedgerCheck:
    """Verify the record of a participation, and name the answer or the activity that was edited.

    Parameters
    ----------
    folder : str or path
        Of the evaluation.
    database : str, optional
        As in `application`.
    key, witness
        As in `gm.ledger.verify`.

    Returns
    -------
    LedgerCheck
        Of the ledger; its faults name answers that were edited, put in or given to somebody else after closing, activities
        whose questions or rules were changed, and published files that are others now. Answers that were erased are counted in
        a note: erasing is allowed, and does not go unseen.

    Raises
    ------
    FaultyInput
        There is no participation, or nothing was recorded yet.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.serve.verify_record("examples/district").sound  # doctest: +SKIP
    True
    """
    asked(folder=(folder, PATH), database=(database, optional(TEXT)), witness=(witness, optional(PATH)))
    with stored(folder, database) as store, store.read() as transaction:
        text = record.exported(transaction)
        if not text:
            raise FaultyInput("", "nothing is recorded yet", "open an activity: its first entry is made then")
        with TemporaryDirectory() as place:
            path = Path(place) / "ledger.jsonl"
            path.write_bytes(text)
            found = verify(path, key, witness)
        leaves = [
            json.loads(row["leaf"])
            for row in transaction.rows("SELECT leaf FROM ledger_leaves ORDER BY place")
        ]
        wrong = [
            *_activities(transaction, leaves),
            *_answers(transaction, leaves),
            *_gone(transaction, leaves),
            *_published(transaction, leaves),
        ]
        notes = tuple(_erased(leaves))
    faults = pd.DataFrame(
        {"row": [pd.NA if row is None else row for row, _ in wrong], "line": [pd.NA] * len(wrong)},
        dtype="Int64",
    )
    faults["problem"] = pd.Series([problem for _, problem in wrong], dtype=object)
    both = pd.concat([found.faults, faults], ignore_index=True) if wrong else found.faults
    return replace(found, sound=found.sound and not wrong, faults=both, notes=(*found.notes, *notes))


def _activities(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find activities that are not what was recorded last, or go on where the record says that they do not."""
    last = {
        leaf["activity"]: (place, leaf) for place, leaf in enumerate(leaves) if leaf["kind"] == "activity"
    }
    ended = {leaf["activity"]: place for place, leaf in enumerate(leaves) if leaf["kind"] == "ballots"}
    rows = {row["id"]: row for row in transaction.rows("SELECT * FROM activities ORDER BY id")}
    for key, (place, leaf) in last.items():
        if key not in rows:
            yield place, Text("activity {key} is no longer there", key=key)
        elif record.activity_digest(rows[key]) != leaf["digest"]:
            told = "what activity {key} asks, or how it counts, was changed after it was recorded"
            yield place, Text(told, key=key)
    for key, row in rows.items():
        if row["status"] != "draft" and key not in last:
            yield None, Text("activity {key} was opened without being recorded", key=key)
        if row["status"] == "closed" and key in last and key not in ended:
            yield last[key][0], Text("activity {key} was closed without its answers being recorded", key=key)
        if row["status"] != "closed" and key in ended:
            yield ended[key], Text("activity {key} was opened again after it had closed", key=key)


def _answers(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find answers of closed activities that are not what was recorded."""
    for place, leaf in enumerate(leaves):
        if leaf["kind"] != "ballots":
            continue
        known, whose = set(leaf["digests"]), set(leaf["whose"])
        for row in transaction.rows(record.ANSWERS, (leaf["activity"],)):
            if row["salt"] is None:
                yield place, Text("answer {id} was put in after the activity closed", id=row["id"])
            elif _digest(record.answer_of(row), row["salt"]) not in known:
                yield place, Text("answer {id} was edited after the activity closed", id=row["id"])
            elif row["link"] is not None and _digest(record.whose_of(row), row["salt"]) not in whose:
                yield (
                    place,
                    Text("answer {id} was given to somebody else after the activity closed", id=row["id"]),
                )


def _published(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find published files that are not what was published."""
    recorded = {
        leaf["publication"]: (place, leaf)
        for place, leaf in enumerate(leaves)
        if leaf["kind"] == "publication"
    }
    there: dict[str, dict[str, str]] = {
        row["id"]: {} for row in transaction.rows("SELECT id FROM publications")
    }
    for row in transaction.rows(
        "SELECT publication, name, hash FROM publication_files ORDER BY publication, name"
    ):
        found = publishing.content(transaction, row["publication"], row["name"])
        right = found is not None and hashlib.sha256(found).hexdigest() == row["hash"]
        there[row["publication"]][row["name"]] = row["hash"] if right else ""
    nowhere: tuple[int | None, dict[str, Any]] = (None, {"files": {}})
    for key, files in there.items():
        place, leaf = recorded.get(key, nowhere)
        for name in files:
            if name not in leaf["files"]:
                yield place, Text("{name} of publication {key} was never published", name=name, key=key)
            elif files[name] != leaf["files"][name]:
                yield (
                    place,
                    Text(
                        "{name} of publication {key} was changed after it was published", name=name, key=key
                    ),
                )
    for key, (place, leaf) in recorded.items():
        for name in leaf["files"]:
            if name not in there.get(key, {}):
                yield place, Text("{name} of publication {key} is no longer there", name=name, key=key)


def _gone(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find closed activities with fewer answers or names than the record tells of, or other answers than links used."""
    for place, leaf in enumerate(leaves):
        if leaf["kind"] != "ballots":
            continue
        key, (count, unnamed) = leaf["activity"], _erasures(leaves, leaf["activity"])
        rows = [row for row in transaction.rows(record.ANSWERS, (key,)) if row["salt"] is not None]
        missing = leaf["count"] - count - len(rows)
        bare = sum(row["link"] is None for row in rows) - (leaf["count"] - len(leaf["whose"]))
        if missing > 0:
            told = (
                "activity {key}: {n:# answer was|# answers were} taken away, and no entry tells of an erasure"
            )
            yield place, Text(told, key=key, n=missing)
        if leaf["whose"] and bare > unnamed:
            told = "activity {key}: {n:# answer|# answers} lost the name, and no entry tells of it"
            yield place, Text(told, key=key, n=bare - unnamed)
        if not leaf["used"] <= leaf["count"] <= leaf["used"] + leaf["forgotten"]:
            told = "activity {key}: {n:# answer|# answers} when it closed, and {used:# link|# links} used"
            yield place, Text(told, key=key, n=leaf["count"], used=leaf["used"])


def _erasures(leaves: list[dict[str, Any]], key: str) -> tuple[int, int]:
    """Return how many answers of a closed activity were erased by its entries, and how many kept without the name."""
    own = [leaf for leaf in leaves if leaf["kind"] == "erased" and leaf["activity"] == key]
    return sum(leaf["count"] for leaf in own), sum(leaf["unnamed"] for leaf in own)


def _erased(leaves: list[dict[str, Any]]) -> Iterator[Note]:
    """Say how many answers were erased since, and how many no longer bear the name they had."""
    for leaf in leaves:
        if leaf["kind"] != "ballots":
            continue
        count, unnamed = _erasures(leaves, leaf["activity"])
        if count:
            told = "activity {key}: {n:# answer was|# answers were} erased since it closed, of {all}"
            yield Note(told, key=leaf["activity"], n=count, all=leaf["count"])
        if unnamed:
            told = "activity {key}: {n:# answer was|# answers were} kept without the name since it closed"
            yield Note(told, key=leaf["activity"], n=unnamed)


def _digest(value: dict[str, Any], salt: str) -> str:
    """Return the hash of a value with its salt; of a salt that is none, nothing that was ever recorded."""
    try:
        return salted(value, bytes.fromhex(salt)).digest
    except ValueError:
        return ""
