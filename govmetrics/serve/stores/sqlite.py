"""The store in one SQLite file: a log ahead of the data, every commit on the disk, erased text overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from typing import Any, TypeVar

from govmetrics.serve.stores.base import Row
from govmetrics.serve.stores.together import Together

T = TypeVar("T")
WAIT = 20.0
"""So many seconds a transaction waits for another program that writes, such as a backup on the command line."""
READERS = 4


class SqliteTransaction:
    """Statements on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Do a statement; return how many rows it changed."""
        return self._connection.execute(sql, tuple(values)).rowcount

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows that a query finds."""
        return [dict(row) for row in self._connection.execute(sql, tuple(values))]

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Return the first row that a query finds, or None."""
        found = self._connection.execute(sql, tuple(values)).fetchone()
        return None if found is None else dict(found)


class SqliteStore:
    """A file; or, with ``":memory:"``, nothing but memory (one connection for all)."""

    dialect = "sqlite"

    def __init__(self, path: str | Path) -> None:
        self._path = str(path)
        self._lock = Lock()
        self._writer = self._connected()
        self._together = Together(self.write)
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
                        "trusted_schema=OFF", "cache_size=-1000"):  # fmt: skip
            connection.execute(f"PRAGMA {setting}").close()
        return connection

    @contextmanager
    def write(self) -> Iterator[SqliteTransaction]:
        """Return the one transaction that writes."""
        with self._lock, _transaction(self._writer, "BEGIN IMMEDIATE") as transaction:
            yield transaction

    def together(self, work: Callable[[SqliteTransaction], T]) -> T:
        """Do a small piece of work in a transaction that others may share."""
        return self._together.do(work)  # type: ignore[arg-type]  # a transaction of this store

    def settle(self) -> None:
        """Merge the log into the file, and cut it: the log keeps pages in the order in which they were written."""
        with self._lock:
            self._writer.execute("PRAGMA busy_timeout=1000").close()  # who reads for long is not waited for
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            self._writer.execute(f"PRAGMA busy_timeout={int(WAIT * 1000)}").close()

    @contextmanager
    def read(self) -> Iterator[SqliteTransaction]:
        """Return a transaction on a connection of its own, which writing does not wait for."""
        if self._path == ":memory:":
            with self.write() as transaction:
                yield transaction
            return
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connected()
            connection.execute("PRAGMA query_only=ON").close()
        try:
            with _transaction(connection, "BEGIN") as transaction:
                yield transaction
        finally:
            if self._idle.qsize() < READERS:
                self._idle.put(connection)
            else:
                connection.close()

    def close(self) -> None:
        """Close every connection; the log is merged into the file."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()
        self._writer.close()


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[SqliteTransaction]:
    connection.execute(begin)
    try:
        yield SqliteTransaction(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # it may have been undone already: a full disk
            connection.execute("ROLLBACK")
        raise
