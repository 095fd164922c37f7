"""What Word counts by itself: numbered headings, contents, page numbers, captions of figures, mentions of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govmetrics.core.language import Language
from govmetrics.core.words import Text
from govmetrics.report.writers.docx import KEPT, W, bookmark, parse, properties, run
from govmetrics.report.writers.layout import room

if TYPE_CHECKING:
    from docx.document import Document

FIGURE = Text("Figure")
UPDATE = Text("Page numbers appear once this list is updated (in Word: click into it and press F9).")
LEVELS = 2
"""Headings of so many levels are numbered; those of the first stand in the contents."""
FOLLOWING = tuple(
    f"w:{one}" for one in ["suppressLineNumbers", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "outlineLvl"]
)
"""What the schema puts behind the numbering of a paragraph."""
DIGITS = "〇一二三四五六七八九"
OWN_STYLES = (
    ("Contents Heading", 14, True, True, True, 6), ("Figure", 10.5, False, True, True, 3),
    ("Scope", 10.5, False, False, False, 3), ("Leading", 12, False, False, False, 12),
    ("Card", 9, False, False, False, 2), ("Made", 9, False, False, False, 2),
)  # fmt: skip
"""Styles of a report beside those of tables: size in points, bold, centred, kept with what follows, points below."""
_IDS = 100_000
"""Bookmarks of headings and figures have numbers from here on: those of tables are below."""


@dataclass(frozen=True)
class Entry:
    """A numbered heading.

    Parameters
    ----------
    level : int
    number, text : str
        As they are read: "2.1", "Ranking".
    anchor : str
        The bookmark of the heading.
    """

    level: int
    number: str
    text: str
    anchor: str


def counted(places: Sequence[int], language: Language) -> str:
    """Return the number of a heading: 二、 and （一） in Chinese, 2 and 2.1 in English.

    Examples
    --------
    >>> counted([12], "zh"), counted([12, 3], "zh"), counted([12, 3], "en")
    ('十二、', '（三）', '12.3')
    """
    if language == "en":
        return ".".join(map(str, places))
    tens, ones = divmod(places[-1], 10)
    told = f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones else ''}"
    return f"{told}、" if len(places) == 1 else f"（{told}）"


def number_headings(document: Document, language: Language) -> None:
    """Let Word number the headings of the first levels."""
    numbering: Any = document.part.numbering_part.element
    taken = [int(one.get(f"{{{W}}}numId")) for one in numbering.findall(f"{{{W}}}num")]
    own = max(taken, default=0) + 100
    form = "decimal" if language == "en" else "chineseCounting"
    patterns = ("%1", "%1.%2") if language == "en" else ("%1、", "（%2）")
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{at + 1}"/>'
        f'<w:suff w:val="{"space" if language == "en" else "nothing"}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for at, pattern in enumerate(patterns)
    )
    first = numbering.find(f"{{{W}}}num")
    abstract = parse(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{own}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.append(abstract) if first is None else first.addprevious(abstract)
    numbering.append(parse(f'<w:num xmlns:w="{W}" w:numId="{own}"><w:abstractNumId w:val="{own}"/></w:num>'))
    for level in range(LEVELS):
        style: Any = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        style.insert_element_before(
            parse(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="{own}"/></w:numPr>'),
            *FOLLOWING,
        )


def mark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around what a paragraph says, so that the contents lead to it."""
    own = f'xmlns:w="{W}" w:id="{_IDS + number}"'
    where = paragraph._p.pPr
    start = parse(f'<w:bookmarkStart {own} w:name="{name}"/>')
    where.addnext(start) if where is not None else paragraph._p.insert(0, start)
    paragraph._p.append(parse(f"<w:bookmarkEnd {own}/>"))


