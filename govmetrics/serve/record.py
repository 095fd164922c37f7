"""The record of what happened: activities as they were opened, answers as they were when it closed, the evaluation's files."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from govmetrics.core.errors import FaultyInput
from govmetrics.ledger import Key, canonical, new_key, salted
from govmetrics.ledger.checkpoints import signed_head
from govmetrics.ledger.keys import read_public, read_secret
from govmetrics.ledger.lines import head_of, line_of
from govmetrics.ledger.merkle import Frontier, leaf_hash
from govmetrics.serve import moments
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import Row, Transaction

NAME = "govmetrics/participation/{number}"
ALGORITHM = "sha256"
COVERED = ("kind", "mode", "title", "purpose", "consent", "contact", "retention_days", "editable", "settings")
"""What of an activity may not change unseen once it is open."""
ANSWERS = (
    "SELECT r.id, r.day, r.content, r.link, l.person, l.attributes, s.salt FROM responses r"
    " LEFT JOIN links l ON l.id = r.link LEFT JOIN response_salts s ON s.response = r.id WHERE r.activity = ? ORDER BY r.id"
)
MOST_FILES = 500
OUTSIDE = "file:"
"""Begins what the database has in place of a secret key that stands in a file."""


def key_of(transaction: Transaction) -> Key:
    """Return the ledger's key, from its file where it was moved to one; made at the first entry.

    Raises
    ------
    FaultyInput
        The file is not there, or does not hold the key.
    """
    row = transaction.row("SELECT name, secret, public FROM ledger_keys")
    if row is None:
        made = new_key(NAME.format(number=f"{secrets.randbelow(10**10):010}"))
        transaction.execute(
            "INSERT INTO ledger_keys (name, secret, public) VALUES (?, ?, ?)",
            (made.name, made.secret, made.public),
        )
        return made
    secret = row["secret"]
    if secret.startswith(OUTSIDE):
        secret = _read_key(Path(secret.removeprefix(OUTSIDE)), row["public"])
    return Key(row["name"], secret, row["public"])


def public_of(transaction: Transaction) -> str:
    """Return the public key; empty where there is none yet."""
    row = transaction.row("SELECT public FROM ledger_keys")
    return "" if row is None else str(row["public"])


def move_key(transaction: Transaction, path: Path) -> str:
    """Move the secret key out of the database into a new file that only its owner reads; return the public one.

    Where it stands in a file already it is copied from there, and the old file is yours to erase.

    Raises
    ------
    FaultyInput
        A file of this name is there, or cannot be written.
    """
    key, where = key_of(transaction), path.resolve()
    try:
        handle = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FaultyInput(str(path), "cannot be written as a new file", "name a new file") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key.secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    transaction.execute("UPDATE ledger_keys SET secret = ?", (f"{OUTSIDE}{where}",))
    return key.public


def _read_key(path: Path, public: str) -> str:
    """Return the secret key of a file; a fault never repeats what the file holds."""
    way_out = "bring the file of the ledger's key back to where it was"
    try:
        text = path.read_text(encoding="utf-8").strip()
        name, _, number = read_secret(text)
    except (OSError, UnicodeDecodeError, FaultyInput):
        raise FaultyInput(str(path), "does not hold the ledger's key", way_out) from None
    known, _, id_ = read_public(public)
    if (name, number) != (known, id_):
        raise FaultyInput(str(path), "holds the key of another ledger", way_out)
    return text


def write(transaction: Transaction, leaf: Mapping[str, Any]) -> int:
    """Add an entry, in the transaction that does what it tells; return its place."""
    key, frontier = key_of(transaction), Frontier(ALGORITHM)
    for row in transaction.rows("SELECT hash FROM ledger_leaves ORDER BY place"):
        frontier.add(bytes.fromhex(row["hash"]))
    text = canonical(dict(leaf))
    hashed = leaf_hash(text, ALGORITHM)
    frontier.add(hashed)
    signed = signed_head(key.name, frontier.size, frontier.root(), key)
    transaction.execute(
        "INSERT INTO ledger_leaves (place, leaf, hash, checkpoint) VALUES (?, ?, ?, ?)",
        (frontier.size - 1, text.decode(), hashed.hex(), signed),
    )
    return frontier.size - 1


def activity(transaction: Transaction, key: str, change: str, now: datetime) -> None:
    """Record an activity as it is: what is asked, and by which rule it is counted."""
    row = transaction.row("SELECT * FROM activities WHERE id = ?", (key,))
    if row is not None:
        leaf = {"kind": "activity", "change": change, "activity": key, "digest": activity_digest(row)}
        write(transaction, leaf | {"day": moments.day(now)})


def activity_digest(row: Row) -> str:
    """Return the hash of what of an activity may not change unseen."""
    return hashlib.sha256(canonical({name: row[name] for name in COVERED})).hexdigest()


def ballots(transaction: Transaction, closed: Activity, now: datetime) -> None:
    """Record all answers of an activity that closes, and of named ones whose they are.

    Salted hashes stand in the order of the hashes, which tells nothing. Anonymous answers are recorded once only, when it closes:
    entries in between would tell which came first.
    """
    digests, whose = [], []
    for row in transaction.rows(ANSWERS, (closed.id,)):
        kept = salted(answer_of(row))
        transaction.execute(
            "INSERT INTO response_salts (response, salt) VALUES (?, ?)", (row["id"], kept.salt)
        )
        digests.append(kept.digest)
        if row["link"] is not None:
            whose.append(salted(whose_of(row), bytes.fromhex(kept.salt)).digest)
    leaf = {"kind": "ballots", "activity": closed.id, "count": len(digests), "digests": sorted(digests)}
    status = "SELECT status, COUNT(*) AS n FROM links WHERE activity = ? GROUP BY status"
    links = {row["status"]: int(row["n"]) for row in transaction.rows(status, (closed.id,))}
    leaf |= {"used": links.get("used", 0), "forgotten": links.get("forgotten", 0)}
    write(transaction, leaf | {"whose": sorted(whose), "day": moments.day(now)})


def erased(transaction: Transaction, key: str, count: int, unnamed: int, now: datetime) -> None:
    """Record that answers of a closed activity were erased, or kept without the name; without it, that is a fault."""
    if count or unnamed:
        leaf = {"kind": "erased", "activity": key, "count": count, "unnamed": unnamed}
        write(transaction, leaf | {"day": moments.day(now)})


def answer_of(row: Row) -> dict[str, Any]:
    """Return what of an answer is hashed."""
    return {"id": row["id"], "day": row["day"], "content": row["content"]}


def whose_of(row: Row) -> dict[str, Any]:
    """Return what is hashed of the person behind a named answer."""
    return {"id": row["id"], "link": row["link"], "person": row["person"], "attributes": row["attributes"]}


def evaluation(transaction: Transaction, folder: Path, now: datetime) -> None:
    """Record the evaluation's files by their hashes, if they changed since they were recorded last."""
    found = files_of(folder)
    rows = transaction.rows("SELECT leaf FROM ledger_leaves ORDER BY place DESC")
    said = (json.loads(row["leaf"]) for row in rows)
    last: Mapping[str, Any] | None = next((one["files"] for one in said if one["kind"] == "evaluation"), None)
    if found != last:
        write(transaction, {"kind": "evaluation", "files": found, "day": moments.day(now)})


def files_of(folder: Path) -> dict[str, str]:
    """Return the files of an evaluation's folder itself with their hashes; no databases, nothing hidden, no output."""
    files: Sequence[Path] = (
        sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    )
    kept = [path for path in files if not path.name.startswith(".") and "sqlite" not in path.suffix]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept[:MOST_FILES]}


def exported(transaction: Transaction) -> bytes:
    """Return the ledger as a file that `gm.ledger.verify` reads; the secret key is not in it."""
    row = transaction.row("SELECT name, public FROM ledger_keys")
    if row is None:
        return b""
    lines = [head_of(row["name"], ALGORITHM, row["public"])]
    for one in transaction.rows("SELECT place, leaf, hash, checkpoint FROM ledger_leaves ORDER BY place"):
        lines.append(
            line_of(one["place"], json.loads(one["leaf"]), bytes.fromhex(one["hash"]), one["checkpoint"])
        )
    return b"".join(lines)


def checkpoint(transaction: Transaction) -> str:
    """Return the last checkpoint, for witnesses; empty where there is none yet."""
    row = transaction.row("SELECT checkpoint FROM ledger_leaves ORDER BY place DESC LIMIT 1")
    return "" if row is None else str(row["checkpoint"])
