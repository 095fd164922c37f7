"""What a list of results says, section by section: how it was found, the tables, the sentences; and the references."""

from __future__ import annotations

import re
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
from govmetrics.report.writers.layout import HAN

REFERENCES, TABLE, CONTINUED, NOTE = Text("References"), Text("Table"), Text("continued"), Text("Note")
APPENDIX = Text("Appendix")
LONG = 100
"""A result's further tables of more rows stand in the appendix."""
_SHOWN = instance(Result | Table, Text("give a result, a table, or a list of them"))
RESULTS = Kind(
    lambda value: (
        _SHOWN.fits(value)
        or (isinstance(value, list | tuple) and len(value) > 0 and all(map(_SHOWN.fits, value)))
    ),
    _SHOWN.way_out,
)
"""What the writers take."""
_CODE = re.compile(rf"(?:(?<=[{HAN}]) )?`([^`\n]{{1,200}})`(?: (?=[{HAN}]))?")
Results = Result | Table | Sequence[Result | Table]


@dataclass(frozen=True)
class Numbered:
    """A table with its number.

    Parameters
    ----------
    number : int
        Among the tables of the text, or among those of the appendix.
    table : Table
        In the chapter's language.
    appended : bool
        Whether it stands in the appendix.
    """

    number: int
    table: Table
    appended: bool = False

    @property
    def mark(self) -> str:
        """How its number is written: 3, A1."""
        return f"{'A' * self.appended}{self.number}"


@dataclass(frozen=True)
class Section:
    """What is written of one result.

    Parameters
    ----------
    method : str
        How it was found, with the marks of the works cited; empty where a result does not say.
    raised : str
        Those marks, where the style of the references raises them.
    mention : tuple of str or Numbered
        The sentence that says where the results are, in pieces: words, and the tables whose numbers stand between them.
    tables : tuple of Numbered
        Those that stand in the text.
    """

    method: str
    raised: str
    mention: tuple[str | Numbered, ...]
    tables: tuple[Numbered, ...]

    @property
    def cited(self) -> tuple[str, str, str]:
        """The method: what stands before the raised marks, the marks, and what stands behind them."""
        if not self.raised:
            return self.method, "", ""
        told, marks, stop = self.method.rpartition(self.raised)
        return told.rstrip(), marks, stop

    @property
    def paragraph(self) -> str:
        """How it was found and where the results are, as plain text."""
        said = (piece if isinstance(piece, str) else str(piece.number) for piece in self.mention)
        return "".join([self.method, *said])


@dataclass(frozen=True)
class Chapter:
    """Sections, an appendix and references, in one language.

    Parameters
    ----------
    sections : tuple of Section
    appendix : tuple of Numbered
        Long tables, which would tear the text apart.
    references : tuple of str
        As the style of the references has them.
    language : str
    """

    sections: tuple[Section, ...]
    appendix: tuple[Numbered, ...]
    references: tuple[str, ...]
    language: Language

    def numbered(self) -> Iterator[Numbered]:
        """Return the tables of the text, then those of the appendix."""
        yield from (one for section in self.sections for one in section.tables)
        yield from self.appendix

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
    sections: list[Section] = []
    main: list[Numbered] = []
    appendix: list[Numbered] = []
    for result in listed:
        tables = (result.said(chosen),) if isinstance(result, Table) else result.tables(chosen)
        told, raised = methods_told(result, tables, cited, chosen)
        here: tuple[list[Numbered], list[Numbered]] = [], []
        for table in (table for table in tables if len(table.columns)):
            long = len(table.frame) > LONG and bool(here[0])
            count = len(appendix if long else main) + len(here[long]) + 1
            here[long].append(Numbered(count, table, long))
        main += here[0]
        appendix += here[1]
        mention = _mention(*here, chosen) if told and here[0] else ()
        sections.append(Section(told, raised, mention, tuple(here[0])))
    return Chapter(tuple(sections), tuple(appendix), tuple(cited.lines()), chosen)


def methods_told(
    result: Result | Table, tables: Iterable[Table], cited: References, language: Language
) -> tuple[str, str]:
    """Return how a result was found, with the marks of the works cited, and those marks where they are raised.

    Parameters
    ----------
    result : Result or Table
    tables : iterable of Table
        Its own, in any language; they name the works.
    cited : References
        Takes them up.
    language : str
    """
    told = "" if isinstance(result, Table) else result.method_paragraph(language)
    marks = cited.cite(key for table in tables for key in table.cites)
    raised = marks.strip() if cited.style == "gb7714" else ""
    return before_stop(told, marks), raised


def _mention(
    main: list[Numbered], appended: list[Numbered], language: Language
) -> tuple[str | Numbered, ...]:
    """Return the sentence that names the tables, in pieces."""
    tables = {f"\ue002{one.mark}\ue003": one for one in (*main, *appended)}
    named = [_range(*(f"\ue002{one.mark}\ue003" for one in some), appended=some is appended)
             for some in (main, appended) if some]  # fmt: skip
    told = (
        named[0] if len(named) == 1 else Text("{tables} and {appended}", tables=named[0], appended=named[1])
    )
    said = Text("The results are given in {tables}.", tables=told).say(language)
    pieces = re.split("(\ue002[^\ue003]*\ue003)", f"{' ' if language == 'en' else ''}{said}")
    return tuple(tables.get(piece, piece) for piece in pieces if piece)


def _range(*marks: str, appended: bool) -> Text:
    first, last = marks[0], marks[-1]
    if len(marks) == 1:
        return Text("Table A{first}" if appended else "Table {first}", first=first)
    if len(marks) == 2:
        both = "Tables A{first} and A{last}" if appended else "Tables {first} and {last}"
        return Text(both, first=first, last=last)
    return Text(
        "Tables A{first} to A{last}" if appended else "Tables {first} to {last}", first=first, last=last
    )


def label(language: Language, appended: bool = False, again: bool = False) -> str:
    """Return what stands before a table's number: "Table ", in an appendix "Table A"; in Chinese 表, 附表, of a part 续表."""
    word = Text("Table A" if appended else "Table").say(language)
    if language == "en":
        return word if appended else f"{word} "
    return f"{CONTINUED.say(language) if again else ''}{word}"


def before_stop(paragraph: str, marks: str) -> str:
    """Return a paragraph with its citations before the last full stop."""
    if not paragraph or not marks:
        return paragraph
    if paragraph.endswith(("。", ".")):
        return f"{paragraph[:-1]}{marks.lstrip() if paragraph.endswith('。') else marks}{paragraph[-1]}"
    return paragraph + marks


def quoted(text: str) -> str:
    """Return a text whose words of a file stand in quotes: the signs of source code are none on paper.

    Examples
    --------
    >>> quoted("write `cluster: unit`"), quoted("a ` b")
    ('write “cluster: unit”', 'a ` b')
    """
    return _CODE.sub(r"“\1”", text)


def below(table: Table, language: Language) -> list[str]:
    """Return the lines under a table: what the stars mean, and the notes."""
    told = [table.legend, *table.notes]
    note = NOTE.say(language)
    mark = ":" if language == "en" else "："
    blank = " " if language == "en" else ""
    return [f"{note}{mark}{blank}{line}" if at == 0 else line for at, line in enumerate(filter(None, told))]


def pick(rows: Iterable[Sequence[Any]], columns: Sequence[int]) -> list[list[Any]]:
    """Return some columns of rows."""
    return [[row[place] for place in columns] for row in rows]
