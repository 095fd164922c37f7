"""A table of answers that stays where it is: DuckDB reads it in blocks, within bounds of memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, GovmetricsError
from govmetrics.core.extras import require
from govmetrics.core.options import is_file, shown
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.survey.large_headings import Layout, Named, layout_of, twice

MOST_ANSWERS = 1_000  # different answers of an item
MOST_GROUPS = 1_000_000  # different rows of groups, which are held in memory
VECTORS = 64  # of 2,048 rows: what is held at a time, of so many cells at most
MOST_CELLS = 6_000_000
_KINDS = (".parquet", ".csv", ".tsv", ".duckdb", ".db", ".ddb")


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever is in it.

    Examples
    --------
    >>> print(quoted('a"b; drop table x'))
    "a""b; drop table x"
    """
    return '"' + name.replace('"', '""') + '"'


class Source:
    """A connection whose view `answers` is the table.

    Parameters
    ----------
    paths : list of Path
        .parquet, .csv or .tsv files of one layout, or one DuckDB database, which is opened for reading only.
    table, query : str, optional
        Of a database: the table, or a SELECT.
    memory : str
        What DuckDB may hold, such as "512MB".
    threads : int, optional
    named : function of a cell
        What it names as a heading of a text file, None where it is no item.
    """

    def __init__(
        self,
        paths: list[Path],
        table: str | None,
        query: str | None,
        memory: str,
        threads: int | None,
        named: Named,
    ) -> None:
        require("bigdata", paths[0].name, duckdb="duckdb")
        import duckdb

        self.name = paths[0].name
        kinds = {path.suffix.lower() for path in paths}
        for path in paths:
            if not is_file(path):
                raise FaultyInput(str(path), "there is no such file", "check the path")
        if len(kinds) > 1 or not kinds <= set(_KINDS) or (len(paths) > 1 and kinds & set(_KINDS[3:])):
            way_out = "give .parquet, .csv or .tsv files of one kind, or one .duckdb database"
            raise FaultyInput(self.name, "is not read in blocks", way_out)
        if not kinds <= set(_KINDS[3:]):
            refuse_given(self.name, table=table, query=query)
        self.layout: Layout | None = None
        with self.only_ours():
            limits: dict[str, Any] = {"memory_limit": memory, "autoinstall_known_extensions": False,
                                      "autoload_known_extensions": False}  # fmt: skip
            if threads is not None:
                limits["threads"] = threads
            files, base = [str(path) for path in paths], kinds <= set(_KINDS[3:])
            self.connection = duckdb.connect(files[0] if base else ":memory:", read_only=base, config=limits)
            if base:
                rows = self.connection.query(query) if query else self.connection.table(table or "answers")
            elif kinds == {".parquet"}:
                rows = self.connection.read_parquet(files)
                self._refuse_renamed(files[0], rows.columns)
            else:
                self.layout = layout_of(paths, named)
                rows = self.connection.read_csv(
                    files,
                    header=True,
                    all_varchar=True,
                    sep=self.layout.separator,
                    skiprows=self.layout.skip,
                    quotechar='"',
                    escapechar='"',
                )
            if base:
                self.view = f"({rows.sql_query()})"
                self.columns = list(rows.columns)
            else:
                rows.create_view("answers")
                self.view, self.columns = "answers", list(rows.columns)
            self.n = int(self.one("SELECT count(*) FROM {view}")[0])
        if not self.n:
            raise FaultyInput(self.name, "there are no respondents", "give one row for each respondent")

    def _refuse_renamed(self, file: str, columns: Sequence[str]) -> None:
        """Refuse headings that DuckDB cannot tell from one another: it would read one column in the place of the other."""
        sql = "SELECT name FROM parquet_schema(?) OFFSET 1"
        heads = [str(name) for (name,) in self.connection.execute(sql, [file]).fetchall()]
        if not set(columns) <= set(heads):
            Faults(twice(self.name, heads)).raise_all()

    @contextmanager
    def only_ours(self) -> Iterator[None]:
        """Turn what DuckDB raises into one line of ours."""
        import duckdb

        try:
            yield
        except GovmetricsError:
            raise
        except (duckdb.Error, RuntimeError, ValueError, TypeError) as error:
            problem, way_out = (
                "DuckDB cannot read it ({reason})",
                "check file, table and query, or allow more `memory`",
            )
            raise FaultyInput(self.name, problem, way_out, reason=reason_of(error)) from None

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; {view} is the table."""
        with self.only_ours():
            return self.connection.execute(sql.replace("{view}", self.view), list(values)).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Return the first row of a query."""
        return self.rows(sql, values)[0]

    def answers(self, column: str) -> list[Any]:
        """Return the different answers in a column, sorted as text; beyond a thousand it is refused."""
        name = quoted(column)
        found = self.rows(f"SELECT DISTINCT {name} FROM {{view}} LIMIT {MOST_ANSWERS + 1}")
        if len(found) > MOST_ANSWERS:
            problem = "has more than {most:,} different answers"
            raise FaultyInput(column, problem, "give codes of a scale, not measurements", most=MOST_ANSWERS)
        return sorted((plain(value) for (value,) in found), key=str)

    def groups(self, columns: list[str]) -> pd.DataFrame:
        """Return the different rows of columns; also kept as the table `met`, with the place of each."""
        names = ", ".join(map(quoted, columns))
        self.grouped = columns
        cursor = self.connection
        with self.only_ours():
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE met AS SELECT row_number() OVER () - 1 AS place, * FROM "
                f"(SELECT DISTINCT {names} FROM {self.view} ORDER BY ALL)"
            )
            (count,) = cursor.execute("SELECT count(*) FROM met").fetchall()[0]
            if count > MOST_GROUPS:
                problem, way_out = (
                    "has more than {most:,} different rows: {columns}",
                    "name coarser group columns, or fewer",
                )
                raise FaultyInput("by", problem, way_out, most=MOST_GROUPS, columns=columns)  # fmt: skip
            found = cursor.execute("SELECT * EXCLUDE place FROM met ORDER BY place").fetchall()
        cells = {column: [plain(row[at]) for row in found] for at, column in enumerate(columns)}
        return pd.DataFrame(cells, columns=columns)

    def first_of(self, places: Sequence[int] | Ints) -> list[int]:
        """Return the first five rows of answers, counted from 1, whose row of groups has one of these places."""
        same = self._same()
        names = ", ".join(map(quoted, self.grouped))
        found = self.rows(
            f"SELECT row FROM (SELECT row_number() OVER () AS row, {names} FROM {{view}}) AS a JOIN met AS m ON {same} "
            "WHERE m.place IN (SELECT unnest(?)) ORDER BY row LIMIT 5",
            [[int(place) for place in places]],
        )
        return [int(row) for (row,) in found]

    def _same(self) -> str:
        """Return what joins answers (a) with their row of groups (m)."""
        return " AND ".join(
            f"a.{quoted(column)} IS NOT DISTINCT FROM m.{quoted(column)}" for column in self.grouped
        )

    def tally(self, weight: str | None) -> Array:
        """Return respondents, and the sums of their weights and of the squares, of each different row of groups, (rows, 3)."""
        w = "1.0::DOUBLE" if weight is None else f"CAST(a.{quoted(weight)} AS DOUBLE)"
        rows = self.rows(
            f"SELECT count(*), fsum({w}), fsum({w} * {w}) FROM {{view}} AS a JOIN met AS m ON {self._same()} GROUP BY m.place "
            "ORDER BY m.place"
        )
        return np.array(rows, dtype=float).reshape(-1, 3)

    def where(self, column: str, value: Any) -> tuple[int, list[int]]:
        """Return how many rows have a value, and the first five of them, counted from 1."""
        name = quoted(column)
        held = f"WHERE {name} IS NOT DISTINCT FROM ?" if value is not None else f"WHERE {name} IS NULL"
        given = [] if value is None else [value]
        count = self.one(f"SELECT count(*) FROM {{view}} {held}", given)[0]
        numbered = f"SELECT row_number() OVER () AS row, {name} FROM {{view}}"
        first = self.rows(f"SELECT row FROM ({numbered}) {held} ORDER BY row LIMIT 5", given)
        return int(count), [int(row) for (row,) in first]

    def rows_with(self, column: str, value: Any) -> Text:
        """Return the place of a value in a column: how many respondents have it, and the first rows."""
        count, first = self.where(column, value)
        return Text("{item}, {count:# respondent|# respondents}, first in rows {rows}", item=column, count=count,
                    rows=first)  # fmt: skip

    def blocks(self, columns: Sequence[str], grouped: bool) -> Iterator[pd.DataFrame]:
        """Yield the columns block by block, with the place of each row among those of groups as a last column."""
        names = ", ".join(f"a.{quoted(column)} AS c{at}" for at, column in enumerate(columns)) or "1 AS c0"
        place, joined = "0", ""
        if grouped:
            place, joined = "m.place", f"JOIN met AS m ON {self._same()}"
        cursor = self.connection
        with self.only_ours():
            cursor.execute(f"SELECT {names}, {place} AS place FROM {self.view} AS a {joined}")
            vectors = max(1, min(VECTORS, MOST_CELLS // (2_048 * (len(columns) + 1))))
            while len(block := cursor.fetch_df_chunk(vectors)):
                yield block


def plain(value: Any) -> Any:
    """Return a cell of a database as a table in memory has it."""
    if isinstance(value, Decimal):
        return float(value)
    return np.nan if isinstance(value, float) and np.isnan(value) else value


def refuse_given(file: str, **options: str | None) -> None:
    """Refuse what is for databases where a file is given: it would not be looked at."""
    problem, way_out = "is for a database, and {file} is none", "leave it out, or give a .duckdb database"
    Faults(
        Fault(name, problem, way_out, file=file) for name, given in options.items() if given is not None
    ).raise_all()


def paths_of(source: object) -> list[Path]:
    """Return one path, or several, as a list."""
    given: Any = source if isinstance(source, list | tuple) else [source]
    if not given or not all(isinstance(one, str | Path) and str(one) for one in given):
        raise FaultyInput("source", "is {value}", "give a path, or a list of paths", value=shown(source))
    return [Path(one) for one in given]
