"""Where codings come from: frames, files with a sheet a coder, several files, lists of codes a document."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.forms import GUIDE, unread_sheets
from govmetrics.core.labels import clean
from govmetrics.core.options import Kind
from govmetrics.core.remarks import above_remarks, is_remark
from govmetrics.core.sheets import under_header
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import read_table
from govmetrics.core.words import LANGUAGES, Note, Text
from govmetrics.text.coding import Coding

CODEBOOK_SHEET = Text("codebook")
HEADINGS = {
    "document": ("document", "file", "policy", "interview", "interviewee", "case", "meeting", "minutes", "文档", "文件", "文本",
                 "政策", "政策文件", "政策名称", "文件名称", "访谈", "访谈编号", "访谈对象", "受访者", "受访人", "案例", "会议",
                 "纪要", "材料"),
    "coder": ("coder", "rater", "coded by", "编码员", "编码者", "编码人", "编码人员", "评分员"),
    "code": ("code", "theme", "node", "编码", "主题", "节点", "代码", "类目"),
    "value": ("value", "level", "mark", "取值", "赋值", "等级"),
    "quote": ("quote", "passage", "excerpt", "quotation", "引文", "原文", "原话", "摘录", "原始语句", "语句"),
    "number": ("no.", "no", "序号", "行号"),
}  # fmt: skip
"""What the columns of a coding may be headed; of several that fit, the first word here counts."""
_WAY_OUT = Text(
    "give a table with a row for each document and coder and a column for each code, or a row for each passage with "
    "document, coder and code; its path; several of them; {{coder: table}}; or the codes of each document"
)


def _is_source(value: Any) -> bool:
    if isinstance(value, Coding | pd.DataFrame | os.PathLike) or (isinstance(value, str) and value != ""):
        return True
    if isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        return False
    return bool(parts) and (
        all(isinstance(part, pd.DataFrame | str | os.PathLike) for part in parts)
        or all(map(_of_codes, parts))
    )


def _of_codes(part: Any) -> bool:
    return isinstance(part, list | tuple | set | frozenset) and all(isinstance(code, str) for code in part)


CODING = Kind(_is_source, _WAY_OUT)


@dataclass
class Source:
    """A table of a coding, and who coded where it does not say so itself."""

    table: pd.DataFrame
    place: str
    coder: Any = None
    notes: list[Note] = field(default_factory=list)


def sources_of(coding: Any, columns: Mapping[str, str]) -> list[Source]:
    """Return the tables of a coding."""
    if isinstance(coding, pd.DataFrame):
        return [_framed(coding, "", None)]
    if isinstance(coding, str | os.PathLike):
        return _of_file(Path(coding), columns)
    if isinstance(coding, Mapping):
        if all(map(_of_codes, coding.values())):
            return [_listed(coding.items())]
        return [
            one
            for coder, part in coding.items()
            for one in (
                [_framed(part, str(coder), coder)]
                if isinstance(part, pd.DataFrame)
                else _of_file(Path(part), columns, coder)
            )
        ]
    if all(map(_of_codes, coding)):
        return [_listed(enumerate(coding, start=1))]
    found: list[Source] = []
    for place, part in enumerate(coding, start=1):
        if isinstance(part, pd.DataFrame):
            found.append(_framed(part, str(place), place))
        else:
            found += _of_file(Path(part), columns, Path(part).stem)
    return found


def _listed(pairs: Iterable[tuple[Any, Any]]) -> Source:
    """Return the table of documents with the codes of each; a document without codes has a row of its own."""
    rows = [
        (document, code)
        for document, codes in pairs
        for code in ((sorted(codes) if isinstance(codes, set | frozenset) else codes) or [None])
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["document", "code"]).astype({"code": object})
    return Source(frame.drop_duplicates(ignore_index=True), "", None)


def _framed(frame: pd.DataFrame, place: str, coder: Any) -> Source:
    """Return a frame whose documents are in a column: its index, where that has names."""
    if frame.columns.nlevels > 1:
        raise FaultyInput("coding", "the columns have several levels", "give one heading a column")
    index = frame.index
    plain = isinstance(index, pd.RangeIndex) and index.name is None
    if plain or any(_key_of(column, {}) == "document" for column in frame.columns):
        return Source(frame.reset_index(drop=True), place, coder)
    names = [str(name) if name is not None else ("document" if place == 0 else f"level {place}")
             for place, name in enumerate(index.names)]  # fmt: skip
    if index.nlevels == 1 and _key_of(names[0], {}) != "document":
        names = ["document"]
    levels = index.to_frame(index=False).set_axis(names, axis=1)
    return Source(pd.concat([levels, frame.reset_index(drop=True)], axis=1), place, coder)


def _of_file(path: Path, columns: Mapping[str, str], coder: Any = None) -> list[Source]:
    """Return the tables of a file: of a workbook every sheet but the guide and the codebook, each a coder's."""
    sheets = sheets_of(path)
    beside = {word.say(language).casefold() for word in (GUIDE, CODEBOOK_SHEET) for language in LANGUAGES}
    shown = [
        title for title, hidden in sheets.items() if not hidden and str(clean(title)).casefold() not in beside
    ]
    if len(shown) < 2:
        one = _of_sheet(path, shown[0] if shown else 0, columns, coder)
        one.notes += unread_sheets([title for title, hidden in sheets.items() if hidden], sheets)
        return [one]
    found = [
        _of_sheet(path, title, columns, coder if coder is not None and len(shown) < 2 else title)
        for title in shown
    ]
    found[0].notes += unread_sheets([title for title, hidden in sheets.items() if hidden], sheets)
    return found


