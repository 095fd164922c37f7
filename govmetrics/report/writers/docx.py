"""Three-line tables and their words as a Word document; the tables are written as XML, 100 times faster than by cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from govmetrics.core.extras import require
from govmetrics.core.language import Language
from govmetrics.core.progress import advance
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import save_office
from govmetrics.report.writers.chapter import (
    APPENDIX,
    CONTINUED,
    REFERENCES,
    Chapter,
    Numbered,
    Section,
    below,
    label,
    pick,
    quoted,
)
from govmetrics.report.writers.layout import MARGIN, PAGE, SMALL, Layout, halves, layout, room

if TYPE_CHECKING:
    from docx.document import Document

LATIN, SONG, HEI = "Times New Roman", "SimSun", "SimHei"
"""Fonts of theses and journals; Word takes others where they are not installed."""
THICK, THIN = 12, 6
"""Rules of a three-line table in eighths of a point: 1.5 pt above and below, 0.75 pt under the heading."""
UNBROKEN = 12
"""A table of so few rows stays on one page."""
ON_ONE_PAGE = 42
"""So does one of so few that has models beside each other; of a longer one errors stay with their coefficients."""
KEPT, _RAISED = "<w:keepNext/>", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_APART = '<w:spacing w:before="0" w:after="240" w:line="20" w:lineRule="exact"/>'
"""Of the line that keeps tables apart: so low that it begins no page of its own behind a table that fills one."""
_SMALLER = f'<w:rPr><w:sz w:val="{round(18 * SMALL)}"/><w:szCs w:val="{round(18 * SMALL)}"/></w:rPr>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f'xmlns:w="{W}"'


def new_document(language: Language) -> Document:
    """Return an empty A4 document with the fonts and the language tags of Western and Chinese text."""
    require("report", "report.word", docx="python-docx")
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document = Document()
    about = document.core_properties  # the template's own author and remark say nothing of the report
    about.author = about.comments = about.keywords = ""
    for name, size, eastern in (("Normal", 10.5, SONG), ("Title", 18, HEI), ("Heading 1", 14, HEI), ("Heading 2", 12, HEI),
                                ("Heading 3", 11, HEI), ("Body Text", 10.5, SONG), ("Caption", 9, HEI), ("Table Text", 9, SONG),
                                ("Table Note", 8, SONG), ("Reference", 9, SONG)):  # fmt: skip
        new = name.startswith(("Table", "Reference"))
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
        if name.startswith(
            "Table"
        ):  # widths count characters, and no blanks between Western and Chinese ones
            _no_blanks(style)
        style.paragraph_format.space_after = Pt(
            6 if name in ("Normal", "Body Text") else 1 if name == "Table Text" else 3
        )
    _indents(document, language)
    _language(document, language)
    lay(document.sections[0], wide=False)
    return document


def _indents(document: Document, language: Language) -> None:
    """Let Chinese paragraphs begin two signs from the margin, and the lines of a reference hang."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    body, reference = (document.styles[name].paragraph_format for name in ("Body Text", "Reference"))
    reference.left_indent, reference.first_line_indent = Pt(21), Pt(-21)
    if language == "zh":
        body.alignment, body.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(21)
        body.element.pPr.ind.set(qn("w:firstLineChars"), "200")


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
    document, language = new_document(chapter.language), chapter.language
    wide = False

    def upright() -> bool:
        if wide:
            turn(document, wide=False)
        return False

    for section in chapter.sections:
        wide = upright()
        if section.method:
            append(document, parse(method_xml(section)))
        for one in section.tables:
            wide = _add_table(document, one, language, wide)
    if chapter.appendix:
        wide = upright()
        document.add_heading(chapter.word(APPENDIX), 1)
        for one in chapter.appendix:
            wide = _add_table(document, one, language, wide)
    if chapter.references:
        wide = upright()
        document.add_heading(chapter.word(REFERENCES), 1)
        for line in chapter.references:
            document.add_paragraph(line, "Reference")
    save_office(document, path)
    return Path(path)


