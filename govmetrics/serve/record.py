"""The record of what happened: activities as they were opened, answers as they were when it closed, the evaluation's files."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from govmetrics.ledger import Key, canonical, new_key, salted
from govmetrics.ledger.checkpoints import signed_head
from govmetrics.ledger.lines import head_of, line_of
from govmetrics.ledger.merkle import Frontier, leaf_hash
from govmetrics.serve import moments
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import Row, Transaction

NAME = "govmetrics/participation/{number}"
ALGORITHM = "sha256"
COVERED = ("kind", "mode", "title", "purpose", "consent", "contact", "retention_days", "editable", "settings")
"""What of an activity may not change unseen once it is open."""
MOST_FILES = 500


def key_of(transaction: Transaction) -> Key:
    """Return the ledger's key; made at the first entry."""
    row = transaction.row("SELECT name, secret, public FROM ledger_keys")
    if row is None:
        made = new_key(NAME.format(number=secrets.token_hex(4)))
        transaction.execute(
            "INSERT INTO ledger_keys (name, secret, public) VALUES (?, ?, ?)",
            (made.name, made.secret, made.public),
        )
        return made
    return Key(row["name"], row["secret"], row["public"])


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
    """Record all answers of an activity that closes: salted hashes in the order of the hashes, which tells nothing."""
    digests = []
    for row in transaction.rows("SELECT id, day, content FROM responses WHERE activity = ?", (closed.id,)):
        kept = salted(answer_of(row))
        transaction.execute(
            "INSERT INTO response_salts (response, salt) VALUES (?, ?)", (row["id"], kept.salt)
        )
        digests.append(kept.digest)
    leaf = {"kind": "ballots", "activity": closed.id, "count": len(digests), "digests": sorted(digests)}
    write(transaction, leaf | {"day": moments.day(now)})


def answer_of(row: Row) -> dict[str, Any]:
    """Return what of an answer is hashed."""
    return {"id": row["id"], "day": row["day"], "content": row["content"]}


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
