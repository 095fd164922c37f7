"""What a store is: transactions of SQL in the words that SQLite and PostgreSQL share."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Row = dict[str, Any]
"""A row by the names of its columns."""


class Transaction(Protocol):
    """Statements that happen all together or not at all; ``?`` stands for each value."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Do a statement; return how many rows it changed."""
        ...

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows that a query finds."""
        ...

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Return the first row that a query finds, or None."""
        ...


def insert(transaction: Transaction, table: str, row: Row) -> None:
    """Put a row into a table; names of tables and columns are ours, never a user's."""
    names, signs = ", ".join(row), ", ".join("?" * len(row))
    transaction.execute(f"INSERT INTO {table} ({names}) VALUES ({signs})", tuple(row.values()))


class Store(Protocol):
    """A database of participation. Only one transaction writes at a time, so what one reads is what it changes."""

    dialect: str
    """"sqlite" or "postgresql"."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Return a transaction that is kept when its block ends, and undone where an error leaves the block."""
        ...

    def together(self, work: Callable[[Transaction], T]) -> T:
        """Do a small piece of work in a transaction that others may share; return when it is on the disk."""
        ...

    def settle(self) -> None:
        """Merge what the database still keeps in the order in which it came, as far as it can be asked to."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """Return a transaction that sees one state of everything, and changes nothing."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def new_id() -> str:
    """Return a random key: 128 bits, so that no key tells when its row came, or how many there are."""
    return secrets.token_hex(16)
