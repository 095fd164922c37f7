"""The store on PostgreSQL, by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from govmetrics.serve.stores.base import Row
from govmetrics.serve.stores.together import Together

T = TypeVar("T")
WRITING = 0x676F766D
"""The advisory lock of the one transaction that writes ("govm")."""
CONNECTIONS = 6


class PostgresTransaction:
    """Statements on one connection; ``?`` becomes the driver's sign."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def _done(self, sql: str, values: Sequence[Any]) -> Any:
        return self._connection.execute(sql.replace("%", "%%").replace("?", "%s"), tuple(values))

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Do a statement; return how many rows it changed."""
        return int(self._done(sql, values).rowcount)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows that a query finds."""
        return list(self._done(sql, values).fetchall())

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Return the first row that a query finds, or None."""
        found = self._done(sql, values).fetchone()
        return None if found is None else dict(found)


class PostgresStore:
    """A database by its address, such as ``postgresql://name@host/database``.

    One transaction writes at a time, as in SQLite: an advisory lock keeps the order, so that no ballot is lost to a
    serialisation failure, and the record has no gaps.
    """

    dialect = "postgresql"

    def __init__(self, address: str) -> None:
        import psycopg
        from psycopg.rows import dict_row
        from psycopg_pool import ConnectionPool

        # what is wrong is told at once, and not tried again
        psycopg.connect(address, connect_timeout=5).close()
        self._pool = ConnectionPool(
            address, min_size=1, max_size=CONNECTIONS, kwargs={"row_factory": dict_row}, open=False,
            check=ConnectionPool.check_connection,
        )  # fmt: skip
        self._pool.open(wait=True, timeout=10)
        self._together = Together(self.write)

    @contextmanager
    def write(self) -> Iterator[PostgresTransaction]:
        """Return the one transaction that writes."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITING,))
            yield PostgresTransaction(connection)

    def together(self, work: Callable[[PostgresTransaction], T]) -> T:
        """Do a small piece of work in a transaction that others may share."""
        return self._together.do(work)  # type: ignore[arg-type]  # a transaction of this store

    def settle(self) -> None:
        """Clear old versions of rows away; the archived log is the administrator's."""
        with self._pool.connection() as connection:
            connection.autocommit = True
            try:
                connection.execute("VACUUM links, responses")
            finally:
                connection.autocommit = False

    @contextmanager
    def read(self) -> Iterator[PostgresTransaction]:
        """Return a transaction that sees one state of everything."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresTransaction(connection)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
