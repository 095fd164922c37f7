"""The report as a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.recipe import Assessment
from govmetrics.report.words import Language
from govmetrics.report.words import word as text


def word(assessment: Assessment, path: str | Path, language: Language = "en", top: int = 200) -> Path:
    """Write ranking, weights, notes and choices as a .docx file; needs the extra ``report``.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    path : path
        The .docx file.
    language : {"en", "zh", "both"}
        Of the words.
    top : int
        How many units the ranking shows.
    """
    choose(language, ("en", "zh", "both"), "language")
    try:
        from docx import Document
    except ImportError:
        raise FaultyInput(
            Fault("report.word", "needs python-docx", 'pip install "govmetrics[report]"')
        ) from None
    document = Document()
    tree = assessment.weights.tree
    groups = tree.parts(tree.root.code)
    document.add_heading(assessment.recipe.title or tree.root.label(language), 0)
    for note in assessment.notes:
        document.add_paragraph(note, style="List Bullet")
    document.add_heading(text("ranking", language), 1)
    ranking = assessment.ranking().head(top)
    head = [
        text("rank", language),
        text("unit", language),
        text("score", language),
        *(tree[c].label(language) for c in groups),
    ]
    rows = []
    for label, score, rank in zip(ranking.index, ranking["score"], ranking["rank"], strict=True):
        name = " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
        rows.append(
            [
                str(rank),
                name,
                f"{score:.1f}",
                *(f"{v:.1f}" for v in assessment.scores.values.loc[label, groups]),
            ]
        )
    _table(document, head, rows)
    document.add_heading(text("weights", language), 1)
    weights = assessment.weights.to_frame()
    body = [
        [c, tree[c].label(language), f"{r.local:.4f}", f"{r.across_tree:.4f}"]
        for c, r in zip(weights.index, weights.itertuples(), strict=True)
    ]
    _table(document, [text(k, language) for k in ("code", "name", "local", "across")], body)
    document.add_heading(text("provenance", language), 1)
    for key, value in {**assessment.recipe.to_dict(), **dict(assessment.provenance)}.items():
        document.add_paragraph(f"{key}: {value}")
    document.save(str(path))
    return Path(path)


def _table(document: Any, head: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Light List Accent 1")
    for cell, title in zip(table.rows[0].cells, head, strict=True):
        cell.text = title
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
