"""Rows of a database, read through SQLAlchemy as a text file of the same table would be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote

import pandas as pd

from govmetrics.core.bounds import CELLS
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.options import is_file
from govmetrics.core.reasons import reason_of
from govmetrics.core.spreadsheets import headed
from govmetrics.core.tables import NO_ROWS, without_long_cells


@dataclass(frozen=True, eq=False)
class Queried:
    """The rows that a query gave, under their headings, and what the database is called: without user and password."""

    rows: pd.DataFrame
    name: str


_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9_]+)(\+[A-Za-z0-9_]+)?://")
_SECRET = re.compile("pass|pwd|secret|token|key|odbc_connect", re.I)
_DRIVERS = {"psycopg": "psycopg[binary]", "MySQLdb": "mysqlclient", "pymssql": "pymssql"}
"""Packages that bring a driver of another name."""
_PATIENCE = 15
"""Seconds that a server may take to answer the first call."""
_STEP = 10_000
_MANY = 1_000_000
"""Cells from which on the database is asked whether there are too many."""
_SELECT = 'give the rows to read: query="select ..."'
_FORM = "write kind://user:password@host/database, with %40 for an @ within the password"


def is_address(source: object) -> bool:
    """Tell whether a source is the address of a database, as SQLAlchemy writes it.

    Examples
    --------
    >>> is_address("postgresql://office@host/records"), is_address("records.csv"), is_address("C:/records.csv")
    (True, False, False)
    """
    return isinstance(source, str) and _ADDRESS.match(source) is not None


def read_query(address: str, query: str | None) -> Queried:
    """Return the rows that a query gives, as `read_table` returns those of a file.

    Nothing is written: the transaction is read-only where the database knows such
    ones, and always rolled back. Of SQLite, the file must be there.

    Raises
    ------
    FaultyInput
        No query, no such file, a driver that is not installed, a server that does not answer, what the database
        refuses, no rows, or too many.
    """
    url, name, secrets = _address(address)
    if query is None or not query.strip():
        raise FaultyInput("query", "is missing beside the address of a database", _SELECT)
    with _only_ours(name, secrets):
        rows = _rows(_engine(url), query, name)
    if len(rows) < 2:
        way_out = "give a query that finds at least one row"
        raise FaultyInput(name, NO_ROWS, way_out)
    grid = pd.DataFrame(rows, dtype="str")
    return Queried(without_long_cells(headed(grid, name), name), name)


def _address(address: str) -> tuple[Any, str, list[str]]:
    """Return the address as SQLAlchemy has it, the name of the database, and what no message may hold."""
    found = _ADDRESS.match(address)
    assert found is not None
    kind = found[1].lower()
    require("sql", f"{kind}://", sqlalchemy="SQLAlchemy")
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = _of_a_file(address) or make_url(address)
    except (ArgumentError, ValueError):
        raise FaultyInput(f"{kind}://", "is not the address of a database", _FORM) from None
    if "@" in (url.host or "") or "@" in (url.database or ""):
        raise FaultyInput(f"{kind}://", "is not the address of a database", _FORM)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":
        require("sql", f"{kind}://", psycopg="psycopg[binary]")
        if "connect_timeout" not in url.query:
            url = url.update_query_dict({"connect_timeout": str(_PATIENCE)})
    secrets = [str(value) for key, value in url.query.items() if value and _SECRET.search(key)]
    secrets += [url.password] if url.password else []
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        if not is_file(Path(url.database)):
            raise FaultyInput(url.database, "there is no such file", "check the path")
        return url, Path(url.database).name, secrets
    return url, f"{kind}://{url.host or ''}/{url.database or ''}", secrets


def _of_a_file(address: str) -> Any:
    """Return the address of a file of SQLite, whose path is taken as it is: a % in it is a %, unless only that of %20 is there.

    From version 2.1 on SQLAlchemy reads %20 in a path as a blank, and before not.
    """
    from sqlalchemy import URL

    kind, _, rest = address.partition("://")
    path, _, options = rest.partition("?")
    if not kind.lower().startswith("sqlite") or not path.startswith("/"):
        return None
    path = path[1:]
    if not is_file(Path(path)) and is_file(Path(unquote(path))):
        path = unquote(path)
    return URL.create(kind.lower(), database=path or None, query=dict(parse_qsl(options)))


@contextmanager
def _only_ours(name: str, secrets: list[str]) -> Iterator[None]:
    """Turn what SQLAlchemy and the drivers raise into one line of ours without the password."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

    try:
        yield
    except NoSuchModuleError:
        known = ["postgresql://", "mysql+pymysql://", "sqlite:///"]
        way_out = "there are for example: {known}"
        raise FaultyInput(
            name, "is no kind of database that SQLAlchemy knows", way_out, known=known
        ) from None
    except ModuleNotFoundError as error:
        package = _DRIVERS.get(str(error.name), str(error.name))
        raise FaultyInput(name, "needs {package}", "pip install {package}", package=package) from None
    except (SQLAlchemyError, OSError, TypeError, ValueError) as error:
        said = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        if isinstance(said, FaultyInput):
            raise
        words = next((line.strip() for line in str(said).splitlines() if line.strip()), type(said).__name__)
        for secret in secrets:  # as it is, and as an address has it
            for form in (secret, quote(secret, safe=""), quote_plus(secret)):
                words = words.replace(form, "***")
        lost = isinstance(error, DBAPIError) and error.statement is None
        problem = (
            "the database cannot be reached ({reason})"
            if lost
            else "the database refuses the query ({reason})"
        )
        way_out = (
            "check address, user, password and network"
            if lost
            else "try the query in the database's own program"
        )
        raise FaultyInput(name, problem, way_out, reason=reason_of(said, words)) from None


