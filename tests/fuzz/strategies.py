"""Hypothesis strategies: something right, as structure, then damaged as no byte mutator would."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from tests.fuzz.files import Unwritable, encoded
from tests.fuzz.targets import Target

Path = tuple[Any, ...]

ODD: list[Any] = [
    None, True, False, "", " ", 0, -1, -0.0, 0.5, 1e300, -1e308, 5e-324, float("nan"), float("inf"), 2**31, 2**63, -(2**64),
    10**40, 10**400, "1e999", "9" * 60, "1/0", "0/0", "-", "=1+1", "@x", "+", "..", "NaN", "inf", "85%", "1,5", "1.234,5",
    "１２３", "٣", "²", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800", "\ufffe", "é", "e\u0301", "İ", "ß",
    "𝟙", "👩‍👩‍👧", "a" * 300, "合计", "平均", "unit", "code", "period", "是", "√", "2024年三季度", "2024-13-45", "9999-12-31",
    dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.datetime(2024, 1, 2, 3, 4), [], {}, [[]], [None], {"": None}, {"en": None},
    {"zh": 1}, {"code": []}, ["a", 1, None], "{value}", "{", "%s", "A\nB", "'", '"', "a,b;c\td",
]  # fmt: skip
"""Cells and values that some file once had where no one had thought of them."""

odd = st.sampled_from(ODD) | st.text(max_size=8) | st.integers(-(10**20), 10**20) | st.floats()


def places(content: Any, path: Path = ()) -> list[Path]:
    """Return the paths of everything inside a structure, itself first."""
    found, ahead = [], [(path, content)]
    while ahead:  # not by calling itself: what is damaged may be deep
        path, content = ahead.pop()
        found.append(path)
        inside = (
            content.items()
            if isinstance(content, dict)
            else enumerate(content)
            if isinstance(content, list)
            else ()
        )
        ahead += [((*path, key), value) for key, value in inside]
    return found


def at(content: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for key in path:
        content = content[key]
    return content


def put(content: Any, path: Path, value: Any) -> Any:
    """Return the structure with another value at a path."""
    if not path:
        return value
    at(content, path[:-1])[path[-1]] = value
    return content


@st.composite
def damaged(draw: st.DrawFn, given: Any) -> Any:
    """Damage a nested structure in one to four places."""
    content = copy.deepcopy(given)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 4]))):
        path = draw(st.sampled_from(places(content)))
        content = _damage(draw, content, path, draw(st.integers(0, 7)))
    return content


def _damage(draw: st.DrawFn, content: Any, path: Path, how: int) -> Any:
    value = at(content, path)
    if how == 0 and path:  # away
        del at(content, path[:-1])[path[-1]]
        return content
    if how == 1:  # nested, shallow or beyond what a reader follows
        for _ in range(draw(st.sampled_from([1, 2, 30, 300]))):
            value = [value] if draw(st.booleans()) else {"parts": value}
        return put(content, path, value)
    if how == 2:  # what stands elsewhere
        return put(content, path, copy.deepcopy(at(content, draw(st.sampled_from(places(content))))))
    if how == 3 and isinstance(value, dict) and value:  # a key of another kind or name
        key = draw(
            st.sampled_from([None, 1, 1.5, True, "", "x", " " + str(next(iter(value))), dt.date(2024, 1, 2)])
        )
        value[key] = value.pop(draw(st.sampled_from(list(value)))) if draw(st.booleans()) else draw(odd)
        return content  # fmt: skip
    if how == 4 and isinstance(value, list) and value:  # twice, backwards
        value[:] = value + value if draw(st.booleans()) else value[::-1]
        return content
    if how == 5:  # a text of a number, a number of a text
        other = (
            str(value)
            if not isinstance(value, str)
            else draw(st.sampled_from([0, 7, 2.5, [value], {str(value): value}]))
        )
        return put(content, path, other)  # fmt: skip
    return put(content, path, draw(odd))


@st.composite
def damaged_tables(draw: st.DrawFn, given: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """Damage a workbook in one to five places: cells, rows, columns, headings, sheets."""
    book = copy.deepcopy(given)
    for _ in range(draw(st.sampled_from([1, 1, 2, 3, 5]))):
        rows = book[draw(st.sampled_from(list(book)))]
        if rows:
            _damage_rows(draw, rows, draw(st.integers(0, 9)))
    if draw(st.integers(0, 9)) == 0:
        book = {
            draw(st.sampled_from(["2024", "合计", "x" * 31, "a b", "actors"])): rows for rows in book.values()
        }
    return book


def _damage_rows(draw: st.DrawFn, rows: list[list[Any]], how: int) -> None:
    row = draw(st.integers(0, len(rows) - 1))
    column = draw(st.integers(0, max(0, max(map(len, rows)) - 1)))
    cells = rows[row]
    if how == 0:  # a row twice, elsewhere or away
        taken = rows.pop(row)
        rows[row:row] = draw(st.sampled_from([[], [taken, list(taken)]]))
    elif how == 1:  # blank rows, or titles
        rows.insert(row, draw(st.sampled_from([[], [None] * 3, ["title"], ["合计", 1, 2], ["注：模拟"]])))
    elif how == 2:  # a column twice or away
        for line in rows:
            if column < len(line):
                line[column : column + 1] = [line[column]] * (2 * (row % 2))
    elif how == 3:  # cells move
        cells[column:column] = [None] * draw(st.integers(1, 3))
    elif how == 4:  # a short or a long row
        cells[:] = cells[:column] if draw(st.booleans()) else [*cells, draw(odd)]
    elif how == 5 and cells and column < len(rows[0]):  # headings
        rows[0][column] = draw(
            st.sampled_from([rows[0][column - 1], None, 2024, dt.date(2024, 1, 2), 1.5, True]) | odd
        )
    elif how == 6 and cells:  # a column of one kind
        value = draw(odd)
        for line in rows[1:]:
            if column < len(line):
                line[column] = value
    elif how == 7:
        rows.reverse()
    else:
        place = column % len(cells) if cells else 0
        cells[place : place + 1] = [draw(odd)]


def is_book(content: Any) -> bool:
    """Tell whether a structure is a workbook."""
    return isinstance(content, dict) and bool(content) and all(
        isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows) for rows in content.values()
    )  # fmt: skip


@st.composite
def files(draw: st.DrawFn, target: Target) -> bytes:
    """Draw a file for a reader: what is right as structure, damaged and written."""
    given = draw(st.sampled_from([one for one in target.contents if not isinstance(one, bytes | str)]))
    tables = target.suffix in (".csv", ".xlsx", ".ods", ".parquet", ".sav") and is_book(given)
    try:
        return encoded(draw((damaged_tables if tables else damaged)(given)), target.suffix)
    except (Unwritable, RecursionError):
        reject()


def structured(target: Target) -> bool:
    """Tell whether a reader's files have a structure to damage; of the others only bytes are changed."""
    return any(not isinstance(one, bytes | str) for one in target.contents)
