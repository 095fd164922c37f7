"""Three-line tables and their words as a Word document; the tables are written as XML, 100 times faster than by cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.words import say
from govmetrics.core.workbooks import clean, save_office, shown_width
from govmetrics.report.writers.chapter import CONTINUED, REFERENCES, TABLE, Chapter, below, panels, pick

if TYPE_CHECKING:
    from docx.document import Document

LATIN, SONG, HEI = "Times New Roman", "SimSun", "SimHei"
"""Fonts of theses and journals; Word takes others where they are not installed."""
THICK, THIN = 12, 6
"""Rules of a three-line table in eighths of a point: 1.5 pt above and below, 0.75 pt under the heading."""
PAGE, MARGIN = (11906, 16838), 1417
"""A4 and 25 mm, in twentieths of a point."""
CHARACTER, PADDING, LONGEST = 116, 200, 28
"""Width of a Western character at 9 pt and of a cell's sides, in twentieths of a point; wider texts are broken."""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def new_document(language: Language) -> Document:
    """Return an empty A4 document with the fonts and the language tags of Western and Chinese text."""
    try:
        from docx import Document
    except ImportError:
        way_out = 'pip install "govmetrics[report]"'
        raise FaultyInput("report.word", "needs python-docx", way_out) from None
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document = Document()
    about = document.core_properties  # the template's own author and remark say nothing of the report
    about.author = about.comments = about.keywords = ""
    for name, size, eastern in (("Normal", 10.5, SONG), ("Title", 18, HEI), ("Heading 1", 14, HEI), ("Heading 2", 12, HEI),
                                ("Caption", 9, HEI), ("Table Text", 9, SONG), ("Table Note", 8, SONG)):  # fmt: skip
        new = name.startswith("Table")
        style: Any = (
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else document.styles[name]
        )
        style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        fonts.set(qn("w:eastAsia"), eastern)
        if name == "Table Text":
            style.paragraph_format.space_before = Pt(1)
        if new:  # the widths of columns count characters, and no blanks between Western and Chinese ones
            _no_blanks(style)
        style.paragraph_format.space_after = Pt(6 if name == "Normal" else 1 if name == "Table Text" else 3)
    _language(document, language)
    lay(document.sections[0], wide=False)
    return document


def _no_blanks(style: Any) -> None:
    """Let Western characters stand beside Chinese ones without the blank that Word puts between."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        properties.append(off)


def write_docx(chapter: Chapter, path: str | Path) -> Path:
    """Write a chapter: of each result the method, its tables with captions above, notes below, and the sentences."""
    document = new_document(chapter.language)
    number = 0
    for section in chapter.sections:
        wide = False
        if section.method:
            document.add_paragraph(section.method)
        for table in section.tables:
            number += 1
            wide = add_table(document, table, chapter.language, number, wide)
            if table.sentence:
                document.add_paragraph(table.sentence)
        if wide:
            turn(document, wide=False)
    if chapter.references:
        document.add_heading(chapter.word(REFERENCES), 1)
        for line in chapter.references:
            document.add_paragraph(line)
    save_office(document, path)
    return Path(path)


def add_table(document: Document, table: Table, language: Language, number: int, wide: bool = False) -> bool:
    """Add a three-line table with its caption and notes; a wide one on a page that is turned, or in several parts.

    Returns
    -------
    bool
        Whether the page is turned now.
    """
    printed = table.printed()
    turned = sum(_needs(*printed[:2])) > _room(wide=False)
    if turned != wide:
        turn(document, turned)
    put_table(document, table.caption, printed, language, number, turned, below(table, language))
    return turned


def put_table(
    document: Document, caption: str, printed: tuple[list[str], list[list[str]], list[bool]], language: Language,
    number: int, wide: bool, notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """Put a three-line table on the page as it lies, with caption and notes; one that is too wide in several parts.

    Parameters
    ----------
    document : Document
    caption : str
    printed : tuple
        Headings, cells, and which columns are numbers, as `Table.printed` gives them.
    language : str
    number : int
        Of the table.
    wide : bool
        Whether the page is turned.
    notes : sequence of str
        Lines below it.
    """
    from docx.oxml import parse_xml

    heads, cells, numbers = printed
    needs, room = _needs(heads, cells), _room(wide)
    parts = panels(room, needs, kept=_leading(numbers)) if sum(needs) > room else [list(range(len(heads)))]
    for place, columns in enumerate(parts):
        more = f" ({CONTINUED.say(language)})" if place else ""
        _append(document, parse_xml(_caption(caption + more, number, language, again=place > 0)))
        widths = [min(needs[column], room) for column in columns]
        (chosen,), body = pick([heads], columns), pick(cells, columns)
        _append(document, parse_xml(_table_xml(chosen, body, pick([numbers], columns)[0], widths)))
    side = min((room - sum(widths)) // 2, room // 4)  # below the table, not below the text
    inner = f'<w:ind w:left="{side}" w:right="{side}"/>'
    for line in (*notes, ""):  # without the last two tables would grow together
        _append(document, parse_xml(f"<w:p {_W}>{_properties('TableNote', inner)}{_run(line)}</w:p>"))


def _append(document: Document, element: Any) -> None:
    """Put an element before the properties of the last section, which end a document's body."""
    body: Any = document.element.body
    body.sectPr.addprevious(element) if hasattr(body, "sectPr") else body.insert(len(body) - 1, element)