def contents(entries: Sequence[Entry], language: Language) -> list[Any]:
    """Return the contents: a field with what stands there now, and how the pages come in.

    No program but the one that lays out the pages knows their numbers, and one told to fill in fields as it opens a
    document asks its reader first. So the lines lead to their headings by a click, and the last of them, which the
    update takes away, says how.
    """
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines: list[Any] = []
    for one in entries:
        if one.level == 1:
            blank = " " if one.number[-1].isdigit() else ""
            told = run(f"{one.number}{blank}{one.text}")
            link = f'<w:hyperlink w:anchor="{one.anchor}" w:history="1">{told}</w:hyperlink>'
            style = '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
            lines.append(parse(f'<w:p xmlns:w="{W}">{style}{begin if not lines else ""}{link}</w:p>'))
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    hint = run(UPDATE.say(language), '<w:rPr><w:color w:val="7F7F7F"/><w:sz w:val="16"/></w:rPr>')
    return [*lines, parse(f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{hint}{end}</w:p>')]


def contents_styles(document: Document, font: str, eastern: str) -> None:
    """Add the styles of the contents, whose lines have dots up to the page, and of figures."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    for name, size, bold, centred, kept, after in OWN_STYLES:
        new: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        new.font.name, new.font.size, new.font.bold = font, Pt(size), bold
        new.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), eastern)
        new.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        new.paragraph_format.keep_with_next, new.paragraph_format.space_after = kept, Pt(after)
    style: Any = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.element.set(qn("w:styleId"), "TOC1")
    style.font.name, style.font.size = font, Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), eastern)
    style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.tab_stops.add_tab_stop(
        Twips(room(False)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def head_and_foot(document: Document, title: str, language: Language) -> None:
    """Write the title above every page but the first, and its number below."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="7F7F7F"/></w:pBdr><w:jc w:val="center"/>'
    small = '<w:rPr><w:sz w:val="18"/></w:rPr>'
    header: Any = section.header.paragraphs[0]._p
    header.getparent().replace(
        header, parse(f'<w:p xmlns:w="{W}"><w:pPr>{rule}</w:pPr>{run(title, small)}</w:p>')
    )
    told = Text("Page {page} of {pages}", page="\ue002", pages="\ue003").say(language)
    fields = {"\ue002": "PAGE", "\ue003": "NUMPAGES"}
    pieces, piece = [], ""
    for sign in f"{told}\ue004":
        if sign in fields or sign == "\ue004":
            pieces.append(run(piece, small) if piece else "")
            piece = ""
            if sign in fields:
                pieces.append(f'<w:fldSimple w:instr=" {fields[sign]} ">{run("1", small)}</w:fldSimple>')
        else:
            piece += sign
    footer: Any = section.footer.paragraphs[0]._p
    footer.getparent().replace(
        footer, parse(f'<w:p xmlns:w="{W}"><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(pieces)}</w:p>')
    )


def figure_label(language: Language) -> str:
    """Return what stands before a figure's number."""
    return f"{FIGURE.say(language)}{' ' if language == 'en' else ''}"


def figure_caption(text: str, number: int, language: Language) -> Any:
    """Return the caption that stands below a figure, its number a field."""
    own = f'w:id="{2 * _IDS + number}"'
    field = f'<w:fldSimple w:instr=" SEQ Figure \\* ARABIC ">{run(str(number))}</w:fldSimple>'
    name = bookmark(number, "figure")
    marked = f'<w:bookmarkStart {own} w:name="{name}"/>{field}<w:bookmarkEnd {own}/>'
    return parse(
        f'<w:p xmlns:w="{W}">{properties("Caption", jc="center")}{run(figure_label(language))}{marked}{run("  " + text)}</w:p>'
    )


def mention(told: str, named: dict[str, tuple[str, int]]) -> Any:
    """Return a paragraph in which numbers of tables and figures are fields that follow their captions.

    Parameters
    ----------
    told : str
        With one sign for every number.
    named : dict
        By that sign: "table" or "figure", and the number now.
    """
    pieces, piece = [], ""
    for sign in told:
        if sign in named:
            kind, number = named[sign]
            field = f" REF {bookmark(number, kind)} \\h "
            pieces += [run(piece), f'<w:fldSimple w:instr="{field}">{run(str(number))}</w:fldSimple>']
            piece = ""
        else:
            piece += sign
    return parse(f'<w:p xmlns:w="{W}">{properties("BodyText", KEPT)}{"".join(pieces)}{run(piece)}</w:p>')
