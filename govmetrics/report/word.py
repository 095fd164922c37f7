"""The report as a Word document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import COUNT, asked, choice, optional
from govmetrics.core.plain import plain
from govmetrics.core.words import method_name
from govmetrics.core.workbooks import save_office
from govmetrics.plots.labels import width_of
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.html import default_obstacles, rank_intervals, walls
from govmetrics.report.numbers import number, signed
from govmetrics.report.sentences import findings, next_steps
from govmetrics.report.standing import Standing, standing
from govmetrics.report.words import word as text
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.docx import write_docx

if TYPE_CHECKING:
    from docx.document import Document

    from govmetrics.robustness import Uncertainty

NODES_SHOWN, GROUPS_UPRIGHT, VALUE_SHOWN = 200, 4, 2_000
LATIN_FONT, FONT = "Calibri", "Microsoft YaHei"
"""Of Western and of Chinese characters; Word takes another one where they are not installed."""


def word(
    results: Assessment | Results, path: str | Path, language: Both | None = None, top: int = 200,
    uncertainty: Uncertainty | None = None, style: Style | None = None,
) -> Path:  # fmt: skip
    """Write a report, or the tables of results, as a .docx file; needs the extra ``report``.

    An assessment by itself becomes a report: findings, ranking, obstacles, weights and choices. All else becomes a
    chapter: of each result how it was found, its three-line tables with numbered captions and notes, and what they say;
    at the end the references.

    Parameters
    ----------
    results : Assessment, Result, Table, or a list of results and tables
        With several periods the report of an assessment shows the latest one, and what changed.
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
    if RESULTS.fits(results) and not isinstance(results, Assessment) and findings_of(results) is None:
        return write_docx(chapter_of(results, path, ".docx", language, style), path)
    refuse_odd(results, path, ".docx", language, uncertainty=uncertainty)
    asked(top=(top, COUNT), style=(style, optional(choice(*STYLES))))
    assert isinstance(results, Assessment)  # all else is refused
    assessment = results
    language = language_asked(language)
    try:
        from docx import Document
    except ImportError:
        way_out = 'pip install "govmetrics[report]"'
        raise FaultyInput("report.word", "needs python-docx", way_out) from None
    document, stands = Document(), standing(assessment)
    tree = assessment.weights.tree
    _set_up(document, wide=len(tree.parts(tree.root.code)) > GROUPS_UPRIGHT)
    document.add_heading(said(assessment.recipe.title or tree.root.label(language), language), 0)
    held = walls(default_obstacles(assessment), stands)
    steps = next_steps(assessment, stands, uncertainty, bool(held))
    for heading, lines in (
        ("found", findings(stands, [wall[0] for wall in held[:3]], uncertainty)),
        ("next", [told for told, anchor in steps if anchor != "units"]),  # Word has no parts to click
        ("notes", assessment.notes),
    ):
        _bullets(document, text(heading, language), [said(line, language) for line in lines])
    _ranking(document, assessment, stands, rank_intervals(uncertainty, stands, language), top, language)
    if held:
        document.add_heading(text("walls", language), 1)
        document.add_paragraph(text("degree_said", language))
        heads = [text(key, language) for key in ("name", "degree", "among")]
        _table(
            document,
            heads,
            [[said(name, language), number(mean), str(count)] for name, mean, count in held],
            texts=1,
        )
    _weights(document, assessment, language)
    _made(document, assessment, language)
    save_office(document, path)
    return Path(path)


def _set_up(document: Document, wide: bool) -> None:
    """Choose the font of Chinese characters, and turn the page where the tables are wide."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN_FONT, Pt(10)
    for name in ("Normal", "Title", "Heading 1"):
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
    choices = {
        text(key, language): value for key, value in assessment.recipe.to_dict().items() if key != "title"
    }
    for key, value in {**choices, **plain(dict(assessment.provenance))}.items():
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        document.add_paragraph(f"{text(key, language, key)}: {said[:VALUE_SHOWN]}")


def _table(document: Document, heads: list[str], rows: list[list[str]], texts: int) -> None:
    """Add a table whose columns after the first `texts` are numbers; its head is repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    table = document.add_table(rows=0, cols=len(heads), style="Light List Accent 1")
    widths = _widths(document, [heads, *rows])
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # Word reads the cells' widths, other programs the columns'
    for row in (heads, *rows):
        added = table.add_row()
        for place, (cell, value) in enumerate(zip(added.cells, row, strict=True)):
            cell.text, cell.width = value, widths[place]
            if place >= texts:
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