def _caption(text: str, number: int, language: Language, again: bool) -> str:
    """Return a caption with its number as a field, so that Word counts on when a table is put between."""
    word = say(TABLE, language)
    repeated = r"\c " if again else ""  # the number of the table before
    field = rf" SEQ {word} {repeated}\* ARABIC "
    blank = " " if language == "en" else ""
    return (
        f"<w:p {_W}>{_properties('Caption', '<w:keepNext/>', jc='center')}{_run(word + blank)}"
        f'<w:fldSimple w:instr="{field}">{_run(str(number))}</w:fldSimple>{_run("  " + text)}</w:p>'
    )


def _table_xml(
    heads: Sequence[str], cells: Sequence[Sequence[str]], numbers: Sequence[bool], widths: Sequence[int]
) -> str:
    """Return a table with a thick rule above and below and a thin one under its head, which every page repeats."""
    rule = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="000000"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    opens = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]
    under = f'<w:tcBorders>{rule.format("bottom", THIN)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>'
    head = "".join(
        f"{opens[j]}{under}<w:p>{_properties('TableText', '<w:keepNext/>', jc='center' if numbers[j] else 'left')}"
        f"{_run(name)}</w:p></w:tc>"
        for j, name in enumerate(heads)
    )
    aligned = [_aligned([row[j] for row in cells], widths[j]) if numbers[j] else _properties("TableText")
               for j in range(len(heads))]  # fmt: skip
    unbroken = ["<w:noWrap/>" if number else "" for number in numbers]
    starts = [f"{opens[j]}{unbroken[j]}</w:tcPr><w:p>{aligned[j]}" for j in range(len(heads))]
    lines = [zip(starts, row, strict=True) for row in cells]
    filled = ["".join(f"{start}{_run(cell)}</w:p></w:tc>" for start, cell in line) for line in lines]
    rows = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{line}</w:tr>" for line in filled)
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'{rule.format("top", THICK)}{rule.format("bottom", THICK)}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{PADDING // 2}" w:type="dxa"/><w:right w:w="{PADDING // 2}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _aligned(cells: Sequence[str], width: int) -> str:
    """Return how a column of numbers stands: to the right, or by its points where they are followed by unlike marks."""
    tails = {len(cell) - cell.rfind(".") for cell in cells if "." in cell} or {0}
    whole = any("." not in cell and any(map(str.isdigit, cell)) for cell in cells)
    longest = max(map(shown_width, cells), default=0) * CHARACTER
    free = max(0, width - PADDING - longest) // 2
    if len(tails) == 1 and not (whole and tails != {0}):
        return _properties("TableText", f'<w:ind w:right="{free}"/>', jc="right")
    after = max(tails) * CHARACTER
    return _properties(
        "TableText",
        f'<w:tabs><w:tab w:val="decimal" w:pos="{max(0, width - PADDING - free - after)}"/></w:tabs>',
    )


def _properties(style: str, inner: str = "", jc: str = "") -> str:
    """Return the properties of a paragraph, in the order of the schema."""
    kept = f'<w:jc w:val="{jc}"/>' if jc else ""
    return f'<w:pPr><w:pStyle w:val="{style}"/>{inner}{kept}</w:pPr>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def _needs(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths that columns need: of their cells, of the longest word of a heading."""
    columns = zip(*cells, strict=True) if cells else [()] * len(heads)
    return [
        min(LONGEST, max([3, _unbroken(head), *map(shown_width, column)])) * CHARACTER + PADDING
        for head, column in zip(heads, columns, strict=True)
    ]


def _unbroken(head: str) -> int:
    """Return how many characters of a heading stand in one line: a whole word, or half of a long Chinese heading."""
    words = [shown_width(word) if word.isascii() else max(min(8, shown_width(word)), -(-shown_width(word) // 2))
             for word in head.split()]  # fmt: skip
    return max(words, default=0)


def _leading(numbers: Sequence[bool]) -> int:
    """Return how many columns head every part of a table that is too wide: those of text at its left, at most two."""
    texts = next((place for place, number in enumerate(numbers) if number), len(numbers))
    return min(max(texts, 1), 2)


def _room(wide: bool) -> int:
    return PAGE[1 if wide else 0] - 2 * MARGIN


def turn(document: Document, wide: bool) -> None:
    """Begin a page that lies as asked."""
    lay(document.add_section(), wide)


def lay(section: Any, wide: bool) -> None:
    """Make a section A4, turned or upright."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Twips(PAGE[1 if wide else 0]), Twips(PAGE[0 if wide else 1]))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Twips(MARGIN))


def _language(document: Document, language: Language) -> None:
    """Say which language the text is in: the proofing tools of Word ask for it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        properties: Any = defaults.find(qn("w:rPr"))
        lang = properties.find(qn("w:lang"))
        if lang is None:
            lang = OxmlElement("w:lang")
            properties.append(lang)
        lang.set(qn("w:val"), "en-US" if language == "zh" else "en-GB")
        lang.set(qn("w:eastAsia"), "zh-CN")
