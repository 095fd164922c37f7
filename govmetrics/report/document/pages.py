"""A document that is written from its first page to its last: headings, lines, tables and figures with their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from govmetrics.core.language import Both, Language, said
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible
from govmetrics.report.document.pictures import Picture, drawn
from govmetrics.report.words import word
from govmetrics.report.writers.chapter import quoted
from govmetrics.report.writers.docx import (
    LATIN,
    SONG,
    append,
    new_document,
    put_plain,
    put_table,
    turn,
)
from govmetrics.report.writers.fields import (
    LEVELS,
    Entry,
    contents,
    contents_styles,
    counted,
    figure_caption,
    head_and_foot,
    mark,
    mention,
    number_headings,
)
from govmetrics.report.writers.layout import layout, room

LONGEST = 200
"""A name in a table is cut behind so many characters: one of 10,000 would fill pages."""
NAME, PARAGRAPH = 60, 2_000
"""So many characters have a name in a sentence that is too long to be read, and a paragraph at most."""
_NAME = re.compile(rf"[^\s，。；：、（）“”《》,;:()]{{{LONGEST + 1},}}")
HIGHEST = 12_200
"""Of a figure, in twentieths of a point: a page without its margins, and room for heading, mention and caption."""
LINES = {
    "Table Text": 12,
    "Card": 13,
    "toc 1": 15,
    "Table Note": 11,
    "Body Text": 18,
    "List Bullet": 18,
    "Reference": 13,
}
"""Points from line to line, so that a page holds the same with whichever fonts there are."""
NAMED = {
    ("figure", 1): "Figure {first}", ("table", 1): "Table {first}",
    ("figure", 2): "Figures {first} and {last}", ("table", 2): "Tables {first} and {last}",
    ("figure", 3): "Figures {first} to {last}", ("table", 3): "Tables {first} to {last}",
}  # fmt: skip
SIGN = 0xE100
"""Signs without a meaning stand for numbers until these are fields."""
Printed = tuple[list[str], list[list[str]], list[bool]]


@dataclass(frozen=True)
class Exhibit:
    """A numbered table.

    Parameters
    ----------
    caption : str
    printed : tuple
        Headings, cells, and which columns are numbers, as `Table.printed` gives them.
    notes : list of str
        Lines below it.
    """

    caption: str
    printed: Printed
    notes: list[str] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether it needs a page that is turned."""
        return layout(*self.printed).turned


