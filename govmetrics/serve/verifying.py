"""Verify the record of a participation: the ledger itself, and that answers and activities are what it covers."""

from __future__ import annotations

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
from govmetrics.serve import record
from govmetrics.serve.outcomes import stored
from govmetrics.serve.stores import Transaction

Found = tuple[int, Text]


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
        Of the ledger; its faults name answers that were edited or put in after closing, and activities whose questions or
        rules were changed. Answers that were erased are counted in a note: erasing is allowed, and does not go unseen.

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
        wrong = [*_activities(transaction, leaves), *_answers(transaction, leaves)]
        notes = tuple(_erased(transaction, leaves))
    faults = pd.DataFrame({"row": [row for row, _ in wrong], "line": [pd.NA] * len(wrong)}, dtype="Int64")
    faults["problem"] = pd.Series([problem for _, problem in wrong], dtype=object)
    both = pd.concat([found.faults, faults], ignore_index=True) if wrong else found.faults
    return replace(found, sound=found.sound and not wrong, faults=both, notes=(*found.notes, *notes))


def _activities(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find activities that are not what was recorded last."""
    last = {
        leaf["activity"]: (place, leaf) for place, leaf in enumerate(leaves) if leaf["kind"] == "activity"
    }
    for key, (place, leaf) in last.items():
        row = transaction.row("SELECT * FROM activities WHERE id = ?", (key,))
        if row is not None and record.activity_digest(row) != leaf["digest"]:
            yield (
                place,
                Text(
                    "what activity {key} asks, or how it counts, was changed after it was recorded", key=key
                ),
            )


def _answers(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Found]:
    """Find answers of closed activities that are not what was recorded."""
    for place, leaf in enumerate(leaves):
        if leaf["kind"] != "ballots":
            continue
        known = set(leaf["digests"])
        for row in _rows(transaction, leaf["activity"]):
            if row["salt"] is None:
                yield place, Text("answer {id} was put in after the activity closed", id=row["id"])
                continue
            if _digest(row) not in known:
                yield place, Text("answer {id} was edited after the activity closed", id=row["id"])


def _erased(transaction: Transaction, leaves: list[dict[str, Any]]) -> Iterator[Note]:
    """Say how many answers were erased since."""
    for leaf in leaves:
        if leaf["kind"] == "ballots":
            left = len(_rows(transaction, leaf["activity"]))
            if left < leaf["count"]:
                told = "activity {key}: {n:# answer was|# answers were} erased since it closed, of {all}"
                yield Note(told, key=leaf["activity"], n=leaf["count"] - left, all=leaf["count"])


def _digest(row: dict[str, Any]) -> str:
    """Return the hash of an answer with its salt; of a salt that is none, nothing that was ever recorded."""
    try:
        return salted(record.answer_of(row), bytes.fromhex(row["salt"])).digest
    except ValueError:
        return ""


def _rows(transaction: Transaction, key: str) -> list[dict[str, Any]]:
    return transaction.rows(
        "SELECT r.id, r.day, r.content, s.salt FROM responses r LEFT JOIN response_salts s ON s.response = r.id"
        " WHERE r.activity = ? ORDER BY r.id",
        (key,),
    )
