"""The report as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.language import Both, Language, language_asked, said
from govmetrics.core.options import COUNT, asked, choice, optional
from govmetrics.core.progress import PROGRESS, TABLES, Progress, following
from govmetrics.core.words import Text, method_name
from govmetrics.core.workbooks import save_office
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.made import made
from govmetrics.report.numbers import number, signed
from govmetrics.report.parts import BESIDE, ORDER, ROWS_SHOWN, missing_of, parts_of
from govmetrics.report.sentences import by_kind, findings, next_steps
from govmetrics.report.standing import Standing, standing
from govmetrics.report.view import default_obstacles, rank_intervals, walls
from govmetrics.report.words import word as text
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, below, chapter_of
from govmetrics.report.writers.docx import lay, new_document, put_table, write_docx

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

NODES_SHOWN, GROUPS_UPRIGHT, VALUE_SHOWN, SENTENCES_SHOWN = 200, 4, 2_000, 8
FURTHER = "Further tables are in the Excel file and in the folder `tables`: {captions:12}."
Printed = tuple[list[str], list[list[str]], list[bool]]


def word(
    results: Assessment | Findings | Results, path: str | Path, language: Both | None = None, top: int = 200,
    uncertainty: Uncertainty | None = None, style: Style | None = None, progress: Progress = None,
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
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

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
    asked(progress=(progress, PROGRESS))
    whole = findings_of(results)
    if RESULTS.fits(results) and not isinstance(results, Assessment) and whole is None:
        chapter = chapter_of(results, path, ".docx", language, style)
        with following(progress, len(list(chapter.numbered())), TABLES):
            return write_docx(chapter, path)
    index: Any = results if whole is None else whole.assessment
    if whole is not None:
        uncertainty = uncertainty or whole.uncertainty
    refuse_odd(index, path, ".docx", language, whole, uncertainty=uncertainty)
    asked(top=(top, COUNT), style=(style, optional(choice(*STYLES))))
    with following(progress, 1, TABLES):
        return _report(index, whole, path, language_asked(language), top, uncertainty)


def _report(
    index: Any,
    whole: Findings | None,
    path: str | Path,
    language: Both,
    top: int,
    uncertainty: Uncertainty | None,
) -> Path:
    """Write the report of an assessment, or of a whole evaluation."""
    groups = [] if index is None else index.weights.tree.parts(index.weights.tree.root.code)
    pages = _Pages(language, wide=whole is not None or len(groups) > GROUPS_UPRIGHT)
    _head(pages, index, whole)
    if index is not None:
        _index(pages, index, whole, uncertainty, top)
    elif whole is not None:
        pages.bullets(pages.word("notes"), [said(note, language) for note in by_kind(whole.notes)])
    if whole is not None:
        _parts(pages, whole)
    if index is not None:
        _weights(pages, index)
        _made(pages, index)
    save_office(pages.document, path)
    return Path(path)


class _Pages:
    """A document that is written from its first page to its last.

    Parameters
    ----------
    language : {"en", "zh", "both"}
    wide : bool
        Whether its pages are turned.
    """

    def __init__(self, language: Both, wide: bool) -> None:
        self.language, self.wide, self.tables = language, wide, 0
        self.spoken: Language = "en" if language == "en" else "zh"
        self.document = new_document(self.spoken)
        if wide:
            lay(self.document.sections[0], wide)

    def heading(self, told: str, level: int = 1) -> None:
        self.document.add_heading(told, level)

    def line(self, told: str, style: str | None = None) -> None:
        self.document.add_paragraph(told, style=style)

    def bullets(self, heading: str, lines: Sequence[str]) -> None:
        """Write a list under a heading; nothing where it is empty."""
        if lines:
            self.heading(heading)
            for line in lines:
                self.line(line, "List Bullet")

    def table(self, caption: str, printed: Printed, notes: Sequence[str] = ()) -> None:
        """Write a three-line table with the next number."""
        self.tables += 1
        put_table(self.document, caption, printed, self.spoken, self.tables, self.wide, notes)

    def word(self, key: str) -> str:
        """Return a word of reports."""
        return text(key, self.language)


def _head(pages: _Pages, assessment: Assessment | None, whole: Findings | None) -> None:
    """Write the title, what was scored, and before all else what is missing."""
    language = pages.language
    title: Any = "" if whole is None else whole.evaluation.heading or Text("Evaluation")
    if assessment is not None:
        title = assessment.recipe.title or assessment.weights.tree.root.label(language)
    pages.heading(said(title, language), 0)
    pages.document.core_properties.title = said(title, language)
    if assessment is not None:
        pages.line(_scope(assessment, language))
    if whole is not None and whole.evaluation.simulated:
        pages.line(said(whole.notes[0], language))
    if whole is not None:
        pages.bullets(pages.word("lacking"), missing_of(whole, language))


def _scope(assessment: Assessment, language: Both) -> str:
    """Return what was scored: the tree, how many units and indicators, which periods."""
    tree, stands = assessment.weights.tree, standing(assessment)
    told = [tree.root.label(language), f"{len(stands.table)} {text('units_word', language)} × {len(tree)} "
            f"{text('indicators', language)}"]  # fmt: skip
    if stands.periods:
        since = f"{stands.periods[0]}–{stands.period}, {len(stands.periods)}"
        told.append(f"{text('latest', language)} {stands.period} ({since})")
    return " · ".join(told)


def _index(
    pages: _Pages, assessment: Assessment, whole: Findings | None, uncertainty: Uncertainty | None, top: int
) -> None:
    """Write what was found, what to do next, the ranking, and what holds the units back."""
    stands, language = standing(assessment), pages.language
    own = None if whole is None or whole.diagnosis is None else whole.diagnosis.obstacles
    held = walls(own or default_obstacles(assessment), stands)
    steps = next_steps(assessment, stands, uncertainty, bool(held), evaluated=whole is not None)
    notes = by_kind([*(() if whole is None else whole.notes), *assessment.notes])
    for heading, lines in (
        ("found", findings(stands, [wall[0] for wall in held[:3]], uncertainty)),
        ("next", [told for told, anchor in steps if anchor != "units"]),  # Word has no parts to click
        ("notes", notes),
    ):
        pages.bullets(pages.word(heading), [said(line, language) for line in lines])
    _ranking(pages, assessment, stands, rank_intervals(uncertainty, stands, language), top)
    if held:
        pages.heading(pages.word("walls"))
        heads = [pages.word(key) for key in ("name", "degree", "among")]
        rows = [[said(name, language), number(mean), str(count)] for name, mean, count in held]
        pages.table(pages.word("walls"), (heads, rows, [False, True, True]), [pages.word("degree_said")])


def _parts(pages: _Pages, findings: Findings) -> None:
    """Write a section for every part of an evaluation: its sentences, and its tables."""
    for part in parts_of(findings, pages.language, (*ORDER, *BESIDE)):
        pages.heading(part.title)
        for sentence in part.sentences[:SENTENCES_SHOWN]:
            pages.line(sentence)
        leading = part.leading
        for table in leading:
            heads, cells, numbers = table.printed()
            rest = len(cells) - ROWS_SHOWN
            more = [f"{rest} {pages.word('rest_rows')}"] if rest > 0 else []
            pages.table(
                table.caption, (heads, cells[:ROWS_SHOWN], numbers), [*more, *below(table, pages.spoken)]
            )
        others = [str(table.caption) for table in part.tables if table not in leading]
        if others:
            pages.line(said(Text(FURTHER, captions=list(dict.fromkeys(others))), pages.language))


def _ranking(
    pages: _Pages, assessment: Assessment, stands: Standing, intervals: dict[Any, str], top: int
) -> None:
    tree, digits = assessment.weights.tree, stands.digits
    groups = tree.parts(tree.root.code)
    title = pages.word("ranking") if stands.period is None else f"{pages.word('ranking')} {stands.period}"
    pages.heading(title)
    since = ["change", "moved"] if stands.before is not None else []
    keys = ["rank", "unit", "score", *(["interval_rank"] if intervals else []), *since]
    heads = [*map(pages.word, keys), *(tree[code].label(pages.language) for code in groups)]
    heads.append(pages.word(stands.coverage_word))
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
    rest = len(stands.table) - top
    notes = [f"{rest} {pages.word('rest_ranking')}"] if rest > 0 else []
    pages.table(
        title,
        (heads, rows, [key not in ("rank", "unit") for key in keys] + [True] * (len(groups) + 1)),
        notes,
    )


def _weights(pages: _Pages, assessment: Assessment) -> None:
    tree, weights = assessment.weights.tree, assessment.weights.to_frame().head(NODES_SHOWN)
    pages.heading(pages.word("weights"))
    pages.line(f"{pages.word('weighting')}: {said(method_name(assessment.weights.method), pages.language)}")
    rows = [
        [code, tree[code].label(pages.language), number(share.local, 4), number(share.across_tree, 4)]
        for code, share in zip(weights.index, weights.itertuples(), strict=True)
    ]
    rest = len(tree.nodes) - NODES_SHOWN
    notes = [f"{rest} {pages.word('rest_weights')}"] if rest > 0 else []
    heads = [pages.word(key) for key in ("code", "name", "local", "across")]
    pages.table(pages.word("weights"), (heads, rows, [False, False, True, True]), notes)


def _made(pages: _Pages, assessment: Assessment) -> None:
    pages.heading(pages.word("made"))
    for heading, told in made(assessment, pages.language):
        pages.line(f"{heading}{'：' if pages.language != 'en' else ': '}{told[:VALUE_SHOWN]}")