def shortened(text: str, most: int = LONGEST) -> str:
    """Return a text as it leaves (`visible`), no longer than so many characters, the cut marked.

    Examples
    --------
    >>> shortened("East"), shortened("a" * 1000, 5)
    ('East', 'aaaa…')
    """
    text = visible(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def readable(text: str) -> str:
    """Return a sentence whose names are no longer than anyone reads.

    Examples
    --------
    >>> readable(f"Last is {'a' * 10_000} (12.3).") == f"Last is {'a' * 59}… (12.3)."
    True
    """
    return shortened(_NAME.sub(lambda found: shortened(found[0], NAME), text), PARAGRAPH)


class Pages:
    """The document as far as it is written.

    Parameters
    ----------
    language : {"en", "zh", "both"}
    title : str
        Stands above every page.
    """

    def __init__(self, language: Both, title: str) -> None:
        self.language, self.title = language, shortened(title)
        self.spoken: Language = "en" if language == "en" else "zh"
        self.document = new_document(self.spoken)
        self.wide, self.tables, self.figures, self._break = False, 0, 0, False
        self.noted: dict[str, int] = {}  # below which table a note stands
        self._entries: list[Entry] = []
        self._counts = [0] * LEVELS
        self._place: Any = None
        from docx.shared import Pt

        number_headings(self.document, self.spoken)
        contents_styles(self.document, LATIN, SONG)
        head_and_foot(self.document, self.title, self.spoken)
        for name, points in LINES.items():
            self.document.styles[name].paragraph_format.line_spacing = Pt(points)

    def word(self, key: str) -> str:
        """Return a word of reports."""
        return word(key, self.language)

    def said(self, text: Any) -> str:
        """Return a text in the document's language."""
        return said(text, self.language)

    def heading(self, told: str, level: int = 1, new_page: bool = False) -> None:
        """Write a heading; those of the first two levels are numbered."""
        told = shortened(told)
        paragraph = self.document.add_heading(told, level)
        paragraph.paragraph_format.page_break_before = new_page or self._break
        self._break = False
        if not 1 <= level <= LEVELS:
            return
        self._counts[level - 1 :] = [self._counts[level - 1] + 1, *[0] * (LEVELS - level)]
        anchor = f"_Toc{len(self._entries) + 1:08d}"
        mark(paragraph, anchor, len(self._entries))
        self._entries.append(Entry(level, counted(self._counts[:level], self.spoken), told, anchor))

    def contents(self) -> None:
        """Keep a place for the contents."""
        line = self.document.add_paragraph(self.word("contents"), "Contents Heading")
        self._place = line._p

    def fill_contents(self) -> None:
        """Write the contents where their place is kept."""
        for line in reversed(contents(self._entries, self.spoken)):
            self._place.addnext(line)

    def line(self, told: str, style: str = "Body Text") -> Any:
        """Write a paragraph."""
        return self.document.add_paragraph(quoted(readable(told)), style)

    def bullets(self, lines: Sequence[str]) -> None:
        """Write a list."""
        for one in lines:
            self.line(one, "List Bullet")

    def lie(self, wide: bool) -> None:
        """Go on on a page that lies as asked."""
        if wide != self.wide:
            turn(self.document, wide)
            self.wide = wide

    def break_page(self) -> None:
        """Let the next heading begin a page."""
        self._break = True

    def chapter(
        self, title: str, exhibits: Sequence[Exhibit], pictures: Sequence[Picture] = (), lines: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Write a heading, what is said, and figures and tables behind a sentence that names them.

        Pictures stand on an upright page; a table that needs it turns the page, and those behind it stay there.
        """
        images = [(one, drawn(one)) for one in pictures]
        found = [(one, image) for one, image in images if isinstance(image, bytes)]
        self.lie(not found and bool(exhibits) and exhibits[0].wide)
        self.heading(title)
        for line in lines:
            self.line(line)
        for one, fault in images:
            if not isinstance(fault, bytes):
                text = "The picture “{caption}” is left out: {fault}"
                self.line(self.said(Text(text, caption=one.caption, fault=fault)))
        self._mention(len(found), len(exhibits))
        for one, image in found:
            self._figure(one, image)
        for table in exhibits:
            self.lie(self.wide or table.wide)
            self._table(table)

    def _mention(self, figures: int, tables: int) -> None:
        """Write which figures and tables come: "See Figure 1 and Tables 2 to 4."."""
        signs: dict[str, tuple[str, int]] = {}
        named = []
        for kind, before, count in (("figure", self.figures, figures), ("table", self.tables, tables)):
            ends = [before + 1, before + count] if count > 1 else [before + 1] * count
            own = [chr(SIGN + len(signs) + at) for at in range(len(ends))]
            signs |= {sign: (kind, number) for sign, number in zip(own, ends, strict=True)}
            if own:
                named.append(Text(NAMED[kind, min(count, 3)], first=own[0], last=own[-1]))
        if named:
            append(self.document, mention(self.said(Text("See {names}.", names=named)), signs))

    def _table(self, exhibit: Exhibit) -> None:
        """Write a three-line table with the next number."""
        self.tables += 1
        put_table(self.document, shortened(exhibit.caption), _cut(exhibit.printed), self.spoken, self.tables,
                  self.wide, exhibit.notes)  # fmt: skip

    def plain(self, printed: Printed) -> None:
        """Write a table without a number."""
        put_plain(self.document, _cut(printed), self.wide)

    def _figure(self, picture: Picture, image: bytes) -> None:
        """Write a picture as wide as the text, with its caption and what it shows for those who do not see it."""
        from io import BytesIO

        from docx.shared import Twips

        self.figures += 1
        paragraph = self.document.add_paragraph(style="Figure")
        inline = paragraph.add_run().add_picture(BytesIO(image), width=Twips(room(False)))
        if inline.height > Twips(HIGHEST):
            inline.width, inline.height = Twips(room(False) * Twips(HIGHEST) // inline.height), Twips(HIGHEST)
        about = inline._inline.docPr
        about.set("title", self.said(picture.caption))
        about.set("descr", shortened(self.said(picture.told), 1_000))
        append(self.document, figure_caption(self.said(picture.caption), self.figures, self.spoken))


def _cut(printed: Printed) -> Printed:
    heads, cells, numbers = printed
    return [shortened(head) for head in heads], [[shortened(cell) for cell in row] for row in cells], numbers
