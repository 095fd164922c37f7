"""The tables, made and changed by numbered files of SQL, each once and in order."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from govmetrics.core.errors import FaultyInput
from govmetrics.serve.stores.base import Store, Transaction

_NAME = re.compile(r"(\d{4})_\w+\.sql")
_WORDS = {"sqlite": {"UNORDERED": "WITHOUT ROWID"}, "postgresql": {"UNORDERED": ""}}
"""Words of the files that the databases spell apart. UNORDERED: rows lie in the order of their random key, not as they came."""


@cache
def steps() -> dict[int, str]:
    """Return the files by their numbers."""
    folder = files("govmetrics.serve") / "migrations"
    named = {found[1]: file for file in folder.iterdir() if (found := _NAME.fullmatch(file.name))}
    return {int(number): named[number].read_text(encoding="utf-8") for number in sorted(named)}


def version(transaction: Transaction) -> int:
    """Return the number of the last file that was done."""
    transaction.execute("CREATE TABLE IF NOT EXISTS versions (version BIGINT PRIMARY KEY)")
    found = transaction.row("SELECT MAX(version) AS version FROM versions")
    return int((found or {}).get("version") or 0)


def migrate(store: Store) -> list[int]:
    """Do the files that the database has not seen, all in one transaction; return their numbers.

    Raises
    ------
    FaultyInput
        The database was made by a later version of this library.
    """
    with store.write() as transaction:
        now = version(transaction)
        if now > max(steps()):
            raise FaultyInput("database", "was made by a later version, with tables number {version}",
                              "install the version that made it, or restore a backup into a new database",
                              version=now)  # fmt: skip
        new = [number for number in steps() if number > now]
        for number in new:
            for statement in _statements(steps()[number], store.dialect):
                transaction.execute(statement)
            transaction.execute("INSERT INTO versions (version) VALUES (?)", (number,))
    return new


def _statements(text: str, dialect: str) -> list[str]:
    """Return the statements of a file, in the words of a database."""
    text = re.sub(r"--[^\n]*", "", text)
    for word, spelled in _WORDS[dialect].items():
        text = re.sub(rf"\b{word}\b", spelled, text)
    return [one.strip() for one in text.split(";") if one.strip()]
