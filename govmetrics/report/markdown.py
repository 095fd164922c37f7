"""Tables as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from govmetrics.core.documents import write_text
from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.words.visible import visible
from govmetrics.report.writers.bibliography import Style
from govmetrics.report.writers.chapter import (
    APPENDIX,
    REFERENCES,
    Chapter,
    Numbered,
    Results,
    below,
    chapter_of,
    label,
)

_MARK = re.compile(r"[\\`*_\[\]|<>~]")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_START = re.compile(r"^([#+=-]|\d+[.)](?=\s))")


def markdown(
    results: Results, path: str | Path, language: Language | None = None, *, style: Style | None = None
) -> Path:
    """Write tables of results as Markdown, with notes, sentences and references; names never become markup.

    Parameters
    ----------
    results : Result, Table, or a list of them
        In the order in which they are written.
    path : path
        The .md file.
    language : {"en", "zh"}, optional
        Of the words; by default the one in use.
    style : {"gb7714", "apa"}, optional
        Of the references; by default GB/T 7714 in Chinese, APA in English.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Arguments of another kind, another suffix, no such folder: all at once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> frame = pd.DataFrame({"score": [71.3]}, index=pd.Index(["Nanshan"], name="unit"))
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.report.markdown(gm.Table.of("Scores", frame), Path(folder) / "tables.md")
    ...     print(path.read_text(encoding="utf-8"))
    **Table 1** Scores
    <BLANKLINE>
    | Unit | Score |
    |:-----|------:|
    | Nanshan | 71.30 |
    <BLANKLINE>
    """
    chapter = chapter_of(results, path, ".md", language, style)
    return write_text(path, "\n".join(_lines(chapter)))


def _lines(chapter: Chapter) -> list[str]:
    lines = []
    for section in chapter.sections:
        lines += [_escaped(section.paragraph), ""] if section.method else []
        lines += [line for one in section.tables for line in _numbered(one, chapter)]
    if chapter.appendix:
        lines += [f"## {chapter.word(APPENDIX)}", ""]
        lines += [line for one in chapter.appendix for line in _numbered(one, chapter)]
    if chapter.references:
        lines += [f"## {chapter.word(REFERENCES)}", ""]
        for line in chapter.references:
            lines += [_escaped(line), ""]
    return lines


def _numbered(one: Numbered, chapter: Chapter) -> list[str]:
    """Return a table under its caption, then its notes and the sentence."""
    head = f"**{label(chapter.language, one.appended)}{one.number}** {_escaped(one.table.caption)}"
    lines = [head, "", *_table(one.table), ""]
    for line in [*below(one.table, chapter.language), one.table.sentence]:
        lines += [_escaped(line), ""] if line else []
    return lines


def _table(table: Table) -> list[str]:
    heads, cells, numbers = table.printed()
    rule = "|".join("------:" if number else ":-----" for number in numbers)
    return [_row(heads), f"|{rule}|", *map(_row, cells)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    one_line = " ".join(visible(text).split())
    marked = _MARK.sub(
        lambda found: _ENTITIES.get(found.group(), f"\\{found.group()}"), one_line.replace("&", "&amp;")
    )
    return _START.sub(r"\\\1", marked)