def _of_sheet(path: Path, sheet: str | int, columns: Mapping[str, str], coder: Any) -> Source:
    def named(cell: Any) -> str | None:
        return _key_of(cell, columns)

    table, notes = under_header(read_table(path, sheet), named)
    held = [column for column in table.columns if named(column) in ("document", "code")]
    if held:
        table, feet = above_remarks(table, held, lambda cell: None if is_remark(cell) else cell)
        notes += feet
    place = path.name if isinstance(sheet, int) else f"{path.name}, {sheet}"
    return Source(table, place, coder, list(notes))


def _key_of(cell: Any, columns: Mapping[str, str]) -> str | None:
    """Return what a heading names, None where it is nothing that every coding has."""
    if not isinstance(cell, str):
        return None
    word = str(clean(cell)).casefold()
    own = {str(clean(str(heading))).casefold(): key for key, heading in columns.items()}
    return own.get(word) or next((key for key, words in HEADINGS.items() if word in words), None)


def keys_in(headings: Iterable[Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the heading of each key that a table has: the caller's own first, then by the order of the words."""
    by_word = {str(clean(one)).casefold(): one for one in headings if isinstance(one, str)}
    found: dict[str, Any] = {}
    for key, words in HEADINGS.items():
        wanted = [str(clean(str(columns[key]))).casefold()] if key in columns else words
        hit = next((by_word[word] for word in wanted if word in by_word), None)
        if hit is not None:
            found[key] = hit
        elif key in columns:
            raise FaultyInput("columns", "there is no column {name!r}", "the columns are: {labels:10}",
                              name=str(columns[key]), labels=[str(one) for one in headings])  # fmt: skip
    return found


def own_codebook(coding: Any) -> pd.DataFrame | None:
    """Return the codebook that stands in a workbook of codings; of several files the first that has one."""
    parts = [coding] if isinstance(coding, str | os.PathLike) else []
    if isinstance(coding, Mapping | list | tuple):
        listed = coding.values() if isinstance(coding, Mapping) else coding
        parts = [part for part in listed if isinstance(part, str | os.PathLike)]
    titles = {CODEBOOK_SHEET.say(language).casefold() for language in LANGUAGES}
    for part in parts:
        for title, hidden in sheets_of(Path(part)).items():
            if not hidden and str(clean(title)).casefold() in titles:
                return read_table(Path(part), title)
    return None