def _engine(url: Any) -> Any:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(url, poolclass=NullPool)


@contextmanager
def _reading(engine: Any) -> Iterator[Any]:
    """Open a connection that changes nothing, and hands over rows as they come."""
    options = {"stream_results": True, "no_parameters": True}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    with engine.connect().execution_options(**options) as connection:
        first = {"sqlite": "PRAGMA query_only = ON", "mysql": "SET TRANSACTION READ ONLY"}.get(
            engine.dialect.name
        )
        if first:
            connection.exec_driver_sql(first)
        try:
            yield connection
        finally:
            connection.rollback()


def _rows(engine: Any, query: str, name: str) -> list[list[str | None]]:
    """Return the headings and the rows of a query as texts; what is too much is refused before all of it is here."""
    with _reading(engine) as connection:
        found = connection.exec_driver_sql(query)
        if not found.returns_rows:
            raise FaultyInput("query", "gives no table", _SELECT)
        rows: list[list[str | None]] = [list(map(str, found.keys()))]
        most, counted = CELLS // len(rows[0]), False
        while step := found.fetchmany(_STEP):
            rows += [[_typed(cell) for cell in row] for row in step]
            many = not counted and len(rows) * len(rows[0]) > _MANY
            if len(rows) > most or (many and _beyond(engine, query, most)):
                problem = "has more than {most:,} cells"
                way_out = "name the columns and rows that are needed in the query"
                raise FaultyInput(Fault(name, problem, way_out, most=CELLS))
            counted = counted or many
    return rows


def _beyond(engine: Any, query: str, most: int) -> bool:
    """Tell whether a query has more rows, which a database counts in a tenth of the time and in its own memory.

    A database that does not take a query within another, or knows no LIMIT, is asked for the rows alone.
    """
    from sqlalchemy.exc import SQLAlchemyError

    bare = query.strip().rstrip(";")
    with suppress(SQLAlchemyError), _reading(engine) as connection:
        asked = f"SELECT COUNT(*) FROM (SELECT 1 FROM ({bare}\n) rows_asked LIMIT {most + 1}) rows_counted"
        return int(connection.exec_driver_sql(asked).scalar_one()) > most
    return False


def _typed(cell: Any) -> str | None:
    """Return a cell as a text file has it; None where it is empty.

    Examples
    --------
    >>> from datetime import date
    >>> [_typed(cell) for cell in (Decimal("1E+3"), date(2026, 5, 4), True, "", float("nan"), 0.5)]
    ['1000', '2026-05-04', 'True', None, None, '0.5']
    """
    if cell is None or cell == "" or cell != cell:  # noqa: PLR0124 - NaN is not itself
        return None
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return str(cell)
