"""The whole store as one file, the same for every database, and back: tried before it is called done."""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from govmetrics.core.errors import FaultyInput
from govmetrics.core.written import whole
from govmetrics.serve import moments
from govmetrics.serve.stores import Row, Store, Transaction, insert, version
from govmetrics.serve.stores.migrate import steps

FORMAT = "govmetrics participation 1"
MANIFEST = "manifest.json"
LEFT_OUT = ("versions", "sessions")
"""Tables that a backup leaves out: who was signed in signs in again."""
_MADE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)")


def tables() -> list[str]:
    """Return the tables, those that others refer to first."""
    found = [name for text in steps().values() for name in _MADE.findall(text)]
    return [name for name in dict.fromkeys(found) if name not in LEFT_OUT]


def backup(store: Store, path: str | Path, now: datetime) -> dict[str, int]:
    """Write a backup of one state of everything, and restore it on trial; return the rows of each table.

    The file holds everything that the database holds: keep it as safe. Only its owner may read it.

    Raises
    ------
    FaultyInput
        A file of this name is there.
    """
    from govmetrics.serve.stores import open_store

    path = Path(path)
    with store.read() as transaction:
        number = int((transaction.row("SELECT MAX(version) AS version FROM versions") or {})["version"])
        lines = {name: _lines(transaction, name) for name in tables()}
    manifest = {"format": FORMAT, "version": number, "made": moments.written(now),
                "tables": {name: {"rows": len(rows), "sha256": _hash(rows)} for name, rows in lines.items()}}  # fmt: skip
    if path.exists():
        raise FaultyInput(str(path), "there is a file of this name", "name a new file")
    with whole(path, lasting=True) as place:
        place.chmod(0o600)
        with ZipFile(place, "w", ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            for name, rows in lines.items():
                archive.writestr(f"{name}.jsonl", "".join(rows))
        trial = open_store(path.parent, ":memory:")
        try:
            return restore(trial, place)
        finally:
            trial.close()


def restore(store: Store, path: str | Path) -> dict[str, int]:
    """Fill an empty store from a backup, everything or nothing; return the rows of each table.

    Raises
    ------
    FaultyInput
        The file is no backup, is damaged, or is of a later version; the store is not empty.
    """
    manifest, lines = _read(Path(path))
    with store.write() as transaction:
        if manifest["version"] > version(transaction):
            raise FaultyInput(str(path), "was made by a later version", "install the version that made it")
        full = [name for name in tables() if transaction.row(f"SELECT * FROM {name} LIMIT 1")]
        if full:
            raise FaultyInput(
                "database", "is not empty: {labels}", "restore into a new database", labels=full
            )
        for name in (name for name in tables() if name in lines):
            for line in lines[name]:
                row = {key: _back(value) for key, value in json.loads(line).items()}
                insert(transaction, name, row)
        counts = {name: _count(transaction, name) for name in lines}
        wrong = [name for name, count in counts.items() if count != len(lines[name])]
        if wrong:
            raise FaultyInput(
                str(path), "does not come back whole: {labels}", "make another backup", labels=wrong
            )
    return counts


def _read(path: Path) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the manifest and the lines of a backup, every hash checked."""
    try:
        with ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT or not isinstance(manifest.get("version"), int):
                raise FaultyInput(
                    str(path), "is no backup of participation", "give a file that `backup` wrote"
                )
            known = set(tables())
            lines = {name: archive.read(f"{name}.jsonl").decode().splitlines(keepends=True)
                     for name in manifest["tables"] if name in known}  # fmt: skip
    except FileNotFoundError as error:
        raise FaultyInput(str(path), "there is no such file", "check the path") from error
    except FaultyInput:
        raise
    except Exception as error:  # zipfile, zlib and what was read raise classes of many kinds
        raise FaultyInput(
            str(path), "is no backup of participation", "give a file that `backup` wrote"
        ) from error
    unknown = sorted(set(manifest["tables"]) - known)
    if unknown:
        raise FaultyInput(str(path), "was made by a later version", "install the version that made it")
    damaged = [name for name, rows in lines.items() if _hash(rows) != manifest["tables"][name]["sha256"]]
    if damaged:
        raise FaultyInput(
            str(path), "is damaged or was changed: {labels}", "take another backup", labels=damaged
        )
    columns = re.compile(r"[a-z_]+")
    if not all(
        columns.fullmatch(key) for rows in lines.values() for line in rows for key in json.loads(line)
    ):
        raise FaultyInput(str(path), "is no backup of participation", "give a file that `backup` wrote")
    return manifest, lines


def _lines(transaction: Transaction, name: str) -> list[str]:
    rows: list[Row] = transaction.rows(f"SELECT * FROM {name}")
    return sorted(json.dumps({key: _out(value) for key, value in row.items()}, ensure_ascii=True, sort_keys=True) + "\n"
                  for row in rows)  # fmt: skip


def _out(value: Any) -> Any:
    return {"hex": value.hex()} if isinstance(value, bytes | memoryview) else value


def _back(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _count(transaction: Transaction, name: str) -> int:
    return int((transaction.row(f"SELECT COUNT(*) AS n FROM {name}") or {"n": 0})["n"])


def _hash(lines: list[str]) -> str:
    return sha256("".join(lines).encode()).hexdigest()
