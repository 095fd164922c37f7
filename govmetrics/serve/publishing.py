"""Publishing: the report, the recipe and the manifest of a run as they are now, and an entry of the ledger for them."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from pathlib import Path

from govmetrics.core.errors import FaultyInput
from govmetrics.serve import moments, record
from govmetrics.serve.stores import Row, Transaction, new_id

FILES = ("report.html", "report.docx", "scores.xlsx", "recipe.yaml", "tree.yaml", "tree.csv", "manifest.json")
"""What is published of a run, where it is there: no answers, no records."""
LARGEST = 20_000_000


def publish(transaction: Transaction, output: Path, now: datetime) -> str:
    """Keep the files of a run, and record their hashes; return the publication's key.

    Raises
    ------
    FaultyInput
        There is no run, or it is too large.
    """
    found = {name: (output / name).read_bytes() for name in FILES if (output / name).is_file()}
    if "manifest.json" not in found:
        raise FaultyInput(
            "output", "there is no run to publish", "run the evaluation first: `govmetrics run FOLDER`"
        )
    if sum(map(len, found.values())) > LARGEST:
        raise FaultyInput("output", "is larger than {most} bytes", "publish it elsewhere", most=LARGEST)
    key, hashes = new_id(), {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    leaf = {"kind": "publication", "publication": key, "files": hashes, "day": moments.day(now)}
    place = record.write(transaction, leaf)
    transaction.execute(
        "INSERT INTO publications (id, created, place) VALUES (?, ?, ?)", (key, moments.written(now), place)
    )
    for name, content in found.items():
        transaction.execute(
            "INSERT INTO publication_files (publication, name, hash, content) VALUES (?, ?, ?, ?)",
            (key, name, hashes[name], base64.b64encode(content).decode()),
        )
    return key


def publications(transaction: Transaction) -> list[Row]:
    """Return what was published, the newest first, each with its files."""
    found = transaction.rows("SELECT id, created, place FROM publications ORDER BY place DESC")
    files = "SELECT name, hash FROM publication_files WHERE publication = ? ORDER BY name"
    return [row | {"files": transaction.rows(files, (row["id"],))} for row in found]


def content(transaction: Transaction, key: str, name: str) -> bytes | None:
    """Return a published file as it was then, or None."""
    query = "SELECT content FROM publication_files WHERE publication = ? AND name = ?"
    row = transaction.row(query, (key, name))
    return None if row is None else base64.b64decode(row["content"])