def method_xml(section: Section) -> str:
    """Return how a result was found and where its tables are; their numbers are fields that follow the captions'."""
    told, marks, stop = section.cited
    runs = [run(told), run(marks, _RAISED) if marks else "", run(stop)]
    for piece in section.mention:
        if isinstance(piece, str):
            runs.append(run(piece))
        else:
            field = f" REF {bookmark(piece.number, appended=piece.appended)} \\h "
            runs.append(f'<w:fldSimple w:instr="{field}">{run(str(piece.number))}</w:fldSimple>')
    return f"<w:p {_W}>{properties('BodyText')}{''.join(runs)}</w:p>"


def bookmark(number: int, kind: str = "table", appended: bool = False) -> str:
    """Return the name of the place of a caption's number, to which mentions lead."""
    return f"{kind}_{'A' * appended}{number}"


def _add_table(document: Document, one: Numbered, language: Language, wide: bool) -> bool:
    """Add a table and what it says; a wide one on a page that is turned, or in several parts.

    Returns
    -------
    bool
        Whether the page is turned now.
    """
    table = one.table
    printed = table.printed()
    lies = layout(*printed)
    if lies.turned != wide:
        turn(document, lies.turned)
    _put(document, table.caption, printed, language, one.number, lies, below(table, language), one.appended)
    if table.sentence:
        document.add_paragraph(table.sentence, "Body Text")
    advance()
    return lies.turned


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
    _put(document, caption, printed, language, number, layout(*printed, (wide,)), notes)


def _put(
    document: Document, caption: str, printed: tuple[list[str], list[list[str]], list[bool]], language: Language,
    number: int, lies: Layout, notes: Sequence[str], appended: bool = False,
) -> None:  # fmt: skip
    heads, cells, numbers = printed
    widths: list[int] = []
    for place, columns in enumerate(lies.parts):
        append(document, parse(_caption(caption, number, language, again=place > 0, appended=appended)))
        widths = [lies.widths[column] for column in columns]
        (chosen,), body = pick([heads], columns), pick(cells, columns)
        own = pick([numbers], columns)[0]
        noted = bool(notes) and columns is lies.parts[-1]
        append(
            document,
            parse(_table_xml(chosen, body, own, widths, lies.padding, scale=lies.scale, noted=noted)),
        )
    side = min(
        (room(lies.turned) - sum(widths)) // 2, room(lies.turned) // 4
    )  # below the table, not the text
    inner = f'<w:ind w:left="{side}" w:right="{side}"/>'
    for line in notes:
        append(document, parse(f"<w:p {_W}>{properties('TableNote', inner)}{run(line)}</w:p>"))
    append(document, parse(f"<w:p {_W}>{properties('TableNote', _APART)}{run('')}</w:p>"))


def put_plain(document: Document, printed: tuple[list[str], list[list[str]], list[bool]], wide: bool) -> None:
    """Put a three-line table without number and caption on the page: it belongs to the words around it, on one page."""
    heads, cells, numbers = printed
    lies = layout(*printed, (wide,))
    for columns in lies.parts:
        (chosen,), body, (own,) = pick([heads], columns), pick(cells, columns), pick([numbers], columns)
        widths = [lies.widths[column] for column in columns]
        append(
            document, parse(_table_xml(chosen, body, own, widths, lies.padding, whole=True, scale=lies.scale))
        )


def parse(xml: str) -> Any:
    """Return the element that a text of Word's XML is."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def append(document: Document, element: Any) -> None:
    """Put an element before the properties of the last section, which end a document's body."""
    body: Any = document.element.body
    body.sectPr.addprevious(element) if hasattr(body, "sectPr") else body.insert(len(body) - 1, element)


def _caption(text: str, number: int, language: Language, again: bool, appended: bool) -> str:
    """Return a caption with its number as a field, so that Word counts on when a table is put between."""
    repeated = r"\c " if again else ""  # the number of the table before
    field = rf" SEQ {'Appendix' if appended else 'Table'} {repeated}\* ARABIC "
    told = f"{text} ({CONTINUED.say(language)})" if again and language == "en" else text
    shown = f'<w:fldSimple w:instr="{field}">{run(str(number))}</w:fldSimple>'
    if not again:
        mark = f'w:id="{2 * number + appended}"'
        shown = f'<w:bookmarkStart {mark} w:name="{bookmark(number, appended=appended)}"/>{shown}<w:bookmarkEnd {mark}/>'
    return (
        f"<w:p {_W}>{properties('Caption', KEPT, jc='center')}{run(label(language, appended, again))}"
        f"{shown}{run('  ' + told)}</w:p>"
    )


