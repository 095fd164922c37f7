"""What a list of results says, section by section: how it was found, the tables, the sentences; and the references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govmetrics.core.language import Both, Language, language_of
from govmetrics.core.options import LANGUAGE, Kind, asked, choice, instance, optional
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.report.given import place
from govmetrics.report.writers.bibliography import STYLES, References, Style

REFERENCES, TABLE, CONTINUED, NOTE = Text("References"), Text("Table"), Text("continued"), Text("Note")
_SHOWN = instance(Result | Table, Text("give a result, a table, or a list of them"))
RESULTS = Kind(
    lambda value: (
        _SHOWN.fits(value)
        or (isinstance(value, list | tuple) and len(value) > 0 and all(map(_SHOWN.fits, value)))
    ),
    _SHOWN.way_out,
)
"""What the writers take."""
Results = Result | Table | Sequence[Result | Table]


@dataclass(frozen=True)
class Section:
    """What is written of one result.

    Parameters
    ----------
    method : str
        How it was found, with the marks of the works cited; empty where a result does not say.
    tables : tuple of Table
        In the chapter's language.
    """

    method: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Chapter:
    """Sections and references, in one language.

    Parameters
    ----------
    sections : tuple of Section
    references : tuple of str
        As the style of the references has them.
    language : str
    """

    sections: tuple[Section, ...]
    references: tuple[str, ...]
    language: Language

    def numbered(self) -> Iterator[tuple[int, Table]]:
        """Return the tables with their numbers."""
        return enumerate((table for section in self.sections for table in section.tables), 1)

    def word(self, text: Text) -> str:
        """Return a word in the chapter's language."""
        return text.say(self.language)


def chapter_of(
    results: Results,
    path: str | Path,
    suffix: str,
    language: Both | None = None,
    style: Style | None = None,
) -> Chapter:
    """Return what the writers write.

    Parameters
    ----------
    results : Result, Table, or a list of them
    path : path
        Where it is to be written.
    suffix : str
        Of files of this format; empty for a folder.
    language : {"en", "zh"}, optional
        By default the one in use.
    style : {"gb7714", "apa"}, optional
        Of the references; by default GB/T 7714 in Chinese, APA in English.

    Raises
    ------
    FaultyInput
        Arguments of another kind.
    """
    asked(results=(results, RESULTS), path=(path, place(suffix)), language=(language, LANGUAGE),
          style=(style, optional(choice(*STYLES))))  # fmt: skip
    chosen = language_of(language)
    cited = References(style or ("gb7714" if chosen == "zh" else "apa"))
    listed = [results] if isinstance(results, Result | Table) else results
    sections = tuple(_section(result, cited, chosen) for result in listed)
    return Chapter(sections, tuple(cited.lines()), chosen)


def _section(result: Result | Table, cited: References, language: Language) -> Section:
    tables = (result.said(language),) if isinstance(result, Table) else result.tables(language)
    told = "" if isinstance(result, Table) else result.method_paragraph(language)
    marks = cited.cite(key for table in tables for key in table.cites)
    return Section(_before_stop(told, marks), tuple(table for table in tables if len(table.columns)))


def _before_stop(paragraph: str, marks: str) -> str:
    """Return a paragraph with its citations before the last full stop."""
    if not paragraph or not marks:
        return paragraph
    if paragraph.endswith(("。", ".")):
        return f"{paragraph[:-1]}{marks.lstrip() if paragraph.endswith('。') else marks}{paragraph[-1]}"
    return paragraph + marks


def below(table: Table, language: Language) -> list[str]:
    """Return the lines under a table: what the stars mean, and the notes."""
    told = [table.legend, *table.notes]
    note = NOTE.say(language)
    mark = ":" if language == "en" else "："
    blank = " " if language == "en" else ""
    return [f"{note}{mark}{blank}{line}" if at == 0 else line for at, line in enumerate(filter(None, told))]


def panels(width: float, widths: Sequence[float], kept: int = 1) -> list[list[int]]:
    """Return which columns stand side by side on a page of a width; the first `kept` columns head every panel."""
    rest = list(range(kept, len(widths)))
    found: list[list[int]] = []
    while rest or not found:
        room = width - sum(widths[:kept])
        here: list[int] = []
        while rest and (not here or room >= widths[rest[0]]):
            room -= widths[rest[0]]
            here.append(rest.pop(0))
        found.append([*range(min(kept, len(widths))), *here])
    return found


def pick(rows: Iterable[Sequence[Any]], columns: Sequence[int]) -> list[list[Any]]:
    """Return some columns of rows."""
    return [[row[place] for place in columns] for row in rows]
