"""The report as a workbook, and tables of any results as sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.language import Both, Language, language_asked
from govmetrics.core.options import asked, choice, optional
from govmetrics.core.progress import PROGRESS, TABLES, Progress, following
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.parts import BESIDE, ORDER, parts_of
from govmetrics.report.workbook.contents import contents_of
from govmetrics.report.workbook.index import as_it_fits, index_sheets, last_sheets
from govmetrics.report.workbook.names import called
from govmetrics.report.workbook.sheet import Sheet
from govmetrics.report.workbook.writing import write_workbook
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.xlsx import write_sheets

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings


def excel(
    results: Assessment | Findings | Results,
    path: str | Path,
    language: Both | None = None,
    style: Style | None = None,
    progress: Progress = None,
) -> Path:
    """Write an assessment, a whole evaluation, or the tables of results as a workbook.

    Of an assessment or an evaluation it has a sheet of contents with links, the ranking (where each unit lies, how sure
    its rank is, what changed), scores, weights, values, every part of the evaluation, and what the codes mean. Where
    scores are weighted means, the sheet "check" computes scores and ranks of the latest period again by formulas, from
    the scaled values and the shares to try in the sheet of weights; else the contents say why it is not there. All else
    has a sheet of contents, one for each table with numbers whole behind their formats, and one of methods and references.

    A sheet holds 16,384 columns and 1,048,576 rows. A table with more columns is turned, its columns becoming
    rows; where neither way fits, its sheet says so, and `write_run` has the table as CSV.

    Parameters
    ----------
    results : Assessment, Findings, Result, Table, or a list of results and tables
    path : path
        The .xlsx file.
    language : {"en", "zh", "both"}, optional
        Of titles, headings and words, Chinese in place of "both"; by default the one in use.
    style : {"gb7714", "apa"}, optional
        Of the references; by default GB/T 7714 in Chinese, APA in English.
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
    ...     gm.report.excel(run, Path(folder) / "scores.xlsx").name
    'scores.xlsx'
    """
    asked(progress=(progress, PROGRESS))
    whole = findings_of(results)
    if RESULTS.fits(results) and whole is None and not isinstance(results, Assessment):
        chapter = chapter_of(results, path, ".xlsx", language, style)
        with following(progress, len(list(chapter.numbered())), TABLES):
            return write_sheets(chapter, path)
    index: Any = results if whole is None else whole.assessment
    refuse_odd(index, path, ".xlsx", language, whole)
    asked(style=(style, optional(choice(*STYLES))))
    spoken: Language = "en" if language_asked(language) == "en" else "zh"
    sheets = [] if index is None else list(index_sheets(index, whole, spoken))
    if whole is not None:
        sheets += _parts(whole, spoken)
    if index is not None:
        sheets += last_sheets(index, spoken)
    with following(progress, len(sheets), TABLES):
        return write_workbook(contents_of(index, whole, sheets, spoken), path)


def _parts(findings: Findings, language: Language) -> Iterator[Sheet]:
    """Yield a sheet for every table of every part of an evaluation, called what it holds."""
    for part in parts_of(findings, language, (*ORDER, *BESIDE), whole=True):
        for table in part.tables:
            yield Sheet(called(part.title, str(table.caption)), str(table.caption), as_it_fits(table))
