"""What a reader is given, as structure, and the bytes of a file that hold it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from tests.office_files import write_ods

Book = dict[str, list[list[Any]]]
"""Rows of cells by the names of sheets."""


class Unwritable(ValueError):
    """No file of this kind can hold this."""


def encoded(content: Any, suffix: str) -> bytes:
    """Return a structure as the bytes of a file; bytes and texts are what they are."""
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    try:
        return _WRITERS[suffix](content)
    except Exception as error:  # what libraries cannot write is no input
        raise Unwritable(f"{suffix}: {error}") from error


def _csv(book: Book) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(next(iter(book.values()), []))
    return text.getvalue().encode("utf-8", "surrogatepass")


def _xlsx(book: Book) -> bytes:
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    for name, rows in book.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([str(cell) if isinstance(cell, list | dict | set | tuple) else cell for cell in row])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _ods(book: Book) -> bytes:
    rows = next(iter(book.values()), [])
    return _written(lambda path: write_ods(path, rows), ".ods")


def _frame(book: Book) -> pd.DataFrame:
    head, *rows = next(iter(book.values()))
    frame = pd.DataFrame(rows, dtype=object).set_axis([str(one) for one in head][: len(rows[0])], axis=1)
    return frame.infer_objects()


def _parquet(book: Book) -> bytes:
    return _written(_frame(book).to_parquet, ".parquet")


def _sav(book: Book) -> bytes:
    import pyreadstat

    return _written(lambda path: pyreadstat.write_sav(_frame(book), path), ".sav")


def _written(write: Callable[[Path], Any], suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"written{suffix}"
        write(path)
        return path.read_bytes()


def _json(content: Any) -> bytes:
    return json.dumps(content, default=str).encode()


def _yaml(content: Any) -> bytes:
    return flow(content).encode()


def flow(content: Any) -> str:
    """Return a structure as YAML in one line: unlike JSON it has dates, and keys of any kind."""
    if isinstance(content, dict):
        return "{" + ", ".join(f"? {flow(key)} : {flow(value)}" for key, value in content.items()) + "}"
    if isinstance(content, Iterable) and not isinstance(content, str):
        return "[" + ", ".join(map(flow, content)) + "]"
    if isinstance(content, dt.date):
        return content.isoformat()
    text = json.dumps(content, default=str)
    return {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}.get(text, text)


def _xml(content: Any) -> bytes:
    return markup(content).encode("utf-8", "surrogatepass")


def markup(content: Any) -> str:
    """Return [tag, attributes, children] as XML; what is no such list is text."""
    if not (isinstance(content, list) and len(content) == 3 and isinstance(content[2], list)):
        return escape(str(content))
    tag, attributes, children = content
    said = "".join(f" {name}={quoteattr(str(value))}" for name, value in dict(attributes or {}).items())
    return f"<{tag}{said}>{''.join(map(markup, children))}</{tag}>"


def _docx(content: Any) -> bytes:
    from tests.text.files import docx_of

    return _written(lambda path: docx_of(path, content["paragraphs"], content.get("table")), ".docx")


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    ".csv": _csv, ".xlsx": _xlsx, ".ods": _ods, ".parquet": _parquet, ".sav": _sav, ".json": _json, ".geojson": _json,
    ".yaml": _yaml, ".xmile": _xml, ".docx": _docx,
}  # fmt: skip
