"""A run as files: CSV, xlsx, JSON, recipe, report, and a manifest with their hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.documents import write_json
from govmetrics.core.errors import FaultyInput
from govmetrics.core.fingerprint import digest_of
from govmetrics.core.language import Both, Language, language_asked
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import asked, choice, optional
from govmetrics.core.plain import plain
from govmetrics.core.progress import PROGRESS, TABLES, Progress, following
from govmetrics.core.table import Table
from govmetrics.core.tables import write_csv
from govmetrics.core.words import Label, Text, say
from govmetrics.core.workbooks import fits
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.html import html
from govmetrics.report.made import made
from govmetrics.report.parts import BESIDE, ORDER, missing_of, parts_of
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.xlsx import write_named, write_sheets

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty


def write_run(
    assessment: Assessment,
    folder: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    experts: GroupWeights | None = None,
) -> list[Path]:
    """Write everything of a run: the same inputs give the same bytes.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    folder : path
        Made if missing; files of an earlier run in it are replaced.
    language : {"en", "zh", "both"}, optional
        Of the report; by default the one in use.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`: written as intervals.csv, and shown in the report.
    experts : GroupWeights, optional
        From `ahp.weights`: written as experts.csv, and shown in the report.

    Returns
    -------
    list of Path
        ranking.csv, scores.csv, coverage.csv, weights.csv, changes.csv (UTF-8 with BOM), scores.xlsx,
        scores.json, tree.yaml (tree.csv where it is very deep), recipe.yaml, report.html, manifest.json; and
        intervals.csv and experts.csv, where they are given, and coverage_imputed.csv, where cells were imputed.

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
    ...     sorted(path.name for path in gm.report.write_run(run, folder))[:3]
    ['changes.csv', 'coverage.csv', 'manifest.json']
    """
    refuse_odd(assessment, folder, "", language, uncertainty=uncertainty, experts=experts)
    language = language_asked(language)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    # Of an earlier run: they would belong to other ranks.
    for name in ("intervals.csv", "experts.csv", "coverage_imputed.csv"):
        (folder / name).unlink(missing_ok=True)
    more = [] if uncertainty is None else [("intervals", uncertainty.to_frame(), True)]
    more += [] if experts is None else [("experts", experts.experts, True)]
    for name, frame, index in [*_tables(assessment), *more]:
        write_csv(frame, folder / f"{name}.csv", index=index)
        files.append(folder / f"{name}.csv")
    files.append(excel(assessment, folder / "scores.xlsx", language))
    write_json(assessment.to_dict(), folder / "scores.json")
    assessment.recipe.write(folder / "recipe.yaml")
    files += [folder / "scores.json", _tree(assessment, folder), folder / "recipe.yaml"]
    files.append(html(assessment, folder / "report.html", language, uncertainty, experts=experts))
    manifest = {"files": {file.name: digest_of(file) for file in files}, **plain(dict(assessment.provenance))}
    (folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return [*files, folder / "manifest.json"]


def _tree(assessment: Assessment, folder: Path) -> Path:
    """Write the tree as YAML, or as rows where it is too deep for nested text."""
    tree = assessment.dataset.tree
    try:
        tree.write(folder / "tree.yaml")
    except FaultyInput:
        (folder / "tree.yaml").unlink(missing_ok=True)
        tree.write(folder / "tree.csv")
        return folder / "tree.csv"
    return folder / "tree.yaml"


def excel(
    results: Assessment | Findings | Results,
    path: str | Path,
    language: Both | None = None,
    style: Style | None = None,
    progress: Progress = None,
) -> Path:
    """Write the tables of an assessment, of a whole evaluation, or of results, as sheets of one xlsx file.

    An assessment, or an evaluation, has its sheets by their names; of an evaluation the first one names all others, and
    what is missing and why. All else has a sheet of contents, one for each table with numbers whole behind their
    formats, and one of methods and references.

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
    sheets = {} if index is None else _sheets(index, spoken)
    if whole is not None:
        more = {
            f"{title} {number}": table for title, tables in _parts(whole, spoken) for number, table in tables
        }
        first = Text("Contents").say(spoken)
        sheets = {first: _contents(whole, sheets | more, spoken), **sheets, **more}
    with following(progress, len(sheets), TABLES):
        return write_named(sheets, path)


def _sheets(assessment: Assessment, language: Language) -> dict[str, Table]:
    """Return the sheets of an index, headed and named in a language."""
    tables = _tables(assessment)
    tables += [("scaled", assessment.scaled.values, True), ("bounds", assessment.scaled.bounds, True)]
    names = assessment.weights.tree.names()
    sheets = {
        Text(name).say(language): _as_sheet(Text(name), frame, index, names, language)
        for name, frame, index in tables
    }
    sheets[Label("indicators", "指标说明").say(language)] = _dictionary(assessment, language)
    how = pd.DataFrame(made(assessment, language), columns=["what", "value"])
    heads = how.set_axis([Text(name).say(language) for name in how.columns], axis=1)
    sheets[Text("how").say(language)] = Table.of(Text("How this was made"), heads).said(language)
    return sheets


def _parts(findings: Findings, language: Language) -> Iterator[tuple[str, list[tuple[int, Table]]]]:
    """Yield every part of an evaluation with its tables, numbered."""
    for part in parts_of(findings, language, (*ORDER, *BESIDE), whole=True):
        yield (
            part.title[:26],
            [(number, table) for number, table in enumerate(part.tables, 1) if fits(table.frame)],
        )


def _contents(findings: Findings, sheets: Mapping[str, Table], language: Language) -> Table:
    """Return the first sheet: the title, what is missing and why, the notes, and what the others show."""
    rows = [("", say(findings.evaluation.heading, language))] if findings.evaluation.heading else []
    rows += [("", told) for told in missing_of(findings, language)]
    rows += [(title, str(table.caption)) for title, table in sheets.items()]
    rows += [(Text("note").say(language), say(note, language)) for note in findings.notes]
    heads = [Text("sheet").say(language), Text("what it shows").say(language)]
    return Table.of(Text("Contents"), pd.DataFrame(rows, columns=heads)).said(language)


def _dictionary(assessment: Assessment, language: Language) -> Table:
    """Return what the codes mean: one row per node of the tree."""
    tree = assessment.weights.tree
    rows = tree.to_frame()
    rows.insert(1, "name", [tree[code].label(language) for code in rows["code"]])
    rows["unit"] = [node.measured_in(language) if isinstance(node, Indicator) else "" for node in tree.nodes]
    rows["notes"] = [node.noted(language) for node in tree.nodes]
    above = [tree.parent(code) for code in rows["code"]]
    rows["parent"] = ["" if code is None else tree[code].label(language) for code in above]
    kept = ["code", "name", "parent", "unit", "better", "worst", "best", "target", "source", "notes"]
    rows = rows[[column for column in kept if column in rows]]
    rows = rows.map(lambda cell: " ".join(map(str, cell)) if isinstance(cell, tuple) else cell)
    heads = {"code": Text("code"), "unit": Text("unit of measurement"), "notes": Text("Notes")}
    shown = rows.rename(columns={key: head.say(language) for key, head in heads.items()})
    return Table.of(Text("Indicators"), shown).said(language)


def _as_sheet(
    caption: Text, frame: pd.DataFrame, index: bool, names: Mapping[str, str], language: Language
) -> Table:
    """Return a table as a sheet holds it: as it is, turned, or a line that says why not."""
    flat = frame.reset_index() if index else frame
    if fits(flat):
        return Table.of(caption, flat, "core", names).said(language)
    labels = [" ".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in frame.index]
    turned = frame.T.set_axis(labels, axis="columns").rename_axis("code").reset_index()
    if fits(turned):
        return Table.of(caption, turned).said(language)
    told = Text("{rows:,} rows x {columns:,} columns do not fit into a sheet: see the CSV of the run",
                rows=len(frame), columns=frame.shape[1])  # fmt: skip
    return Table.of(caption, pd.DataFrame({Text("note").say(language): [say(told, language)]})).said(language)


def _tables(assessment: Assessment) -> list[tuple[str, pd.DataFrame, bool]]:
    """Return name, frame, and whether its index belongs in the file."""
    ranking = assessment.ranking()
    root = assessment.weights.tree.root.code
    scores = assessment.scores
    both = {"coverage": scores.coverage, "coverage_imputed": scores.coverage_imputed}
    covered = {name: frame for name, frame in both.items() if frame is not None}
    ranking = ranking.assign(**{name: frame[root].reindex(ranking.index) for name, frame in covered.items()})
    return [
        ("ranking", ranking, True),
        ("scores", scores.values, True),
        *((name, frame, True) for name, frame in covered.items()),
        ("weights", assessment.weights.to_frame(), True),
        ("changes", assessment.treated.changes, False),
    ]
