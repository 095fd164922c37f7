"""The parts of .xlsx workbooks other than the sheets' cells: which sheets there are, shared texts, how numbers are shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from govmetrics.core.bounds import CELLS, CHARACTERS, Elements, Package
from govmetrics.core.errors import FaultyInput
from govmetrics.core.number_formats import as_shown

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
)
TAGS = {
    space + name: name
    for space in _SPACES
    for name in ("row", "c", "v", "f", "is", "t", "rPh", "si", "mergeCell")
}
"""The elements that are read, by their full names."""
_MAIN = re.compile(r"(spreadsheetml|ms-excel)\..*main\+xml$")
_BOOK = "xl/workbook.xml"
_MOST_LISTED = 100_000
"""Entries of a list of parts, sheets or styles."""


class Part(NamedTuple):
    """Where a sheet stands in the package, and whether it is hidden."""

    path: str
    hidden: bool


class Book(NamedTuple):
    """The sheets of a workbook by their names, the folder of its parts, and whether its days count from 1904."""

    sheets: dict[str, Part]
    folder: str
    from_1904: bool


class Style(NamedTuple):
    """How a number is shown: as a date where it has a `day`, else as its format says, which may be none."""

    format: str
    day: Callable[[float], Any] | None


class _Listed(Elements):
    """The attributes of some elements, by the elements' names without their spaces."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str]]] = {name: [] for name in names}
        self.within: list[str] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self.within.append(name)
        key = "/".join(self.within[-2:]) if "/".join(self.within[-2:]) in self.found else name
        if key in self.found:
            self.found[key].append({key.rpartition(" ")[2]: value for key, value in attributes.items()})
            if len(self.found[key]) > _MOST_LISTED:
                raise ValueError(f"more than {_MOST_LISTED:,} of {name}")

    def end(self, _: str) -> None:
        self.within.pop()


def _listed(package: Package, part: str, *names: str) -> dict[str, list[dict[str, str]]]:
    """Return the attributes of some elements of a part; none where there is no such part."""
    listed = _Listed(*names)
    if part in package.NameToInfo:
        with package.open(part) as source:
            listed.read(source, package.called)
    return listed.found


def book_of(package: Package) -> Book:
    """Return what a package holds; its first part that is a workbook is meant."""
    types = _listed(package, "[Content_Types].xml", "Override")["Override"]
    parts = [one["PartName"].lstrip("/") for one in types if _MAIN.search(one.get("ContentType", ""))]
    part = next((name for name in parts if name in package.NameToInfo), _BOOK)
    package.getinfo(part)  # a package of another kind has none
    folder, _, name = part.rpartition("/")
    told = _listed(package, part, "sheets/sheet", "workbookPr")
    related = _listed(package, f"{folder}/_rels/{name}.rels", "Relationship")["Relationship"]
    paths = {one["Id"]: _within(folder, one["Target"]) for one in related
             if one.get("TargetMode") != "External" and one.get("Type", "").endswith("/worksheet")}  # fmt: skip
    sheets = {
        one["name"]: Part(paths[one["id"]], one.get("state", "visible") != "visible")
        for one in told["sheets/sheet"]
        if paths.get(one.get("id", "")) in package.NameToInfo
    }
    if not sheets:
        raise ValueError("no sheets")
    return Book(sheets, folder, any(one.get("date1904") in ("1", "true") for one in told["workbookPr"]))


def _within(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


_EASTERN = {
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-m-d"),
    **dict.fromkeys((*range(32, 36), 55, 56), "h:mm:ss"),
}
"""Formats that Excel in Chinese, Japanese and Korean has built in (ECMA-376-1, 18.8.30): 2024年3月 is kept as number 57 alone."""


def styles_of(package: Package, book: Book, raw: bool) -> list[Style]:
    """Return how the numbers of each style are shown; a style without anything of its own has no format."""
    from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    epoch = MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH

    def style(code: str | None) -> Style:
        if is_date_format(code):
            return Style("", lambda value: from_excel(value, epoch, timedelta=is_timedelta_format(code)))
        plain = raw or not any(isinstance(as_shown(value, code or ""), str) for value in (1.5, -1.5, 0.0))
        return Style("" if plain else code or "", None)

    told = _listed(package, f"{book.folder}/styles.xml", "numFmts/numFmt", "cellXfs/xf")
    own = {one.get("numFmtId"): one.get("formatCode") for one in told["numFmts/numFmt"]}
    ids = [one.get("numFmtId", "0") for one in told["cellXfs/xf"]]
    made = {
        key: style(own[key] if key in own else builtin_format_code(int(key)) or _EASTERN.get(int(key)))
        for key in set(ids)
    }
    return [made[key] for key in ids] or [Style("", None)]


class Strings(Elements):
    """The texts that cells share; those of blanks alone are none."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str | None] = []
        self.said: list[str] = []
        self.spoken = self.total = 0

    def begin(self, tag: str, _: dict[str, str]) -> None:
        """Meet an element."""
        self.spoken += TAGS.get(tag) == "rPh"  # how a text is spoken is no part of it

    def end(self, tag: str) -> None:
        """Leave an element."""
        name = TAGS.get(tag)
        if name == "t" and not self.spoken:
            self.said += self.text
        elif name == "rPh":
            self.spoken -= 1
        elif name == "si":
            text = "".join(self.said)
            self.said.clear()
            self.total += len(text)
            if self.total > CHARACTERS or len(self.texts) >= CELLS:
                problem = "has more than {most:,} characters in its cells"
                raise FaultyInput(self.called, problem, "shorten its texts, or split it", most=CHARACTERS)
            self.texts.append(filled_text(text))


def filled_text(text: str) -> str | None:
    """Return a text, or None where it is blank."""
    return text.replace("x005F_", "") if text and not text.isspace() else None
