"""From a folder or an address to an open store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.within import refuse_within
from govmetrics.serve.stores.base import Store
from govmetrics.serve.stores.migrate import migrate

FILE = "participation.sqlite"
"""The database in the evaluation's folder."""
_POSTGRES = ("postgresql://", "postgres://")


def open_store(folder: str | Path, database: str | None = None) -> Store:
    """Return the store of an evaluation, its tables made or brought up to date.

    Parameters
    ----------
    folder : str or path
        Of the evaluation; by default a SQLite file stands in it.
    database : str, optional
        Another SQLite file (relative to the folder), ``":memory:"``, or an address ``postgresql://...``.

    Raises
    ------
    FaultyInput
        The database cannot be opened or read, or a later version made it.
    """
    refuse_within("database", database)
    store = (
        _postgres(database)
        if database and database.startswith(_POSTGRES)
        else _sqlite(Path(folder), database)
    )
    try:
        migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _sqlite(folder: Path, database: str | None) -> Store:
    from govmetrics.serve.stores.sqlite import SqliteStore

    path = database if database == ":memory:" else str(folder / (database or FILE))
    try:
        return SqliteStore(path)
    except sqlite3.Error as error:
        raise FaultyInput(path, "cannot be opened as a database: {reason}", "name a SQLite file, or a new one",
                          reason=str(error)) from error  # fmt: skip


def _postgres(address: str) -> Store:
    require("postgres", "--database", psycopg="psycopg", psycopg_pool="psycopg-pool")
    import psycopg
    from psycopg_pool import PoolTimeout

    from govmetrics.serve.stores.postgresql import PostgresStore

    try:
        return PostgresStore(address)
    except (psycopg.Error, PoolTimeout) as error:
        # never the address itself: it may hold a password
        raise FaultyInput("--database", "the PostgreSQL server does not answer, or refuses the name",
                          "check host, name, password and that the database exists") from error  # fmt: skip
