"""How much a file may hold: one rule for workbooks, documents and tables, kept before anything is built from them.

A file of a few kilobytes can unpack to gigabytes or name a cell in the last row. No office program writes such files, and
who meets one wants a sentence rather than a frozen machine.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from govmetrics.core.errors import FaultyInput, GovmetricsError
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text

ROWS, COLUMNS = 1_048_576, 16_384
"""What a sheet holds (Microsoft, Excel specifications and limits)."""
CELLS = 25_000_000
"""Cells of a table: 600,000 rows of 40 columns, some 2 GB in memory."""
COLUMNAR = 10 * CELLS
"""Cells of a table in a file that keeps numbers as numbers (Parquet): as much memory."""
CHARACTERS = 500_000_000
"""Characters in the cells of a table, those that many cells share counted in each."""
LONGEST_CELL = 100_000
"""Characters of a cell."""
PARTS = 10_000
"""Parts of a package; a workbook with a hundred sheets and their drawings has some five hundred."""
UNPACKED = 4_000_000_000
"""Bytes of a part; the million rows of a sheet with forty columns have two and a half billion."""
PACKED = 300
"""How many times a part may be smaller when packed, where it is larger than `SMALL`; sheets reach twenty to a hundred."""
SMALL = 50_000_000
DEEPEST = 200
"""Elements within each other."""
UNBROKEN = 2_000_000
"""Bytes of XML without a tag that ends."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 16


@contextmanager
def only_ours(name: str, problem: str, way_out: str) -> Iterator[None]:
    """Turn whatever a damaged file makes of a library into one of our errors; `problem` names the `reason`."""
    try:
        yield
    except GovmetricsError:
        raise
    except FileNotFoundError:
        raise FaultyInput(name, "there is no such file", "check the path") from None
    except (MemoryError, RecursionError):
        told = Text("it asks for more memory than there is")
        raise FaultyInput(name, problem, way_out, reason=told) from None
    except Exception as error:  # zipfile, zlib, expat and the libraries behind raise classes of many kinds
        raise FaultyInput(name, problem, way_out, reason=reason_of(error)) from None


class Package(zipfile.ZipFile):
    """A .zip file whose parts are bounded: none is opened that is encrypted, oddly packed, or larger than the rule says.

    Parts that are not asked for are not looked at, however large they are.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.called = name
        with path.open("rb") as file:
            if file.read(8) == _OLE:
                problem = "is encrypted, or an older file under a new name"
                raise FaultyInput(name, problem, "open it in its program and save it without a password")
        super().__init__(path)
        parts = self.infolist()
        if len(parts) > PARTS:
            self.close()
            problem = "has {count:,} parts, more than {most:,}"
            raise FaultyInput(name, problem, "save what is needed as .csv", count=len(parts), most=PARTS)
        if sum(part.compress_size for part in parts) > path.stat().st_size:
            self.close()
            raise FaultyInput(name, "has parts that lie within each other", "save it again in its program")

    def open(self, name: Any, mode: Any = "r", pwd: Any = None, **others: Any) -> IO[bytes]:
        """Return the stream of a part."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.flag_bits & 1:
            raise FaultyInput(
                self.called, "is encrypted", "open it in its program and save it without a password"
            )
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FaultyInput(
                self.called, "is packed as no office program does", "save it again in its program"
            )
        times = part.file_size / max(part.compress_size, 1)
        if part.file_size > UNPACKED or (part.file_size > SMALL and times > PACKED):
            problem = (
                "unpacks to {size:,.0f} MB, {times:,.0f} times its size ({part}); the limits are {most:,.0f} MB, and "
                "{most_times:,} times beyond {small:,.0f} MB"
            )
            raise FaultyInput(self.called, problem, "save only what is needed, as .csv",
                              size=part.file_size / 1e6, times=times, part=part.filename, most=UNPACKED / 1e6,
                              most_times=PACKED, small=SMALL / 1e6)  # fmt: skip
        return super().open(part, mode, pwd, **others)  # never more than the size that is told


class Elements:
    """What a streaming reader does with the elements of one part: nothing is kept but what it keeps itself.

    `begin` and `end` get names such as ``"namespace name"``; the text since the last tag stands in `text`.
    """

    def __init__(self) -> None:
        self.text: list[str] = []
        self.deep = self.begun = 0

    def begin(self, tag: str, attributes: dict[str, str], /) -> None:
        """Meet an element."""

    def end(self, tag: str, /) -> None:
        """Leave an element."""

    def read(self, source: IO[bytes], name: str) -> None:
        """Read a part to its end.

        Raises
        ------
        FaultyInput
            A document type (with which entities come), elements too deep, a tag or a text without end.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self.text.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_entities
        parser.ProcessingInstructionHandler = parser.CommentHandler = None
        self.called, before, unbroken = name, 0, 0
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
            unbroken = unbroken + len(chunk) if self.begun == before else 0
            before = self.begun
            if unbroken > UNBROKEN:
                problem = "holds a text or a name of more than {most:,.0f} MB"
                raise FaultyInput(name, problem, "save what is needed as .csv", most=UNBROKEN / 1e6)
        parser.Parse(b"", True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.begun += 1
        self.deep += 1
        if self.deep > DEEPEST:
            problem = "is nested more than {most} deep"
            raise FaultyInput(self.called, problem, "save what is needed as .csv", most=DEEPEST)
        self.begin(tag, attributes)
        self.text.clear()

    def _end(self, tag: str) -> None:
        self.deep -= 1
        self.end(tag)
        self.text.clear()


def _refuse_entities(*_: Any) -> None:
    raise ValueError("document type")


def refuse_large(name: str, rows: int, columns: int, most: int = CELLS) -> None:
    """Refuse a table that would have more cells than the rule says."""
    if rows * columns > most:
        problem = "has {rows:,} rows and {columns:,} columns, more than {most:,} cells"
        way_out = "split it, or leave out what is not needed"
        raise FaultyInput(name, problem, way_out, rows=rows, columns=columns, most=most)
