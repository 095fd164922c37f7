"""The text of files: plain, Word, PDF; bounded, and one clear error for what cannot be read."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

from govmetrics.core.bounds import Package
from govmetrics.core.encodings import decode
from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.log import LOG
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Note, Text
from govmetrics.text._written import joined_lines

PLAIN = (".txt", ".md", ".text")
READ = (*PLAIN, ".docx", ".pdf")
LARGEST = 100_000_000
"""Bytes of a file."""
UNPACKED = 300_000_000
"""Bytes of a Word file when it is unpacked, pictures among them."""
WRITTEN = 60_000_000
"""Bytes of a Word file without pictures; one of a thousand pages has about 10 MB."""
PAGES = 5_000
SECONDS = 60.0
"""Of the processor for a page of a PDF: thick ones take a second; what draws itself again and again would take hours."""


def text_of(path: Path, name: str) -> tuple[str, list[Note]]:
    """Return the text of a file, and notes; a text that is empty is returned as it is.

    Raises
    ------
    FaultyInput
        Too large, damaged, encrypted, in an unknown encoding, a library that is missing.
    """
    if path.stat().st_size > LARGEST:
        raise FaultyInput(name, "has {size:,.0f} MB, more than {most:,.0f}", "split the file", size=path.stat().st_size / 1e6,
                          most=LARGEST / 1e6)  # fmt: skip
    suffix = path.suffix.lower()
    if suffix in PLAIN:
        return _plain(path.read_bytes(), name), []
    LOG.debug("read the text of %s", path)
    return (_docx(path, name), []) if suffix == ".docx" else _pdf(path, name)


def _plain(raw: bytes, name: str) -> str:
    """Return the text of plain bytes."""
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FaultyInput(name, "is not text", "save it as .txt in UTF-8 or GB18030")
    return decode(raw, name) if raw else ""


def _docx(path: Path, name: str) -> str:
    """Return the paragraphs and the cells of a Word file in their order, without what was deleted."""
    require("text", name, docx="python-docx")
    from docx import Document

    try:
        with Package(path, name) as packed:
            sizes = {part.filename: part.file_size for part in packed.infolist()}
        written = sum(size for part, size in sizes.items() if not part.startswith("word/media/"))
        for size, most in ((written, WRITTEN), (sum(sizes.values()), UNPACKED)):
            if size > most:
                problem = "unpacks to {size:,.0f} MB, more than {most:,.0f}"
                raise FaultyInput(name, problem, "save its text as .txt", size=size / 1e6, most=most / 1e6)
        body: Any = Document(str(path)).element.body
        return "\n".join(
            _paragraph(paragraph) for paragraph in body.iter(f"{_W}p") if not _fallback(paragraph)
        )
    except FaultyInput:
        raise
    except Exception as error:  # zipfile, lxml and python-docx raise classes of their own
        raise FaultyInput(name, "is not a readable Word file ({reason})", "open it in Word and save it again",
                          reason=reason_of(error)) from None  # fmt: skip


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _fallback(paragraph: Any) -> bool:
    """Tell whether a paragraph repeats, for old programs, what stands beside it."""
    return any(above.tag == _FALLBACK for above in paragraph.iterancestors())


def _paragraph(paragraph: Any) -> str:
    """Return the text of a paragraph, that of boxes in it apart."""
    parts = []
    for run in paragraph.iter(f"{_W}t", *_SIGNS):
        if next(run.iterancestors(f"{_W}p"), None) is paragraph and run.getparent().tag == f"{_W}r":
            parts.append(_SIGNS.get(run.tag, run.text or ""))
    return "".join(parts)


def _pdf(path: Path, name: str) -> tuple[str, list[Note]]:
    """Return the text of a PDF file, page by page, and which pages have none."""
    require("text", name, pypdf="pypdf")
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FaultyInput(name, "is encrypted", "save it without a password")
        if len(reader.pages) > PAGES:
            problem = "has {n:,} pages, more than {most:,}"
            raise FaultyInput(name, problem, "split the file", n=len(reader.pages), most=PAGES)
        pages = [_page(page, at, name) for at, page in enumerate(reader.pages, start=1)]
    except FaultyInput:
        raise
    except ImportError:  # AES needs cryptography
        raise FaultyInput(name, "is encrypted", "save it without a password") from None
    except Exception as error:  # whatever a damaged file makes of pypdf
        raise FaultyInput(name, "is not a readable PDF file ({reason})", "open it and save it again",
                          reason=reason_of(error)) from None  # fmt: skip
    empty = [at for at, page in enumerate(pages, start=1) if not page.strip()]
    notes = []
    if empty:
        told = "{file}: {n:# page has|# pages have} no text, as scanned pages have none: {pages:20}"
        notes.append(Note(told, file=name, n=len(empty), pages=[str(at) for at in empty]))
    return joined_lines("\n".join(pages)), notes


class _TooLong(BaseException):
    """A page takes its time; no `Exception`, of which pypdf keeps some to itself."""


def _page(page: Any, at: int, name: str) -> str:
    """Return the text of a page, in bounded time."""
    end = time.thread_time() + SECONDS

    def in_time(*_: object) -> None:
        if time.thread_time() > end:
            raise _TooLong

    try:  # pypdf calls this before every sign that is drawn, within what is drawn again and again, too
        return str(page.extract_text(visitor_operand_before=in_time))
    except _TooLong:
        problem = "page {at} takes more than {most:,.0f} seconds to read"
        raise FaultyInput(name, problem, "save its text as .txt", at=at, most=SECONDS) from None


def why_not(path: Path) -> Text | None:
    """Return why a file is not read as a document; None where it is."""
    if path.name.startswith("~$"):
        return Text("left behind by Word")
    if path.name.startswith("."):
        return Text("hidden")
    suffix = path.suffix.lower()
    if suffix in (".doc", ".wps", ".rtf", ".odt"):
        return Text("save it as .docx")
    if suffix in (".csv", ".tsv", ".xlsx", ".xls", ".ods"):
        return Text("a table: read it by itself")
    return None if suffix in READ else Text("no text file")