def _table_xml(
    heads: Sequence[str], cells: Sequence[Sequence[str]], numbers: Sequence[bool], widths: Sequence[int], padding: int,
    whole: bool = False, scale: float = 1.0, noted: bool = False,
) -> str:  # fmt: skip
    """Return a table with a thick rule above and below and a thin one under its head, which every page repeats.

    A `whole` one stays on the page of what follows it, the last rows of one that is `noted` on that of its first note.
    """
    rule = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="000000"/>'
    form = _SMALLER if scale < 1 else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    opens = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]
    under = f'<w:tcBorders>{rule.format("bottom", THIN)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>'
    head = "".join(
        f"{opens[j]}{under}<w:p>{properties('TableText', KEPT, jc='center' if numbers[j] else 'left')}"
        f"{run(name, form)}</w:p></w:tc>"
        for j, name in enumerate(heads)
    )
    aligned = [_aligned([row[j] for row in cells], widths[j] - padding, scale) if numbers[j] else ("", "")
               for j in range(len(heads))]  # fmt: skip
    middle = '<w:vAlign w:val="center"/></w:tcPr>'
    unbroken = ["<w:noWrap/>" if number else "" for number in numbers]
    loose, kept = (
        [f"{opens[j]}{unbroken[j]}{middle}<w:p>{properties('TableText', keep + inner, jc)}"
         for j, (inner, jc) in enumerate(aligned)]
        for keep in ("", KEPT)
    )  # fmt: skip
    last, models = len(cells) - 1, _of_models(heads)
    longest = ON_ONE_PAGE if models else UNBROKEN
    held = [
        whole
        or (noted and at == last)
        or (at < last and (at == 0 or last < longest or at >= last - 2 or (models and not cells[at + 1][0])))
        for at in range(len(cells))
    ]
    lines = [zip(kept if stays else loose, row, strict=True) for stays, row in zip(held, cells, strict=True)]
    filled = ["".join(f"{start}{run(cell, form)}</w:p></w:tc>" for start, cell in line) for line in lines]
    rows = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{line}</w:tr>" for line in filled)
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'{rule.format("top", THICK)}{rule.format("bottom", THICK)}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{padding // 2}" w:type="dxa"/><w:right w:w="{padding // 2}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _of_models(heads: Sequence[str]) -> bool:
    """Tell whether a table has models beside each other, numbered as journals number them: nobody reads one in two parts."""
    return len(heads) > 1 and all(re.fullmatch(r"\(\d+\)", head) for head in heads[1:])


def _aligned(cells: Sequence[str], inside: int, scale: float) -> tuple[str, str]:
    """Return how a column of numbers stands: to the right, or by its points where they are followed by unlike marks."""
    tails = {len(cell) - cell.rfind(".") for cell in cells if "." in cell} or {0}
    whole = any("." not in cell and any(map(str.isdigit, cell)) for cell in cells)
    before, after = (math.ceil(part * scale) for part in halves(cells))
    free = max(0, inside - before - after) // 2
    if len(tails) == 1 and not (whole and tails != {0}):
        return f'<w:ind w:right="{free}"/>', "right"
    return f'<w:tabs><w:tab w:val="decimal" w:pos="{max(0, inside - free - after)}"/></w:tabs>', ""


def properties(style: str, inner: str = "", jc: str = "") -> str:
    """Return the properties of a paragraph, in the order of the schema."""
    kept = f'<w:jc w:val="{jc}"/>' if jc else ""
    return f'<w:pPr><w:pStyle w:val="{style}"/>{inner}{kept}</w:pPr>'


def run(text: str, form: str = "") -> str:
    """Return a piece of text of one form."""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(quoted(visible(text)))}</w:t></w:r>'


def turn(document: Document, wide: bool) -> None:
    """Begin a page that lies as asked."""
    section = document.add_section()
    section.different_first_page_header_footer = False  # it takes over what the first section has
    lay(section, wide)


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
