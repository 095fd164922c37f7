"""The sheets of an index: ranking, scores, weights, formulas, values, and what the codes mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from govmetrics.core.labels import row_label
from govmetrics.core.language import Language
from govmetrics.core.nodes import Indicator
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text
from govmetrics.core.words.terms import Kind
from govmetrics.core.workbooks import fits
from govmetrics.recipe import Assessment
from govmetrics.report.frames import covered_of, ranking_of
from govmetrics.report.made import made
from govmetrics.report.view import default_obstacles
from govmetrics.report.workbook.check import Check, reason_against, rests_on_hidden
from govmetrics.report.workbook.ranking import ranking_table
from govmetrics.report.workbook.sheet import Sheet
from govmetrics.report.writers.xlsx import MOST_ROWS_OF_A_TABLE

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings

CHECK, RAW = Label("check", "核算"), Label("values", "原始数据")


def index_sheets(assessment: Assessment, whole: Findings | None, language: Language) -> Iterator[Sheet]:
    """Yield the sheets of an index that stand before the parts of an evaluation, in a language."""
    names = assessment.weights.tree.names()

    def sheet(title: Text, shows: Text, frame: pd.DataFrame, kind: Kind | None = None) -> Sheet:
        table = _as_sheet(shows, frame, names, language, kind)
        return Sheet(title.say(language), str(table.caption), table)

    ranking = ranking_table(assessment, whole).said(language)
    yield Sheet(Text("ranking").say(language), str(ranking.caption), ranking, frozen="C2")
    if assessment.dataset.periods:
        yield sheet(Label("all periods", "历期排名"), Text("Rankings of all periods"), ranking_of(assessment))
    yield sheet(Text("scores"), Text("Scores at every node"), assessment.scores.values)
    yield from _weights_and_check(assessment, language)
    if assessment.dataset.values.notna().to_numpy().any():  # what is published may hold none of them
        yield sheet(RAW, Text("Values as they came in"), assessment.dataset.values, "mixed")
    if len(assessment.treated.changes):
        changes = assessment.treated.changes.reset_index(drop=True)
        yield sheet(Text("changes"), Text("Changed cells"), changes)
    yield sheet(Text("scaled"), Text("Scaled values: more is better"), assessment.scaled.values)
    yield sheet(Text("bounds"), Text("Bounds by which values were scaled"), assessment.scaled.bounds)
    for name, frame in covered_of(assessment).items():
        shows = (
            "Share of each node's weight that rests on evidence"
            if name == "coverage"
            else "Share of each node's weight that has a value, imputed or not"
        )
        yield sheet(Text(name), Text(shows), frame, "share")
    asked = whole is not None and whole.diagnosis is not None and whole.diagnosis.obstacles is not None
    if not asked and not rests_on_hidden(assessment) and (held := default_obstacles(assessment)) is not None:
        table = held.tables(language)[0]
        yield Sheet(Label("obstacles", "障碍因素").say(language), str(table.caption), table)


def last_sheets(assessment: Assessment, language: Language) -> Iterator[Sheet]:
    """Yield what the codes mean and how all was made: the sheets behind all others."""
    dictionary = _dictionary(assessment, language)
    yield Sheet(Label("indicators", "指标说明").say(language), str(dictionary.caption), dictionary)
    how = pd.DataFrame(made(assessment, language), columns=["what", "value"])
    heads = how.set_axis([Text(name).say(language) for name in how.columns], axis=1)
    table = Table.of(Text("How this was made"), heads).said(language)
    yield Sheet(Text("how").say(language), str(table.caption), table)


def _weights_and_check(assessment: Assessment, language: Language) -> Iterator[Sheet]:
    """Yield the weights and, where scores are weighted sums, the formulas that compute the scores from them."""
    tree, weights = assessment.weights.tree, Text("weights").say(language)
    frame = assessment.weights.to_frame()
    reason = reason_against(assessment)
    shows = Text("Weights of every node: its share within its group and of the whole")
    if reason is None:
        frame["trial"] = frame["local"].where(frame.index != tree.root.code)
        shows = Text(
            "Weights of every node; change the shares to try (coloured): the sheet “{check}” computes scores and ranks by them",
            check=CHECK,
        )
    table = Table.of(shows, frame, "report", tree.names()).said(language)
    yield Sheet(weights, str(table.caption), table, () if reason is not None else ("trial",))
    if reason is not None:
        return
    told = Text(
        "Scores and ranks computed by formulas from scaled values and weights, beside the published ones"
    )
    yield Sheet(
        CHECK.say(language), told.say(language), Check(assessment, Text("scaled").say(language), weights)
    )


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
    caption: Text, frame: pd.DataFrame, names: Mapping[str, str], language: Language, kind: Kind | None = None
) -> Table:
    """Return a table as a sheet holds it: as it is, turned, or a line that says why not."""
    numbered = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    flat = frame if numbered else frame.reset_index()
    if fits(flat):
        return Table.of(caption, flat, "core", names, kind=kind).said(language)
    labels = [row_label(row) for row in frame.index]
    turned = frame.T.set_axis(labels, axis="columns").rename_axis("code").reset_index()
    if fits(turned):
        return Table.of(caption, turned).said(language)
    return as_it_fits(Table.of(caption, flat, "core", names, kind=kind).said(language))


def as_it_fits(table: Table) -> Table:
    """Return a table in a language, or one line that says that no sheet holds it."""
    if fits(table.frame) and len(table.frame) <= MOST_ROWS_OF_A_TABLE:
        return table
    rows, columns = table.frame.shape
    told = Text(
        "{rows:,} rows x {columns:,} columns do not fit into a sheet: see the CSV of the run",
        rows=rows,
        columns=columns,
    )
    line = pd.DataFrame({Text("note").say(table.language): [told.say(table.language)]})
    return Table.of(table.caption, line).said(table.language)
