"""By what a report can be checked: weights, indicators, how all was found, notes, choices and inputs, references."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.core.result import Result
from govmetrics.core.words import method_name
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.document.pages import Exhibit, Pages
from govmetrics.report.document.parts import pages_of
from govmetrics.report.made import made
from govmetrics.report.numbers import number
from govmetrics.report.parts import parts_of
from govmetrics.report.profiles import target_of
from govmetrics.report.sentences import by_kind
from govmetrics.report.view import View
from govmetrics.report.words import word
from govmetrics.report.writers.bibliography import References, Style
from govmetrics.report.writers.chapter import REFERENCES, Section, methods_told
from govmetrics.report.writers.docx import append, method_xml, parse

NODES_SHOWN = 200


def weights(pages: Pages, view: View, pictures: bool) -> None:
    """Write every node's weight, and what the experts whose weights these are have judged."""
    tree, found = view.tree, view.assessment.weights
    told = f"{pages.word('weighting')}{_colon(pages)}{pages.said(method_name(found.method))}"
    frame = found.to_frame().head(NODES_SHOWN)
    rows = [
        [code, tree[code].label(pages.language), number(share.local, 4), number(share.across_tree, 4)]
        for code, share in zip(frame.index, frame.itertuples(), strict=True)
    ]
    rest = len(tree.nodes) - NODES_SHOWN
    notes = [f"{rest} {view.word('rest_weights')}"] if rest > 0 else []
    heads = [pages.word(key) for key in ("code", "name", "local", "across")]
    table = Exhibit(pages.word("weights"), (heads, rows, [False, False, True, True]), notes)
    pages.chapter(pages.word("weights"), [table], lines=[told])
    if view.whole is not None:
        for part in parts_of(view.whole, pages.language, ("experts",)):
            pages_of(
                pages, view, replace(part, tables=part.tables[1:]), pictures
            )  # the first has the weights again


def dictionary(pages: Pages, view: View) -> None:
    """Write what every indicator is: its unit of measurement, direction, target, the bounds used, its source."""
    leaves, language = view.tree.indicators, pages.language
    rows = []
    for leaf in leaves[:NODES_SHOWN]:
        bounds = view.assessment.scaled.bounds.loc[leaf.code].to_numpy(dtype=float)
        rows.append([
            leaf.code, leaf.label(language), leaf.measured_in(language), pages.word(str(leaf.better)), target_of(leaf),
            *("" if np.isnan(value) else f"{value:.4g}" for value in bounds), word(leaf.source, language, leaf.source),
        ])  # fmt: skip
    keys = list(map(str, view.assessment.scaled.bounds.columns))
    heads = [*map(pages.word, ("code", "name", "measure", "better", "target")), *map(pages.word, keys),
             pages.word("source")]  # fmt: skip
    filled = [at for at, head in enumerate(heads) if at < 2 or any(row[at] for row in rows)]
    rows = [[row[at] or "–" for at in filled] for row in rows]
    numbers = [heads[at] in map(pages.word, keys) for at in filled]
    rest = len(leaves) - NODES_SHOWN
    notes = [f"{rest} {pages.word('rest_leaves')}"] if rest > 0 else []
    table = Exhibit(pages.word("dictionary"), ([heads[at] for at in filled], rows, numbers), notes)
    pages.chapter(pages.word("dictionary"), [table])


def methods(pages: Pages, view: View, style: Style) -> References:
    """Write how everything was found, each method once, and return the works cited."""
    pages.lie(False)
    cited = References(style)
    results: dict[str, Result] = {} if view.whole is None else dict(view.whole.results)
    if view.index is not None:
        results = {"assessment": view.index, **results}
    told: list[str] = []
    for name, result in results.items():
        own = result.method_paragraph(pages.spoken)
        if not own or any(own in one for one in told):  # the index's paragraph has that of the weights
            continue
        if not told:
            pages.heading(pages.word("methods_alone"))
        told.append(own)
        pages.heading(pages.said(TITLES[name]), 2)
        method, raised = methods_told(result, result._complete_tables(), cited, pages.spoken)
        append(pages.document, parse(method_xml(Section(method, raised, (), ()))))
    return cited


def notes(pages: Pages, view: View) -> None:
    """Write the notes of the calculation, and by which choices, inputs and software it was made."""
    told = by_kind([
        *(() if view.whole is None else view.whole.notes), *(() if view.index is None else view.index.notes),
    ])  # fmt: skip
    if told:
        pages.heading(pages.word("notes"))
        pages.bullets([pages.said(note) for note in told])
    if view.index is not None:
        pages.heading(pages.word("made"))
        for heading, text in made(view.index, pages.language):
            pages.line(f"{heading}{_colon(pages)}{text}", "Made")


def references(pages: Pages, cited: References) -> None:
    """Write the works cited."""
    lines = cited.lines()
    if lines:
        pages.heading(pages.said(REFERENCES))
        for line in lines:
            pages.line(line, "Reference")


def _colon(pages: Pages) -> str:
    return ": " if pages.language == "en" else "："
