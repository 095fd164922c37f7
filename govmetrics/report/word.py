"""The report as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import COUNT, asked, choice, optional
from govmetrics.core.words import method_name
from govmetrics.core.workbooks import save_office
from govmetrics.plots.labels import width_of
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.html import default_obstacles, rank_intervals, walls
from govmetrics.report.made import made
from govmetrics.report.numbers import number, signed
from govmetrics.report.parts import BESIDE, ORDER, missing_of, parts_of
from govmetrics.report.sentences import findings, next_steps
from govmetrics.report.standing import Standing, standing
from govmetrics.report.words import word as text
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.docx import write_docx

if TYPE_CHECKING:
    from docx.document import Document

    from govmetrics.core.table import Table
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

NODES_SHOWN, GROUPS_UPRIGHT, VALUE_SHOWN, ROWS_SHOWN, COLUMNS_SHOWN, SENTENCES_SHOWN = (
    200,
    4,
    2_000,
    60,
    10,
    8,
)
LATIN_FONT, FONT = "Calibri", "Microsoft YaHei"
"""Of Western and of Chinese characters; Word takes another one where they are not installed."""


def word(
    results: Assessment | Findings | Results, path: str | Path, language: Both | None = None, top: int = 200,
    uncertainty: Uncertainty | None = None, style: Style | None = None,
) -> Path:  # fmt: skip
    """Write a report, or the tables of results, as a .docx file; needs the extra ``report``.

    An assessment by itself becomes a report: findings, ranking, obstacles, weights and choices. All else becomes a
    chapter: of each result how it was found, its three-line tables with numbered captions and notes, and what they say;
    at the end the references.

    Parameters
    ----------
    results : Assessment, Findings, Result, Table, or a list of results and tables
        With several periods the report of an assessment shows the latest one, and what changed. That of a whole
        evaluation has a section for every part, and its first page says what is missing and why.
    path : path
        The .docx file.
    language : {"en", "zh", "both"}, optional
        Of the words; by default the one in use.
    top : int
        How many units the ranking shows.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`: the ranking of a report then shows each rank's interval and the tiers.
    style : {"gb7714", "apa"}, optional
        Of a chapter's references; by default GB/T 7714 in Chinese, APA in English.

    Returns
    -------
    Path
        The file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     gm.report.word(run, Path(folder) / "report.docx", language="zh").name
    'report.docx'
    """
    whole = findings_of(results)
    if RESULTS.fits(results) and not isinstance(results, Assessment) and whole is None:
        return write_docx(chapter_of(results, path, ".docx", language, style), path)
    index: Any = results if whole is None else whole.assessment
    if whole is not None:
        uncertainty = uncertainty or whole.uncertainty
    refuse_odd(index, path, ".docx", language, whole, uncertainty=uncertainty)
    asked(top=(top, COUNT), style=(style, optional(choice(*STYLES))))
    language = language_asked(language)
    try:
        from docx import Document
    except ImportError:
        way_out = 'pip install "govmetrics[report]"'
        raise FaultyInput("report.word", "needs python-docx", way_out) from None
    document = Document()
    groups = [] if index is None else index.weights.tree.parts(index.weights.tree.root.code)
    _set_up(document, wide=whole is not None or len(groups) > GROUPS_UPRIGHT)
    title: Any = "" if whole is None else whole.evaluation.heading
    if index is not None:
        title = index.recipe.title or index.weights.tree.root.label(language)
    document.add_heading(said(title, language), 0)
    if whole is not None:
        _bullets(document, text("lacking", language), missing_of(whole, language))
    if index is not None:
        _index(document, index, whole, uncertainty, top, language)
    if whole is not None:
        _parts(document, whole, language)
    if index is not None:
        _weights(document, index, language)
        _made(document, index, language)
    save_office(document, path)
    return Path(path)


def _index(
    document: Document, assessment: Assessment, whole: Findings | None, uncertainty: Uncertainty | None, top: int,
    language: Both,
) -> None:  # fmt: skip
    """Write what was found, what to do next, the ranking, and what holds the units back."""
    stands = standing(assessment)
    own = None if whole is None or whole.diagnosis is None else whole.diagnosis.obstacles
    held = walls(own or default_obstacles(assessment), stands)
    steps = next_steps(assessment, stands, uncertainty, bool(held), evaluated=whole is not None)
    notes = [*(() if whole is None else whole.notes), *assessment.notes]
    for heading, lines in (
        ("found", findings(stands, [wall[0] for wall in held[:3]], uncertainty)),
        ("next", [told for told, anchor in steps if anchor != "units"]),  # Word has no parts to click
        ("notes", notes),
    ):
        _bullets(document, text(heading, language), [said(line, language) for line in lines])
    _ranking(document, assessment, stands, rank_intervals(uncertainty, stands, language), top, language)
    if held:
        document.add_heading(text("walls", language), 1)
        document.add_paragraph(text("degree_said", language))
        heads = [text(key, language) for key in ("name", "degree", "among")]
        rows = [[said(name, language), number(mean), str(count)] for name, mean, count in held]
        _table(document, heads, rows, texts=1)


def _parts(document: Document, findings: Findings, language: Both) -> None:
    """Write a section for every part of an evaluation: its sentences, and its tables."""
    for part in parts_of(findings, language, (*ORDER, *BESIDE)):
        document.add_heading(part.title, 1)
        for sentence in part.sentences[:SENTENCES_SHOWN]:
            document.add_paragraph(sentence)
        for table in part.tables:
            _shown(document, table, language)


def _shown(document: Document, table: Table, language: Both) -> None:
    """Write a table of a result; one with many columns in several blocks, each beginning with its texts."""
    columns, cells, numeric = table.printed()
    heads = next((place for place, flag in enumerate(numeric) if flag), len(columns))
    heads = min(heads, COLUMNS_SHOWN // 2)
    step = COLUMNS_SHOWN - heads
    for begin in range(heads, max(len(columns), heads + 1), step):
        document.add_paragraph(table.caption, style="Caption").paragraph_format.keep_with_next = True
        places = [*range(heads), *range(begin, min(begin + step, len(columns)))]
        rows = [[row[place] for place in places] for row in cells[:ROWS_SHOWN]]
        _table(document, [columns[place] for place in places], rows, [not numeric[place] for place in places])
    if len(cells) > ROWS_SHOWN:
        document.add_paragraph(f"{len(cells) - ROWS_SHOWN} {text('rest_rows', language)}")
    for line in filter(None, [table.legend, *table.notes]):  # its sentence stands above
        document.add_paragraph(line)


def _set_up(document: Document, wide: bool) -> None:
    """Choose the font of Chinese characters, and turn the page where the tables are wide."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN_FONT, Pt(10)
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        properties: Any = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        properties.attrib.pop(qn("w:eastAsiaTheme"), None)
        properties.set(qn("w:eastAsia"), FONT)
    page = document.sections[0]
    if wide:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width


def _bullets(document: Document, heading: str, lines: Sequence[str]) -> None:
    if lines:
        document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")


def _ranking(
    document: Document,
    assessment: Assessment,
    stands: Standing,
    intervals: dict[Any, str],
    top: int,
    language: Both,
) -> None:
    tree, digits = assessment.weights.tree, stands.digits
    groups = tree.parts(tree.root.code)
    title = text("ranking", language)
    document.add_heading(title if stands.period is None else f"{title} {stands.period}", 1)
    since = ["change", "moved"] if stands.before is not None else []
    keys = ["rank", "unit", "score", *(["interval_rank"] if intervals else []), *since]
    heads = [text(key, language) for key in keys] + [tree[code].label(language) for code in groups]
    shown = stands.table.head(top)
    parts = assessment.scores.values.loc[shown.index, groups].to_numpy()
    rows = []
    for label, row, mine in zip(shown.index, shown.to_dict("records"), parts, strict=True):
        moved = [signed(row["change"], digits), signed(row["moved"], 0)] if since else []
        between = [intervals.get(label, "–")] if intervals else []
        score, *scores = (number(value, digits) for value in (row["score"], *mine))
        cells = [row["place"], row["unit"], score, *between, *moved, *scores]
        filled = f" ({number(row['filled'] * 100, 0)}%)" if row["filled"] - row["coverage"] > 1e-9 else ""
        rows.append([*cells, f"{number(row['coverage'] * 100, 0)}%{filled}"])
    _table(document, [*heads, text(stands.coverage_word, language)], rows, texts=2)
    if len(stands.table) > top:
        document.add_paragraph(f"{len(stands.table) - top} {text('rest_ranking', language)}")


def _weights(document: Document, assessment: Assessment, language: Both) -> None:
    tree, weights = assessment.weights.tree, assessment.weights.to_frame().head(NODES_SHOWN)
    document.add_heading(text("weights", language), 1)
    document.add_paragraph(
        f"{text('weighting', language)}: {said(method_name(assessment.weights.method), language)}"
    )
    rows = [
        [code, tree[code].label(language), number(share.local, 4), number(share.across_tree, 4)]
        for code, share in zip(weights.index, weights.itertuples(), strict=True)
    ]
    _table(document, [text(key, language) for key in ("code", "name", "local", "across")], rows, texts=2)
    if len(tree.nodes) > NODES_SHOWN:
        document.add_paragraph(f"{len(tree.nodes) - NODES_SHOWN} {text('rest_weights', language)}")


def _made(document: Document, assessment: Assessment, language: Both) -> None:
    document.add_heading(text("made", language), 1)
    for heading, told in made(assessment, language):
        document.add_paragraph(f"{heading}{'：' if language != 'en' else ': '}{told[:VALUE_SHOWN]}")


def _table(document: Document, heads: list[str], rows: list[list[str]], texts: int | Sequence[bool]) -> None:
    """Add a table whose columns after the first `texts` are numbers, or those that are no texts; its head is repeated."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    left = [place < texts for place in range(len(heads))] if isinstance(texts, int) else texts
    table = document.add_table(rows=0, cols=len(heads), style="Light List Accent 1")
    widths = _widths(document, [heads, *rows])
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # Word reads the cells' widths, other programs the columns'
    for row in (heads, *rows):
        added = table.add_row()
        for place, (cell, value) in enumerate(zip(added.cells, row, strict=True)):
            cell.text, cell.width = value, widths[place]
            if not left[place]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        properties: Any = added._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if row is heads:
            properties.append(OxmlElement("w:tblHeader"))


def _widths(document: Document, rows: list[list[str]]) -> list[int]:
    """Share out the width of the page by what the columns hold."""
    page = document.sections[0]
    room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    needs = [min(max(max(map(width_of, column[1:]), default=0), 8), 24) for column in zip(*rows, strict=True)]
    return [room * need // sum(needs) for need in needs]
